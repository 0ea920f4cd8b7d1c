#include "gate/cli/run/lane.h"

#include <algorithm>

#include "gate/prefilter/windows.h"

namespace gogate::run {

InnerFilter::InnerFilter(const PreparedScanner& p) : prepared_(p) {
  candidates_.fill(Candidates(p.patterns));
  for (const Prefilter& f : p.filters) {
    const prefilter::Margin m = f.window_margin();
    margin_ = {std::max(margin_.bytes, m.bytes), std::max(margin_.lines, m.lines)};
  }
}

const Candidates& InnerFilter::find(std::string_view bytes, std::span<const Span> seams, const Candidates& carried) {
  turn_ = 1 - turn_;
  Candidates& out = candidates_[turn_];
  out.clear();
  const bool in_windows = prefilter::make_windows(bytes, seams, margin_, windows_);
  for (std::size_t i = 0; i < prepared_.filters.size(); ++i) {
    const Prefilter& filter = prepared_.filters[i];
    if (!in_windows) {
      filter.scan(bytes, scratch_, out, prepared_.id_bases[i]);
      continue;
    }
    filter.scan_windows(bytes, windows_, scratch_, out, prepared_.id_bases[i]);
    // Their matches reach from a seam to where the filter matched, however far.
    filter.copy_anchored(carried, out, prepared_.id_bases[i]);
  }
  return out;
}

bool InnerFilter::any_unbounded(const Candidates& candidates) const {
  for (std::size_t i = 0; i < prepared_.filters.size(); ++i)
    if (prepared_.filters[i].any_anchored(candidates, prepared_.id_bases[i])) return true;
  return false;
}

Lane::Lane(const PreparedScanner& p)
    : prepared(&p),
      inner(std::make_unique<InnerFilter>(p)),
      worker(p.scanner->make_worker()),
      candidates(p.patterns) {
  worker->use(*inner);
}

void Lane::find_candidates(const Blob& blob) {
  candidates.clear();
  for (std::size_t i = 0; i < prepared->filters.size(); ++i)
    prepared->filters[i].scan(blob.bytes, scratch, candidates, prepared->id_bases[i]);
}

void Lane::run(const Blob& blob, BlobResult& out) {
  find_candidates(blob);
  if (candidates.any() || prepared->scanner->wants_without_candidate(blob)) worker->scan(blob, candidates, out);
}

}  // namespace gogate::run
