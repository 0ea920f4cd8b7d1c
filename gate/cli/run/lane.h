// One scanner at work for one thread: its prefilters, then its own look.
#pragma once

#include <memory>

#include "gate/cli/run/blob_scanner.h"

namespace gogate::run {

// The scanner's prefilters for text that its worker makes of a blob.
class InnerFilter final : public CandidateFinder {
 public:
  explicit InnerFilter(const PreparedScanner& p) : prepared_(p), candidates_(p.patterns) {}
  const Candidates& find(std::string_view bytes) override;

 private:
  const PreparedScanner& prepared_;
  PrefilterScratch scratch_;
  Candidates candidates_;
};

struct Lane {
  const PreparedScanner* prepared;
  std::unique_ptr<InnerFilter> inner;  // the worker holds on to it
  std::unique_ptr<ScanWorker> worker;
  PrefilterScratch scratch;
  Candidates candidates;

  explicit Lane(const PreparedScanner& p);
  // Appends to `out` what the scanner finds in `blob`.
  void run(const Blob& blob, BlobResult& out);
};

}  // namespace gogate::run
