#include "gate/cli/run/lane.h"

namespace gogate::run {

const Candidates& InnerFilter::find(std::string_view bytes) {
  candidates_.clear();
  for (std::size_t i = 0; i < prepared_.filters.size(); ++i)
    prepared_.filters[i].scan(bytes, scratch_, candidates_, prepared_.id_bases[i]);
  return candidates_;
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
