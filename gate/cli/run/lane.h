// One scanner at work for one thread: its prefilters, then its own look.
#pragma once

#include <memory>

#include "gate/cli/run/blob_scanner.h"

namespace gogate::run {

struct Lane {
  const PreparedScanner* prepared;
  std::unique_ptr<ScanWorker> worker;
  PrefilterScratch scratch;
  Candidates candidates;

  explicit Lane(const PreparedScanner& p);
  // Appends to `out` what the scanner finds in `blob`.
  void run(const Blob& blob, BlobResult& out);
};

}  // namespace gogate::run
