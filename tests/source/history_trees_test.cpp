// Of a tree made by a delta only what changed is looked at. What its base holds,
// without what the tree lost, and with what it added, must be what it holds,
// whichever part of a history is asked for and wherever the base stands.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <sstream>

#include "gate/source/history_parse.h"
#include "gate/source/history_trees.h"
#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

// Commits that edit, add and remove files of a few large folders, and a submodule;
// branch "early" is at the 20th, "late" at the last one.
void tell_of_folders(const Sandbox& box, const std::string& folder) {
  std::mt19937 rng(11);
  std::string stream = "blob\nmark :1\ndata 2\n0\n\n";
  const auto path = [&] {
    return "d" + std::to_string(rng() % 3) + (rng() % 3 == 0 ? "/e" + std::to_string(rng() % 2) : "") + "/f" + std::to_string(rng() % 150);
  };
  std::set<std::string> there;
  for (int c = 0; c < 60; ++c) {
    if (c == 20) stream += "reset refs/heads/early\nfrom refs/heads/late\n\n";
    stream += "commit refs/heads/late\ncommitter A <a@example.org> " + std::to_string(1700000000 + c * 86400) + " +0000\ndata 1\nc\n";
    for (int i = c == 0 ? 400 : 1 + static_cast<int>(rng() % 9); i > 0; --i) {
      const std::string at = path();
      const std::string text = std::to_string(rng());
      if (rng() % 4 == 0 && there.erase(at) != 0) {
        stream += "D " + at + "\n";
      } else {
        there.insert(at);
        stream += "M 100644 inline " + at + "\ndata " + std::to_string(text.size()) + "\n" + text + "\n";
      }
    }
    if (c % 10 == 5) stream += "M 160000 " + std::string(39, '1') + std::to_string(c / 10) + " d0/module\n";
  }
  box.write("stream", stream);
  box.sh("git init -q --bare " + folder + " && git -C " + folder + " fast-import --quiet < stream");
  box.sh("git repack -adfq --depth=50 --window=50 && git prune-packed -q", folder);
}

using Link = std::pair<std::string, ObjectNumber>;

std::multiset<Link> links_of(const ObjectIndex& index, std::string_view tree) {
  std::multiset<Link> out;
  TreeCursor cursor(tree);
  while (cursor.next()) out.emplace(cursor.entry().name, cursor.entry().is_submodule() ? kNoObject : index.find(cursor.entry().id));
  CHECK_FALSE(cursor.damaged());
  return out;
}

HistoryOptions only(const std::string& ref) {
  HistoryOptions o;
  o.refs = {ref};
  return o;
}

HistoryOptions with_unreachable() {
  HistoryOptions o;
  o.unreachable = true;
  return o;
}

std::set<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> out;
  for (std::string w; in >> w;) out.insert(w);
  return out;
}

}  // namespace

TEST_CASE("trees: what a delta changed, and its base, are all of it") {
  const Sandbox box;
  tell_of_folders(box, "repo");
  std::vector<Gap> gaps;
  const std::string objects = box.path("repo/objects");
  const ObjectIndex index = must(ObjectIndex::build(objects, gaps));
  const auto readers = direct_readers(index, libgit2_readers(index, objects));
  std::vector<ObjectNumber> trees;
  for (ObjectNumber n = 0; n < index.entries().size(); ++n)
    if (index.entries()[n].kind == ObjectKind::tree) trees.push_back(n);
  // Some are left out: what leans on them must be read as a whole.
  SUBCASE("all at once") {}
  SUBCASE("some") { std::erase_if(trees, [](ObjectNumber n) { return n % 5 == 0; }); }
  TreeStore store(index);
  must(store.add(*readers, trees, 2));
  const auto reader = must(readers->make());
  std::size_t kept = 0, held = 0, leaning = 0;
  std::map<ObjectNumber, std::set<std::uint32_t>> numbers;  // of the entries that each tree is made of
  for (const ObjectNumber n : trees) {
    const auto whole = links_of(index, must(reader->read(n)));
    const TreeStore::Held got = store.held(n);
    REQUIRE(got.known);
    CHECK_FALSE(got.odd);
    std::set<std::uint32_t>& mine = numbers[n];
    if (got.base != kNoObject) {
      ++leaning;
      REQUIRE(got.base < n);
      REQUIRE(std::binary_search(trees.begin(), trees.end(), got.base));
      mine = numbers.at(got.base);
      for (const std::uint32_t lost : got.lost) REQUIRE(mine.erase(lost) == 1);
    } else {
      REQUIRE(got.lost.empty());
    }
    for (std::uint32_t i = 0; i < got.entries.size(); ++i) {
      const TreeEntry& e = got.entries[i];
      REQUIRE(mine.insert(got.first + i).second);
      if (e.child != kNoObject) REQUIRE((e.is_tree != 0) == (index.entries()[e.child].kind == ObjectKind::tree));
    }
    std::multiset<Link> parts;
    for (const std::uint32_t i : mine) parts.emplace(store.names().text(store.entry(i).name), store.entry(i).child);
    REQUIRE(parts == whole);
    kept += got.entries.size();
    held += whole.size();
  }
  CHECK(leaning > trees.size() / 3);
  CHECK(kept * 3 < held);  // else nothing would be gained
}

TEST_CASE("trees: parts of a history, also where bases are not part of it") {
  const Sandbox box;
  tell_of_folders(box, "repo");
  const auto check = [&](const HistoryOptions& asked, const std::string& args) {
    const auto source = must(open_history(must(Repository::discover(box.path("repo"))), asked));
    const Everything all = read_all(*source);
    for (const Gap& g : all.gaps()) FAIL_CHECK(g.place, ": ", g.why);
    const auto wanted = blobs_by_git(box, "repo", args);
    CHECK(blobs_of(all).size() == wanted.size());
    CHECK(blobs_of(all) == wanted);
    return all;
  };
  const auto names_by_git = [&](const std::string& args) {
    return words(box.sh("for c in $(git rev-list " + args + "); do git ls-tree -rt --name-only $c; done | sed 's,.*/,,' | sort -u", "repo"));
  };
  const auto names_of = [](const Everything& all) {
    std::set<std::string> out;
    for (const Name& n : all.plan.names)
      if (n.place == PlaceKind::path_name) out.insert(n.text);
    return out;
  };
  SUBCASE("everything") { CHECK(names_of(check({}, "--all")) == names_by_git("--all")); }
  SUBCASE("one branch of two") { CHECK(names_of(check(only("early"), "early")) == names_by_git("early")); }
  SUBCASE("some commits") { CHECK(names_of(check(only("early~10"), "early~10")) == names_by_git("early~10")); }
  SUBCASE("a branch whose trees lean on those of a deleted one") {
    box.sh("git branch -D late", "repo");
    CHECK(names_of(check({}, "--all")) == names_by_git("--all"));
    const auto more = read_all(*must(open_history(must(Repository::discover(box.path("repo"))), with_unreachable())));
    CHECK(std::ranges::any_of(more.plan.names, [](const Name& n) { return n.text == "module"; }));
    const std::string counted = box.sh("git cat-file --batch-all-objects --batch-check='%(objecttype)' | grep -c blob", "repo");
    CHECK(blobs_of(more).size() == std::stoul(counted));
  }
}
