#include "gate/cli/run/redactor.h"

#include <algorithm>
#include <utility>

#include "gate/cli/run/key_armor.h"
#include "gate/cli/run/lane.h"
#include "gate/core/secret_text.h"

namespace gogate::run {
namespace {

constexpr auto npos = std::string::npos;
// Marks that are remembered; further secrets of a rule share one.
constexpr std::size_t kMostMarks = 100000;
constexpr std::string_view kArmorRule = "private-key";

}  // namespace

Redactor::Redactor(std::span<const PreparedScanner> scanners, RedactorLimits limits) : limits_(limits) {
  limits_.held = std::min(limits_.held, limits_.ahead);
  for (const PreparedScanner& s : scanners) lanes_.push_back(std::make_unique<Lane>(s));
}

Redactor::~Redactor() = default;

void Redactor::push(std::string_view bytes, std::string& out) {
  buffer_.append(bytes);
  while (buffer_.size() - done_ >= limits_.block + limits_.ahead) {
    const std::size_t target = done_ + limits_.block;
    std::size_t eol = buffer_.rfind('\n', target - 1);
    if (eol == npos || eol < done_) {
      eol = buffer_.find('\n', std::max(target, done_ + searched_));
      if (eol == npos && buffer_.size() - done_ >= limits_.line + limits_.ahead) {
        gaps_.insert("a line of more than " + std::to_string(limits_.line) + " bytes was looked at in pieces");
        eol = done_ + limits_.line - 1;
      }
      if (eol == npos) {
        searched_ = buffer_.size() - done_;
        return;
      }
      if (buffer_.size() < eol + 1 + limits_.ahead) {
        searched_ = eol - done_;
        return;
      }
    }
    step(eol + 1, eol + 1 + limits_.ahead, false, out);
  }
}

void Redactor::pause(std::string& out) {
  if (buffer_.size() - done_ == paused_at_) return;
  paused_at_ = buffer_.size() - done_;
  const std::size_t eol = buffer_.rfind('\n');
  if (eol == npos || eol < done_) return;
  std::size_t until = eol + 1;
  const std::size_t open = open_armor(buffer_, done_, until, limits_.held);
  if (open != npos) {
    const std::size_t before = open == 0 ? npos : buffer_.rfind('\n', open - 1);
    until = before == npos ? done_ : std::max(done_, before + 1);
  }
  if (until > done_) step(until, buffer_.size(), false, out);
}

void Redactor::finish(std::string& out) {
  step(buffer_.size(), buffer_.size(), true, out);
  buffer_.clear();
  done_ = searched_ = paused_at_ = 0;
}

// Writes up to `until`, or to where a secret begins that reaches over it.
void Redactor::step(std::size_t until, std::size_t window_end, bool last, std::string& out) {
  const std::string_view window = std::string_view(buffer_).substr(0, window_end);
  const std::vector<Mask> masks = find(window);
  for (const Mask& m : masks) {
    if (m.span.begin >= until || m.span.end <= until) continue;
    if (m.span.begin > done_)
      until = m.span.begin;
    else if (window_end - done_ < limits_.held && !last)
      return;  // the whole of it is still to come
    else
      until = m.span.end;
    break;
  }
  std::size_t at = done_;
  for (const Mask& m : masks) {
    if (m.span.end <= at) continue;
    if (m.span.begin >= until) break;
    if (m.span.begin > at) out += window.substr(at, m.span.begin - at);
    out += mark_of(m);
    at = m.span.end;
  }
  if (at < until) out += window.substr(at, until - at);
  done_ = std::max(at, until);
  searched_ = paused_at_ = 0;
  if (done_ <= limits_.context) return;
  std::size_t cut = done_ - limits_.context;
  const std::size_t eol = buffer_.find('\n', cut);
  if (eol != npos && eol < done_) cut = eol + 1;
  buffer_.erase(0, cut);
  done_ -= cut;
}

// Sorted, disjoint.
std::vector<Redactor::Mask> Redactor::find(std::string_view window) {
  std::vector<Mask> found;
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    BlobResult result;
    lane->run(Blob{window, {}, {}, std::nullopt}, result);
    // The more sure of two rules names the secret.
    std::stable_sort(result.findings.begin(), result.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.confidence > b.confidence; });
    for (const Finding& f : result.findings)
      if (!f.secret.empty()) found.push_back({f.region.span, f.rule->id, f.secret.identity(), true});
    for (const Span s : result.hidden) found.push_back({s, {}, {}, true});
    for (const Gap& g : result.gaps) gaps_.insert(g.why);
  }
  std::size_t last_end = npos;
  for (const Span s : armor_bodies(window, limits_.held)) {
    // One key, one count.
    const bool goes_on = last_end != npos && window.substr(last_end, s.begin - last_end).find("-----") == npos;
    found.push_back({s, std::string(kArmorRule), {}, !goes_on});
    last_end = s.end;
  }
  if (found.empty()) return found;

  std::vector<Span> spans;
  spans.reserve(found.size());
  for (const Mask& m : found) spans.push_back(m.span);
  const Masker masker(window, std::move(spans));
  std::vector<Mask> out;
  std::stable_sort(found.begin(), found.end(), [](const Mask& a, const Mask& b) { return a.span.begin < b.span.begin; });
  std::size_t next = 0;
  for (const Span hidden : masker.hidden()) {
    const Mask* best = nullptr;
    for (; next < found.size() && found[next].span.begin < hidden.end; ++next) {
      const Mask& m = found[next];
      const auto rank = [](const Mask& x) { return std::pair(!x.identity.empty(), x.span.size()); };
      if (!best || rank(m) > rank(*best)) best = &m;
    }
    if (best) out.push_back({hidden, best->rule, best->identity, best->counts});
  }
  return out;
}

// "[REDACTED github-pat]" is the first secret of that kind, "[REDACTED github-pat #2]" the second.
std::string Redactor::mark_of(const Mask& mask) {
  std::string rule = mask.rule;
  std::string number;
  if (!mask.identity.empty()) {
    auto it = marks_.find(mask.identity);
    if (it == marks_.end() && marks_.size() < kMostMarks)
      it = marks_.emplace(mask.identity, std::pair(rule, ++distinct_[rule])).first;
    if (it == marks_.end()) {
      number = " #more";
    } else {
      rule = it->second.first;
      if (it->second.second > 1) number = " #" + std::to_string(it->second.second);
    }
  }
  if (mask.counts) ++counts_[rule];
  return rule.empty() ? "[REDACTED]" : "[REDACTED " + rule + number + "]";
}

}  // namespace gogate::run
