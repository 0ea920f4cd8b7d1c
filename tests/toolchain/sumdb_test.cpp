// Keys, notes, tiles and settings; the client as a whole is held against a
// server by tests/e2e/test_toolchain.py.
#include <doctest/doctest.h>

#include <vector>

#include "scanners/toolchain/go_environment.h"
#include "scanners/toolchain/go_mod_lines.h"
#include "scanners/toolchain/go_settings.h"
#include "scanners/toolchain/requirements.h"
#include "scanners/toolchain/sumdb/checksum_database.h"
#include "scanners/toolchain/sumdb/tiles.h"
#include "tests/toolchain/memory_files.h"

using namespace gogate;
using namespace gogate::toolchain;

TEST_CASE("sumdb: the default key is whole, and a changed one is refused") {
  tests::MemoryFiles files;
  std::string sumdb;
  const auto settings = [&] {
    return GoSettings::read(files, [&](std::string_view name) { return name == "GOSUMDB" ? sumdb : std::string(); }, {});
  };
  auto key = database_key(settings());
  REQUIRE(key);
  CHECK(key->key.name == "sum.golang.org");
  CHECK(key->key.hash == 0x033de0ae);
  sumdb = "off";
  CHECK(database_key(settings())->off);
  const std::string good = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  sumdb = good + " https://example.com/";
  CHECK(database_key(settings())->url == "https://example.com");
  for (std::size_t i = 15; i < good.size(); ++i) {
    sumdb = good;
    sumdb[i] = sumdb[i] == 'x' ? 'y' : 'x';
    CHECK_FALSE(database_key(settings()));
  }
}

TEST_CASE("sumdb: notes that are none") {
  const auto key = parse_note_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
  REQUIRE(key);
  const std::string head = "go.sum database tree\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
  using State = OpenedNote::State;
  CHECK(open_note("", *key).state == State::malformed);
  CHECK(open_note(head, *key).state == State::malformed);
  CHECK(open_note(head + "\nhello\n", *key).state == State::malformed);
  CHECK(open_note(head + "\n\xe2\x80\x94 other AAAAAAAA\n", *key).state == State::foreign);
  CHECK(open_note(head + "\n\xe2\x80\x94 sum.golang.org Az3grgAA\n", *key).state == State::forged);
  CHECK(open_note(head + "\n\xe2\x80\x94 sum.golang.org Az3grgAA", *key).state == State::malformed);
  CHECK(parse_tree_head(head));
  for (const char* bad : {"", "go.sum database tree\n", "go.sum database tree\n-1\nAAAA\n", "go.sum database tree\n01\nAAAA\n"})
    CHECK_FALSE(parse_tree_head(bad));
}

TEST_CASE("sumdb: names of tiles") {
  CHECK(tile_path(0, 0, 256) == "tile/8/0/000");
  CHECK(tile_path(1, 5, 17) == "tile/8/1/005.p/17");
  CHECK(tile_path(2, 1234067, 256) == "tile/8/2/x001/x234/067");
}

namespace {

// A log in memory, by the definition of RFC 6962.
struct SmallLog {
  std::vector<Sha256> leaves;
  explicit SmallLog(std::size_t n, std::size_t changed = ~std::size_t{0}) {
    for (std::size_t i = 0; i < n; ++i) leaves.push_back(leaf_hash(std::to_string(i) + (i == changed ? "!" : "")));
  }
  [[nodiscard]] Sha256 root(std::size_t begin, std::size_t end) const {
    if (end - begin == 1) return leaves[begin];
    std::size_t k = 1;
    while (k * 2 < end - begin) k *= 2;
    return node_hash(root(begin, begin + k), root(begin + k, end));
  }
  [[nodiscard]] LogTiles tiles() const {
    return {leaves.size(), [this](unsigned level, std::uint64_t index, unsigned width) -> Result<std::string> {
              std::string out;
              const std::size_t each = std::size_t{1} << (8 * level);
              for (unsigned i = 0; i < width; ++i) {
                const std::size_t begin = (static_cast<std::size_t>(index) * 256 + i) * each;
                out += bytes_of(root(begin, begin + each));
              }
              return out;
            }};
  }
};

}  // namespace

TEST_CASE("sumdb: roots from tiles are those of the definition") {
  for (const std::size_t n : {1U, 2U, 3U, 255U, 256U, 257U, 511U, 512U, 700U}) {
    const SmallLog log(n);
    LogTiles tiles = log.tiles();
    CHECK(*tiles.root(n) == log.root(0, n));
    for (const std::size_t m : {std::size_t{1}, n / 3 + 1, n}) {
      CHECK(*tiles.root(m) == log.root(0, m));
      CHECK(*tiles.root_over(n, m) == log.root(0, n));
      CHECK(*tiles.root_with(n, m - 1, log.leaves[m - 1]) == log.root(0, n));
      CHECK(*tiles.root_with(n, m - 1, leaf_hash("other")) != log.root(0, n));
    }
  }
  CHECK_FALSE(SmallLog(3).tiles().root(4));
  CHECK_FALSE(SmallLog(3).tiles().root_with(3, 3, Sha256{}));
}

TEST_CASE("sumdb: a server that mixes two histories cannot join them") {
  const SmallLog old_log(300);
  const SmallLog fork(70'000, 3);  // whole tiles of level 1 hide the changed record
  // What lies in the old tree from the old history, everything else from the new one.
  LogTiles mixed(70'000, [&](unsigned level, std::uint64_t index, unsigned width) -> Result<std::string> {
    std::string out;
    const std::size_t each = std::size_t{1} << (8 * level);
    for (unsigned i = 0; i < width; ++i) {
      const std::size_t begin = (static_cast<std::size_t>(index) * 256 + i) * each;
      out += bytes_of(begin + each <= 300 ? old_log.root(begin, begin + each) : fork.root(begin, begin + each));
    }
    return out;
  });
  CHECK(*mixed.root(70'000) == fork.root(0, 70'000));  // so a plain comparison of both roots would be fooled
  const bool old_fits = *mixed.root(300) == old_log.root(0, 300);
  const bool new_fits = *mixed.root_over(70'000, 300) == fork.root(0, 70'000);
  CHECK(old_fits);
  CHECK_FALSE(new_fits);
}

TEST_CASE("settings: where they come from, and which holds") {
  tests::MemoryFiles files;
  files.content["/home/u/.config/go/env"] = "# GOPROXY=no\nGOPROXY=user\ngosumdb=no\nGOFLAGS=\n";
  files.content["/go/go.env"] = "GOPROXY=tree\nGOSUMDB=tree\r\n";
  std::map<std::string, std::string> env{{"HOME", "/home/u"}};
  const auto read = [&] {
    return GoSettings::read(files, [&](std::string_view name) { const auto at = env.find(std::string(name)); return at == env.end() ? std::string() : at->second; }, "/go");
  };
  CHECK(read().get("GOPROXY").text == "user");
  CHECK(read().get("GOSUMDB").text == "tree");
  CHECK(read().of_user("GOSUMDB").text.empty());
  env["GOPROXY"] = "environment";
  CHECK(read().get("GOPROXY").text == "environment");
  CHECK(read().everywhere("GOPROXY").size() == 3);
  env = {{"HOME", "/home/u"}, {"GOENV", "off"}};
  CHECK(read().get("GOPROXY").text == "tree");
}

TEST_CASE("settings: lists, patterns, flags, versions") {
  const auto proxies = parse_goproxy("https://a/ , b.example|direct,https://never");
  REQUIRE(proxies.size() == 3);
  CHECK(proxies[0].address == "https://a");
  CHECK_FALSE(proxies[0].on_any_error);
  CHECK(proxies[1].address == "https://b.example");
  CHECK(proxies[1].on_any_error);
  CHECK(proxies[2].address == "direct");
  CHECK(matches_prefix("*.corp.example.com,golang.org", "golang.org/toolchain"));
  CHECK(matches_prefix("golang.org/*", "golang.org/toolchain"));
  CHECK(matches_prefix("*", "golang.org/toolchain"));
  CHECK_FALSE(matches_prefix("golang.org/x", "golang.org/toolchain"));
  CHECK_FALSE(matches_prefix("golang.org/toolchain/x", "golang.org/toolchain"));
  CHECK(split_goflags(" -a  '-b c' \"-d\" -e") == std::vector<std::string>{"-a", "-b c", "-d", "-e"});
  CHECK(without_credentials("https://joe:pw@host/p@th") == "https://host/p@th");
  CHECK(without_credentials("https://host/p@th") == "https://host/p@th");
  const GoModLines lines = read_go_mod("module a // go 1.1\n\ngo 1.26.0 // why\nrequire (\n\tgo v1\n\ttoolchain v2\n)\ntoolchain go1.26.8\n");
  CHECK(lines.go == "1.26.0");
  CHECK(lines.toolchain == "go1.26.8");
  const auto table = Releases::embedded();
  REQUIRE(table);
  CHECK(is_supported(*parse_go_version("go1.26.3"), *table));
  CHECK(is_supported(*parse_go_version("go1.27.0"), *table));
  CHECK_FALSE(is_supported(*parse_go_version("go1.25.14"), *table));
}
