#include "scanners/secrets/scanner.h"

#include <algorithm>
#include <utility>

#include "gate/core/file_role.h"
#include "scanners/secrets/catalogue.h"
#include "scanners/secrets/encoded_text.h"
#include "scanners/secrets/place_rank.h"
#include "scanners/secrets/settled.h"
#include "scanners/secrets/worker.h"

namespace gogate::secrets {
namespace {

constexpr std::string_view kFileIs = "; the file is ";

class SecretsScanner final : public Scanner {
 public:
  SecretsScanner(Catalogue catalogue, std::string_view database, bool embedded_first, const Options& options)
      : catalogue_(std::move(catalogue)),
        max_findings_(options.max_findings),
        max_decode_depth_(options.max_decode_depth) {
    patterns_.reserve(catalogue_.sets.size());
    for (const RuleSet& set : catalogue_.sets) patterns_.push_back(patterns_of(set));
    for (std::size_t i = 0; i < patterns_.size(); ++i)
      pattern_sets_.push_back({patterns_[i], embedded_first && i == 0 ? database : std::string_view()});
    for (const ReadyRule& rule : catalogue_.rules)
      if (rule.reported) rules_.push_back(&rule.rule.info);
    if (catalogue_.sops_reported) rules_.push_back(&sops_rule());
  }

  std::string_view name() const override { return "secrets"; }
  View view() const override { return View::every_version; }
  std::span<const Rule* const> rules() const override { return rules_; }
  std::span<const PatternSet> pattern_sets() const override { return pattern_sets_; }
  bool wants(std::string_view) const override { return true; }
  bool judges_lines() const override { return true; }
  bool wants_without_candidate(const Blob& blob) const override {
    return !catalogue_.without_pattern.empty() || (max_decode_depth_ != 0 && may_hold_encoded(blob.bytes, catalogue_.decoders())) ||
           (catalogue_.sops_reported &&
            std::any_of(catalogue_.sops.begin(), catalogue_.sops.end(), [&](const SopsPolicy& p) { return p.covers(blob.path); }));
  }
  std::unique_ptr<ScanWorker> make_worker() const override {
    return std::make_unique<SecretsWorker>(catalogue_, max_findings_, max_decode_depth_);
  }

  bool place(Finding& finding, std::string_view path, const ObjectId& commit) const override;
  void scan_path(std::string_view path, BlobResult& out) const override;

 private:
  Catalogue catalogue_;
  std::uint32_t max_findings_;
  std::uint32_t max_decode_depth_;
  std::vector<std::vector<PatternSpec>> patterns_;
  std::vector<PatternSet> pattern_sets_;
  std::vector<const Rule*> rules_;
};

bool SecretsScanner::place(Finding& finding, std::string_view path, const ObjectId& commit) const {
  const auto it = catalogue_.by_rule.find(finding.rule);
  if (it == catalogue_.by_rule.end()) return true;
  const Unsettled unsettled = Unsettled::unpacked(finding.unsettled);
  if (!catalogue_.placed(it->second, path, commit, unsettled)) return false;

  const ReadyRule& rule = catalogue_.rules[it->second];
  if (!rule.rule.ours || finding.unsettled.empty()) return true;
  const Settled& settled = unsettled.settled;
  const FileRole role = role_of(path);
  // Digests fill lock files and random names fill generated ones.
  if (rule.rule.generic && (role == FileRole::generated || (role == FileRole::lock && settled.digest_form))) return false;
  if (!is_believed_at(settled.believed, path)) return false;
  const Confidence base = settled.confidence;
  finding.severity = settled.severity;
  if (has_tag(rule.rule, kClientSide) && is_client_side(path)) finding.severity = Severity::info;
  const std::size_t said = finding.confidence_why.find(kFileIs);
  if (said != std::string::npos) finding.confidence_why.resize(said);
  finding.confidence = base;
  int steps = base == Confidence::certain ? 0 : steps_at(role, kind_of(rule.rule), path);
  // Examples beside the code are made up by hand: what a generator drew is somebody's.
  if (role == FileRole::documentation && settled.drawn) steps = 0;
  if (steps > 0) {
    finding.confidence = lowered(base, steps);
    finding.confidence_why.append(kFileIs).append(describe(role));
  }
  return true;
}

void SecretsScanner::scan_path(std::string_view path, BlobResult& out) const {
  for (const std::uint32_t index : catalogue_.path_only) {
    const ReadyRule& rule = catalogue_.rules[index];
    if (!rule.reported || !catalogue_.placed(index, path, {}, {})) continue;
    Finding& finding = out.findings.emplace_back();
    finding.rule = &rule.rule.info;
    finding.severity = rule.rule.info.severity;
    finding.confidence = rule.rule.info.confidence;
    finding.confidence_why = "its name says so";
    finding.message = rule.rule.info.message;
    finding.unsettled = Unsettled{Settled{finding.confidence, finding.severity, false}, {}, {}, {}}.packed();
  }
}

}  // namespace

Result<std::unique_ptr<Scanner>> make_scanner(Options options) {
  Catalogue catalogue = GATE_TRY(Catalogue::make(options));
  const bool embedded_first = catalogue.embedded;
  return std::make_unique<SecretsScanner>(std::move(catalogue), options.embedded_database, embedded_first, options);
}

}  // namespace gogate::secrets
