#include "gate/source/history_walk.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "gate/source/history_absent.h"
#include "gate/source/history_parse.h"

namespace gogate::source {
namespace {

constexpr int kDeepest = 4096;  // folders within each other; git's own paths end far sooner

std::string_view raw(const ObjectId& id) { return {reinterpret_cast<const char*>(id.bytes.data()), kIdBytes}; }

// git knows this tree without storing it.
bool is_empty_tree(const ObjectId& id) {
  static const ObjectId kEmpty = *parse_hex_id("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  return id == kEmpty;
}

// All commits of the repository, reachable or not: reading them in pack order
// and choosing afterwards is far cheaper than following parents one by one.
struct CommitTable {
  struct Row {
    ObjectNumber object = kNoObject;
    ObjectId tree;
    std::int64_t time = 0;
    std::vector<ObjectId> parents;
  };
  std::vector<Row> rows;           // by object
  std::vector<std::uint32_t> row;  // of an object; kNoCommitRow: none
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
    std::vector<std::pair<ObjectNumber, std::string>> damaged;
  };
  std::vector<Part> parts(std::max(1U, threads));
  GATE_TRY(read_in_order(readers, numbers, threads,
                         [&](unsigned worker, ObjectNumber n, Result<std::string_view>& bytes) {
                           Part& part = parts[worker];
                           auto commit = bytes ? parse_commit(*bytes) : std::nullopt;
                           if (!commit) {
                             part.damaged.emplace_back(n, bytes ? "not a proper commit" : bytes.error().what);
                             return;
                           }
                           part.rows.push_back({n, commit->tree, commit->committer.time, std::move(commit->parents)});
                         }));
  table.rows.reserve(numbers.size());
  for (Part& part : parts) {
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
      : index_(index), readers_(readers), options_(options), gaps_(gaps), reached_(index.entries().size()) {}

  Result<Walk> run() {
    std::vector<std::pair<ObjectNumber, std::string>> damaged;
    table_ = GATE_TRY(read_commits(index_, readers_, options_.threads, damaged));
    std::sort(damaged.begin(), damaged.end());
    damaged_commits_ = std::move(damaged);
    GATE_TRY(follow_roots());
    follow_commits();
    GATE_TRY(follow_trees());
    collect();
    absent_.report(options_.partial, gaps_);
    return std::move(walk_);
  }

 private:
  // True the first time.
  bool reach(ObjectNumber n) { return reached_[n].exchange(1, std::memory_order_relaxed) == 0; }

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

  void follow_commits() {
    std::vector<std::uint8_t> boundary(table_.rows.size());
    for (std::size_t i = 0; i < commits_.size(); ++i) {
      const ObjectNumber n = commits_[i];
      const std::uint32_t r = table_.row[n];
      if (r == kNoCommitRow) {
        const auto why = std::lower_bound(damaged_commits_.begin(), damaged_commits_.end(), n,
                                          [](const auto& d, ObjectNumber wanted) { return d.first < wanted; });
        absent_.damaged(index_.id_of(n), why != damaged_commits_.end() && why->first == n ? why->second : "damaged");
        continue;
      }
      const CommitTable::Row& row = table_.rows[r];
      const ObjectNumber tree = index_.find(raw(row.tree));
      if (tree == kNoObject) {
        if (!is_empty_tree(row.tree)) absent_.missing(ObjectKind::tree, row.tree);
      } else if (index_.entries()[tree].kind != ObjectKind::tree) {
        absent_.damaged(row.tree, "commit " + index_.id_of(n).hex() + " names as its tree what is none or damaged");
      } else if (reach(tree)) {
        trees_.push_back(tree);
      }
      if (std::binary_search(options_.shallow.begin(), options_.shallow.end(), index_.id_of(n))) {
        boundary[r] = 1;
        ++walk_.shallow;
        continue;
      }
      for (const ObjectId& id : row.parents) {
        const ObjectNumber parent = index_.find(raw(id));
        if (parent == kNoObject) {
          absent_.missing(ObjectKind::commit, id);
        } else if (index_.entries()[parent].kind != ObjectKind::commit) {
          absent_.damaged(id, "commit " + index_.id_of(n).hex() + " names as its parent what is none or damaged");
        } else if (reach(parent)) {
          commits_.push_back(parent);
        }
      }
    }
    lay_out_commits(boundary);
  }

  void lay_out_commits(const std::vector<std::uint8_t>& boundary) {
    std::sort(commits_.begin(), commits_.end());
    std::vector<std::uint32_t> position(table_.rows.size(), kNoCommitRow);
    for (const ObjectNumber n : commits_) {
      if (table_.row[n] == kNoCommitRow) continue;
      position[table_.row[n]] = static_cast<std::uint32_t>(walk_.commits.size());
      walk_.commits.push_back({n, kNoObject, 0, 0, 0});
    }
    for (WalkedCommit& c : walk_.commits) {
      const std::uint32_t r = table_.row[c.object];
      const CommitTable::Row& row = table_.rows[r];
      c.time = row.time;
      c.first_parent = static_cast<std::uint32_t>(walk_.parents.size());
      const ObjectNumber tree = index_.find(raw(row.tree));
      if (tree != kNoObject && index_.entries()[tree].kind == ObjectKind::tree) c.tree = tree;
      if (boundary[r] != 0) continue;
      for (const ObjectId& id : row.parents) {
        const ObjectNumber parent = index_.find(raw(id));
        const std::uint32_t parent_row = parent == kNoObject ? kNoCommitRow : table_.row[parent];
        walk_.parents.push_back(parent_row == kNoCommitRow ? kNoCommitRow : position[parent_row]);
      }
      c.parent_count = static_cast<std::uint32_t>(walk_.parents.size()) - c.first_parent;
    }
    table_ = {};
  }

  struct Part {
    std::vector<ObjectNumber> next;
    AbsentObjects absent;
    std::uint64_t submodules = 0;
  };

  Result<Ok> follow_trees() {
    std::vector<Part> parts(std::max(1U, options_.threads));
    std::vector<ObjectNumber> wave = std::move(trees_);
    for (int depth = 0; !wave.empty(); ++depth) {
      if (depth == kDeepest) {
        gaps_.push_back({GapKind::analysis_bounded, "history",
                         "folders nest deeper than " + std::to_string(kDeepest) + " levels", ""});
        break;
      }
      std::sort(wave.begin(), wave.end());
      GATE_TRY(read_in_order(readers_, wave, options_.threads,
                             [&](unsigned worker, ObjectNumber n, Result<std::string_view>& bytes) {
                               follow_tree(parts[worker], n, bytes);
                             }));
      wave.clear();
      for (Part& part : parts) {
        wave.insert(wave.end(), part.next.begin(), part.next.end());
        part.next.clear();
      }
    }
    for (Part& part : parts) {
      absent_.merge(std::move(part.absent));
      walk_.submodules += part.submodules;
    }
    return Ok{};
  }

  void follow_tree(Part& part, ObjectNumber n, const Result<std::string_view>& bytes) {
    if (!bytes) {
      part.absent.damaged(index_.id_of(n), bytes.error().what);
      return;
    }
    TreeCursor cursor(*bytes);
    while (cursor.next()) {
      const TreeRow& e = cursor.entry();
      if (e.is_submodule()) {
        ++part.submodules;
        continue;
      }
      const ObjectKind wanted = e.is_tree() ? ObjectKind::tree : ObjectKind::blob;
      const ObjectNumber child = index_.find(e.id);
      if (child == kNoObject) {
        const ObjectId id = object_id(e.id);
        if (!is_empty_tree(id)) part.absent.missing(wanted, id);
        continue;
      }
      const ObjectKind kind = index_.entries()[child].kind;
      if (kind != wanted) {
        part.absent.damaged(object_id(e.id), kind == ObjectKind::corrupt
                                                 ? "object " + object_id(e.id).hex() + " is damaged"
                                                 : "tree " + index_.id_of(n).hex() + " gives one of its entries another kind than the object has");
        continue;
      }
      if (reach(child) && kind == ObjectKind::tree) part.next.push_back(child);
    }
    if (cursor.damaged()) part.absent.damaged(index_.id_of(n), "tree " + index_.id_of(n).hex() + " is not a proper tree");
  }

  void collect() {
    const auto entries = index_.entries();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (reached_[i].load(std::memory_order_relaxed) == 0) continue;
      const auto n = static_cast<ObjectNumber>(i);
      if (entries[i].kind == ObjectKind::tree) walk_.trees.push_back(n);
      if (entries[i].kind == ObjectKind::blob) walk_.blobs.push_back(n);
      if (entries[i].kind == ObjectKind::tag) walk_.tags.push_back(n);
    }
  }

  const ObjectIndex& index_;
  const ObjectReaders& readers_;
  const WalkOptions& options_;
  std::vector<Gap>& gaps_;
  std::vector<std::atomic<std::uint8_t>> reached_;  // one for each object
  CommitTable table_;
  std::vector<std::pair<ObjectNumber, std::string>> damaged_commits_;
  std::vector<ObjectNumber> commits_;  // reached
  std::vector<ObjectNumber> trees_;    // the first wave
  AbsentObjects absent_;
  Walk walk_;
};

}  // namespace

Result<Walk> walk_history(const ObjectIndex& index, const ObjectReaders& readers, const WalkOptions& options,
                          std::vector<Gap>& gaps) {
  return Walker(index, readers, options, gaps).run();
}

}  // namespace gogate::source
