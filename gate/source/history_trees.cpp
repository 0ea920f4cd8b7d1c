#include "gate/source/history_trees.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gate/source/history_parse.h"

namespace gogate::source {
bool is_empty_tree(const ObjectId& id) {
  static const ObjectId kEmpty = *parse_hex_id("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  return id == kEmpty;
}

// What one worker read.
class TreeStore::Part {
 public:
  explicit Part(const ObjectIndex& index) : index_(index) {}

  void read(ObjectReader& reader, ObjectNumber tree, const Result<std::string_view>& bytes) {
    row_ = {};
    row_.begin = static_cast<std::uint32_t>(entries.size());
    row_.lost_begin = static_cast<std::uint32_t>(lost.size());
    row_.known = true;
    if (bytes) {
      read_entries(reader, tree, *bytes);
    } else {
      fail_with(tree, bytes.error().what);
    }
    row_.count = static_cast<std::uint32_t>(entries.size()) - row_.begin;
    row_.lost_count = static_cast<std::uint32_t>(lost.size()) - row_.lost_begin;
    rows.emplace_back(tree, row_);
    if (open_.size() >= kAtOnce) settle();
  }

  // To be called when all is read.
  void settle() {
    std::array<ObjectNumber, kAtOnce> found;
    for (std::size_t first = 0; first < open_.size(); first += kAtOnce) {
      const std::size_t count = std::min(kAtOnce, open_.size() - first);
      index_.find_all(std::span(open_ids_).subspan(first, count), std::span(found).first(count));
      for (std::size_t i = 0; i < count; ++i) settle(open_[first + i], open_ids_[first + i], found[i]);
    }
    open_.clear();
    open_ids_.clear();
  }

  std::vector<TreeEntry> entries;
  std::vector<std::uint32_t> lost;
  std::vector<std::pair<ObjectNumber, Row>> rows;
  std::vector<OddEntry> odd;
  std::vector<std::pair<ObjectNumber, std::string>> failures;
  Names names;

 private:
  // An entry whose object is still to be found: many at once are found much faster.
  struct Open {
    std::uint32_t entry = 0;  // into entries
    std::uint32_t row = 0;    // into rows
  };
  static constexpr std::size_t kAtOnce = 256;

  // Where the entries of a tree begin, and the tree's size behind them; which entry it is.
  struct Starts {
    ObjectNumber tree = kNoObject;
    std::vector<std::uint32_t> at;
    std::vector<std::uint32_t> entry;  // into entries
  };

  void fail_with(ObjectNumber tree, std::string why) {
    failures.emplace_back(tree, std::move(why));
    row_.odd = true;
  }

  void read_entries(ObjectReader& reader, ObjectNumber tree, std::string_view bytes) {
    const ObjectNumber base = index_.entries()[tree].base;
    while (depth_ > 0 && known_[depth_ - 1].tree != base) --depth_;
    const auto delta = depth_ > 0 ? reader.copies() : std::nullopt;
    if (known_.size() == depth_) known_.emplace_back();
    Starts& mine = known_[depth_];
    mine.tree = tree;
    mine.at.clear();
    mine.entry.clear();
    std::size_t at = 0;
    const bool whole = delta ? follow_delta(bytes, known_[depth_ - 1], *delta, mine, at)
                             : follow_to(bytes, bytes.size(), mine, at);
    if (delta) {
      row_.base = base;
      note_lost(known_[depth_ - 1]);
    }
    if (!whole) return fail_with(tree, "tree " + index_.id_of(tree).hex() + " is not a proper tree");
    mine.at.push_back(static_cast<std::uint32_t>(bytes.size()));
    ++depth_;
  }

  // The entries from `at` to the first that begins at `end` or behind it. False: damaged.
  bool follow_to(std::string_view bytes, std::size_t end, Starts& starts, std::size_t& at) {
    while (at < end) {
      TreeCursor cursor(bytes.substr(at));
      if (!cursor.next()) return false;
      starts.at.push_back(static_cast<std::uint32_t>(at));
      starts.entry.push_back(static_cast<std::uint32_t>(entries.size()));
      at = static_cast<std::size_t>(cursor.entry().id.data() + kIdBytes - bytes.data());
      look_at(cursor.entry());
    }
    return true;
  }

  // An entry that begins where one of the base's began, and was copied to its end, is that one.
  bool follow_delta(std::string_view bytes, const Starts& base, std::span<const DeltaCopy> copies, Starts& starts, std::size_t& at) {
    const std::vector<std::uint32_t>& old = base.at;
    kept_.clear();
    for (const DeltaCopy& copy : copies) {
      if (!follow_to(bytes, copy.to, starts, at)) return false;
      if (std::size_t{copy.from} + copy.length > old.back()) break;  // not the base that it was made from
      const std::size_t end = std::size_t{copy.to} + copy.length;
      const std::uint32_t shift = copy.to - copy.from;  // modulo 2^32
      while (at < end) {
        const auto first = std::lower_bound(old.begin(), old.end(), static_cast<std::uint32_t>(at) - shift);
        if (*first == static_cast<std::uint32_t>(at) - shift) {
          const auto last = std::upper_bound(first, old.end(), copy.from + copy.length) - 1;  // ends where this one begins
          if (last != first) {
            const std::size_t had = starts.at.size();
            starts.at.resize(had + static_cast<std::size_t>(last - first));
            std::transform(first, last, starts.at.begin() + static_cast<std::ptrdiff_t>(had), [&](std::uint32_t s) { return s + shift; });
            const auto kept = base.entry.begin() + (first - old.begin());
            starts.entry.insert(starts.entry.end(), kept, kept + (last - first));
            kept_.emplace_back(first - old.begin(), last - old.begin());
            at = *last + shift;
            continue;
          }
        }
        if (!follow_to(bytes, at + 1, starts, at)) return false;
      }
    }
    return follow_to(bytes, bytes.size(), starts, at);
  }

  // What of the base stands in none of kept_.
  void note_lost(const Starts& base) {
    if (!std::ranges::is_sorted(kept_)) std::ranges::sort(kept_);
    std::ptrdiff_t next = 0;
    for (const auto& [first, last] : kept_) {
      if (first > next) lost.insert(lost.end(), base.entry.begin() + next, base.entry.begin() + first);
      next = std::max(next, last);
    }
    lost.insert(lost.end(), base.entry.begin() + next, base.entry.end());
  }

  void look_at(const TreeRow& e) {
    TreeEntry entry;
    entry.name = names.number_of(e.name) & 0x7FFFFFFFU;
    if (e.is_submodule()) {
      row_.submodules = true;
    } else {
      entry.is_tree = e.is_tree() ? 1 : 0;
      open_.push_back({static_cast<std::uint32_t>(entries.size()), static_cast<std::uint32_t>(rows.size())});
      open_ids_.push_back(object_id(e.id));
    }
    entries.push_back(entry);
  }

  void settle(const Open& open, const ObjectId& id, ObjectNumber child) {
    const ObjectKind wanted = entries[open.entry].is_tree != 0 ? ObjectKind::tree : ObjectKind::blob;
    if (child != kNoObject && index_.entries()[child].kind == wanted) {
      entries[open.entry].child = child;
    } else if (child != kNoObject || !is_empty_tree(id)) {
      auto& [tree, row] = rows[open.row];
      odd.push_back({tree, child, wanted, id});
      row.odd = true;
    }
  }

  const ObjectIndex& index_;
  Row row_;
  std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> kept_;  // entries of the base, as ranges of Starts::entry
  std::vector<Open> open_;
  std::vector<ObjectId> open_ids_;  // of open_
  std::vector<Starts> known_;  // the first depth_ of them: what was read last and its bases, each the base of the next one
  std::size_t depth_ = 0;
};

Result<Ok> TreeStore::add(const ObjectReaders& readers, std::span<const ObjectNumber> trees, unsigned threads) {
  std::vector<Part> parts;
  for (unsigned i = 0; i < std::max(1U, threads); ++i) parts.emplace_back(index_);
  GATE_TRY(read_in_order(readers, trees, threads,
                         [&](unsigned worker, ObjectReader& reader, ObjectNumber n, const Result<std::string_view>& bytes) {
                           parts[worker].read(reader, n, bytes);
                         }));
  for (Part& part : parts) {
    part.settle();
    adopt(part);
  }
  read_.insert(read_.end(), trees.begin(), trees.end());
  std::stable_sort(odd_.begin(), odd_.end(), [](const OddEntry& a, const OddEntry& b) { return a.tree < b.tree; });
  return Ok{};
}

void TreeStore::adopt(Part& part) {
  std::vector<std::uint32_t> to(part.names.size());
  for (std::uint32_t i = 0; i < to.size(); ++i) to[i] = names_.number_of(part.names.text(i));
  const auto shift = static_cast<std::uint32_t>(entries_.size());
  entries_.reserve(entries_.size() + part.entries.size());
  for (TreeEntry e : part.entries) {
    e.name = to[e.name] & 0x7FFFFFFFU;
    entries_.push_back(e);
  }
  const auto lost_shift = static_cast<std::uint32_t>(lost_.size());
  for (const std::uint32_t l : part.lost) lost_.push_back(l + shift);
  for (auto& [tree, row] : part.rows) {
    row.begin += shift;
    row.lost_begin += lost_shift;
    rows_[tree] = row;
  }
  odd_.insert(odd_.end(), part.odd.begin(), part.odd.end());
  for (auto& [tree, why] : part.failures) failures_.insert_or_assign(tree, std::move(why));
  part.entries = {};
  part.rows = {};
  part.lost = {};
}

void TreeStore::forget_entries() {
  entries_.clear();
  lost_.clear();
  for (const ObjectNumber n : read_) rows_[n] = {};
  read_.clear();
}

TreeStore::Held TreeStore::held(ObjectNumber tree) const {
  const Row& row = rows_[tree];
  return {row.known, row.base,   row.begin,     std::span(entries_).subspan(row.begin, row.count), std::span(lost_).subspan(row.lost_begin, row.lost_count),
          row.odd,   row.submodules};
}

const std::string* TreeStore::failure(ObjectNumber tree) const {
  const auto at = failures_.find(tree);
  return at == failures_.end() ? nullptr : &at->second;
}

std::span<const OddEntry> TreeStore::odd_entries(ObjectNumber tree) const {
  const auto first = std::lower_bound(odd_.begin(), odd_.end(), tree, [](const OddEntry& o, ObjectNumber t) { return o.tree < t; });
  const auto last = std::upper_bound(first, odd_.end(), tree, [](ObjectNumber t, const OddEntry& o) { return t < o.tree; });
  return {first, last};
}

}  // namespace gogate::source
