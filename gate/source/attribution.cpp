#include "gate/source/attribution.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "gate/source/history_names.h"
#include "gate/source/history_parse.h"
#include "gate/source/recent_objects.h"

namespace gogate::source {
namespace {

constexpr std::uint64_t kMostSteps = 400'000'000;
constexpr std::size_t kMostIntroductions = 2'000'000;
constexpr std::size_t kDeepest = 2048;
constexpr int kMostWaves = 100;  // to climb from what is wanted to the roots; folders of folders of folders

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
  // `trees`: all that will be compared, rising.
  HotTrees(const ObjectIndex& index, std::span<const ObjectNumber> trees, std::span<const WantedBlob> wanted,
           std::span<const std::string> names)
      : index_(index), all_trees_(trees), wants_(index.entries().size()), trees_(index.entries().size()) {
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
    for (std::uint32_t i = 0; i < names.size(); ++i) wanted_names_.emplace(names[i], i);
  }

  // `held`, unless null, knows all trees.
  Result<Ok> read(const ObjectReaders& readers, const TreeStore* held, unsigned threads, std::vector<Gap>& gaps) {
    state_.resize(trees_.size());
    if (held != nullptr) {
      GATE_TRY(read_upwards(readers, *held, threads, gaps));
    } else {
      GATE_TRY(read_trees(readers, all_trees_, threads, gaps));
      heat(all_trees_);
    }
    keep_hot();
    return Ok{};
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
  [[nodiscard]] const std::string& name(std::uint32_t n) const { return names_.text(n); }

 private:
  struct Part {
    explicit Part(const ObjectIndex& index) : recent(index) {}
    RecentObjects recent;
    Names names;
    std::vector<HotEntry> entries;
    std::vector<std::pair<ObjectNumber, Range>> trees;
    std::vector<std::string> failed;
  };

  void read_tree(Part& part, ObjectNumber n, std::string_view bytes) {
    const auto begin = static_cast<std::uint32_t>(part.entries.size());
    TreeCursor cursor(bytes);
    while (cursor.next()) {
      const TreeRow& e = cursor.entry();
      if (e.is_submodule()) continue;
      const ObjectNumber child = part.recent.find(e.id);
      const bool is_tree = e.is_tree() && child != kNoObject;
      std::uint32_t wanted_name = kNotWanted;
      if (!wanted_names_.empty())
        if (const auto at = wanted_names_.find(e.name); at != wanted_names_.end()) wanted_name = at->second;
      const bool wanted = child != kNoObject && wants_[child].begin != wants_[child].end;
      if (!is_tree && wanted_name == kNotWanted && !wanted) continue;
      part.entries.push_back({part.names.number_of(e.name), child, wanted_name, is_tree});
    }
    const auto end = static_cast<std::uint32_t>(part.entries.size());
    if (begin != end) part.trees.push_back({n, {begin, end}});
  }

  void adopt(Part& part) {
    std::vector<std::uint32_t> to(part.names.size());
    for (std::uint32_t i = 0; i < to.size(); ++i) to[i] = names_.number_of(part.names.text(i));
    const auto shift = static_cast<std::uint32_t>(all_.size());
    for (HotEntry e : part.entries) {
      e.name = to[e.name];
      all_.push_back(e);
    }
    for (const auto& [tree, r] : part.trees) trees_[tree] = {r.begin + shift, r.end + shift};
    part = Part(index_);
  }

  // Reads the trees that may hold something wanted, then those that may hold one of
  // these, and so on up to the roots. A tree that is a delta may hold what its base does.
  Result<Ok> read_upwards(const ObjectReaders& readers, const TreeStore& held, unsigned threads, std::vector<Gap>& gaps) {
    std::vector<std::uint8_t> wanted_name(held.names().size());
    for (const auto& [name, number] : wanted_names_)
      if (const std::uint32_t n = held.names().known_number(name); n != Names::kNoName) wanted_name[n] = 1;
    std::vector<std::uint8_t> asked(trees_.size()), may_hold(trees_.size());
    for (const ObjectNumber n : all_trees_) asked[n] = 1;
    const auto matters = [&](const TreeEntry& e) {
      if (wanted_name[e.name] != 0) return true;
      return e.child != kNoObject && (e.is_tree != 0 ? state_[e.child] == kHot : wants_[e.child].begin != wants_[e.child].end);
    };
    std::vector<ObjectNumber> seen;
    for (int wave = 0;; ++wave) {
      std::vector<ObjectNumber> next;
      for (ObjectNumber n = 0; n < trees_.size(); ++n) {
        if (may_hold[n] == 0) {
          const TreeStore::Held tree = held.held(n);
          if (!tree.known) continue;
          const bool may = (tree.base != kNoObject && may_hold[tree.base] != 0) || wave == kMostWaves || std::ranges::any_of(tree.entries, matters);
          may_hold[n] = may ? 1 : 0;
        }
        if (may_hold[n] != 0 && std::exchange(asked[n], std::uint8_t{0}) != 0) next.push_back(n);
      }
      if (next.empty()) return Ok{};
      GATE_TRY(read_trees(readers, next, threads, gaps));
      seen.insert(seen.end(), next.begin(), next.end());
      heat(seen);
    }
  }

  Result<Ok> read_trees(const ObjectReaders& readers, std::span<const ObjectNumber> trees, unsigned threads, std::vector<Gap>& gaps) {
    std::vector<Part> parts;
    for (unsigned i = 0; i < std::max(1U, threads); ++i) parts.emplace_back(index_);
    GATE_TRY(read_in_order(readers, trees, threads,
                           [&](unsigned worker, ObjectReader&, ObjectNumber n, const Result<std::string_view>& bytes) {
                             if (bytes) {
                               read_tree(parts[worker], n, *bytes);
                             } else {
                               parts[worker].failed.push_back(bytes.error().what);
                             }
                           }));
    for (Part& part : parts) {
      for (std::string& why : part.failed)
        gaps.push_back({GapKind::corrupt_object, "history", std::move(why), "git fsck"});
      adopt(part);
    }
    return Ok{};
  }
  enum : std::uint8_t { kOpen, kBusy, kCold, kHot };

  [[nodiscard]] bool leads_on(const HotEntry& e) const { return !e.is_tree || e.wanted_name != kNotWanted || state_[e.child] == kHot; }

  // Finds the entries of `roots` that lead to something wanted. Depth first without
  // recursion: a tree is settled when all trees below it are.
  void heat(std::span<const ObjectNumber> roots) {
    std::vector<std::uint8_t>& state = state_;
    std::ranges::fill(state, kOpen);
    struct Frame {
      ObjectNumber tree;
      std::uint32_t at;
    };
    std::vector<Frame> stack;
    for (const ObjectNumber root : roots) {
      if (state[root] != kOpen) continue;
      stack.push_back({root, trees_[root].begin});
      state[root] = kBusy;
      while (!stack.empty()) {
        Frame& frame = stack.back();
        const ObjectNumber tree = frame.tree;
        if (frame.at == trees_[tree].end) {
          bool hot = false;
          for (std::uint32_t i = trees_[tree].begin; i < trees_[tree].end && !hot; ++i)
            hot = leads_on(all_[i]);
          state[tree] = hot ? kHot : kCold;
          stack.pop_back();
          continue;
        }
        const HotEntry& e = all_[frame.at++];
        if (e.is_tree && state[e.child] == kOpen) {
          state[e.child] = kBusy;
          stack.push_back({e.child, trees_[e.child].begin});
        }
      }
    }
  }

  void keep_hot() {
    for (const ObjectNumber tree : all_trees_) {
      Range& r = trees_[tree];
      const auto begin = static_cast<std::uint32_t>(hot_.size());
      for (std::uint32_t i = r.begin; i < r.end; ++i)
        if (leads_on(all_[i])) hot_.push_back(all_[i]);
      r = {begin, static_cast<std::uint32_t>(hot_.size())};
      std::sort(hot_.begin() + begin, hot_.end(), [](const HotEntry& a, const HotEntry& b) { return a.name < b.name; });
    }
    all_ = {};
  }

  const ObjectIndex& index_;
  std::span<const ObjectNumber> all_trees_;
  std::unordered_map<std::string_view, std::uint32_t> wanted_names_;
  std::vector<Range> wants_;  // by object, into want_list_
  std::vector<Want> want_list_;
  std::vector<Range> trees_;  // by object, into all_, then hot_
  std::vector<std::uint8_t> state_;  // by object
  std::vector<HotEntry> all_;
  std::vector<HotEntry> hot_;
  Names names_;
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
  HotTrees trees(index, all, asked.blobs, asked.names);
  GATE_TRY(trees.read(readers, walk.held.get(), threads, gaps));
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
  if (comparison.bounded())
    gaps.push_back({GapKind::analysis_bounded, "history",
                    "the same content stands at so many paths that not all of them were listed", ""});
  if (!head_complete)
    gaps.push_back({GapKind::missing_object, "HEAD", "not all of its folders are here, so what stands there is not fully known", "git fsck"});
  return out;
}

}  // namespace gogate::source
