#include "gate/source/pack_order_links.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gate/source/split_work.h"

namespace gogate::source {
namespace {

using Row = PackLinks::Row;

// By offset, stable; a comparison sort takes five times as long.
void sort_rows(std::vector<Row>& rows) {
  constexpr unsigned kDigit = 11;
  std::uint64_t all = 0;
  for (const Row& r : rows) all |= r.offset;
  std::vector<Row> other(rows.size());
  for (unsigned shift = 0; shift < 64 && all >> shift != 0; shift += kDigit) {
    std::array<std::uint32_t, 1U << kDigit> begin{};
    const auto digit = [&](const Row& r) { return r.offset >> shift & ((1U << kDigit) - 1); };
    for (const Row& r : rows) ++begin[digit(r)];
    std::uint32_t sum = 0;
    for (std::uint32_t& b : begin) sum += std::exchange(b, sum);
    for (const Row& r : rows) other[begin[digit(r)]++] = r;
    rows.swap(other);
  }
}

// Finds rows by their offset: objects are small, so a guess is nearly right.
class RowFinder {
 public:
  RowFinder(const std::vector<Row>& rows, std::uint64_t pack_size) : rows_(rows), size_(std::max<std::uint64_t>(pack_size, 1)) {
    first_.assign(rows.size() + 1, static_cast<std::uint32_t>(rows.size()));
    for (std::size_t r = rows.size(); r-- > 0;)
      if (rows[r].offset < size_) first_[bucket(rows[r].offset)] = static_cast<std::uint32_t>(r);
    for (std::size_t b = first_.size() - 1; b-- > 0;) first_[b] = std::min(first_[b], first_[b + 1]);
  }
  // kNoRow: no object begins there.
  [[nodiscard]] std::uint32_t at(std::uint64_t offset) const {
    if (offset >= size_) return kNoRow;
    const std::size_t b = bucket(offset);
    const auto last = rows_.begin() + first_[b + 1];
    const auto found = std::lower_bound(rows_.begin() + first_[b], last, offset, [](const Row& r, std::uint64_t o) { return r.offset < o; });
    return found != last && found->offset == offset ? static_cast<std::uint32_t>(found - rows_.begin()) : kNoRow;
  }

 private:
  // As many as rows; rises with the offset.
  [[nodiscard]] std::size_t bucket(std::uint64_t offset) const {
    return static_cast<std::size_t>(static_cast<double>(offset) / static_cast<double>(size_) * static_cast<double>(rows_.size() - 1));
  }
  const std::vector<Row>& rows_;
  std::uint64_t size_;
  std::vector<std::uint32_t> first_;  // row of each bucket, and of what follows it where it is empty
};

constexpr std::uint8_t kOpen = 0xFF;  // a delta whose base is not settled
constexpr std::uint8_t kBusy = 0xFE;

void read_headers(std::string_view pack, const PackIndexView& idx, PackLinks& links, std::size_t begin, std::size_t end, const RowFinder& find) {
  for (std::size_t r = begin; r < end; ++r) {
    const auto header = parse_pack_entry(pack, links.rows[r].offset);
    if (!header) continue;
    if (header->type == PackedType::ofs_delta) {
      links.bases[r] = find.at(header->base_offset);
    } else if (header->type == PackedType::ref_delta) {
      if (const auto base = idx.find(header->base_id)) links.bases[r] = links.row_at[*base];
    } else {
      links.kinds[r] = static_cast<std::uint8_t>(header->type);
    }
    if (links.bases[r] != kNoRow) links.kinds[r] = kOpen;
  }
}

// A delta is of its base's kind.
void settle_kinds(PackLinks& links) {
  std::vector<std::uint8_t>& kinds = links.kinds;
  std::vector<std::size_t> path;
  for (std::size_t r = 0; r < kinds.size(); ++r) {
    // Bases mostly stand before their deltas, so the path is nearly always empty.
    std::size_t at = r;
    for (; kinds[at] == kOpen; at = links.bases[at]) {
      kinds[at] = kBusy;
      path.push_back(at);
    }
    const std::uint8_t settled = kinds[at] == kBusy ? std::uint8_t{0} : kinds[at];  // a cycle: every delta on it is damaged
    for (const std::size_t p : path) kinds[p] = settled;
    path.clear();
  }
}

}  // namespace

PackLinks read_pack_links(std::string_view pack, const PackIndexView& idx, unsigned threads) {
  PackLinks links;
  const std::uint32_t count = idx.count();
  links.rows.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) links.rows[i] = {idx.offset(i).value_or(~std::uint64_t{0}), i};
  sort_rows(links.rows);
  links.row_at.resize(count);
  for (std::uint32_t r = 0; r < count; ++r) links.row_at[links.rows[r].position] = r;
  links.bases.assign(count, kNoRow);
  links.kinds.assign(count, 0);
  if (count == 0) return links;
  const RowFinder find(links.rows, pack.size());
  split_work(count, threads, [&](std::size_t begin, std::size_t end) { read_headers(pack, idx, links, begin, end, find); });
  settle_kinds(links);
  return links;
}

}  // namespace gogate::source
