#include "finder.h"

#include <stdexcept>
#include <utility>

#include "gate/core/scanner.h"
#include "scanners/secrets/scanner.h"

namespace gogate::samples {

struct Finder::State {
  std::unique_ptr<Scanner> scanner;
  std::unique_ptr<ScanWorker> worker;
  std::size_t patterns = 0;

  std::vector<Found> placed(BlobResult& result, const std::string& path) const;
};

Finder::Finder(const secrets::RuleSet& rules) : state_(std::make_unique<State>()) {
  secrets::Options options;
  options.with_embedded = false;
  options.added.push_back(rules);
  auto scanner = secrets::make_scanner(std::move(options));
  if (!scanner) throw std::runtime_error(scanner.error().what);
  state_->scanner = *std::move(scanner);
  state_->worker = state_->scanner->make_worker();
  for (const PatternSet& set : state_->scanner->pattern_sets()) state_->patterns += set.patterns.size();
}

Finder::~Finder() = default;

std::vector<Found> Finder::State::placed(BlobResult& result, const std::string& path) const {
  if (!result.gaps.empty()) throw std::runtime_error("the scanner left a gap");
  std::vector<Found> out;
  for (Finding& finding : result.findings) {
    if (!scanner->place(finding, path, ObjectId{})) continue;
    Found& found = out.emplace_back();
    found.rule = finding.rule->id;
    for (const Rule* rule : finding.also_rules) found.also.push_back(rule->id);
  }
  return out;
}

std::vector<Found> Finder::find(const std::string& text, const std::string& path) const {
  Blob blob;
  blob.bytes = text;
  blob.path = path;
  // A prefilter may let anything through; here it lets all through.
  Candidates candidates(state_->patterns);
  for (std::uint32_t i = 0; i < state_->patterns; ++i) candidates.set(i);
  BlobResult result;
  state_->worker->scan(blob, candidates, result);
  return state_->placed(result, path);
}

std::vector<Found> Finder::find_path(const std::string& path) const {
  BlobResult result;
  state_->scanner->scan_path(path, result);
  return state_->placed(result, path);
}

}  // namespace gogate::samples
