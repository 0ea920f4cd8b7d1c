#include "gate/source/archive.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

using namespace gogate;
using namespace gogate::source;
using namespace std::string_view_literals;

namespace {

std::string tar_entry(const std::string& name, std::string_view content, char type = '0', const std::string& link = {}) {
  std::string h(512, '\0');
  const auto put = [&](std::size_t at, std::string_view text) { h.replace(at, text.size(), text); };
  std::array<char, 16> size{};
  std::snprintf(size.data(), size.size(), "%011zo", content.size());
  put(0, name), put(100, "0000644"), put(108, "0000000"), put(116, "0000000"), put(124, size.data()), put(136, "00000000000");
  h[156] = type;
  put(157, link), put(257, std::string_view("ustar\0" "00", 8)), put(148, "        ");
  unsigned sum = 0;
  for (const char c : h) sum += static_cast<unsigned char>(c);
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%06o", sum);
  put(148, digits.data());
  h[154] = '\0';
  h += content;
  h.resize((h.size() + 511) / 512 * 512, '\0');
  return h;
}
const std::string kTarEnd(1024, '\0');

std::vector<std::pair<std::string, std::string>> members_of(std::string_view bytes) {
  auto archive = Archive::open(bytes);
  REQUIRE(archive);
  Allowance allowance = allowance_of(bytes.size());
  std::vector<std::pair<std::string, std::string>> out;
  for (;;) {
    const auto next = archive->next(allowance);
    if (!next) {
      out.emplace_back("error", next.error().what);
      return out;
    }
    if (*next == nullptr) return out;
    const Member m = **next;
    if (m.kind == Member::Kind::link) {
      out.emplace_back(m.path + " -> " + m.link, "");
      continue;
    }
    out.emplace_back(m.path, std::string(archive->read(1 << 20, allowance).bytes));
  }
}

}  // namespace

TEST_CASE("archives are told by their bytes") {
  CHECK(archive_format("PK\3\4rest") == "ZIP archive");
  CHECK(archive_format("\x1F\x8B\x08rest") == "gzip data");
  CHECK(archive_format(tar_entry("a", "b") + kTarEnd) == "tar archive");
  CHECK(archive_format("BZh91AY&SY") == "bzip2 data");
  CHECK(archive_format("!<arch>\n") == "ar archive");
  CHECK(archive_format("") == "");
  CHECK(archive_format("BZhello, world") == "");
  CHECK(archive_format("070707 is how this text begins" + std::string(200, '.')) == "");
  CHECK(archive_format(std::string(4096, ' ')) == "");
  CHECK(archive_format(std::string(4096, '\0')) == "");
  CHECK(archive_format("package main\n" + std::string(600, '\n')) == "");
}

TEST_CASE("a self-extracting archive has bytes before it") {
  const std::string end = "PK\5\6" + std::string(18, '\0');
  CHECK(archive_format("#!/bin/sh\n" + end) == "ZIP archive");
  CHECK(has_leading_bytes("#!/bin/sh\n" + end));
  CHECK_FALSE(has_leading_bytes(end));
  CHECK_FALSE(has_leading_bytes("PK\3\4" + end));
}

TEST_CASE("paths in archives") {
  CHECK(path_in_archive("lib/a.zip", "!/app/.env") == "lib/a.zip!/app/.env");
  CHECK(path_in_archive("db/dump.sql.gz", "!/") == "db/dump.sql.gz!/dump.sql");
  CHECK(path_in_archive("x.tar.gz.xz", "!/") == "x.tar.gz.xz!/x.tar");
  CHECK(path_in_archive("blob", "!/") == "blob!/data");
  CHECK(path_in_archive("db/dump.zip.gz", "!/!/a/b") == "db/dump.zip.gz!/dump.zip!/a/b");
  CHECK(path_in_archive("a/.gz", "!/") == "a/.gz!/data");
}

TEST_CASE("a tar's members, without leading dots and slashes; links are names") {
  const std::string tar = tar_entry("./a/b", "one") + tar_entry("/etc/x", "two") + tar_entry("../../up", "three") +
                          tar_entry("link", "", '2', "/etc/passwd") + tar_entry("folder/", "", '5') + kTarEnd;
  const auto got = members_of(tar);
  REQUIRE(got.size() == 5);
  CHECK(got[0] == std::pair<std::string, std::string>("a/b", "one"));
  CHECK(got[1] == std::pair<std::string, std::string>("etc/x", "two"));
  CHECK(got[2] == std::pair<std::string, std::string>("../../up", "three"));
  CHECK(got[3].first == "link -> /etc/passwd");
  CHECK(got[4].first == "folder/");
}

TEST_CASE("what a tar stores is not copied") {
  const std::string tar = tar_entry("a", std::string(100000, 'x')) + kTarEnd;
  auto archive = Archive::open(tar);
  REQUIRE(archive);
  Allowance allowance = allowance_of(tar.size());
  REQUIRE(archive->next(allowance));
  const MemberBytes got = archive->read(1 << 20, allowance);
  CHECK(got.bytes.size() == 100000);
  CHECK(got.bytes.data() == tar.data() + 512);
}

TEST_CASE("limits: one member, all bytes, all members") {
  using Is = MemberBytes::State;
  const std::string tar = tar_entry("large", std::string(5000, 'x')) + tar_entry("small", "y") + kTarEnd;
  auto archive = Archive::open(tar);
  REQUIRE(archive);
  Allowance allowance{10000, 10};
  REQUIRE(archive->next(allowance));
  CHECK(archive->read(4999, allowance).state == Is::too_large);
  REQUIRE(archive->next(allowance));
  CHECK(archive->read(4999, allowance).bytes == "y");
  CHECK(allowance.members == 8);

  auto again = Archive::open(tar);
  REQUIRE(again);
  Allowance little{100, 1};
  REQUIRE(again->next(little));
  const MemberBytes cut = again->read(1 << 20, little);
  CHECK(cut.state == Is::spent);
  CHECK(cut.bytes.size() == 100);
  CHECK_FALSE(again->next(little));
}

TEST_CASE("damage keeps what stands before it") {
  const std::string tar = tar_entry("first", "one") + tar_entry("second", std::string(5000, 'x'));
  const auto got = members_of(std::string_view(tar).substr(0, 512 + 512 + 512 + 1000));
  REQUIRE(got.size() >= 2);
  CHECK(got[0].second == "one");
  CHECK(Archive::open("PK\3\4 and nothing more").error().code == Errc::corrupt);
  CHECK(Archive::open("\x1F\x8B\x08 and nothing more").error().code == Errc::corrupt);
}
