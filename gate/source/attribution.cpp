#include "gate/source/attribution.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "gate/source/history_parse.h"

namespace gogate::source {
namespace {

constexpr std::uint64_t kMostSteps = 400'000'000;
constexpr std::size_t kMostIntroductions = 2'000'000;
constexpr std::size_t kDeepest = 2048;

// Where a wanted blob appears in the list of wanted ones; sorted by group.
struct Want {
  std::uint32_t group = 0;
  std::uint32_t index = 0;
};

constexpr std::uint32_t kNotWanted = 0xFFFFFFFFU;

// One entry of a hot tree that matters: a wanted blob or name, or a folder above one.
struct HotEntry {
  std::uint32_t name = 0;
  ObjectNumber child = kNoObject;
  std::uint32_t wanted_name = kNotWanted;  // into the wanted names
  bool is_tree = false;
};

struct Range {
  std::uint32_t begin = 0, end = 0;
};

class HotTrees {
 public:
  // `store` knows all trees that will be compared.
  HotTrees(const ObjectIndex& index, const TreeStore& store, std::span<const WantedBlob> wanted, std::span<const std::string> names)
      : store_(store), wants_(index.entries().size()), trees_(index.entries().size()), wanted_names_(store.names().size(), kNotWanted) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].object != kNoObject) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(wanted[a].object, wanted[a].group) < std::pair(wanted[b].object, wanted[b].group);
    });
    for (const std::uint32_t i : order) {
      Range& r = wants_[wanted[i].object];
      if (r.begin == r.end) r.begin = r.end = static_cast<std::uint32_t>(want_list_.size());
      want_list_.push_back({wanted[i].group, i});
      ++r.end;
    }
    for (std::uint32_t i = 0; i < names.size(); ++i)
      if (const std::uint32_t n = store.names().known_number(names[i]); n != Names::kNoName) wanted_names_[n] = i;
    heat();
    keep_hot();
  }

  [[nodiscard]] std::span<const Want> wants(ObjectNumber blob) const {
    const Range r = wants_[blob];
    return std::span(want_list_).subspan(r.begin, r.end - r.begin);
  }
  // Sorted by name; empty when the tree holds nothing wanted.
  [[nodiscard]] std::span<const HotEntry> entries(ObjectNumber tree) const {
    const Range r = trees_[tree];
    return std::span(hot_).subspan(r.begin, r.end - r.begin);
  }
  [[nodiscard]] bool bounded() const { return bounded_; }
  [[nodiscard]] const std::string& name(std::uint32_t n) const { return store_.names().text(n); }

 private:
  // Finds the entries that lead to something wanted: of blobs and names first, then of
  // the trees that hold one of those, and so on up to the roots. What a tree that is a
  // delta holds follows from its base, which has a lower number.
  void heat() {
    std::vector<std::uint8_t> matters(store_.entry_count());
    for (std::uint32_t i = 0; i < matters.size(); ++i) {
      const TreeEntry& e = store_.entry(i);
      matters[i] = wanted_names_[e.name] != kNotWanted || (e.child != kNoObject && e.is_tree == 0 && wants_[e.child].begin != wants_[e.child].end) ? 1 : 0;
    }
    const auto is_hot = [&](std::uint32_t entry) { return matters[entry] != 0; };
    std::uint64_t steps = 0;
    for (bool more = true; more;) {
      if ((steps += trees_.size()) > kMostSteps) {
        bounded_ = true;
        return;
      }
      pool_.clear();
      own_.clear();
      for (ObjectNumber n = 0; n < trees_.size(); ++n) {
        const TreeStore::Held tree = store_.held(n);
        if (!tree.known) continue;
        const Range base = tree.base == kNoObject ? Range{} : trees_[tree.base];
        const auto begin = static_cast<std::uint32_t>(pool_.size());
        for (std::uint32_t i = 0; i < tree.entries.size(); ++i)
          if (matters[tree.first + i] != 0) pool_.push_back(tree.first + i);
        // Most versions of a folder hold what their base does.
        if (begin == pool_.size() && (base.begin == base.end || std::ranges::none_of(tree.lost, is_hot))) {
          trees_[n] = base;
          continue;
        }
        lost_ = std::vector(tree.lost.begin(), tree.lost.end());
        std::ranges::sort(lost_);
        for (std::uint32_t i = base.begin; i < base.end; ++i)
          if (!std::ranges::binary_search(lost_, pool_[i])) pool_.push_back(pool_[i]);
        trees_[n] = {begin, static_cast<std::uint32_t>(pool_.size())};
        own_.push_back(n);
      }
      more = false;
      for (std::uint32_t i = 0; i < matters.size(); ++i) {
        const TreeEntry& e = store_.entry(i);
        if (matters[i] != 0 || e.is_tree == 0 || e.child == kNoObject || trees_[e.child].begin == trees_[e.child].end) continue;
        matters[i] = 1;
        more = true;
      }
    }
  }

  void keep_hot() {
    hot_.reserve(pool_.size());
    for (const std::uint32_t i : pool_) {
      const TreeEntry& e = store_.entry(i);
      hot_.push_back({e.name, e.child, wanted_names_[e.name], e.is_tree != 0 && e.child != kNoObject});
    }
    for (const ObjectNumber n : own_)
      std::sort(hot_.begin() + trees_[n].begin, hot_.begin() + trees_[n].end, [](const HotEntry& a, const HotEntry& b) { return a.name < b.name; });
    pool_ = {};
    own_ = {};
  }

  const TreeStore& store_;
  std::vector<Range> wants_;  // by object, into want_list_
  std::vector<Want> want_list_;
  std::vector<Range> trees_;  // by object, into pool_, then hot_
  std::vector<std::uint32_t> wanted_names_;  // by name of the store; kNotWanted
  std::vector<std::uint32_t> pool_;          // entries of the store
  std::vector<ObjectNumber> own_;            // trees that do not share the range of their base
  std::vector<std::uint32_t> lost_;
  std::vector<HotEntry> hot_;
  bool bounded_ = false;  // folders nest so deep that not all of them were followed
};

// What stands in one tree and in none of some others, path by path.
class Comparison {
 public:
  explicit Comparison(const HotTrees& trees) : trees_(trees) {}

  // Appends to `out` what `tree` has and none of `others` has.
  void compare(ObjectNumber tree, std::span<const ObjectNumber> others, std::string prefix, const Introduction& as,
               std::vector<Introduction>& out) {
    as_ = as;
    out_ = &out;
    path_ = std::move(prefix);
    folder(tree, others, 0);
  }
  void blob(std::string path, ObjectNumber blob, const Introduction& as, std::vector<Introduction>& out) {
    as_ = as;
    out_ = &out;
    path_ = std::move(path);
    file(blob, {});
  }
  [[nodiscard]] bool bounded() const { return bounded_; }

 private:
  static const HotEntry* named(std::span<const HotEntry> entries, std::uint32_t name) {
    const auto same = std::lower_bound(entries.begin(), entries.end(), name,
                                       [](const HotEntry& h, std::uint32_t n) { return h.name < n; });
    return same != entries.end() && same->name == name ? &*same : nullptr;
  }

  void folder(ObjectNumber tree, std::span<const ObjectNumber> others, std::size_t depth) {
    for (const ObjectNumber o : others)
      if (o == tree) return;
    if (depth > kDeepest) bounded_ = true;
    const std::size_t length = path_.size();
    std::vector<ObjectNumber> below;
    for (const HotEntry& e : trees_.entries(tree)) {
      if (++steps_ > kMostSteps || out_->size() > kMostIntroductions) bounded_ = true;
      if (bounded_) return;
      below.clear();
      bool name_known = false;
      for (const ObjectNumber o : others) {
        const HotEntry* const same = named(trees_.entries(o), e.name);
        name_known = name_known || same != nullptr;
        if (same != nullptr && same->is_tree == e.is_tree) below.push_back(same->child);
      }
      path_ += trees_.name(e.name);
      if (e.wanted_name != kNotWanted && !name_known) add(e.wanted_name, true);
      if (e.is_tree) {
        path_ += '/';
        folder(e.child, below, depth + 1);
      } else if (e.child != kNoObject) {
        file(e.child, below);
      }
      path_.resize(length);
    }
  }

  void file(ObjectNumber blob, std::span<const ObjectNumber> others) {
    if (std::find(others.begin(), others.end(), blob) != others.end()) return;
    for (const Want& want : trees_.wants(blob)) {
      bool had = false;
      for (const ObjectNumber o : others) {
        if (o == kNoObject) continue;
        const auto old = trees_.wants(o);
        const auto same = std::lower_bound(old.begin(), old.end(), want.group,
                                           [](const Want& w, std::uint32_t group) { return w.group < group; });
        had = had || (same != old.end() && same->group == want.group);
      }
      if (!had) add(want.index, false);
    }
  }

  void add(std::uint32_t index, bool of_name) {
    out_->push_back(as_);
    out_->back().index = index;
    out_->back().of_name = of_name;
    out_->back().path = path_;
  }

  const HotTrees& trees_;
  Introduction as_;
  std::vector<Introduction>* out_ = nullptr;
  std::string path_;
  std::uint64_t steps_ = 0;
  bool bounded_ = false;
};

// What all `parents` have and `tree` has not. A merge takes away only what none
// of its sides had lost: with one side's tree it took nothing away.
void removals(Comparison& comparison, ObjectNumber tree, const std::vector<ObjectNumber>& parents, const Introduction& as,
              const Asked& asked, std::vector<Introduction>& out) {
  if (parents.empty() || std::find(parents.begin(), parents.end(), tree) != parents.end()) return;
  const ObjectNumber now[] = {tree};
  std::vector<Introduction> lost;
  comparison.compare(parents.front(), now, {}, as, lost);
  const auto key = [&](const Introduction& i) {
    return std::tuple(i.of_name, i.of_name ? static_cast<std::uint32_t>(i.index) : asked.blobs[i.index].group, std::string_view(i.path));
  };
  for (std::size_t p = 1; p < parents.size() && !lost.empty(); ++p) {
    std::vector<Introduction> side;
    comparison.compare(parents[p], now, {}, as, side);
    std::erase_if(lost, [&](const Introduction& l) {
      return std::none_of(side.begin(), side.end(), [&](const Introduction& s) { return key(s) == key(l); });
    });
  }
  std::move(lost.begin(), lost.end(), std::back_inserter(out));
}

// The trees of `head` that no walked commit has, added to those that one has.
std::vector<ObjectNumber> with_trees_of(const ObjectIndex& index, const ObjectReaders& readers, ObjectNumber head,
                                        const std::vector<ObjectNumber>& walked, bool& complete) {
  std::vector<ObjectNumber> more;
  std::vector<ObjectNumber> open;
  std::unordered_set<ObjectNumber> seen;
  const auto want = [&](ObjectNumber n) {
    if (!std::binary_search(walked.begin(), walked.end(), n) && seen.insert(n).second) open.push_back(n);
  };
  if (head != kNoObject) want(head);
  if (open.empty()) return walked;
  const auto reader = readers.make();
  if (!reader) complete = false;
  while (reader && !open.empty()) {
    const ObjectNumber n = open.back();
    open.pop_back();
    const auto bytes = (*reader)->read(n);
    if (!bytes) {
      complete = false;
      continue;
    }
    more.push_back(n);
    TreeCursor cursor(*bytes);
    while (cursor.next()) {
      if (!cursor.entry().is_tree()) continue;
      const ObjectNumber child = index.find(cursor.entry().id);
      if (child != kNoObject && index.entries()[child].kind == ObjectKind::tree) {
        want(child);
      } else {
        complete = false;
      }
    }
  }
  std::sort(more.begin(), more.end());
  std::vector<ObjectNumber> all;
  std::merge(walked.begin(), walked.end(), more.begin(), more.end(), std::back_inserter(all));
  return all;
}

}  // namespace

Result<std::vector<Introduction>> find_introductions(const ObjectIndex& index, const ObjectReaders& readers,
                                                     const Walk& walk, const Asked& asked, unsigned threads,
                                                     std::vector<Gap>& gaps) {
  std::vector<Introduction> out;
  if (asked.blobs.empty() && asked.names.empty()) return out;
  bool head_complete = true;
  const std::vector<ObjectNumber> all = with_trees_of(index, readers, asked.head, walk.trees, head_complete);
  std::optional<TreeStore> own;
  if (!walk.held) {
    own.emplace(index);
    GATE_TRY(own->add(readers, all, threads));
    for (const ObjectNumber n : all)
      if (const std::string* const why = own->failure(n)) gaps.push_back({GapKind::corrupt_object, "history", *why, "git fsck"});
  }
  const HotTrees trees(index, own ? *own : *walk.held, asked.blobs, asked.names);
  Comparison comparison(trees);
  for (std::uint32_t c = 0; c < walk.commits.size() && !comparison.bounded(); ++c) {
    const WalkedCommit& commit = walk.commits[c];
    if (commit.tree == kNoObject) continue;
    std::vector<ObjectNumber> parents;
    for (std::uint32_t i = 0; i < commit.parent_count; ++i) {
      const std::uint32_t parent = walk.parents[commit.first_parent + i];
      if (parent != kNoCommitRow && walk.commits[parent].tree != kNoObject) parents.push_back(walk.commits[parent].tree);
    }
    comparison.compare(commit.tree, parents, {}, {0, c, {}, Event::introduced, false}, out);
    if (parents.size() == commit.parent_count)
      removals(comparison, commit.tree, parents, {0, c, {}, Event::removed, false}, asked, out);
  }
  if (asked.head != kNoObject && !comparison.bounded())
    comparison.compare(asked.head, {}, {}, {0, kNoCommitRow, {}, Event::at_head, false}, out);
  for (const BareRoot& root : walk.bare) {
    const Introduction as{0, kNoCommitRow, {}, Event::introduced, false};
    if (index.entries()[root.object].kind == ObjectKind::tree) {
      comparison.compare(root.object, {}, root.name + ":", as, out);
    } else {
      comparison.blob(root.name, root.object, as, out);
    }
  }
  if (comparison.bounded() || trees.bounded())
    gaps.push_back({GapKind::analysis_bounded, "history",
                    "the same content stands at so many paths that not all of them were listed", ""});
  if (!head_complete)
    gaps.push_back({GapKind::missing_object, "HEAD", "not all of its folders are here, so what stands there is not fully known", "git fsck"});
  return out;
}

}  // namespace gogate::source
