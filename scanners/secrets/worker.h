// Confirms candidates in one blob after another.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/scanner.h"
#include "scanners/secrets/catalogue.h"
#include "scanners/secrets/go_text.h"
#include "scanners/secrets/judge_match.h"
#include "scanners/secrets/keyword_search.h"
#include "scanners/secrets/overlaps.h"

namespace gogate::secrets {

class SecretsWorker final : public ScanWorker {
 public:
  // `catalogue` must outlive the worker.
  SecretsWorker(const Catalogue& catalogue, std::uint32_t max_findings)
      : catalogue_(catalogue), max_findings_(max_findings), keywords_(catalogue.keywords) {}

  void scan(const Blob& blob, const Candidates& candidates, BlobResult& out) override;

 private:
  // A confirmed match. Positions are those of the text that the regexes see.
  struct Hit {
    std::size_t begin = 0, end = 0;  // match, without line feeds around it
    std::size_t secret_begin = 0, secret_end = 0;
    std::size_t line_begin = 0, line_end = 0;      // of all its lines
    std::vector<std::uint32_t> allowed_if_placed;  // allowlists
    Judged judged;
  };

  void run_rule(std::uint32_t index, const Blob& blob, BlobResult& out);
  [[nodiscard]] bool keyword_present(const ReadyRule& rule);
  std::vector<Hit> matches_of(const ReadyRule& rule, BlobResult& out);
  bool accept(const ReadyRule& rule, Hit& hit);
  void locate_lines(Hit& hit);
  void keep_satisfied(const ReadyRule& rule, std::vector<Hit>& hits, BlobResult& out);
  [[nodiscard]] std::uint32_t line_number(std::size_t position);
  void claim(std::uint32_t index, const Hit& hit, const Blob& blob);
  void bounded(const ReadyRule& rule, std::string_view why, BlobResult& out);

  const Catalogue& catalogue_;
  std::uint32_t max_findings_;
  KeywordSearch keywords_;
  GoText text_;
  std::vector<std::uint32_t> candidates_;  // rules, sorted
  std::vector<std::size_t> line_starts_;   // of text_, once asked for
  std::vector<Group> groups_;
  std::vector<Claim> claims_;
  // The lines found last: matches of a rule come in order, often on one long line.
  std::size_t last_line_begin_ = 0, last_line_end_ = 0;
  LineAnswers line_answers_;
  bool text_ready_ = false;
  bool allow_bounded_ = false;
};

}  // namespace gogate::secrets
