#include "gate/cli/run/lane.h"

namespace gogate::run {

Lane::Lane(const PreparedScanner& p) : prepared(&p), worker(p.scanner->make_worker()), candidates(p.patterns) {}

void Lane::run(const Blob& blob, BlobResult& out) {
  candidates.clear();
  for (std::size_t i = 0; i < prepared->filters.size(); ++i)
    prepared->filters[i].scan(blob.bytes, scratch, candidates, prepared->id_bases[i]);
  if (candidates.any() || prepared->scanner->wants_without_candidate(blob)) worker->scan(blob, candidates, out);
}

}  // namespace gogate::run
