#include "scanners/secrets/worker.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>

#include "scanners/secrets/entropy.h"
#include "scanners/secrets/pairs.h"
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
  if (blob.bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
    out.gaps.push_back({GapKind::too_large, {}, "over 4 GiB: not scanned for secrets", {}, false});
    return;
  }
  if (catalogue_.sops_reported)
    for (const SopsPolicy& policy : catalogue_.sops)
      if (policy.covers(blob.path)) {
        find_unencrypted(policy, blob, out);
        break;
      }
  claims_.clear();
  changed_ = blob.changed;
  decoded_ = nullptr;
  scan_text(blob.bytes, candidates, blob, out);
  if (max_decode_depth_ != 0) scan_encoded(blob, candidates, out);
  settle_claims(claims_);
  join_pairs(claims_, blob.bytes, out.hidden);
  for (Claim& claim : claims_) {
    claim.finding.unsettled = claim.unsettled.packed();
    out.findings.push_back(std::move(claim.finding));
  }
}

void SecretsWorker::scan_text(std::string_view bytes, const Candidates& candidates, const Blob& blob,
                              BlobResult& out) {
  if (!candidates.any() && catalogue_.without_pattern.empty()) return;
  bytes_ = bytes;
  keywords_.begin(bytes);
  search_.begin(bytes);
  line_starts_.clear();
  line_answers_ = {};  // the next blob may lie where this one lay
  line_.assign({});
  find_stretches(candidates);
  for (const std::uint32_t index : candidates_)
    if (catalogue_.rules[index].reported) run_rule(index, blob, out);
}

// Which rules are to be run, and where.
void SecretsWorker::find_stretches(const Candidates& candidates) {
  candidates_ = catalogue_.without_pattern;
  stretches_.clear();
  for (const std::uint32_t rule : candidates_) stretches_.push_back({rule, 0, bytes_.size(), Stretch::kAnyStart});
  const std::vector<std::uint64_t>& words = candidates.words();
  for (std::size_t w = 0; w < words.size(); ++w) {
    for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1) {
      const std::size_t pattern = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      if (pattern >= catalogue_.rule_of_pattern.size()) continue;
      const std::uint32_t rule = catalogue_.rule_of_pattern[pattern];
      candidates_.push_back(rule);
      // PCRE2 knows no end.
      if (candidates.everywhere(static_cast<std::uint32_t>(pattern)) || catalogue_.rules[rule].rule.regex.engine == Engine::pcre2)
        stretches_.push_back({rule, 0, bytes_.size(), Stretch::kAnyStart});
    }
  }
  for (const Candidates::Place& p : candidates.places()) {
    const std::uint32_t rule = catalogue_.rule_of_pattern[p.pattern];
    const std::size_t beside = catalogue_.rules[rule].rule.reader > ValueReader::match ? kSecretReach : 0;  // what is read may be new
    if (!decoded_ || p.starts != Stretch::kAnyStart || decoded_->touches_new(p.begin - std::min(beside, p.begin), p.end + beside))
      stretches_.push_back({rule, p.begin, p.end, p.starts});
  }
  std::sort(candidates_.begin(), candidates_.end());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
  std::sort(stretches_.begin(), stretches_.end());
  std::size_t kept = 0;
  for (const Stretch& s : stretches_) {
    Stretch& last = stretches_[kept == 0 ? 0 : kept - 1];
    if (kept == 0 || last.rule != s.rule || s.begin > std::min(last.end, last.starts)) {
      stretches_[kept++] = s;
    } else {
      last.end = std::max(last.end, s.end);
      last.starts = std::max(last.starts, s.starts);
    }
  }
  stretches_.resize(kept);
}

std::span<const Stretch> SecretsWorker::stretches_of(std::uint32_t rule) const {
  const auto [begin, end] = std::equal_range(stretches_.begin(), stretches_.end(), Stretch{rule, 0, 0, 0},
                                             [](const Stretch& a, const Stretch& b) { return a.rule < b.rule; });
  return {begin, end};
}

// What is encoded is a secret all the same. Each level is the whole text with
// its encoded parts decoded, so that a match may reach out of them; it counts
// where it touches one that this level decoded.
void SecretsWorker::scan_encoded(const Blob& blob, const Candidates& of_blob, BlobResult& out) {
  const Candidates* before = &of_blob;
  decoded_secrets_.clear();
  claimed_.clear();
  last_statement_ = {};
  std::string_view text = blob.bytes;
  std::uint32_t depth = 0;
  for (; depth < max_decode_depth_; ++depth) {
    DecodedText& level = levels_[depth % 2];
    const bool some = level.assign(text, decoded_, catalogue_.decoders());
    if (level.over_bound())
      out.gaps.push_back({GapKind::analysis_bounded, {}, "compressed data in base64 becomes larger than " +
                          std::to_string(kMostInflated >> 20) + " MiB: not looked into", {}, false});
    if (level.joined_lines()) out.depends_on_all = true;
    if (!some) break;
    out.decoded = true;
    if (depth == 0)
      for (const Claim& c : claims_) claimed_.emplace(std::pair(c.rule, c.secret), c.finding.region.span);
    decoded_ = &level;
    text = level.text();
    if (finder_) {
      carry(*before, level);
      before = &finder_->find(text, level.new_parts(), carried_);
      if (finder_->any_unbounded(*before)) out.depends_on_all = true;
      scan_text(text, *before, blob, out);
    } else {
      out.depends_on_all = true;
      Candidates all(catalogue_.rule_of_pattern.size());
      for (std::uint32_t i = 0; i < catalogue_.rule_of_pattern.size(); ++i) all.set(i);
      scan_text(text, all, blob, out);
    }
  }
  if (depth == max_decode_depth_ && levels_[depth % 2].assign(text, decoded_))
    out.gaps.push_back({GapKind::analysis_bounded, {}, "encoded more than " + std::to_string(depth) + " times over: what is deeper was not looked at",
                        "raise --max-decode-depth", false});
  decoded_ = nullptr;
}

// Where what was found in a text stands in what decoding made of it.
void SecretsWorker::carry(const Candidates& before, const DecodedText& level) {
  if (carried_.words().size() != before.words().size()) carried_ = Candidates(catalogue_.rule_of_pattern.size());
  carried_.clear();
  for (std::uint32_t i = 0; i < catalogue_.rule_of_pattern.size(); ++i)
    if (before.everywhere(i)) carried_.set(i);
  for (const Candidates::Place& p : before.places()) {
    const std::size_t begin = level.begin_here(p.begin);
    const std::size_t end = level.end_here(p.end);
    if (p.starts != Candidates::kAnyStart) {
      carried_.add_start(p.pattern, begin, level.end_here(p.starts), level.text().size());
      continue;
    }
    // What became shorter inside lets as much more of the text outside take part.
    const std::size_t more = (p.end - p.begin) - std::min(p.end - p.begin, end - begin);
    carried_.add(p.pattern, begin - std::min(begin, more), std::min(end + more, level.text().size()));
  }
}

// One finding for a file: at the first value that the change brought in.
void SecretsWorker::find_unencrypted(const SopsPolicy& policy, const Blob& blob, BlobResult& out) {
  const std::vector<SopsPolicy::Plain> plain = policy.plain_values(blob.path, blob.bytes);
  const auto first = std::find_if(plain.begin(), plain.end(), [&](const SopsPolicy::Plain& p) {
    return !blob.changed || touches(p.value, *blob.changed);
  });
  if (first == plain.end()) return;
  Finding& finding = out.findings.emplace_back();
  finding.rule = &sops_rule();
  finding.severity = finding.rule->severity;
  finding.confidence = first->sure ? finding.rule->confidence : Confidence::low;
  finding.confidence_why = first->sure ? "its path_regex names this file" : "its path_regex names every file of this format";
  finding.message = finding.rule->message + " (" + std::to_string(plain.size()) + (plain.size() == 1 ? " value)" : " values)");
  finding.region.span = first->value;
  const std::size_t begin = blob.bytes.rfind('\n', first->value.begin);
  finding.statement = {begin == std::string_view::npos ? 0U : static_cast<std::uint32_t>(begin + 1),
                       static_cast<std::uint32_t>(std::min(blob.bytes.find('\n', first->value.end), blob.bytes.size()))};
  finding.secret = SecretText(blob.bytes.substr(first->value.begin, first->value.size()));
  for (const SopsPolicy::Plain& other : plain) out.hidden.push_back(other.value);
}

bool SecretsWorker::keyword_present(const ReadyRule& rule) {
  return rule.keywords.empty() ||
         std::any_of(rule.keywords.begin(), rule.keywords.end(), [&](std::uint32_t k) { return keywords_.has(k); });
}

void SecretsWorker::run_rule(std::uint32_t index, const Blob& blob, BlobResult& out) {
  const ReadyRule& rule = catalogue_.rules[index];
  const std::span<const Stretch> stretches = stretches_of(index);
  // A word's own regex holds its keywords.
  const bool by_word = rule.rule.ours && !rule.rule.near_filter.empty() && rule.rule.other_filter.empty();
  // Where it is told where to look, a look is cheaper than its keywords.
  const bool look_first = stretches.size() != 1 || stretches.front().end - stretches.front().begin < bytes_.size() / 2;
  if (!by_word && !look_first && !keyword_present(rule)) {
    out.depends_on_all = true;
    return;
  }
  // What PCRE2 can look ahead or behind for has no bounds.
  if (rule.rule.regex.engine == Engine::pcre2 || !rule.rule.required.empty()) out.depends_on_all = true;
  std::vector<Hit> hits = matches_of(index, out);
  if (hits.empty()) return;
  if (!by_word && look_first && !keyword_present(rule)) {
    out.depends_on_all = true;
    return;
  }
  if (!rule.rule.required.empty()) keep_satisfied(rule, hits, blob, out);
  for (const Hit& hit : hits) claim(index, hit, blob);
}

void SecretsWorker::bounded(const ReadyRule& rule, std::string_view why, BlobResult& out) {
  out.gaps.push_back({GapKind::analysis_bounded, {}, "rule " + rule.rule.info.id + ": " + std::string(why), {}, false});
}

// All non-overlapping matches, as Go's FindAll gives them.
std::vector<SecretsWorker::Hit> SecretsWorker::matches_of(std::uint32_t index, BlobResult& out) {
  const ReadyRule& rule = catalogue_.rules[index];
  std::vector<Hit> hits;
  const Regex* regex = rule.regex.get();
  if (!regex) {
    bounded(rule, "its regex does not compile", out);
    return hits;
  }
  const std::string_view text = bytes_;
  // gitleaks finds the match first and its groups inside the match alone.
  // For our own rules the groups are those of the match in its place.
  const bool groups_in_place = rule.rule.ours;
  groups_.resize(regex->group_count() + 1);
  last_line_begin_ = last_line_end_ = 0;
  allow_bounded_ = false;
  const auto deadline = std::chrono::steady_clock::now() + time_allowed(text.size());
  std::uint64_t cut = 0;
  std::uint32_t rounds = 0;
  const std::span<const Stretch> stretches = stretches_of(index);
  std::size_t from = 0;
  std::size_t stretch = 0;
  while (stretch < stretches.size()) {
    const Stretch& place = stretches[stretch];
    from = std::max(from, place.begin);
    const Match match =
        search_.find(*regex, place, from, std::span(groups_).first(groups_in_place ? groups_.size() : 1));
    if (match == Match::no) {
      ++stretch;
      continue;
    }
    if (match == Match::bounded) {
      bounded(rule, "the regex reached its limit, the rest of the content is unchecked", out);
      break;
    }
    Hit hit;
    hit.begin = groups_[0].begin;
    hit.end = groups_[0].end;
    from =
        hit.end > from ? hit.end : from + std::max<std::size_t>(1, from < text.size() ? utf8_sequence(text, from) : 1);
    hit.full_begin = hit.begin;
    while (hit.begin < hit.end && text[hit.begin] == '\n') ++hit.begin;
    while (hit.begin < hit.end && text[hit.end - 1] == '\n') --hit.end;
    const bool is_new =
        decoded_ == nullptr || decoded_->touches_new(hit.begin, hit.end);
    if (rule.rule.reader > ValueReader::match) {
      read_values(rule, hit, hits, cut, out);
    } else if (hit.begin < hit.end && is_new) {
      bool grouped = groups_.size() > 1;
      if (grouped && !groups_in_place) grouped = search_.find_alone(*regex, hit.begin, hit.end, groups_) == Match::yes;
      Group secret;
      if (grouped && rule.rule.secret_group > 0 && rule.rule.secret_group < groups_.size()) {
        secret = groups_[rule.rule.secret_group];
      } else if (grouped) {
        for (std::size_t g = 1; g < groups_.size() && secret.size() == 0; ++g) secret = groups_[g];
      }
      const bool some = secret.size() > 0;
      hit.secret_begin = some ? secret.begin : hit.begin;
      hit.secret_end = some ? secret.end : hit.end;
      std::optional<NamedValue> value;  // "password" is what such a rule's place says
      if (rule.rule.reader == ValueReader::match)
        value = {hit.secret_begin, hit.secret_end, "password", NameSays::password, true, false};
      if (accept(rule, hit, value ? &*value : nullptr)) {
        if (hits.size() < max_findings_)
          hits.push_back(std::move(hit));
        else if (may_be_new(hit))
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

// Old ones of a change do not count, so that nothing is lost with them.
bool SecretsWorker::may_be_new(const Hit& hit) const {
  if (decoded_ != nullptr || !changed_) return true;
  return touches({static_cast<std::uint32_t>(hit.secret_begin), static_cast<std::uint32_t>(hit.secret_end)}, *changed_);
}

void SecretsWorker::read_values(const ReadyRule& rule, const Hit& word, std::vector<Hit>& hits, std::uint64_t& cut, BlobResult& out) {
  values_.clear();
  const bool near = rule.rule.reader == ValueReader::kubernetes_secret ? read_kubernetes_secret(bytes_, word.begin, values_)
                                                                        : read_named(bytes_, word.begin, word.end, values_);
  if (!near) out.depends_on_all = true;
  for (const NamedValue& value : values_) {
    // Two words of one name, or of two.
    const auto same = [&](const Hit& h) { return h.secret_begin < value.end && value.begin < h.secret_end; };
    const auto recent = hits.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(hits.size(), 64));
    if (std::any_of(recent, hits.end(), same)) continue;
    Hit hit;
    hit.begin = hit.secret_begin = value.begin;
    hit.end = hit.secret_end = value.end;
    hit.full_begin = hit.begin;
    if (decoded_ != nullptr && !decoded_->touches_new(std::min(word.begin, hit.begin), std::max(word.end, hit.end))) continue;
    if (!accept(rule, hit, &value)) continue;
    if (hits.size() < max_findings_)
      hits.push_back(std::move(hit));
    else if (may_be_new(hit))
      ++cut;
  }
}

void SecretsWorker::locate_lines(Hit& hit) {
  const std::string_view text = bytes_;
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

// The text is known to be valid UTF-8 only where it was looked at.
std::string_view SecretsWorker::line_as_go_sees_it(std::size_t begin, std::size_t end) {
  const std::string_view line = bytes_.substr(begin, end - begin);
  if (line.data() != line_.blob().data() || line.size() != line_.blob().size()) {
    line_.assign(line);
    line_answers_ = {};  // its copy may lie where that of another line lay
  }
  return line_.text();
}

bool SecretsWorker::accept(const ReadyRule& rule, Hit& hit, const NamedValue* value) {
  const std::string_view text = bytes_;
  AllowSubject subject;
  secret_.assign(text.substr(hit.secret_begin, hit.secret_end - hit.secret_begin));
  match_.assign(text.substr(hit.begin, hit.end - hit.begin));
  subject.secret = secret_.text();
  subject.match = match_.text();
  if (rule.rule.entropy != 0) {
    if (shannon_entropy(text.substr(hit.secret_begin, hit.secret_end - hit.secret_begin)) <= rule.rule.entropy) return false;
  }
  locate_lines(hit);
  // A line of gitleaks begins with the line feed in front of it, so that its
  // users' regexes for lines do not match with ^ except on the first.
  const std::size_t line_begin = hit.line_begin - (rule.rule.ours || hit.line_begin == 0 ? 0 : 1);
  subject.line = line_as_go_sees_it(line_begin, hit.line_end);
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
  if (value) {
    hit.judged = judge_named(rule.rule, *value, subject,
                             text.substr(hit.line_begin, hit.secret_begin - std::min(hit.line_begin, hit.secret_begin)));
    return hit.judged.real;
  }
  hit.judged = judge_match(rule.rule, subject,
                           text.substr(hit.line_begin, hit.secret_begin - std::min(hit.line_begin, hit.secret_begin)), catalogue_.now);
  return hit.judged.real;
}

SecretsWorker::Spot SecretsWorker::spot_of(const Hit& hit, std::string_view blob) {
  std::string_view text = bytes_;
  std::size_t position = hit.begin;
  if (decoded_) {
    text = blob;
    position = decoded_->in_blob(hit.full_begin, hit.end).begin;
  }
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
      line_starts_.push_back(at + 1);
  }
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), position);
  const std::int64_t line = after - line_starts_.begin();
  // Columns count from the line feed in front; the first line has none.
  return {line, static_cast<std::int64_t>(position - *(after - 1)) + (line == 1 ? 0 : 1)};
}

// [[rules.required]]: each must match near enough, else the finding falls. A
// rule about paths alone matches where the path does.
void SecretsWorker::keep_satisfied(const ReadyRule& rule, std::vector<Hit>& hits, const Blob& blob, BlobResult& out) {
  if (hits.empty()) return;
  if (rule.required.size() != rule.rule.required.size()) {  // a rule that is not loaded cannot match
    hits.clear();
    return;
  }
  for (const auto& [condition, index] : rule.required) {
    const ReadyRule& other_rule = catalogue_.rules[index];
    if (other_rule.regex.empty()) {
      for (Hit& hit : hits) hit.needed.push_back({index, {}});
      continue;
    }
    std::vector<Hit> others;
    if (std::binary_search(candidates_.begin(), candidates_.end(), index)) others = matches_of(index, out);
    std::vector<Spot> spots;
    spots.reserve(others.size());
    for (const Hit& other : others) spots.push_back(spot_of(other, blob.bytes));
    const bool by_place = other_rule.depends_on_place(catalogue_.allowlists);
    std::erase_if(hits, [&](Hit& hit) {
      const Spot here = spot_of(hit, blob.bytes);
      const Hit* best = nullptr;  // with the fewest reasons to fall at some place
      for (std::size_t i = 0; i < others.size(); ++i) {
        if (condition->within_lines && std::abs(here.line - spots[i].line) > *condition->within_lines) continue;
        if (condition->within_columns && std::abs(here.column - spots[i].column) > *condition->within_columns) continue;
        if (!best || others[i].allowed_if_placed.size() < best->allowed_if_placed.size()) best = &others[i];
      }
      if (best && by_place) hit.needed.push_back({index, best->allowed_if_placed});
      return best == nullptr;
    });
  }
}

// Where a match in a decoded text stands in the blob, which is what people see.
void SecretsWorker::place_in_blob(const Hit& hit, std::string_view blob, Finding& finding) {
  const auto span = [](DecodedText::Place place) {
    return Span{static_cast<std::uint32_t>(place.begin), static_cast<std::uint32_t>(place.end)};
  };
  finding.region.span =
      span(decoded_->in_blob(hit.secret_begin, hit.secret_end));
  const DecodedText::Place match = decoded_->in_blob(hit.begin, hit.end);
  finding.message += " (inside " + names_of(match.encodings) + ")";
  const Span whole = span(match);
  if (last_statement_.end != 0 && last_statement_.contains(whole)) {  // a long line may hold many
    finding.statement = last_statement_;
    return;
  }
  const std::size_t before = whole.begin == 0 ? std::string_view::npos : blob.rfind('\n', whole.begin - 1);
  finding.statement.begin = before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
  finding.statement.end = static_cast<std::uint32_t>(std::min(blob.find('\n', whole.end), blob.size()));
  last_statement_ = blob.find('\n', finding.statement.begin) >= finding.statement.end ? finding.statement : Span{};
}

// By the same rule, at the same place, less deep.
bool SecretsWorker::claimed_before(const Claim& claim) const {
  const auto [begin, end] = claimed_.equal_range({claim.rule, claim.secret});
  return std::any_of(begin, end, [&](const auto& known) { return known.second.overlaps(claim.finding.region.span); });
}

void SecretsWorker::claim(std::uint32_t index, const Hit& hit, const Blob& blob) {
  const ReadyRule& rule = catalogue_.rules[index];
  const auto span = [&](std::size_t begin, std::size_t end) {
    return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  };
  Claim out;
  Finding& finding = out.finding;
  finding.rule = &rule.rule.info;
  finding.severity = hit.judged.severity;
  finding.confidence = hit.judged.confidence;
  finding.confidence_why = hit.judged.why;
  finding.message = rule.rule.info.message;
  if (!hit.judged.says.empty()) finding.message += ": " + hit.judged.says;
  const Span secret = span(hit.secret_begin, hit.secret_end);
  out.secret = bytes_.substr(secret.begin, secret.size());
  out.rule = index;
  out.decoded = decoded_ != nullptr;
  if (decoded_) {
    place_in_blob(hit, blob.bytes, finding);
    if (claimed_before(out)) return;
    out.secret = decoded_secrets_.emplace_back(out.secret);
    claimed_.emplace(std::pair(out.rule, out.secret), finding.region.span);
  } else {
    finding.region.span = secret;
    finding.statement = span(hit.line_begin, hit.line_end);
  }
  finding.secret = SecretText(out.secret, rule.rule.keywords);
  out.unsettled = {Settled{finding.confidence, finding.severity, hit.judged.digest_form, hit.judged.believed, hit.judged.drawn}, hit.allowed_if_placed, hit.needed, {}};
  out.ours = rule.rule.ours;
  out.generic = rule.by_name;
  out.specificity = rule.rule.specificity;
  // With a path at hand the question can be answered at once.
  out.may_vanish = (rule.depends_on_place(catalogue_.allowlists) || !hit.needed.empty()) &&
                   (blob.path.empty() || !catalogue_.placed(index, blob.path, {}, out.unsettled));
  claims_.push_back(std::move(out));
}

}  // namespace gogate::secrets
