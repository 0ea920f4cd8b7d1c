// Confirms candidates in one blob after another.
//
// Whether a match is reported, and what is said of it, depends on the lines of
// the match alone, but for three things:
//   - a rule's keyword may stand anywhere in the blob, and the rules that it
//     requires as far away as it says;
//   - an id and its secret join within kPairReach bytes (pairs.h);
//   - a value that .sops.yaml wants encrypted is told by the keys above it, and
//     is looked for only where the path is known, never in a history's content.
#pragma once

#include <array>
#include <chrono>
#include <deque>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/scanner.h"
#include "scanners/secrets/catalogue.h"
#include "scanners/secrets/encoded_text.h"
#include "scanners/secrets/go_text.h"
#include "scanners/secrets/judge_match.h"
#include "scanners/secrets/keyword_search.h"
#include "scanners/secrets/overlaps.h"
#include "scanners/secrets/stretch_search.h"
#include "scanners/secrets/unsettled.h"

namespace gogate::secrets {

class SecretsWorker final : public ScanWorker {
 public:
  // `catalogue` must outlive the worker.
  SecretsWorker(const Catalogue& catalogue, std::uint32_t max_findings, std::uint32_t max_decode_depth)
      : catalogue_(catalogue),
        max_findings_(max_findings),
        max_decode_depth_(max_decode_depth),
        keywords_(catalogue.keywords) {}

  void use(CandidateFinder& finder) override { finder_ = &finder; }
  void scan(const Blob& blob, const Candidates& candidates, BlobResult& out) override;

 private:
  // A confirmed match.
  struct Hit {
    std::size_t begin = 0, end = 0;  // match, without line feeds around it
    std::size_t secret_begin = 0, secret_end = 0;
    std::size_t line_begin = 0, line_end = 0;      // of all its lines
    std::size_t full_begin = 0;                    // with the line feeds in front
    std::vector<std::uint32_t> allowed_if_placed;  // allowlists
    std::vector<OtherMatch> needed;               // what required rules found, while the place may undo it
    Judged judged;
  };

  // The blob's own text, or what decoding made of it.
  void scan_text(std::string_view bytes, const Candidates& candidates, const Blob& blob, BlobResult& out);
  void carry(const Candidates& before, const DecodedText& level);
  void scan_encoded(const Blob& blob, const Candidates& of_blob, BlobResult& out);
  void run_rule(std::uint32_t index, const Blob& blob, BlobResult& out);
  [[nodiscard]] bool keyword_present(const ReadyRule& rule);
  void find_stretches(const Candidates& candidates);
  [[nodiscard]] std::span<const Stretch> stretches_of(std::uint32_t rule) const;
  std::vector<Hit> matches_of(std::uint32_t rule, BlobResult& out);
  [[nodiscard]] bool may_be_new(const Hit& hit) const;
  // What the rule's reader finds at `word`, as hits of their own; `cut` counts those over the limit.
  void read_values(const ReadyRule& rule, const Hit& word, std::vector<Hit>& hits, std::uint64_t& cut, BlobResult& out);
  bool accept(const ReadyRule& rule, Hit& hit, const NamedValue* value = nullptr);
  void locate_lines(Hit& hit);
  [[nodiscard]] std::string_view line_as_go_sees_it(std::size_t begin, std::size_t end);
  void keep_satisfied(const ReadyRule& rule, std::vector<Hit>& hits, const Blob& blob, BlobResult& out);
  struct Spot {
    std::int64_t line = 0, column = 0;
  };
  // As gitleaks counts the distance of matches: where they stand in the blob.
  [[nodiscard]] Spot spot_of(const Hit& hit, std::string_view blob);
  void claim(std::uint32_t index, const Hit& hit, const Blob& blob);
  void place_in_blob(const Hit& hit, std::string_view blob, Finding& finding);
  [[nodiscard]] bool claimed_before(const Claim& claim) const;
  static void find_unencrypted(const SopsPolicy& policy, const Blob& blob, BlobResult& out);
  void bounded(const ReadyRule& rule, std::string_view why, BlobResult& out);

  const Catalogue& catalogue_;
  std::optional<std::span<const Span>> changed_;  // of the blob at hand
  std::uint32_t max_findings_;
  std::uint32_t max_decode_depth_;
  CandidateFinder* finder_ = nullptr;
  Candidates carried_;
  KeywordSearch keywords_;
  // While a decoded text is scanned; null for the blob's own.
  const DecodedText* decoded_ = nullptr;
  std::array<DecodedText, 2> levels_;       // this level and the one before, in turn
  std::deque<std::string> decoded_secrets_;  // that claims of this blob look at
  std::multimap<std::pair<std::uint32_t, std::string_view>, Span> claimed_;
  Span last_statement_;                      // of a match in a decoded text
  std::string_view bytes_;                   // what is being scanned
  StretchSearch search_;
  GoText secret_, match_, line_;  // that were asked about last
  std::vector<std::uint32_t> candidates_;  // rules, sorted
  std::vector<Stretch> stretches_;         // of those; sorted, disjoint for one rule
  std::vector<std::size_t> line_starts_;   // of the text that spot_of() counts in, once asked for
  std::vector<Group> groups_;
  std::vector<Claim> claims_;
  // The lines found last: matches of a rule come in order, often on one long line.
  std::size_t last_line_begin_ = 0, last_line_end_ = 0;
  LineAnswers line_answers_;
  bool allow_bounded_ = false;
  std::vector<NamedValue> values_;  // read last
};

}  // namespace gogate::secrets
