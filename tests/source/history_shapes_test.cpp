// However a repository stores its objects, the same content comes out, each
// blob once, and stands at the same places.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

void check_tale(const Sandbox& box, const std::string& folder, const Tale& tale) {
  const Search found = search(open_history(box.path(folder)), "planted");
  CHECK(found.gaps.empty());
  for (const Gap& g : found.gaps) MESSAGE(g.place, ": ", g.why);
  CHECK(found.all.plan.counts.commits == 32);
  CHECK(found.all.plan.content_changed);
  CHECK(blobs_of(found.all) == blobs_by_git(box, folder));
  // Each thing once.
  std::set<ObjectId> ids;
  for (const Seen& s : found.all.seen) CHECK(ids.insert(s.item.id).second);
  const std::vector<Place> wanted{{"app/config.go", tale.first}, {"docs/notes.txt", tale.second}};
  CHECK(found.places == wanted);
  const auto messages = std::count_if(found.all.seen.begin(), found.all.seen.end(), [](const Seen& s) { return s.item.is_message; });
  CHECK(messages == 33);
}

}  // namespace

TEST_CASE("history: loose objects, then every shape of pack") {
  const Sandbox box;
  const Tale tale = tell(box, "repo");
  SUBCASE("loose only") {}
  SUBCASE("deep chains") { box.sh("git repack -adfq --depth=250 --window=50", "repo"); }
  SUBCASE("no deltas") { box.sh("git repack -adfq --depth=0 --window=0", "repo"); }
  SUBCASE("packed refs and gc") { box.sh("git gc -q && git pack-refs --all", "repo"); }
  SUBCASE("old index format") { box.sh("git -c pack.indexVersion=1 repack -adfq", "repo"); }
  SUBCASE("64-bit offsets") {
    box.sh("git repack -adfq && cd .git/objects/pack && rm *.idx && git index-pack --index-version=2,0x40 *.pack", "repo");
  }
  SUBCASE("several packs, overlapping, and loose copies") {
    box.sh("git rev-list --objects v1.0 | git pack-objects -q .git/objects/pack/pack >/dev/null && "
           "git rev-list --objects main~5 | git pack-objects -q .git/objects/pack/pack >/dev/null",
           "repo");
  }
  SUBCASE("multi-pack-index") {
    box.sh("git rev-list --objects v1.0 | git pack-objects -q .git/objects/pack/pack >/dev/null && git repack -dq && "
           "git multi-pack-index write",
           "repo");
  }
  SUBCASE("REF deltas in a completed thin pack") {
    box.sh("git repack -adfq && git init -q --bare ../thin && "
           "git rev-list --objects v1.0 | git pack-objects -q --stdout | git -C ../thin index-pack --stdin --fix-thin && "
           "{ echo main; echo side; echo v1.0; echo ^v1.0^{commit}; } | git pack-objects -q --revs --thin --stdout | "
           "git -C ../thin index-pack --stdin --fix-thin && "
           "git -C ../thin fetch -q ../repo 'refs/*:refs/*' && "
           "git -C ../thin verify-pack -v ../thin/objects/pack/*.idx >/dev/null",
           "repo");
    check_tale(box, "thin", tale);
  }
  SUBCASE("bare clone") {
    box.sh("git clone -q --bare repo bare");
    check_tale(box, "bare", tale);
  }
  SUBCASE("borrowed objects, a path relative and through two steps") {
    box.sh("git clone -q --shared repo borrower && git clone -q --shared borrower second");
    box.sh("rm -rf .git/refs/remotes && git branch -q side HEAD^2 && git fetch -q --tags", "second");
    box.sh("echo ../../../borrower/.git/objects > .git/objects/info/alternates", "second");
    check_tale(box, "second", tale);
  }
  SUBCASE("from a linked worktree") {
    box.sh("git worktree add -q ../linked side", "repo");
    check_tale(box, "linked", tale);
  }
  check_tale(box, "repo", tale);
}

TEST_CASE("history: items come in an order in which each delta follows its base, and whole objects rise through the pack") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git repack -adfq", "repo");
  const auto source = must(open_history(box.path("repo")));
  const Plan plan = must(source->plan());
  std::map<std::string, std::size_t> position;
  for (const Item& item : plan.items) position.emplace(item.id.hex(), position.size());
  // "id kind size packed-size offset [depth base]", by offset.
  std::istringstream rows(box.sh("git verify-pack -v .git/objects/pack/*.idx | grep -E '^[0-9a-f]{40} (blob|commit)'", "repo"));
  std::size_t deltas = 0, last = 0;
  for (std::string row; std::getline(rows, row);) {
    std::istringstream fields(row);
    std::string id, kind, size, packed, offset, depth, base;
    fields >> id >> kind >> size >> packed >> offset >> depth >> base;
    REQUIRE(position.contains(id));
    if (base.empty()) {
      CHECK(position[id] >= last);
      last = position[id];
    } else {
      CHECK(position.at(base) < position[id]);
      ++deltas;
    }
  }
  CHECK(deltas > 20);
}

TEST_CASE("history: the same with one thread and with several") {
  const Sandbox box;
  tell(box, "repo");
  const Search one = search(open_history(box.path("repo"), {}, {}, 1), "line");
  const Search four = search(open_history(box.path("repo"), {}, {}, 4), "line");
  CHECK(one.places == four.places);
  CHECK(one.places.size() == 2);
  CHECK(blobs_of(one.all) == blobs_of(four.all));
}

TEST_CASE("history: an empty repository has nothing to scan and lacks nothing") {
  const Sandbox box;
  box.init("repo");
  const auto all = read_all(open_history(box.path("repo")));
  CHECK(all.seen.empty());
  CHECK(all.gaps().empty());
  CHECK_FALSE(all.plan.content_changed);
}

TEST_CASE("history: no repository, an unknown name, SHA-256 ids") {
  const Sandbox box;
  box.write("plain/file", "x");
  const auto none = open_history(box.path("plain"));
  REQUIRE_FALSE(none);
  CHECK(none.error().code == Errc::usage);

  box.init("repo");
  box.commit("x", "repo");
  const auto unknown = must(open_history(box.path("repo"), {"no-such-branch"}))->plan();
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == Errc::usage);

  box.sh("git init -q --object-format=sha256 sha256");
  const auto other = open_history(box.path("sha256"));
  REQUIRE_FALSE(other);
  CHECK(other.error().code == Errc::unsupported);
}

TEST_CASE("history: a blob over the limit is a gap, found from headers alone") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/small", "planted");
  std::string big(300000, 'x');
  box.write("repo/big", big);
  box.commit("one", "repo");
  big += "tail";
  box.write("repo/big", big);
  box.commit("two", "repo");
  Limits limits;
  limits.max_file_size = 100000;
  SUBCASE("loose") {}
  SUBCASE("packed, one of them a delta") { box.sh("git repack -adfq", "repo"); }
  const Search found = search(open_history(box.path("repo"), {}, limits), "planted");
  CHECK(std::count_if(found.gaps.begin(), found.gaps.end(), [](const Gap& g) { return g.kind == GapKind::too_large; }) == 2);
  CHECK(found.places.size() == 1);
}

TEST_CASE("history: UTF-16 arrives as UTF-8") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/utf16.txt", std::string("\xff\xfep\0l\0a\0n\0t\0e\0d\0", 16));
  box.commit("one", "repo");
  CHECK(search(open_history(box.path("repo")), "planted").places.size() == 1);
}

TEST_CASE("history: a Git LFS pointer is its object where the store has it, else a note") {
  const Sandbox box;
  box.init("repo");
  const std::string object = "planted in a large file\n";
  box.write("object", object);
  const std::string oid = box.sh("sha256sum object | cut -c1-64");
  box.write("repo/large.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize " +
                                  std::to_string(object.size()) + "\n");
  box.commit("one", "repo");
  SUBCASE("not fetched") {
    const Search found = search(open_history(box.path("repo")), "planted");
    CHECK(found.places.empty());
    CHECK(found.gaps.empty());
    const auto notes = found.all.notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].kind == NoteKind::lfs_pointer);
  }
  SUBCASE("in the store") {
    box.write("repo/.git/lfs/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2) + "/" + oid, object);
    CHECK(search(open_history(box.path("repo")), "planted").places.size() == 1);
  }
  SUBCASE("damaged in the store") {
    box.write("repo/.git/lfs/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2) + "/" + oid, "planted otherwise      \n");
    CHECK(has_gap(search(open_history(box.path("repo")), "planted").gaps, GapKind::corrupt_object, "checksum"));
  }
}
