#include "gate/source/history_walk.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "gate/source/history_absent.h"
#include "gate/source/history_names.h"
#include "gate/source/history_parse.h"

namespace gogate::source {
namespace {

constexpr std::uint64_t kMostEntries = 16'000'000;  // of trees, 8 bytes each
constexpr int kDeepest = 4096;  // folders within each other; git's own paths end far sooner

std::string_view raw(const ObjectId& id) { return {reinterpret_cast<const char*>(id.bytes.data()), kIdBytes}; }

// All commits of the repository, reachable or not: reading them in pack order
// and choosing afterwards is far cheaper than following parents one by one.
struct CommitTable {
  struct Row {
    ObjectNumber object = kNoObject;
    ObjectId tree;
    std::int64_t time = 0;
    std::uint32_t author = 0, committer = 0;  // into people
    std::vector<ObjectId> parents;
  };
  std::vector<Row> rows;           // by object
  std::vector<std::uint32_t> row;  // of an object; kNoCommitRow: none
  Names people;
};

Result<CommitTable> read_commits(const ObjectIndex& index, const ObjectReaders& readers, unsigned threads,
                                 std::vector<std::pair<ObjectNumber, std::string>>& damaged) {
  CommitTable table;
  std::vector<ObjectNumber> numbers;
  const auto entries = index.entries();
  for (std::size_t n = 0; n < entries.size(); ++n)
    if (entries[n].kind == ObjectKind::commit) numbers.push_back(static_cast<ObjectNumber>(n));

  struct Part {
    std::vector<CommitTable::Row> rows;
    Names people;
    std::vector<std::pair<ObjectNumber, std::string>> damaged;
  };
  std::vector<Part> parts(std::max(1U, threads));
  GATE_TRY(read_in_order(readers, numbers, threads,
                         [&](unsigned worker, ObjectReader&, ObjectNumber n, const Result<std::string_view>& bytes) {
                           Part& part = parts[worker];
                           auto commit = bytes ? parse_commit(*bytes) : std::nullopt;
                           if (!commit) {
                             part.damaged.emplace_back(n, bytes ? "not a proper commit" : bytes.error().what);
                             return;
                           }
                           part.rows.push_back({n, commit->tree, commit->committer.time, part.people.number_of(commit->author.who),
                                                part.people.number_of(commit->committer.who), std::move(commit->parents)});
                         }));
  table.rows.reserve(numbers.size());
  for (Part& part : parts) {
    std::vector<std::uint32_t> to(part.people.size());
    for (std::uint32_t i = 0; i < to.size(); ++i) to[i] = table.people.number_of(part.people.text(i));
    for (CommitTable::Row& row : part.rows) row.author = to[row.author], row.committer = to[row.committer];
    std::move(part.rows.begin(), part.rows.end(), std::back_inserter(table.rows));
    std::move(part.damaged.begin(), part.damaged.end(), std::back_inserter(damaged));
  }
  std::sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) { return a.object < b.object; });
  table.row.assign(entries.size(), kNoCommitRow);
  for (std::size_t r = 0; r < table.rows.size(); ++r) table.row[table.rows[r].object] = static_cast<std::uint32_t>(r);
  return table;
}

class Walker {
 public:
  Walker(const ObjectIndex& index, const ObjectReaders& readers, const WalkOptions& options, std::vector<Gap>& gaps)
      : index_(index), readers_(readers), options_(options), gaps_(gaps), reached_(index.entries().size()), store_(std::make_unique<TreeStore>(index)) {}

  Result<Walk> run() {
    std::vector<std::pair<ObjectNumber, std::string>> damaged;
    table_ = GATE_TRY(read_commits(index_, readers_, options_.threads, damaged));
    std::sort(damaged.begin(), damaged.end());
    damaged_commits_ = std::move(damaged);
    GATE_TRY(follow_roots());
    follow_commits();
    GATE_TRY(follow_trees());
    if (options_.unreachable) GATE_TRY(follow_unreachable());
    lay_out_commits();
    collect();
    if (all_read_) walk_.held = std::move(store_);
    absent_.report(options_.partial, gaps_);
    return std::move(walk_);
  }

 private:
  // True the first time.
  bool reach(ObjectNumber n) { return std::exchange(reached_[n], std::uint8_t{1}) == 0; }

  // `name` leads to this object; tags are followed to what they stand for.
  Result<Ok> follow_roots() {
    struct Open {
      std::string name;
      ObjectId id;
    };
    std::vector<Open> open;
    for (const HistoryRoot& root : options_.roots) open.push_back({root.name, root.id});
    std::unique_ptr<ObjectReader> reader;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const Open at = open[i];  // a copy: the vector grows
      const ObjectNumber n = index_.find(raw(at.id));
      if (n == kNoObject) {
        if (!is_empty_tree(at.id)) missing_root(at.name, at.id);
        continue;
      }
      const ObjectKind kind = index_.entries()[n].kind;
      if (kind == ObjectKind::corrupt) absent_.damaged(at.id, at.name + " names a damaged object");
      if (kind == ObjectKind::commit && reach(n)) commits_.push_back(n);
      if (kind == ObjectKind::tree || kind == ObjectKind::blob) {
        walk_.bare.push_back({at.name, n});
        if (reach(n) && kind == ObjectKind::tree) trees_.push_back(n);
      }
      if (kind != ObjectKind::tag || !reach(n)) continue;
      if (!reader) reader = GATE_TRY(readers_.make());
      const auto bytes = reader->read(n);
      const auto tag = bytes ? parse_tag(*bytes) : std::nullopt;
      if (!tag) {
        absent_.damaged(at.id, bytes ? "tag " + at.id.hex() + " is not a proper tag" : bytes.error().what);
        continue;
      }
      open.push_back({at.name, tag->target});
    }
    return Ok{};
  }

  void missing_root(const std::string& name, const ObjectId& id) {
    gaps_.push_back({GapKind::missing_object, name, "it leads to object " + id.hex() + ", which is not in this repository",
                     "git fetch --refetch, or clone again"});
  }

  // By row: what the known commits reach.
  std::vector<std::uint8_t> known_rows() const {
    std::vector<std::uint8_t> known(table_.rows.size());
    std::vector<std::uint32_t> open;
    const auto add = [&](const ObjectId& id) {
      const ObjectNumber n = index_.find(raw(id));
      const std::uint32_t r = n == kNoObject ? kNoCommitRow : table_.row[n];
      if (r != kNoCommitRow && known[r]++ == 0) open.push_back(r);
      if (r != kNoCommitRow) known[r] = 1;
    };
    for (const ObjectId& id : options_.known) add(id);
    while (!open.empty()) {
      const std::uint32_t r = open.back();
      open.pop_back();
      for (const ObjectId& id : table_.rows[r].parents) add(id);
    }
    return known;
  }

  // Marks the rows that are asked for, and the old ones at their edge.
  void follow_commits() {
    state_.assign(table_.rows.size(), kNone);
    boundary_.assign(table_.rows.size(), 0);
    const std::vector<std::uint8_t> known = known_rows();
    const auto asked = [&](std::uint32_t r) { return known[r] == 0 && (!options_.since || table_.rows[r].time >= *options_.since); };
    for (std::size_t i = 0; i < commits_.size(); ++i) {
      const ObjectNumber n = commits_[i];
      const std::uint32_t r = table_.row[n];
      if (r == kNoCommitRow) {
        const auto why = std::lower_bound(damaged_commits_.begin(), damaged_commits_.end(), n,
                                          [](const auto& d, ObjectNumber wanted) { return d.first < wanted; });
        absent_.damaged(index_.id_of(n), why != damaged_commits_.end() && why->first == n ? why->second : "damaged");
        continue;
      }
      if (known[r] != 0) continue;
      const bool is_asked = asked(r);
      if (is_asked) {
        state_[r] = kAsked;
        note_tree(r);
      }
      const CommitTable::Row& row = table_.rows[r];
      if (std::binary_search(options_.shallow.begin(), options_.shallow.end(), index_.id_of(n))) {
        boundary_[r] = 1;
        if (is_asked) ++walk_.shallow;
        continue;
      }
      for (const ObjectId& id : row.parents) {
        const ObjectNumber parent = index_.find(raw(id));
        const bool is_commit = parent != kNoObject && index_.entries()[parent].kind == ObjectKind::commit;
        if (is_commit) {
          if (const std::uint32_t p = table_.row[parent]; is_asked && p != kNoCommitRow && !asked(p) && state_[p] == kNone) {
            state_[p] = kOld;
            note_tree(p);
          }
          // A clock that was wrong may hide newer commits behind an older one.
          if (reach(parent)) commits_.push_back(parent);
        } else if (is_asked && parent == kNoObject) {
          absent_.missing(ObjectKind::commit, id);
        } else if (is_asked) {
          absent_.damaged(id, "commit " + index_.id_of(n).hex() + " names as its parent what is none or damaged");
        }
      }
    }
    commits_.clear();
  }

  void note_tree(std::uint32_t r) {
    const CommitTable::Row& row = table_.rows[r];
    const ObjectNumber tree = index_.find(raw(row.tree));
    if (tree == kNoObject) {
      if (!is_empty_tree(row.tree)) absent_.missing(ObjectKind::tree, row.tree);
    } else if (index_.entries()[tree].kind != ObjectKind::tree) {
      absent_.damaged(row.tree, "commit " + index_.id_of(row.object).hex() + " names as its tree what is none or damaged");
    } else if (reach(tree)) {
      trees_.push_back(tree);
    }
  }

  // Commits that nothing reaches, and what they hold; then trees and blobs that
  // not even such a commit holds. git prunes bit by bit: what is missing here is no gap.
  Result<Ok> follow_unreachable() {
    AbsentObjects asked_for = std::move(absent_);
    absent_ = {};
    const auto entries = index_.entries();
    for (const CommitTable::Row& row : table_.rows) {
      const std::uint32_t r = table_.row[row.object];
      if (!reach(row.object)) continue;  // old ones of the chosen roots stay out
      state_[r] = kAsked;
      note_tree(r);
    }
    GATE_TRY(follow_trees());
    std::vector<ObjectNumber> stray;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (entries[i].kind == ObjectKind::tree && reached_[i] == 0) stray.push_back(static_cast<ObjectNumber>(i));
    if (!all_read_) GATE_TRY(store_->add(readers_, stray, options_.threads));
    std::vector<std::uint8_t> held(entries.size());
    for (const ObjectNumber n : stray)
      for (const TreeEntry& e : store_->held(n).entries)
        if (e.child != kNoObject) held[e.child] = 1;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto n = static_cast<ObjectNumber>(i);
      const ObjectKind kind = entries[i].kind;
      if (held[i] != 0 || kind == ObjectKind::commit || kind == ObjectKind::corrupt || !reach(n)) continue;
      if (kind == ObjectKind::tree) trees_.push_back(n);
      if (kind != ObjectKind::tag) walk_.bare.push_back({"unreachable:" + index_.id_of(n).hex(), n});
    }
    GATE_TRY(follow_trees());
    absent_ = std::move(asked_for);
    return Ok{};
  }

  void lay_out_commits() {
    std::vector<std::uint32_t> position(table_.rows.size(), kNoCommitRow);
    for (std::size_t r = 0; r < table_.rows.size(); ++r) {  // rows rise by object
      if (state_[r] == kNone) continue;
      position[r] = static_cast<std::uint32_t>(walk_.commits.size());
      walk_.commits.push_back({table_.rows[r].object, kNoObject, table_.rows[r].time, 0, 0, state_[r] == kOld});
    }
    for (WalkedCommit& c : walk_.commits) {
      const std::uint32_t r = table_.row[c.object];
      const CommitTable::Row& row = table_.rows[r];
      c.first_parent = static_cast<std::uint32_t>(walk_.parents.size());
      const ObjectNumber tree = index_.find(raw(row.tree));
      if (tree != kNoObject && index_.entries()[tree].kind == ObjectKind::tree) c.tree = tree;
      if (boundary_[r] != 0 || c.old) continue;
      for (const ObjectId& id : row.parents) {
        const ObjectNumber parent = index_.find(raw(id));
        const std::uint32_t parent_row = parent == kNoObject ? kNoCommitRow : table_.row[parent];
        walk_.parents.push_back(parent_row == kNoCommitRow ? kNoCommitRow : position[parent_row]);
      }
      c.parent_count = static_cast<std::uint32_t>(walk_.parents.size()) - c.first_parent;
    }
    collect_people(position);
    table_ = {};
  }

  void collect_people(const std::vector<std::uint32_t>& position) {
    std::vector<std::uint32_t> first(table_.people.size(), kNoCommitRow);
    for (std::size_t r = 0; r < table_.rows.size(); ++r) {
      if (state_[r] != kAsked) continue;
      for (const std::uint32_t who : {table_.rows[r].author, table_.rows[r].committer}) {
        if (first[who] == kNoCommitRow || walk_.commits[position[r]].time < walk_.commits[first[who]].time) first[who] = position[r];
      }
    }
    for (std::uint32_t who = 0; who < first.size(); ++who)
      if (first[who] != kNoCommitRow) walk_.people.push_back({table_.people.text(who), first[who]});
    std::sort(walk_.people.begin(), walk_.people.end(), [](const auto& a, const auto& b) { return a.who < b.who; });
  }

  // Reading all trees at once, in pack order, is far cheaper than as many readings as
  // folders are deep; but it would be a waste where little of the history is asked for.
  [[nodiscard]] bool worth_reading_all() const {
    std::uint64_t bytes = 0;
    for (const ObjectEntry& e : index_.entries())
      if (e.kind == ObjectKind::tree) bytes += e.pack == kLoose ? e.offset : e.packed_size;
    const auto asked = static_cast<std::size_t>(std::ranges::count(state_, kAsked));
    // Ids do not compress, so this bounds how many entries are kept.
    return bytes / kIdBytes <= kMostEntries && asked * 4 >= table_.rows.size();
  }

  Result<Ok> follow_trees() {
    if (trees_.empty()) return Ok{};
    if (!all_read_ && worth_reading_all()) {
      std::vector<ObjectNumber> all;
      const auto entries = index_.entries();
      for (std::size_t i = 0; i < entries.size(); ++i)
        if (entries[i].kind == ObjectKind::tree) all.push_back(static_cast<ObjectNumber>(i));
      GATE_TRY(store_->add(readers_, all, options_.threads));
      all_read_ = true;
    }
    for (int depth = 0;; ++depth) {
      std::vector<ObjectNumber> unread = follow_known();
      if (unread.empty()) break;
      if (depth == kDeepest) {
        gaps_.push_back({GapKind::analysis_bounded, "history",
                         "folders nest deeper than " + std::to_string(kDeepest) + " levels", ""});
        break;
      }
      std::sort(unread.begin(), unread.end());
      if (!all_read_) store_->forget_entries();
      GATE_TRY(store_->add(readers_, unread, options_.threads));
      trees_ = std::move(unread);
    }
    return Ok{};
  }

  // Follows trees_ as far as the store knows them; the rest must be read.
  std::vector<ObjectNumber> follow_known() {
    std::vector<ObjectNumber> waiting;
    while (!trees_.empty()) {
      while (!trees_.empty()) {
        const ObjectNumber n = trees_.back();
        trees_.pop_back();
        if (is_known(n)) {
          follow_tree(n, store_->held(n));
        } else {
          waiting.push_back(n);
        }
      }
      // Bases may have been reached since.
      const auto known = std::partition(waiting.begin(), waiting.end(), [&](ObjectNumber n) { return !is_known(n); });
      trees_.assign(known, waiting.end());
      waiting.erase(known, waiting.end());
    }
    return waiting;
  }

  // Without what its base holds only a part of a tree is.
  [[nodiscard]] bool is_known(ObjectNumber n) const {
    const TreeStore::Held held = store_->held(n);
    return held.known && (held.base == kNoObject || reached_[held.base] != 0);
  }

  void follow_tree(ObjectNumber n, const TreeStore::Held& held) {
    for (const TreeEntry& e : held.entries) {
      if (e.name >= named_.size()) named_.resize(store_->names().size());
      named_[e.name] = 1;
      if (e.child != kNoObject && reach(e.child) && e.is_tree != 0) trees_.push_back(e.child);
    }
    walk_.submodules = walk_.submodules || held.submodules;
    if (!held.odd) return;
    if (const std::string* const why = store_->failure(n)) absent_.damaged(index_.id_of(n), *why);
    for (const OddEntry& odd : store_->odd_entries(n)) {
      if (odd.child == kNoObject) {
        absent_.missing(odd.wanted, odd.id);
      } else {
        absent_.damaged(odd.id, index_.entries()[odd.child].kind == ObjectKind::corrupt
                                    ? "object " + odd.id.hex() + " is damaged"
                                    : "tree " + index_.id_of(n).hex() + " gives one of its entries another kind than the object has");
      }
    }
  }

  void collect() {
    const auto entries = index_.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (reached_[i] == 0) continue;
      const auto n = static_cast<ObjectNumber>(i);
      if (entries[i].kind == ObjectKind::tree) walk_.trees.push_back(n);
      if (entries[i].kind == ObjectKind::blob) walk_.blobs.push_back(n);
      if (entries[i].kind == ObjectKind::tag) walk_.tags.push_back(n);
    }
    for (std::uint32_t i = 0; i < named_.size(); ++i)
      if (named_[i] != 0) walk_.names.push_back(store_->names().text(i));
    std::sort(walk_.names.begin(), walk_.names.end());
  }

  const ObjectIndex& index_;
  const ObjectReaders& readers_;
  const WalkOptions& options_;
  std::vector<Gap>& gaps_;
  enum : std::uint8_t { kNone, kAsked, kOld };
  std::vector<std::uint8_t> state_;     // by row
  std::vector<std::uint8_t> boundary_;  // by row: the clone is cut here
  std::vector<std::uint8_t> reached_;   // by object
  std::vector<std::uint8_t> named_;     // by name of store_
  std::unique_ptr<TreeStore> store_;
  bool all_read_ = false;               // store_ has every tree
  CommitTable table_;
  std::vector<std::pair<ObjectNumber, std::string>> damaged_commits_;
  std::vector<ObjectNumber> commits_;  // reached
  std::vector<ObjectNumber> trees_;    // reached, and not yet followed
  AbsentObjects absent_;
  Walk walk_;
};

}  // namespace

Result<Walk> walk_history(const ObjectIndex& index, const ObjectReaders& readers, const WalkOptions& options,
                          std::vector<Gap>& gaps) {
  return Walker(index, readers, options, gaps).run();
}

}  // namespace gogate::source
