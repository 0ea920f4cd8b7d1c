// libarchive's functions, found at run time.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <clocale>

#include <vector>

#include "gate/core/result.h"

namespace gogate::source {

// Typed by libarchive's own headers. Immutable once loaded; any thread.
struct ArchiveLibrary {
  // NOLINTBEGIN(readability-identifier-naming): as in archive.h
#define GATE_ARCHIVE_FUNCTIONS(X)                                                                                    \
  X(archive_read_new) X(archive_read_free) X(archive_read_open_memory) X(archive_read_next_header)                   \
  X(archive_read_data_block) X(archive_read_data_skip) X(archive_error_string)                                        \
  X(archive_filter_count) X(archive_format) X(archive_read_has_encrypted_entries) X(archive_read_support_format_zip) \
  X(archive_read_support_format_tar) X(archive_read_support_format_gnutar) X(archive_read_support_format_ar)         \
  X(archive_read_support_format_cpio) X(archive_read_support_format_7zip) X(archive_read_support_format_raw)         \
  X(archive_read_support_format_empty)                                                                               \
  X(archive_read_support_filter_gzip) X(archive_read_support_filter_bzip2) X(archive_read_support_filter_xz)         \
  X(archive_read_support_filter_lzma) X(archive_read_support_filter_lzip) X(archive_read_support_filter_zstd)        \
  X(archive_read_support_filter_lz4) X(archive_read_support_filter_rpm) X(archive_entry_pathname)                    \
  X(archive_entry_pathname_utf8) X(archive_entry_symlink) X(archive_entry_hardlink) X(archive_entry_filetype)        \
  X(archive_entry_is_encrypted) X(archive_entry_size) X(archive_entry_size_is_set)
#define GATE_ARCHIVE_DECLARE(name) decltype(&::name) name = nullptr;
  GATE_ARCHIVE_FUNCTIONS(GATE_ARCHIVE_DECLARE)
#undef GATE_ARCHIVE_DECLARE
  // NOLINTEND(readability-identifier-naming)

  // Those that need no program to be run.
  std::vector<int (*)(::archive*)> filters;
  locale_t utf8 = nullptr;  // for names; null: there is none
};

// Loads it the first time. Errc::unsupported: not there.
Result<const ArchiveLibrary*> archive_library();

}  // namespace gogate::source
