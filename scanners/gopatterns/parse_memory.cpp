#include "scanners/gopatterns/parse_memory.h"

#include <tree_sitter/api.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <vector>

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;
constexpr std::size_t kLargest = kBlock / 4;       // more than that comes from malloc
constexpr std::size_t kKept = std::size_t{64};     // blocks that stay for the next file
constexpr std::uint32_t kFromMalloc = 0xFFFFFFFFU;

// In front of every piece. tree-sitter needs no more than eight bytes' alignment.
struct Header {
  std::uint32_t size_class;
  std::uint32_t owned;  // from malloc: position in Pool::large + 1, 0 outside of a ParseMemory
};
static_assert(sizeof(Header) == 8);

// Four sizes to each power of two, at least 8 bytes apart.
std::size_t class_of(std::size_t size) {
  if (size <= 64) return (size + 7) / 8;
  const auto bits = static_cast<unsigned>(std::bit_width(size - 1));
  const std::size_t step = std::size_t{1} << (bits - 3);
  return 8 + (bits - 7) * 4 + ((size - 1) / step - 3);
}
std::size_t size_of_class(std::size_t c) {
  if (c <= 8) return c * 8;
  const std::size_t bits = (c - 9) / 4 + 7;
  return (std::size_t{1} << (bits - 3)) * ((c - 9) % 4 + 5);
}

struct Pool {
  bool active = false;
  std::vector<std::unique_ptr<char[]>> blocks;
  std::size_t block = 0;  // in use
  std::size_t used = 0;   // bytes of it
  std::array<void*, 64> free{};
  std::vector<void*> large;

  void* bump(std::size_t size) {
    if (blocks.empty() || used + size > kBlock) {
      if (!blocks.empty()) ++block;
      if (block >= blocks.size()) {
        char* const more = new (std::nothrow) char[kBlock];
        if (more == nullptr) return nullptr;
        blocks.emplace_back(more);
      }
      used = 0;
    }
    void* const out = blocks[block].get() + used;
    used += size;
    return out;
  }

  void reset() {
    for (void* p : large) std::free(p);
    large.clear();
    free.fill(nullptr);
    if (blocks.size() > kKept) blocks.resize(kKept);
    block = 0;
    used = 0;
  }
};

thread_local Pool pool;

// tree-sitter does not look at null: without memory it ends the program.
[[noreturn]] void out_of_memory() {
  std::fputs("gogate: out of memory while parsing\n", stderr);
  std::abort();
}

void* take(std::size_t size) {
  if (size > std::numeric_limits<std::size_t>::max() / 2) out_of_memory();
  const std::size_t wanted = size == 0 ? 1 : size;
  if (!pool.active || wanted > kLargest) {
    auto* const h = static_cast<Header*>(std::malloc(sizeof(Header) + wanted));
    if (h == nullptr) out_of_memory();
    h->size_class = kFromMalloc;
    h->owned = 0;
    if (pool.active) {
      pool.large.push_back(h);
      h->owned = static_cast<std::uint32_t>(pool.large.size());
    }
    return h + 1;
  }
  const std::size_t c = class_of(wanted);
  if (void* const p = pool.free[c]) {
    std::memcpy(&pool.free[c], p, sizeof(void*));
    return p;
  }
  auto* const h = static_cast<Header*>(pool.bump(sizeof(Header) + size_of_class(c)));
  if (h == nullptr) out_of_memory();
  h->size_class = static_cast<std::uint32_t>(c);
  h->owned = 0;
  return h + 1;
}

void give_back(void* p) {
  if (p == nullptr) return;
  Header* const h = static_cast<Header*>(p) - 1;
  if (h->size_class == kFromMalloc) {
    if (h->owned != 0) {
      pool.large[h->owned - 1] = pool.large.back();
      static_cast<Header*>(pool.large.back())->owned = h->owned;
      pool.large.pop_back();
    }
    std::free(h);
    return;
  }
  std::memcpy(p, &pool.free[h->size_class], sizeof(void*));
  pool.free[h->size_class] = p;
}

void* take_zeroed(std::size_t count, std::size_t size) {
  if (size != 0 && count > std::numeric_limits<std::size_t>::max() / size) out_of_memory();
  void* const p = take(count * size);
  std::memset(p, 0, count * size);
  return p;
}

void* resize(void* p, std::size_t size) {
  if (p == nullptr) return take(size);
  Header* const h = static_cast<Header*>(p) - 1;
  if (h->size_class == kFromMalloc) {
    const std::uint32_t owned = h->owned;
    auto* const moved = static_cast<Header*>(std::realloc(h, sizeof(Header) + (size == 0 ? 1 : size)));
    if (moved == nullptr) out_of_memory();
    if (owned != 0) pool.large[owned - 1] = moved;
    return moved + 1;
  }
  const std::size_t old = size_of_class(h->size_class);
  if (size <= old) return p;
  void* const fresh = take(size);
  std::memcpy(fresh, p, old);
  give_back(p);
  return fresh;
}

}  // namespace

ParseMemory::ParseMemory() { pool.active = true; }
ParseMemory::~ParseMemory() {
  pool.active = false;
  pool.reset();
}
void ParseMemory::install() { ts_set_allocator(take, take_zeroed, resize, give_back); }

}  // namespace gogate::gopatterns
