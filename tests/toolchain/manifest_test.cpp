#include <doctest/doctest.h>

#include "scanners/toolchain/base64.h"
#include "scanners/toolchain/differences.h"
#include "scanners/toolchain/known_hashes.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/module_hash.h"

using namespace gogate;
using namespace gogate::toolchain;

namespace {

Manifest sample() {
  Manifest m{"go1.26.8", "linux-amd64", {}, "the embedded table of 2026-11-23", {}};
  m.files = {{"VERSION", sha256("v"), 0, 0644, 0},
             {"bin/go", sha256("g"), 0, 0755, 0},
             {"src/go.mod", sha256("m"), 0, 0644, 0},
             {"test/a b.go", sha256("t"), 0, 0644, 0}};
  m.h1 = module_h1(m.files, m.release, m.platform);
  return m;
}

}  // namespace

TEST_CASE("manifest: what is written is read") {
  const Manifest m = sample();
  const auto read = read_manifest(write_manifest(m));
  REQUIRE(read);
  CHECK(read->release == m.release);
  CHECK(read->platform == m.platform);
  CHECK(read->h1 == m.h1);
  CHECK(read->proof == m.proof);
  CHECK(compare(read->files, m.files, {}).none());
}

TEST_CASE("manifest: cut short, altered, out of order, or of names that leave the tree") {
  const std::string text = write_manifest(sample());
  for (std::size_t n = 0; n < text.size(); ++n) CHECK_MESSAGE(!read_manifest(text.substr(0, n)) == (n + 1 < text.size()), n);
  for (std::size_t n = 0; n < text.size(); ++n) {
    std::string other = text;
    other[n] ^= 1;
    // The last byte ends the last line, which may end without it.
    CHECK_MESSAGE(!read_manifest(other), n);
  }
  CHECK_FALSE(read_manifest(text + "x\n"));
  for (const char* name : {"../etc/passwd", "/etc/passwd", "a//b", "a/./b", "a/", "x\x1b[2J"}) {
    Manifest m = sample();
    m.files.back().name = name;
    std::sort(m.files.begin(), m.files.end(), [](const TreeFile& a, const TreeFile& b) { return a.name < b.name; });
    m.h1 = module_h1(m.files, m.release, m.platform);
    CHECK_FALSE(read_manifest(write_manifest(m)));
  }
  Manifest m = sample();
  std::swap(m.files[0], m.files[1]);
  CHECK_FALSE(read_manifest(write_manifest(m)));
  m = sample();
  m.files[0].sha256 = sha256("another");  // its h1 is not that of its lines
  CHECK_FALSE(read_manifest(write_manifest(m)));
}

TEST_CASE("differences are named") {
  const Manifest m = sample();
  std::vector<TreeFile> found = m.files;
  CHECK(compare(found, m.files, {}).none());
  found[1].sha256 = sha256("evil");
  found[2].mode = 0666;
  found.erase(found.begin());
  found.push_back({"test/z.go", sha256("z"), 0, 0644, 0});
  const Differences d = compare(found, m.files, {});
  CHECK(d.changed == std::vector<std::string>{"bin/go"});
  CHECK(d.added == std::vector<std::string>{"test/z.go"});
  CHECK(d.removed == std::vector<std::string>{"VERSION"});
  CHECK(d.modes == std::vector<std::string>{"src/go.mod: 666 instead of 644"});
  CHECK(compare(found, m.files, {true, true}).added.empty());
  CHECK(compare(found, m.files, {false, false}).modes.empty());
}

TEST_CASE("table of hashes: whole or not at all") {
  const auto table = KnownHashes::embedded();
  REQUIRE(table);
  CHECK(table->size() == 38);
  CHECK(table->date() == "2026-11-23");
  CHECK(table->find("go1.26.8", "linux-amd64").starts_with("h1:"));
  CHECK(table->find("go1.26.8", "linux-riscv64").empty());
  CHECK(table->find("go1.26.9", "linux-amd64").empty());
  const std::string good = "gogate toolchain h1 1\ndate 2026-11-23\ngo1.26.8 linux-amd64 h1:" + base64(std::string(32, 'x')) + "\nend\n";
  CHECK(KnownHashes::read(good));
  for (std::size_t n = 0; n < good.size(); ++n) CHECK_FALSE(KnownHashes::read(std::string_view(good).substr(0, n)));
  CHECK_FALSE(KnownHashes::read(good + "more\n"));
}

TEST_CASE("base64 is strict") {
  for (std::size_t n = 0; n < 9; ++n) {
    const std::string bytes(n, '\xfe');
    CHECK(from_base64(base64(bytes)) == bytes);
  }
  for (const char* bad : {"A", "AA", "AAA", "AB==", "A===", "AA=A", " AAA", "AAA\n", "AA==AA==", "-_-_"})
    CHECK_MESSAGE(!from_base64(bad), bad);
}
