// What the pipeline needs to know, already checked. Built by the subcommands.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gate/core/scanner.h"
#include "gate/policy/directives.h"
#include "gate/policy/ignores.h"
#include "gate/source/source.h"

namespace gogate::run {

// Written by workers, read by the progress bar. Relaxed: only for people.
struct Progress {
  std::atomic<std::uint64_t> blobs{0};
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> blobs_total{0};
  std::atomic<std::uint64_t> bytes_total{0};
};

struct Options {
  unsigned jobs = 1;
  std::vector<const Scanner*> scanners;  // not owned; outlive the report
  // Finds secrets for masking only, with every embedded rule active, whatever
  // --only and --skip say. May be one of `scanners`.
  const Scanner* masking = nullptr;
  policy::DirectiveOptions directives;
  // In a merge check: a file's bytes on the target branch, "" where it has none.
  std::function<std::string(const std::string& path)> at_target;
  std::vector<std::string*> shown_later;  // other people's words that the report will show (a waiver's reason): masked in place
  const policy::IgnoreSet* ignores = nullptr;  // may be null; outlives the run
  policy::IgnoreUse* ignore_use = nullptr;     // goes with `ignores`
  // Files that decide what is reported: a change to one is warned about.
  std::vector<std::string> deciding_files;
  source::PathFilter filter;  // for findings of a history, whose paths are known last
  // Archives within archives, so deep; 0: archives are scanned as the bytes they are.
  unsigned max_archive_depth = 5;
  std::uint64_t max_member_size = std::uint64_t{256} << 20;  // bytes unpacked; over it: a gap
  bool line_hashes = true;  // Finding::line_hash, which some reports show
  // Scan every version of a history from its first byte to its last, as if
  // nothing were known of the one it was made from: what tests compare with.
  bool whole_versions = false;
  std::filesystem::path cache_directory;  // for compiled user rules; empty: none
  Progress* progress = nullptr;           // may be null
  const std::atomic<bool>* stop = nullptr;  // set by Ctrl-C
};

}  // namespace gogate::run
