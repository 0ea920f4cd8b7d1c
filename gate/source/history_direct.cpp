// Packs read without libgit2: mapped, inflated by libdeflate, deltas applied.
//
// Objects are numbered so that each delta follows its base, depth first (see
// pack_order.h). So the bases of the next object nearly always lie on the stack
// of what was just read, and each delta is applied once. An object asked for
// out of order costs its whole chain, as it does in git.
//
// Bytes are checked by the CRC of the pack's index, by zlib's own checksum, and
// by the sizes that headers and deltas state. Chains that are odd (a base in
// another pack, thousands of links) go to libgit2.
#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "gate/source/history_objects.h"
#include "gate/source/pack_order_delta.h"

namespace gogate::source {
namespace {

constexpr std::size_t kStackBytes = std::size_t{48} << 20;
constexpr std::size_t kLongestChain = 5000;  // git itself makes at most 4,095 links
constexpr std::uint64_t kLargestBase = std::uint64_t{256} << 20;  // or what may be read, where that is more

// Bytes without the cost of clearing them first.
class Buffer {
 public:
  char* make(std::size_t size) {
    size_ = 0;
    if (size > capacity_ || capacity_ > 2 * size + (1U << 20)) {
      data_.reset();
      capacity_ = 0;
      data_.reset(new (std::nothrow) char[size + 1]);
      if (!data_) return nullptr;
      capacity_ = size;
    }
    size_ = size;
    return data_.get();
  }
  [[nodiscard]] std::string_view bytes() const { return {data_.get(), size_}; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

struct FreeInflater {
  void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};

class DirectReader final : public ObjectReader {
 public:
  DirectReader(const ObjectIndex& index, const ObjectReaders& others)
      : index_(index), others_(others), inflater_(libdeflate_alloc_decompressor()), fixed_inflater_(libdeflate_alloc_decompressor()) {}

  std::optional<std::span<const Span>> seams() const override {
    if (!seams_known_) return std::nullopt;
    return std::span<const Span>(seams_);
  }
  void settle_clean() override {
    if (direct_) clean_.back() = true;
  }

  std::optional<std::span<const DeltaCopy>> copies() override {
    if (!direct_ || delta_of_ != order_.back()) return std::nullopt;
    copies_of_delta(delta_.bytes().substr(delta_head_), copies_);
    return std::span<const DeltaCopy>(copies_);
  }

  Result<std::string_view> read(ObjectNumber number, std::uint64_t most) override {
    direct_ = seams_known_ = false;
    const ObjectEntry& entry = index_.entries()[number];
    if (entry.pack == kLoose || entry.kind == ObjectKind::corrupt || entry.packed_size == 0 || !inflater_ || !fixed_inflater_)
      return elsewhere(number, most);
    prefetch(number + 1);
    if (const auto packed = index_.packed_bytes(number); !packed) return std::unexpected(named(number, packed.error()));

    chain_.clear();
    std::size_t keep = 0;
    for (ObjectNumber at = number;; at = index_.entries()[at].base) {
      const auto on_stack = std::find(order_.rbegin(), order_.rend(), at);
      if (on_stack != order_.rend()) {
        keep = static_cast<std::size_t>(order_.rend() - on_stack);
        break;
      }
      chain_.push_back(at);
      if (index_.entries()[at].base == kNoObject) break;
      if (chain_.size() > kLongestChain) return elsewhere(number, most);
    }
    pop_to(keep);
    const bool from_clean = chain_.size() == 1 && keep > 0 && clean_.back();
    for (std::size_t i = chain_.size(); i-- > 0;) {
      const auto made = push(chain_[i], chain_[i] == number ? most : std::max(most, kLargestBase));
      if (made) continue;
      if (made.error().code == Errc::unsupported) return elsewhere(number, most);
      return std::unexpected(named(number, made.error()));
    }
    const std::string_view bytes = stack_.back().bytes();
    if (bytes.size() > most) return fail(Errc::too_large, too_large(bytes.size(), most));
    direct_ = true;
    seams_known_ = from_clean && entry.base != kNoObject;
    return bytes;
  }

 private:
  // What is asked for next is mostly the next one, which may stand anywhere in its pack.
  void prefetch(ObjectNumber number) const {
    if (number >= index_.entries().size()) return;
    const ObjectEntry& entry = index_.entries()[number];
    if (entry.pack == kLoose) return;
    const std::string_view pack = index_.packs()[entry.pack].file.bytes();
    for (std::size_t line = 0; line < 4; ++line)
      if (const std::uint64_t at = entry.offset + 64 * line; at < pack.size()) __builtin_prefetch(pack.data() + at);
  }

  Error named(ObjectNumber n, Error e) const {
    if (e.code == Errc::too_large) return e;
    return std::move(e).within("object " + index_.id_of(n).hex());
  }

  Result<std::string_view> elsewhere(ObjectNumber number, std::uint64_t most) {
    if (!other_) other_ = GATE_TRY(others_.make());
    return other_->read(number, most);
  }

  void pop_to(std::size_t keep) {
    while (order_.size() > keep) {
      held_ -= stack_.back().capacity();
      spare_.push_back(std::move(stack_.back()));
      stack_.pop_back();
      order_.pop_back();
      clean_.pop_back();
    }
    // Spare buffers are for the next few objects; they are no store.
    while (spare_.size() > 8 || (!spare_.empty() && spare_.back().capacity() > kStackBytes / 8)) spare_.pop_back();
  }

  // Makes the object on top of its base, which is the top of the stack.
  Result<Ok> push(ObjectNumber number, std::uint64_t most) {
    const ObjectEntry& entry = index_.entries()[number];
    if (entry.pack == kLoose || entry.packed_size == 0) return fail(Errc::unsupported, "");
    const std::string_view pack = index_.packs()[entry.pack].file.bytes();
    const PackEntryHeader header = GATE_TRY(parse_pack_entry(pack, entry.offset));
    if (header.header_bytes > entry.packed_size) return fail(Errc::corrupt, "overlaps the next object");
    const std::string_view data = pack.substr(entry.offset + header.header_bytes, entry.packed_size - header.header_bytes);
    const bool is_delta = header.type == PackedType::ofs_delta || header.type == PackedType::ref_delta;
    if (is_delta != (entry.base != kNoObject)) return fail(Errc::unsupported, "");
    if (header.size > (is_delta ? std::max(most, kLargestBase) : most)) return fail(Errc::too_large, too_large(header.size, most));

    Buffer made;
    if (!spare_.empty()) {
      made = std::move(spare_.back());
      spare_.pop_back();
    }
    if (!is_delta) {
      GATE_TRY(inflate(data, made, header.size));
    } else {
      delta_of_ = kNoObject;
      GATE_TRY(inflate(data, delta_, header.size));
      const std::string_view base = stack_.back().bytes();
      const auto sizes = parse_delta_sizes(delta_.bytes());
      if (!sizes || sizes->base != base.size()) return fail(Errc::corrupt, "its delta does not fit its base");
      if (sizes->result > most) return fail(Errc::too_large, too_large(sizes->result, most));
      char* const out = made.make(sizes->result);
      if (out == nullptr) return fail(Errc::too_large, "does not fit into memory");
      if (!apply_delta(base, delta_.bytes().substr(sizes->header_bytes), out, sizes->result,
                       sizes->result <= 0xFFFFFFFFU ? &seams_ : nullptr))
        return fail(Errc::corrupt, "its delta is damaged");
      delta_of_ = number;
      delta_head_ = sizes->header_bytes;
    }
    held_ += made.capacity();
    stack_.push_back(std::move(made));
    order_.push_back(number);
    clean_.push_back(false);
    // The deepest bases are the last to be needed again.
    std::size_t drop = 0;
    for (; held_ > kStackBytes && drop + 1 < stack_.size(); ++drop) held_ -= stack_[drop].capacity();
    stack_.erase(stack_.begin(), stack_.begin() + static_cast<std::ptrdiff_t>(drop));
    order_.erase(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(drop));
    clean_.erase(clean_.begin(), clean_.begin() + static_cast<std::ptrdiff_t>(drop));
    return Ok{};
  }

  Result<Ok> inflate(std::string_view from, Buffer& to, std::uint64_t size) {
    char* const out = to.make(size);
    if (out == nullptr) return fail(Errc::too_large, "does not fit into memory");
    std::size_t used = 0;
    // Small streams mostly use the code that the format fixes. A decompressor keeps its tables
    // until it meets another code, and making them takes longer than inflating such a stream.
    const bool fixed = from.size() > 2 && (static_cast<unsigned char>(from[2]) >> 1 & 3U) == 1;
    const auto rc = libdeflate_zlib_decompress_ex((fixed ? fixed_inflater_ : inflater_).get(), from.data(), from.size(), out, size, &used, nullptr);
    if (rc != LIBDEFLATE_SUCCESS) return fail(Errc::corrupt, "its compressed bytes are damaged");
    return Ok{};
  }

  const ObjectIndex& index_;
  const ObjectReaders& others_;
  std::unique_ptr<libdeflate_decompressor, FreeInflater> inflater_, fixed_inflater_;
  std::unique_ptr<ObjectReader> other_;
  // What was read last and the bases below it, each the base of the next one.
  std::vector<Buffer> stack_;
  std::vector<ObjectNumber> order_;
  std::vector<bool> clean_;  // settled so by whoever read it here
  std::size_t held_ = 0;  // bytes of stack_
  std::vector<Buffer> spare_;
  std::vector<ObjectNumber> chain_;
  Buffer delta_;
  ObjectNumber delta_of_ = kNoObject;  // the object that delta_ made
  std::size_t delta_head_ = 0;         // bytes of its two sizes
  std::vector<DeltaCopy> copies_;
  std::vector<Span> seams_;    // of the last delta
  bool seams_known_ = false;   // the last read() was a delta of something clean
  bool direct_ = false;        // the last read() is the top of the stack
};

class DirectReaders final : public ObjectReaders {
 public:
  DirectReaders(const ObjectIndex& index, std::unique_ptr<ObjectReaders> others)
      : index_(index), others_(std::move(others)) {}
  [[nodiscard]] Result<std::unique_ptr<ObjectReader>> make() const override {
    return std::make_unique<DirectReader>(index_, *others_);
  }

 private:
  const ObjectIndex& index_;
  std::unique_ptr<ObjectReaders> others_;
};

}  // namespace

std::unique_ptr<ObjectReaders> direct_readers(const ObjectIndex& index, std::unique_ptr<ObjectReaders> others) {
  return std::make_unique<DirectReaders>(index, std::move(others));
}

}  // namespace gogate::source
