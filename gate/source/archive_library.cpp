#include "gate/source/archive_library.h"

#include <dlfcn.h>

#include <optional>

namespace gogate::source {
namespace {

constexpr const char* kName = "libarchive.so.13";

struct Loaded {
  ArchiveLibrary library;
  std::optional<Error> error;
};

Loaded load() {
  Loaded out;
  // Never closed: readers of all threads use it.
  void* handle = dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    out.error = Error{Errc::unsupported, std::string(kName) + " cannot be loaded, which reads archives", "apt-get install libarchive13"};
    return out;
  }
  ArchiveLibrary& l = out.library;
  bool all = true;
#define GATE_ARCHIVE_FIND(name)                                        \
  l.name = reinterpret_cast<decltype(l.name)>(dlsym(handle, #name)); \
  all = all && l.name != nullptr;
  GATE_ARCHIVE_FUNCTIONS(GATE_ARCHIVE_FIND)
#undef GATE_ARCHIVE_FIND
  if (!all) {
    out.error = Error{Errc::unsupported, std::string(kName) + " lacks functions that reading archives needs", "apt-get install libarchive13"};
    return out;
  }
  // One that was built without a compressor's library would run that program instead, and says so.
  for (const auto filter : {l.archive_read_support_filter_gzip, l.archive_read_support_filter_bzip2, l.archive_read_support_filter_xz,
                            l.archive_read_support_filter_lzma, l.archive_read_support_filter_lzip, l.archive_read_support_filter_zstd,
                            l.archive_read_support_filter_lz4, l.archive_read_support_filter_rpm}) {
    ::archive* trial = l.archive_read_new();
    if (trial != nullptr && filter(trial) == ARCHIVE_OK) l.filters.push_back(filter);
    l.archive_read_free(trial);
  }
  l.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return out;
}

}  // namespace

Result<const ArchiveLibrary*> archive_library() {
  static const Loaded loaded = load();
  if (loaded.error) return std::unexpected(*loaded.error);
  return &loaded.library;
}

}  // namespace gogate::source
