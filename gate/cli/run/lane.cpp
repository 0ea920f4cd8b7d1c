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

bool InnerFilter::any_anchored(const Candidates& candidates) const {
  for (std::size_t i = 0; i < prepared_.filters.size(); ++i)
    if (prepared_.filters[i].any_anchored(candidates, prepared_.id_bases[i])) return true;
  return false;
}

const Candidates& InnerFilter::find(std::string_view bytes, std::span<const Span> seams, const Candidates& before) {
  turn_ = 1 - turn_;
  Candidates& out = candidates_[turn_];
  out.clear();
  // Matches of an anchored pattern reach from a seam to anywhere.
  const bool in_windows = !any_anchored(before) && prefilter::make_windows(bytes, seams, margin_, windows_);
  if (in_windows) {
    for (std::size_t i = 0; i < prepared_.filters.size(); ++i)
      prepared_.filters[i].scan_windows(bytes, windows_, scratch_, out, prepared_.id_bases[i]);
    if (!any_anchored(out)) return out;
    out.clear();
  }
  for (std::size_t i = 0; i < prepared_.filters.size(); ++i)
    prepared_.filters[i].scan(bytes, scratch_, out, prepared_.id_bases[i]);
  return out;
}

Lane::Lane(const PreparedScanner& p)
    : prepared(&p),
      inner(std::make_unique<InnerFilter>(p)),
      worker(p.scanner->make_worker()),
      candidates(p.patterns) {
  worker->use(*inner);
}

void Lane::run(const Blob& blob, BlobResult& out) {
  candidates.clear();
  for (std::size_t i = 0; i < prepared->filters.size(); ++i)
    prepared->filters[i].scan(blob.bytes, scratch, candidates, prepared->id_bases[i]);
  if (candidates.any() || prepared->scanner->wants_without_candidate(blob)) worker->scan(blob, candidates, out);
}

}  // namespace gogate::run
