// What is missing or damaged is a gap with the right kind and remedy; it never
// crashes and never passes for complete.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;
namespace fs = std::filesystem;

namespace {

std::vector<Gap> gaps_of(const Sandbox& box, const std::string& folder, std::vector<std::string> refs = {}) {
  return search(open_history(box.path(folder), std::move(refs)), "planted").gaps;
}

std::string loose_path(const std::string& id) { return "repo/.git/objects/" + id.substr(0, 2) + "/" + id.substr(2); }

void overwrite(const Sandbox& box, const std::string& name, std::string_view bytes) {
  fs::permissions(box.path(name), fs::perms::owner_write, fs::perm_options::add);
  box.write(name, bytes);
}

std::string the(const Sandbox& box, const std::string& glob) { return box.sh("ls -S " + glob + " | head -1"); }

}  // namespace

TEST_CASE("history: a shallow clone is cut, and says how to mend it") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git clone -q --depth 3 --no-single-branch file://$PWD/repo shallow");
  const Search found = search(open_history(box.path("shallow")), "planted");
  CHECK(has_gap(found.gaps, GapKind::missing_object, "history is cut at"));
  CHECK(has_gap(found.gaps, GapKind::missing_object, "git fetch --unshallow"));
  CHECK(found.gaps.size() == 1);
  // The boundary counts as the first commit.
  CHECK(found.places.size() >= 2);
  box.sh("git fetch -q --unshallow", "shallow");
  CHECK(gaps_of(box, "shallow").empty());
}

TEST_CASE("history: a partial clone lacks blobs, or trees") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true", "repo");
  std::string filter;
  SUBCASE("no blobs") { filter = "blob:none"; }
  SUBCASE("small blobs only") { filter = "blob:limit=200"; }
  SUBCASE("no trees") { filter = "tree:0"; }
  box.sh("git clone -q --no-checkout --filter=" + filter + " file://$PWD/repo partial");
  const Search found = search(open_history(box.path("partial")), "planted");
  CHECK(has_gap(found.gaps, GapKind::missing_object, "partial clone"));
  CHECK(found.gaps.size() == 1);
  CHECK(found.places.size() == (filter == "blob:limit=200" ? 2 : 0));
  // The remedy that the gap names is one.
  box.sh(found.gaps.at(0).next_step + " -q", "partial");
  CHECK(gaps_of(box, "partial").empty());
}

TEST_CASE("history: objects that are simply gone") {
  const Sandbox box;
  tell(box, "repo");
  const auto drop = [&](const std::string& rev) { fs::remove(box.path(loose_path(box.sh("git rev-parse " + rev, "repo")))); };
  std::string what;
  SUBCASE("a blob of an old version") { drop("HEAD~15:app/code.go"), what = "blob"; }
  SUBCASE("a folder") { drop("HEAD~15:app"), what = "tree"; }
  SUBCASE("a root tree") { drop("HEAD~15^{tree}"), what = "tree"; }
  SUBCASE("a commit in between") { drop("HEAD~15"), what = "commit"; }
  SUBCASE("what a branch points to") { drop("side"), what = "side"; }
  SUBCASE("a tag") { drop("v1.0"), what = "not in this repository"; }
  const std::vector<Gap> gaps = gaps_of(box, "repo");
  REQUIRE(!gaps.empty());
  CHECK(has_gap(gaps, GapKind::missing_object, what == "side" ? "leads to" : what));
}

TEST_CASE("history: a blob that only garbage names may be missing") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "x\n");
  box.commit("begin", "repo");
  box.write("repo/f", "gone\n");
  box.commit("garbage", "repo");
  const std::string blob = box.sh("git rev-parse HEAD:f", "repo");
  box.sh("git reset -q --hard HEAD~1", "repo");
  fs::remove(box.path(loose_path(blob)));
  CHECK(gaps_of(box, "repo").empty());
}

TEST_CASE("history: damaged loose objects") {
  const Sandbox box;
  tell(box, "repo");
  const std::string rev = "HEAD~15";
  std::string id;
  SUBCASE("empty blob file") { overwrite(box, loose_path(id = box.sh("git rev-parse " + rev + ":app/code.go", "repo")), ""); }
  SUBCASE("no zlib") { overwrite(box, loose_path(id = box.sh("git rev-parse " + rev + ":app/code.go", "repo")), "rubbish"); }
  SUBCASE("cut short") {
    id = box.sh("git rev-parse " + rev + ":app/code.go", "repo");
    const std::string bytes = box.read(loose_path(id));
    overwrite(box, loose_path(id), bytes.substr(0, bytes.size() / 2));
  }
  SUBCASE("another object's content") {
    id = box.sh("git rev-parse " + rev + ":app/code.go", "repo");
    overwrite(box, loose_path(id), box.read(loose_path(box.sh("git rev-parse HEAD:side.go", "repo"))));
  }
  SUBCASE("a commit") { overwrite(box, loose_path(id = box.sh("git rev-parse " + rev, "repo")), ""); }
  SUBCASE("a tree") { overwrite(box, loose_path(id = box.sh("git rev-parse " + rev + ":app", "repo")), "rubbish"); }
  const std::vector<Gap> gaps = gaps_of(box, "repo");
  REQUIRE(!gaps.empty());
  CHECK(gaps[0].kind == GapKind::corrupt_object);
  CHECK(gaps[0].place == id);
}

TEST_CASE("history: damaged packs and indexes") {
  const Sandbox box;
  const Tale tale = tell(box, "repo");
  box.sh("git gc -q", "repo");
  const std::string pack = "repo/.git/objects/pack/" + fs::path(the(box, "repo/.git/objects/pack/*.pack")).filename().string();
  const std::string idx = pack.substr(0, pack.size() - 4) + "idx";
  std::string bytes;
  GapKind kind = GapKind::corrupt_object;
  SUBCASE("index cut short") { bytes = box.read(idx), overwrite(box, idx, bytes.substr(0, bytes.size() - 100)); }
  SUBCASE("empty index") { overwrite(box, idx, ""); }
  SUBCASE("index of one byte") { overwrite(box, idx, "\377"); }
  SUBCASE("a byte of the index flipped") {
    bytes = box.read(idx);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    overwrite(box, idx, bytes);
  }
  SUBCASE("no index") { fs::remove(box.path(idx)); }
  SUBCASE("no pack") { fs::remove(box.path(pack)); }
  SUBCASE("empty pack") { overwrite(box, pack, ""); }
  SUBCASE("pack cut short") { bytes = box.read(pack), overwrite(box, pack, bytes.substr(0, bytes.size() / 2)); }
  SUBCASE("index of another pack") {
    box.init("other");
    box.write("other/f", "x\n");
    box.commit("x", "other");
    box.sh("git gc -q", "other");
    overwrite(box, idx, box.read("other/.git/objects/pack/" + fs::path(the(box, "other/.git/objects/pack/*.idx")).filename().string()));
  }
  const std::vector<Gap> gaps = gaps_of(box, "repo");
  REQUIRE(!gaps.empty());
  CHECK(has_gap(gaps, kind));
}

TEST_CASE("history: any byte flipped inside a pack is noticed") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git repack -adfq --depth=250", "repo");
  const std::string pack = "repo/.git/objects/pack/" + fs::path(the(box, "repo/.git/objects/pack/*.pack")).filename().string();
  const std::string good = box.read(pack);
  for (std::size_t at = 12; at < good.size() - 20; at += good.size() / 60 + 1) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    overwrite(box, pack, bytes);
    CAPTURE(at);
    CHECK(!gaps_of(box, "repo").empty());
  }
}

TEST_CASE("history: damaged refs and lists") {
  const Sandbox box;
  tell(box, "repo");
  SUBCASE("empty ref") { box.write("repo/.git/refs/heads/broken", ""); }
  SUBCASE("rubbish in a ref") { box.write("repo/.git/refs/heads/broken", "rubbish\n"); }
  SUBCASE("rubbish in packed-refs") { box.write("repo/.git/packed-refs", "rubbish\n"); }
  CHECK(has_gap(gaps_of(box, "repo"), GapKind::corrupt_object));
}

TEST_CASE("history: borrowed objects that are not there") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git clone -q --shared repo borrower && rm -rf repo");
  CHECK(has_gap(gaps_of(box, "borrower"), GapKind::missing_object, "borrows"));
}
