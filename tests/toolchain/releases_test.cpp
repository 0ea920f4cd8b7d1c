#include "scanners/toolchain/releases.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "scanners/toolchain/toolchain.h"

using namespace gogate;
using namespace gogate::toolchain;

TEST_CASE("releases: the embedded table") {
  const auto table = Releases::embedded();
  REQUIRE(table);
  CHECK(table->date() == "2026-08-19");
  CHECK(releases_date() == table->date());
  CHECK(table->size() == 6943);
  const auto file = table->with_name("go1.27.0.linux-amd64.tar.gz");
  REQUIRE(file.size() == 1);
  CHECK(file[0].platform() == "linux/amd64");
  CHECK(file[0].kind == "archive");
  CHECK(file[0].stable);
  CHECK(file[0].size > 50'000'000);
  REQUIRE(table->with_digest(file[0].sha256).size() == 1);
  CHECK(table->with_digest(file[0].sha256)[0].name() == "go1.27.0.linux-amd64.tar.gz");
  CHECK(table->with_name("go1.27.0.src.tar.gz")[0].platform() == "source");
  CHECK(table->with_name("go1.27.0").empty());
  CHECK(table->with_digest({}).empty());
  // One content, two names.
  CHECK(table->with_digest(table->with_name("go1.21rc2.linux-armv6l.tar.gz")[0].sha256).size() == 2);
}

TEST_CASE("releases: what the table says of a version") {
  const auto table = Releases::embedded();
  REQUIRE(table);
  using enum Releases::Standing;
  CHECK(table->standing("go1.26.5") == published);
  CHECK(table->standing("go1.26.8") == newer);
  CHECK(table->standing("go1.27.1") == newer);
  CHECK(table->standing("go1.28rc1") == newer);
  CHECK(table->standing("go1.20.99") == newer);  // of a line that could still have got one
  CHECK(table->standing("go1.27beta1") == never_published);
  CHECK(table->standing("go1.2.3") == never_published);
  CHECK(table->standing("go1.26.5-custom") == never_published);
}

TEST_CASE("releases: a damaged table is refused") {
  const std::string row = std::string(4, '\0') + std::string(36, 'x');
  const std::string head = "gogate go releases 1\ndate 2026-01-01\nversions 1\ngo1.0 stable\ntails 1\n";
  const std::string good = head + "a.zip - - source\nrows 1\n" + row;
  REQUIRE(Releases::read(good));
  CHECK(Releases::read(good)->at(0).name() == "go1.0.a.zip");
  for (std::size_t n = 0; n < good.size(); ++n) CHECK_FALSE(Releases::read(good.substr(0, n)));
  CHECK_FALSE(Releases::read(good + "x"));
  CHECK_FALSE(Releases::read(head + "a.zip - - source\nrows 1\n" + std::string(40, '\x7f')));
  CHECK_FALSE(Releases::read(head + "a.zip - source\nrows 1\n" + row));
}

TEST_CASE("releases: the table holds every row of the list it was made from") {
  const char* given = std::getenv("GOGATE_RELEASES_JSON");
  const std::string path = given != nullptr ? given : GOGATE_SOURCE_DIR "/../shared/data/go-releases.json";
  std::ifstream in(path);
  if (!in) {
    MESSAGE("SKIPPED: no " << path << " (GOGATE_RELEASES_JSON names it); the table was not compared with its source");
    return;
  }
  const auto rows = nlohmann::json::parse(in)["rows"];
  const auto table = Releases::embedded();
  REQUIRE(table);
  REQUIRE(table->size() == rows.size());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ReleaseFile f = table->at(i);
    const auto text = [&](std::size_t column) { return rows[i][column].get<std::string>(); };
    if (f.version != text(0) || f.name() != text(1) || f.os != text(2) || f.arch != text(3) || f.kind != text(4) ||
        hex(f.sha256) != text(5) || f.size != rows[i][6].get<std::uint64_t>() || f.stable != rows[i][7].get<bool>())
      ++wrong;
  }
  CHECK(wrong == 0);
}
