// One scanner at work for one thread: its prefilters, then its own look.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "gate/cli/run/blob_scanner.h"

namespace gogate::run {

// The scanner's prefilters for text that its worker makes of a blob.
class InnerFilter final : public CandidateFinder {
 public:
  explicit InnerFilter(const PreparedScanner& p);
  const Candidates& find(std::string_view bytes, std::span<const Span> seams, const Candidates& carried) override;
  [[nodiscard]] bool any_unbounded(const Candidates& candidates) const override;

 private:
  const PreparedScanner& prepared_;
  prefilter::Margin margin_;
  PrefilterScratch scratch_;
  std::array<Candidates, 2> candidates_;  // in turn
  std::size_t turn_ = 0;
  std::vector<Span> windows_;
};

struct Lane {
  const PreparedScanner* prepared;
  std::unique_ptr<InnerFilter> inner;  // the worker holds on to it
  std::unique_ptr<ScanWorker> worker;
  PrefilterScratch scratch;
  Candidates candidates;

  explicit Lane(const PreparedScanner& p);
  // Fills `candidates`.
  void find_candidates(const Blob& blob);
  // Appends to `out` what the scanner finds in `blob`.
  void run(const Blob& blob, BlobResult& out);
};

}  // namespace gogate::run
