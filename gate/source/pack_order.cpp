#include "gate/source/pack_order.h"

#include <libdeflate.h>
#include <openssl/evp.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <thread>

#include "gate/source/pack_order_inflate.h"
#include "gate/source/pack_order_links.h"
#include "gate/source/pack_order_midx.h"
#include "gate/source/split_work.h"

namespace gogate::source {
namespace {

namespace fs = std::filesystem;

constexpr int kAttempts = 8;  // to list packs while they are being replaced

std::size_t hash_of(std::string_view id) {
  std::uint64_t h = 0;
  std::memcpy(&h, id.data(), sizeof h);  // ids are uniformly distributed already
  return static_cast<std::size_t>(h);
}

std::string_view view_of(const ObjectEntry& e) { return {reinterpret_cast<const char*>(e.id.data()), kIdBytes}; }

bool sha1_is(std::string_view bytes, std::string_view wanted) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  return EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha1(), nullptr) == 1 && size == kIdBytes &&
         std::memcmp(digest, wanted.data(), kIdBytes) == 0;
}

void corrupt_pack(std::vector<Gap>& gaps, const std::string& path, std::string why, std::string next_step) {
  gaps.push_back({GapKind::corrupt_object, path, std::move(why), std::move(next_step)});
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::vector<std::string> object_folders(const std::string& objects, std::vector<Gap>& gaps) {
  std::vector<std::string> folders{objects};
  std::vector<int> depth{0};
  for (std::size_t i = 0; i < folders.size(); ++i) {
    const std::string list = folders[i] + "/info/alternates";
    const auto text = read_small_file(list, std::size_t{1} << 20);
    if (!text) {
      if (text.error().code != Errc::not_found)
        gaps.push_back({GapKind::unreadable_file, list, text.error().what, ""});
      continue;
    }
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t end = std::min(text->find('\n', at), text->size());
      std::string line = text->substr(at, end - at);
      at = end + 1;
      if (line.empty() || line[0] == '#') continue;
      if (line[0] != '/') line = folders[i] + "/" + line;
      std::error_code ec;
      const fs::path real = fs::canonical(line, ec);
      if (ec || depth[i] >= 5) {  // git itself stops at five
        gaps.push_back({GapKind::missing_object, list,
                        ec ? "the objects that it borrows from " + line + " are not here" : "alternates nest too deep",
                        ec ? "restore that folder, or run 'git repack -ad' where it exists" : ""});
        continue;
      }
      if (std::find(folders.begin(), folders.end(), real.string()) != folders.end()) continue;
      folders.push_back(real.string());
      depth.push_back(depth[i] + 1);
    }
  }
  return folders;
}

Result<ObjectIndex> ObjectIndex::build(const std::string& objects, std::vector<Gap>& gaps, unsigned threads) {
  std::error_code ec;
  const fs::path real = fs::canonical(objects, ec);
  if (ec) return fail(Errc::unreadable, objects + ": " + ec.message());
  for (int attempt = 1;; ++attempt) {
    std::vector<Gap> found;
    ObjectIndex index;
    index.threads_ = std::max(1U, threads);
    index.folders_ = object_folders(real.string(), found);
    index.listed_ = index.packs_on_disk();
    for (const std::string& folder : index.folders_) index.add_folder(folder, found);
    for (std::uint32_t i = 0; i < index.folders_.size(); ++i) index.add_loose(i);
    if (index.is_stale() && attempt < kAttempts) continue;  // `git gc` put others in their place
    gaps.insert(gaps.end(), found.begin(), found.end());
    index.order_by_base();
    return index;
  }
}

std::vector<std::string> ObjectIndex::packs_on_disk() const {
  std::vector<std::string> out;
  for (const std::string& folder : folders_) {
    std::error_code ec;
    for (fs::directory_iterator it(folder + "/pack", ec), end; !ec && it != end; it.increment(ec))
      if (std::string name = it->path().string(); name.ends_with(".pack") || name.ends_with(".idx")) out.push_back(std::move(name));
  }
  std::ranges::sort(out);
  return out;
}

bool ObjectIndex::is_stale() const { return packs_on_disk() != listed_; }

void ObjectIndex::order_by_base() {
  const std::size_t n = entries_.size();
  // Children of each base, in order: begin[b] to begin[b + 1].
  std::vector<std::uint32_t> begin(n + 1), children;
  for (const ObjectEntry& e : entries_)
    if (e.base != kNoObject) ++begin[e.base + 1];
  for (std::size_t i = 0; i < n; ++i) begin[i + 1] += begin[i];
  children.resize(begin[n]);
  std::vector<std::uint32_t> fill(begin.begin(), begin.end() - 1);
  for (std::size_t i = 0; i < n; ++i)
    if (entries_[i].base != kNoObject) children[fill[entries_[i].base]++] = static_cast<std::uint32_t>(i);
  fill = {};

  std::vector<ObjectNumber> number(n, kNoObject);  // new ones
  std::vector<std::uint32_t> order;                // the other way round
  order.reserve(n);
  std::vector<std::uint32_t> open;
  const auto take = [&](std::uint32_t root) {
    open.push_back(root);
    while (!open.empty()) {
      const std::uint32_t i = open.back();
      open.pop_back();
      number[i] = static_cast<ObjectNumber>(order.size());
      order.push_back(i);
      for (std::uint32_t c = begin[i + 1]; c-- > begin[i];) open.push_back(children[c]);
    }
  };
  for (std::uint32_t i = 0; i < n; ++i)
    if (entries_[i].base == kNoObject) take(i);
  // Copies in several packs can lean on each other in a circle; no link of it is followed.
  for (std::uint32_t i = 0; i < n; ++i) {
    if (number[i] != kNoObject) continue;
    entries_[i].base = kNoObject;
    number[i] = static_cast<ObjectNumber>(order.size());
    order.push_back(i);
  }
  std::vector<ObjectEntry> ordered(n);
  split_work(n, threads_, [&](std::size_t first, std::size_t last) {
    for (std::size_t k = first; k < last; ++k) {
      ordered[k] = entries_[order[k]];
      if (ordered[k].base != kNoObject) ordered[k].base = number[ordered[k].base];
    }
  });
  entries_ = std::move(ordered);
  in_slots_ = 0;
  grow(0);
}

void ObjectIndex::add_folder(const std::string& objects, std::vector<Gap>& gaps) {
  std::error_code ec;
  // Largest first: where packs overlap, the one in which an object has its
  // neighbours is the better one to read it from.
  std::vector<std::pair<std::uintmax_t, std::string>> found;
  const std::string folder = objects + "/pack";
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with("pack-")) continue;
    std::error_code ignored;
    if (name.ends_with(".pack")) found.emplace_back(fs::file_size(it->path(), ignored), it->path().string());
    if (name.ends_with(".idx") && !fs::exists(fs::path(it->path()).replace_extension(".pack"), ignored))
      corrupt_pack(gaps, it->path().string(), "the pack of this index is not here", "git fetch --refetch");
  }
  if (ec && ec != std::errc::no_such_file_or_directory)
    gaps.push_back({GapKind::unreadable_file, folder, ec.message(), ""});
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (const auto& [size, path] : found) add_pack(path, gaps);
}

void ObjectIndex::add_pack(const std::string& path, std::vector<Gap>& gaps) {
  const std::string stem = path.substr(0, path.size() - 5);
  const auto add = [&]() -> Result<Ok> {
    Pack pack{path, GATE_TRY(MappedFile::open(path)), false};
    std::error_code ec;
    pack.promisor = fs::exists(stem + ".promisor", ec);
    const auto idx = MappedFile::open(stem + ".idx");
    if (idx) return index_pack(std::move(pack), idx->bytes(), false);
    if (idx.error().code != Errc::not_found) return std::unexpected(idx.error());
    const std::string made = GATE_TRY(index_from_many(pack));
    return index_pack(std::move(pack), made, true);
  };
  const auto added = add();
  if (added) return;
  const Error& e = added.error();
  if (e.code == Errc::unreadable) {
    gaps.push_back({GapKind::unreadable_file, path, e.what, ""});
  } else {
    corrupt_pack(gaps, path, e.what, e.next_step.empty() ? "git fsck, then fetch or clone again" : e.next_step);
  }
}

// A pack without an index of its own: what the index over several packs says of it.
Result<std::string> ObjectIndex::index_from_many(const Pack& pack) {
  const fs::path path(pack.path);
  const auto file = MappedFile::open((path.parent_path() / "multi-pack-index").string());
  const auto without = [&] { return fail(Errc::corrupt, "this pack has no index", "git index-pack " + pack.path); };
  if (!file) return without();
  const MultiPackIndexView midx = GATE_TRY(MultiPackIndexView::parse(file->bytes()));
  const auto number = midx.pack_named(fs::path(path).replace_extension(".idx").filename().string());
  if (!number) return without();
  if (!sha1_is(midx.checksummed(), midx.own_checksum())) return fail(Errc::corrupt, "the checksum of the multi-pack-index is wrong");
  const std::string_view bytes = pack.file.bytes();
  (void)GATE_TRY(parse_pack_header(bytes));
  return index_from(midx, *number, bytes.substr(bytes.size() - kIdBytes));
}

Result<Ok> ObjectIndex::index_pack(Pack pack, std::string_view idx_bytes, bool may_lack) {
  const PackIndexView idx = GATE_TRY(PackIndexView::parse(idx_bytes));
  const std::string_view bytes = pack.file.bytes();
  const std::uint32_t count = GATE_TRY(parse_pack_header(bytes));
  // Of objects that several packs hold, the index over them lists one copy.
  if (may_lack ? count < idx.count() : count != idx.count()) return fail(Errc::corrupt, "its index lists another number of objects than the pack holds");
  if (bytes.substr(bytes.size() - kIdBytes) != idx.pack_checksum())
    return fail(Errc::corrupt, "its index belongs to another pack");
  if (packs_.size() >= kLoose) return fail(Errc::corrupt, "too many packs", "git repack -ad");

  bool is_intact = false, is_sorted = false;
  const auto check = [&] {
    is_intact = sha1_is(idx.checksummed(), idx.own_checksum());
    is_sorted = idx.ids_sorted();
  };
  std::jthread checking;
  if (threads_ > 1 && idx.count() > 10'000) {
    checking = std::jthread(check);
  } else {
    check();
  }
  const PackLinks links = read_pack_links(bytes, idx, threads_);
  if (checking.joinable()) checking.join();
  if (!is_intact) return fail(Errc::corrupt, "the checksum of its index is wrong");
  if (!is_sorted) return fail(Errc::corrupt, "its index is not sorted");

  const std::size_t first = entries_.size();
  grow_entries(idx.count());
  entries_.resize(first + idx.count());
  // What the .idx says of each is read in its own order.
  split_work(idx.count(), threads_, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto position = static_cast<std::uint32_t>(i);
      ObjectEntry& e = entries_[first + links.row_at[i]];
      std::memcpy(e.id.data(), idx.id(position).data(), kIdBytes);
      const auto crc = idx.crc32(position);
      e.has_crc = crc.has_value();
      e.crc = crc.value_or(0);
    }
  });
  const std::uint64_t data_end = bytes.size() - kIdBytes;
  for (std::size_t r = 0; r < links.rows.size(); ++r) {
    ObjectEntry& e = entries_[first + r];
    e.pack = static_cast<std::uint16_t>(packs_.size());
    e.kind = static_cast<ObjectKind>(links.kinds[r]);
    e.offset = links.rows[r].offset;
    const std::uint64_t next = r + 1 < links.rows.size() ? std::min(links.rows[r + 1].offset, data_end) : data_end;
    if (e.offset < next && next - e.offset <= 0xFFFFFFFFU) e.packed_size = static_cast<std::uint32_t>(next - e.offset);
    if (first == 0) e.base = links.bases[r];  // rows are numbers
  }
  static_assert(kNoRow == kNoObject);
  packs_.push_back(std::move(pack));
  if (first != 0) merge_from(first, idx, links);
  return Ok{};
}

// Settles what stands from `first` on among the objects of other packs.
void ObjectIndex::merge_from(std::size_t first, const PackIndexView& idx, const PackLinks& links) {
  const std::vector<ObjectEntry> added(entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end());
  entries_.resize(first);
  grow(added.size());
  std::vector<std::pair<ObjectNumber, std::uint32_t>> leaning;  // delta, row of its base
  for (std::size_t r = 0; r < added.size(); ++r) {
    const ObjectNumber number = insert(added[r]);
    if (number != kNoObject && links.bases[r] != kNoRow) leaning.emplace_back(number, links.bases[r]);
  }
  // The base may be a copy in another pack: the same bytes.
  for (const auto& [number, row] : leaning) entries_[number].base = find(idx.id(links.rows[row].position));
}

void ObjectIndex::add_loose(std::uint32_t number) {
  const std::string& objects = folders_[number];
  std::vector<ObjectEntry> found;
  for (unsigned i = 0; i < 256; ++i) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const char name[3] = {kDigits[i >> 4], kDigits[i & 15], 0};
    const std::string folder = objects + "/" + name;
    std::error_code ec;
    for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
      const std::string rest = it->path().filename().string();
      if (rest.size() != 2 * kIdBytes - 2) continue;
      ObjectEntry e;
      e.pack = kLoose;
      e.crc = number;
      e.id[0] = static_cast<unsigned char>(i);
      bool hex = true;
      for (std::size_t k = 1; k < kIdBytes; ++k) {
        const int high = hex_digit(rest[2 * k - 2]);
        const int low = hex_digit(rest[2 * k - 1]);
        hex = hex && high >= 0 && low >= 0;
        e.id[k] = static_cast<unsigned char>((high << 4 | low) & 0xFF);
      }
      if (hex) found.push_back(e);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  if (found.empty()) return;
  grow(found.size());
  for (ObjectEntry& e : found) {
    const ObjectNumber known = find(view_of(e));
    if (known != kNoObject && entries_[known].kind != ObjectKind::corrupt) continue;
    const std::string hex = object_id(view_of(e)).hex();
    const auto head = read_file_head(objects + "/" + hex.substr(0, 2) + "/" + hex.substr(2), 512);
    // What cannot be read stays an entry of kind corrupt: a gap once a scanned ref needs it.
    if (head) {
      if (const auto h = parse_loose_header(*head)) e.kind = h->kind, e.offset = h->size;
    }
    insert(e);
  }
}

void ObjectIndex::grow_entries(std::size_t more) {
  if (entries_.capacity() < entries_.size() + more) entries_.reserve(std::max(entries_.size() + more, entries_.size() + entries_.size() / 2));
}

// Room for `more`, and all that is there in the slots.
void ObjectIndex::grow(std::size_t more) {
  grow_entries(more);
  const std::size_t wanted = (entries_.size() + more) * 2;
  if (slots_.size() >= wanted && in_slots_ == entries_.size()) return;
  std::size_t size = std::max<std::size_t>(slots_.size(), 1024);
  while (size < wanted) size *= 2;
  slots_.assign(size, kNoObject);
  split_work(entries_.size(), threads_, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t slot = hash_of(view_of(entries_[i])) & (size - 1);; slot = (slot + 1) & (size - 1)) {
        std::uint32_t none = kNoObject;
        if (std::atomic_ref(slots_[slot]).compare_exchange_strong(none, static_cast<std::uint32_t>(i), std::memory_order_relaxed)) break;
      }
    }
  });
  in_slots_ = entries_.size();
}

ObjectNumber ObjectIndex::insert(const ObjectEntry& entry) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(view_of(entry)) & mask;
  for (; slots_[slot] != kNoObject; slot = (slot + 1) & mask) {
    ObjectEntry& known = entries_[slots_[slot]];
    if (known.id != entry.id) continue;
    // A second copy counts only where the first cannot be read.
    if (known.kind != ObjectKind::corrupt) return kNoObject;
    known = entry;
    return slots_[slot];
  }
  slots_[slot] = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(entry);
  ++in_slots_;
  return slots_[slot];
}

ObjectNumber ObjectIndex::find(std::string_view id) const {
  if (slots_.empty() || id.size() != kIdBytes) return kNoObject;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash_of(id) & mask; slots_[slot] != kNoObject; slot = (slot + 1) & mask)
    if (view_of(entries_[slots_[slot]]) == id) return slots_[slot];
  return kNoObject;
}

void ObjectIndex::find_all(std::span<const ObjectId> ids, std::span<ObjectNumber> numbers) const {
  const auto id = [&](std::size_t i) { return std::string_view(reinterpret_cast<const char*>(ids[i].bytes.data()), kIdBytes); };
  constexpr std::size_t kAtOnce = 16;
  const std::size_t mask = slots_.empty() ? 0 : slots_.size() - 1;
  for (std::size_t first = 0; first < ids.size(); first += kAtOnce) {
    const std::size_t last = std::min(ids.size(), first + kAtOnce);
    if (!slots_.empty()) {
      for (std::size_t i = first; i < last; ++i) __builtin_prefetch(&slots_[hash_of(id(i)) & mask]);
      for (std::size_t i = first; i < last; ++i)
        if (const std::uint32_t at = slots_[hash_of(id(i)) & mask]; at != kNoObject) __builtin_prefetch(&entries_[at]);
    }
    for (std::size_t i = first; i < last; ++i) numbers[i] = find(id(i));
  }
}

ObjectId ObjectIndex::id_of(ObjectNumber n) const { return object_id(view_of(entries_[n])); }

std::string ObjectIndex::loose_path(ObjectNumber n) const {
  const std::string hex = id_of(n).hex();
  return folders_[entries_[n].crc] + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

Result<std::string_view> ObjectIndex::packed_bytes(ObjectNumber n) const {
  const ObjectEntry& e = entries_[n];
  if (e.pack == kLoose || e.packed_size == 0) return std::string_view{};
  const std::string_view bytes = packs_[e.pack].file.bytes().substr(e.offset, e.packed_size);
  if (e.has_crc && libdeflate_crc32(0, bytes.data(), bytes.size()) != e.crc)
    return fail(Errc::corrupt, "its bytes in " + packs_[e.pack].path + " contradict their checksum");
  return bytes;
}

Result<std::uint64_t> ObjectIndex::size_of(ObjectNumber n) const {
  const ObjectEntry& e = entries_[n];
  if (e.pack == kLoose) return e.offset;
  const std::string_view pack = packs_[e.pack].file.bytes();
  const PackEntryHeader h = GATE_TRY(parse_pack_entry(pack, e.offset));
  if (h.type != PackedType::ofs_delta && h.type != PackedType::ref_delta) return h.size;
  char head[32];
  const std::uint64_t data = e.offset + h.header_bytes;
  const auto got = inflate_head(pack.substr(data, pack.size() - kIdBytes - data), head, sizeof head);
  const auto sizes = got ? parse_delta_sizes({head, *got}) : std::nullopt;
  if (!sizes) return fail(Errc::corrupt, "its delta is damaged");
  return sizes->result;
}

}  // namespace gogate::source
