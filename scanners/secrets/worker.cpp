#include "scanners/secrets/worker.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>

#include "scanners/secrets/entropy.h"
#include "scanners/secrets/settled.h"

namespace gogate::secrets {
namespace {

// A search that looks far ahead for each short match takes quadratic time
// although every single step is linear. Ordinary rules are thousands of times
// faster than this allows.
constexpr std::chrono::seconds kLeastTime{10};
constexpr std::size_t kBytesASecond = std::size_t{4} << 20;
constexpr std::uint32_t kClockEvery = 64;

std::chrono::steady_clock::duration time_allowed(std::size_t bytes) {
  return kLeastTime + std::chrono::seconds(bytes / kBytesASecond);
}

}  // namespace

void SecretsWorker::scan(const Blob& blob, const Candidates& candidates, BlobResult& out) {
  if (!candidates.any() && catalogue_.without_pattern.empty()) return;
  if (blob.bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    out.gaps.push_back({GapKind::too_large, {}, "over 4 GiB: not scanned for secrets", {}, false});
    return;
  }
  candidates_ = catalogue_.without_pattern;
  const std::vector<std::uint64_t>& words = candidates.words();
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1) {
      const std::size_t pattern = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (pattern < catalogue_.rule_of_pattern.size()) candidates_.push_back(catalogue_.rule_of_pattern[pattern]);
    }
  }
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());

  keywords_.begin(blob.bytes);
  text_ready_ = false;
  claims_.clear();
  for (const std::uint32_t index : candidates_)
    if (catalogue_.rules[index].reported) run_rule(index, blob, out);
  settle_claims(claims_);
  for (Claim& claim : claims_) out.findings.push_back(std::move(claim.finding));
}

bool SecretsWorker::keyword_present(const ReadyRule& rule) {
  return rule.keywords.empty() ||
         std::any_of(rule.keywords.begin(), rule.keywords.end(), [&](std::uint32_t k) { return keywords_.has(k); });
}

void SecretsWorker::run_rule(std::uint32_t index, const Blob& blob, BlobResult& out) {
  const ReadyRule& rule = catalogue_.rules[index];
  if (!keyword_present(rule)) return;
  if (!text_ready_) {
    text_.assign(blob.bytes);
    line_starts_.clear();
    line_answers_ = {};  // the next blob may lie where this one lay
    text_ready_ = true;
  }
  std::vector<Hit> hits = matches_of(rule, out);
  if (!rule.rule.required.empty()) keep_satisfied(rule, hits, out);
  for (const Hit& hit : hits) claim(index, hit, blob);
}

void SecretsWorker::bounded(const ReadyRule& rule, std::string_view why, BlobResult& out) {
  out.gaps.push_back({GapKind::analysis_bounded, {}, "rule " + rule.rule.info.id + ": " + std::string(why), {}, false});
}

// All non-overlapping matches, as Go's FindAll gives them.
std::vector<SecretsWorker::Hit> SecretsWorker::matches_of(const ReadyRule& rule, BlobResult& out) {
  std::vector<Hit> hits;
  const Regex* regex = rule.regex.get();
  if (!regex) {
    bounded(rule, "its regex does not compile", out);
    return hits;
  }
  const std::string_view text = text_.text();
  // gitleaks finds the match first and its groups inside the match alone.
  // For our own rules the groups are those of the match in its place.
  const bool groups_in_place = rule.rule.ours;
  groups_.resize(regex->group_count() + 1);
  last_line_begin_ = last_line_end_ = 0;
  allow_bounded_ = false;
  const auto deadline = std::chrono::steady_clock::now() + time_allowed(text.size());
  std::uint64_t cut = 0;
  std::uint32_t rounds = 0;
  std::size_t from = 0;
  while (from <= text.size()) {
    const Match match = regex->find(text, from, std::span(groups_).first(groups_in_place ? groups_.size() : 1));
    if (match == Match::no) break;
    if (match == Match::bounded) {
      bounded(rule, "the regex reached its limit, the rest of the content is unchecked", out);
      break;
    }
    Hit hit;
    hit.begin = groups_[0].begin;
    hit.end = groups_[0].end;
    from =
        hit.end > from ? hit.end : from + std::max<std::size_t>(1, from < text.size() ? utf8_sequence(text, from) : 1);
    while (hit.begin < hit.end && text[hit.begin] == '\n') ++hit.begin;
    while (hit.begin < hit.end && text[hit.end - 1] == '\n') --hit.end;
    if (hit.begin < hit.end) {
      std::size_t offset = 0;
      bool grouped = groups_.size() > 1;
      if (grouped && !groups_in_place) {
        offset = hit.begin;
        grouped = regex->find(text.substr(hit.begin, hit.end - hit.begin), 0, groups_) == Match::yes;
      }
      Group secret;
      if (grouped && rule.rule.secret_group > 0 && rule.rule.secret_group < groups_.size()) {
        secret = groups_[rule.rule.secret_group];
      } else if (grouped) {
        for (std::size_t g = 1; g < groups_.size() && secret.size() == 0; ++g) secret = groups_[g];
      }
      const bool some = secret.size() > 0;
      hit.secret_begin = some ? offset + secret.begin : hit.begin;
      hit.secret_end = some ? offset + secret.end : hit.end;
      if (accept(rule, hit)) {
        if (hits.size() < max_findings_)
          hits.push_back(std::move(hit));
        else
          ++cut;
      }
    }
    if (++rounds % kClockEvery == 0 && std::chrono::steady_clock::now() > deadline) {
      bounded(rule, "searching took too long, the rest of the content is unchecked", out);
      break;
    }
  }
  if (cut != 0)
    bounded(
        rule,
        "reported " + std::to_string(hits.size()) + " findings here, " + std::to_string(cut) + " more were left out",
        out);
  if (allow_bounded_) bounded(rule, "a regex of its allowlist reached its limit and allowed nothing", out);
  return hits;
}

void SecretsWorker::locate_lines(Hit& hit) {
  const std::string_view text = text_.text();
  if (!(last_line_begin_ <= hit.begin && hit.end <= last_line_end_)) {
    const std::size_t before = hit.begin == 0 ? std::string_view::npos : text.rfind('\n', hit.begin - 1);
    last_line_begin_ = before == std::string_view::npos ? 0 : before + 1;
    last_line_end_ = std::min(text.find('\n', hit.end), text.size());
  }
  hit.line_begin = last_line_begin_;
  hit.line_end = last_line_end_;
  // Several lines are no place to look for the next match's own.
  if (text.substr(hit.begin, hit.end - hit.begin).find('\n') != std::string_view::npos)
    last_line_begin_ = last_line_end_ = 0;
}

bool SecretsWorker::accept(const ReadyRule& rule, Hit& hit) {
  const std::string_view text = text_.text();
  AllowSubject subject;
  subject.secret = text.substr(hit.secret_begin, hit.secret_end - hit.secret_begin);
  subject.match = text.substr(hit.begin, hit.end - hit.begin);
  if (rule.rule.entropy != 0) {
    const std::size_t begin = text_.in_blob(hit.secret_begin);
    const std::size_t end = text_.in_blob(hit.secret_end);
    if (shannon_entropy(text_.blob().substr(begin, end - begin)) <= rule.rule.entropy) return false;
  }
  locate_lines(hit);
  // A line of gitleaks begins with the line feed in front of it, so that its
  // users' regexes for lines do not match with ^ except on the first.
  const std::size_t line_begin = hit.line_begin - (rule.rule.ours || hit.line_begin == 0 ? 0 : 1);
  subject.line = text.substr(line_begin, hit.line_end - line_begin);
  subject.answers = &line_answers_;
  for (const std::uint32_t i : rule.allowlists) {
    switch (catalogue_.allowlists[i].content(subject)) {
      case Allowed::no: break;
      case Allowed::yes: return false;
      case Allowed::if_placed:
        if (catalogue_.allowlists[i].asks_content()) hit.allowed_if_placed.push_back(i);
        break;
      case Allowed::bounded: allow_bounded_ = true; break;
    }
  }
  if (!rule.rule.ours) {
    hit.judged = {true, rule.rule.info.severity, rule.rule.info.confidence};
    return true;
  }
  hit.judged = judge_match(rule.rule, subject,
                           text.substr(hit.line_begin, hit.secret_begin - std::min(hit.line_begin, hit.secret_begin)), catalogue_.now);
  return hit.judged.real;
}

std::uint32_t SecretsWorker::line_number(std::size_t position) {
  const std::string_view text = text_.text();
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
      line_starts_.push_back(at + 1);
  }
  return static_cast<std::uint32_t>(std::upper_bound(line_starts_.begin(), line_starts_.end(), position) -
                                    line_starts_.begin());
}

// [[rules.required]]: each must match near enough, else the finding falls.
void SecretsWorker::keep_satisfied(const ReadyRule& rule, std::vector<Hit>& hits, BlobResult& out) {
  if (hits.empty()) return;
  if (rule.required.size() != rule.rule.required.size()) {  // a rule that is not loaded cannot match
    hits.clear();
    return;
  }
  const auto column = [](const Hit& hit) {
    // Counted from the line feed in front, as gitleaks does; the first line has none.
    return static_cast<std::int64_t>(hit.begin - hit.line_begin) + (hit.line_begin == 0 ? 0 : 1);
  };
  for (const auto& [condition, index] : rule.required) {
    std::vector<Hit> others;
    if (std::binary_search(candidates_.begin(), candidates_.end(), index))
      others = matches_of(catalogue_.rules[index], out);
    const auto near = [&](const Hit& hit, const Hit& other) {
      if (condition->within_lines) {
        const std::int64_t distance = static_cast<std::int64_t>(line_number(hit.begin)) - line_number(other.begin);
        if (std::abs(distance) > *condition->within_lines) return false;
      }
      return !condition->within_columns || std::abs(column(hit) - column(other)) <= *condition->within_columns;
    };
    std::erase_if(hits, [&](const Hit& hit) {
      return std::none_of(others.begin(), others.end(), [&](const Hit& other) { return near(hit, other); });
    });
  }
}

void SecretsWorker::claim(std::uint32_t index, const Hit& hit, const Blob& blob) {
  const ReadyRule& rule = catalogue_.rules[index];
  const auto span = [&](std::size_t begin, std::size_t end) {
    return Span{static_cast<std::uint32_t>(text_.in_blob(begin)), static_cast<std::uint32_t>(text_.in_blob(end))};
  };
  Claim& out = claims_.emplace_back();
  Finding& finding = out.finding;
  finding.rule = &rule.rule.info;
  finding.severity = hit.judged.severity;
  finding.confidence = hit.judged.confidence;
  finding.confidence_why = hit.judged.why;
  finding.message = rule.rule.info.message;
  if (!hit.judged.says.empty()) finding.message += ": " + hit.judged.says;
  finding.region.span = span(hit.secret_begin, hit.secret_end);
  finding.statement = span(hit.line_begin, hit.line_end);
  out.secret = blob.bytes.substr(finding.region.span.begin, finding.region.span.size());
  finding.secret = SecretText(out.secret);
  finding.unsettled.push_back(Settled{finding.confidence, finding.severity, hit.judged.digest_form}.packed());
  finding.unsettled.insert(finding.unsettled.end(), hit.allowed_if_placed.begin(), hit.allowed_if_placed.end());
  out.rule = index;
  out.ours = rule.rule.ours;
  out.generic = rule.by_name;
  out.specificity = rule.rule.specificity;
  // With a path at hand the question can be answered at once.
  out.may_vanish = rule.depends_on_place(catalogue_.allowlists) &&
                   (blob.path.empty() || !catalogue_.placed(index, blob.path, {}, hit.allowed_if_placed.data(),
                                                            hit.allowed_if_placed.size()));
}

}  // namespace gogate::secrets
