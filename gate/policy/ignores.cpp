#include "gate/policy/ignores.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "gate/core/digest.h"
#include "gate/policy/silence.h"

namespace gogate::policy {
namespace {

bool is_secret(const Finding& f) { return f.rule != nullptr && f.rule->scanner == "secrets"; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '=' || c == '_' ||
         c == '-' || c == '.';
}

// Where another tool might begin or end a value: detect-secrets hashes a
// quoted string, a password in a URL, or a key's header line, whatever our own
// rule takes for the secret.
constexpr std::uint32_t kReach = 256;       // bytes looked at on either side
constexpr std::size_t kMaxEdges = 48;       // so at most about a thousand digests for a finding
constexpr std::size_t kMinValue = 4;

std::vector<std::uint32_t> edges(std::string_view bytes, Span line, Span secret) {
  const std::uint32_t from = std::max(line.begin, secret.begin > kReach ? secret.begin - kReach : 0);
  const std::uint32_t to = std::min(line.end, secret.end + kReach);
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = from; i <= to; ++i) {
    const bool before = i > from && is_word(bytes[i - 1]);
    const bool after = i < to && is_word(bytes[i]);
    if (before != after || (i > from && i < to && !before && bytes[i - 1] != bytes[i])) out.push_back(i);
  }
  if (out.size() <= kMaxEdges) return out;
  // The nearest ones.
  const auto distance = [&](std::uint32_t at) {
    return at < secret.begin ? secret.begin - at : at > secret.end ? at - secret.end : std::min(at - secret.begin, secret.end - at);
  };
  std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) { return distance(a) < distance(b); });
  out.resize(kMaxEdges);
  std::sort(out.begin(), out.end());
  return out;
}

// `id = "s1-0123456789abcdef"` of a waiver.
bool is_secret_id(std::string_view line, std::string_view value) {
  if (value.starts_with("s1-")) value.remove_prefix(3);
  if (value.size() != 16 || !std::all_of(value.begin(), value.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }))
    return false;
  return line.find("\"s1-" + std::string(value) + "\"") != std::string_view::npos;
}

// `"hashed_secret": "…"` of a .secrets.baseline.
bool is_digest_entry(std::string_view line, std::string_view value) {
  if (value.size() != 40 || !std::all_of(value.begin(), value.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }))
    return false;
  const std::size_t at = line.find("\"hashed_secret\"");
  return at != std::string_view::npos && line.find(value, at) != std::string_view::npos;
}

std::string count_of(std::uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace

struct IgnoreSet::Regexes {
  std::vector<std::unique_ptr<re2::RE2>> of;  // by pattern
};

IgnoreSet::IgnoreSet(bool merge_check) : merge_check_(merge_check), regexes_(std::make_unique<Regexes>()) {}
IgnoreSet::~IgnoreSet() = default;
IgnoreSet::IgnoreSet(IgnoreSet&&) noexcept = default;
IgnoreSet& IgnoreSet::operator=(IgnoreSet&&) noexcept = default;

void IgnoreSet::add(IgnoreFile file) {
  for (IgnoreEntry& e : file.entries) {
    const auto index = static_cast<std::uint32_t>(entries_.size());
    knows_sha1_ = knows_sha1_ || !e.sha1.empty();
    knows_sha256_ = knows_sha256_ || !e.sha256.empty();
    if (e.by_value()) by_digest_[e.sha1.empty() ? e.sha256 : e.sha1].push_back(index);
    if (!e.fingerprint.empty())
      by_fingerprint_[e.fingerprint].push_back(index);
    else if (!e.path.empty())
      by_path_[e.path].push_back(index);
    entries_.push_back(std::move(e));
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  for (IgnorePattern& p : file.patterns) {
    auto regex = std::make_unique<re2::RE2>(p.regex, options);
    if (!regex->ok()) {
      warnings_.push_back(p.place + ": the pattern \"" + p.shown + "\" cannot be used here (" + regex->error() +
                          "), so it leaves nothing out");
      continue;
    }
    patterns_.push_back(std::move(p));
    regexes_->of.push_back(std::move(regex));
  }
  warnings_.insert(warnings_.end(), std::make_move_iterator(file.warnings.begin()), std::make_move_iterator(file.warnings.end()));
}

IgnoreUse IgnoreSet::new_use() const { return {std::vector<bool>(entries_.size()), std::vector<std::uint64_t>(patterns_.size()), std::vector<std::uint64_t>(patterns_.size()), {}}; }

std::optional<std::uint32_t> IgnoreSet::left_out(std::string_view path) const {
  std::optional<std::uint32_t> by;
  for (std::uint32_t i = 0; i < patterns_.size(); ++i) {
    if (patterns_[i].on != IgnorePattern::On::path || patterns_[i].takes_back != by.has_value()) continue;
    if (!re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *regexes_->of[i])) continue;
    if (patterns_[i].takes_back)
      by.reset();
    else
      by = i;
  }
  return by;
}

void IgnoreSet::know(std::string_view bytes, std::string_view previous, const LineIndex& lines, std::span<Finding> findings) const {
  const auto matches = [&](std::uint32_t i, std::string_view text) {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *regexes_->of[i]);
  };
  for (Finding& f : findings) {
    if (!is_secret(f) || f.region.span.empty()) continue;
    const Span secret = f.region.span;
    const std::string_view value = bytes.substr(secret.begin, secret.size());
    f.match_line = std::min(f.region.begin.line, lines.line_of(f.statement.begin));
    f.value_is_new = merge_check_ && previous.find(value) == std::string_view::npos;
    const auto add = [&](std::string_view of, bool wide) {
      if (wide && f.value_is_new) return;  // part of a new value is no proof that all of it was known
      const auto look = [&](const std::string& digest) {
        const auto it = by_digest_.find(digest);
        if (it == by_digest_.end()) return;
        for (const std::uint32_t i : it->second)
          if (std::find(f.known_values.begin(), f.known_values.end(), i) == f.known_values.end()) f.known_values.push_back(i);
      };
      if (knows_sha1_) look(std::string(bytes_of(sha1(of))));
      if (knows_sha256_ && !wide) look(std::string(bytes_of(sha256(of))));
    };
    const std::string_view shown = lines.line(f.region.begin.line);
    if (const bool id = is_secret_id(shown, value); id || is_digest_entry(shown, value)) {
      Suppression s;
      s.kind = id ? Directive::baseline : Directive::secrets_baseline;
      s.reason = id ? "the id of a secret, as gogate prints it" : "the SHA-1 of a value, as detect-secrets writes it";
      f.suppression = std::move(s);
      continue;
    }
    if (knows_sha1_ || knows_sha256_) add(value, false);
    if (knows_sha1_ && f.known_values.empty()) {
      const Span line = lines.line_span(f.region.begin.line);
      const std::vector<std::uint32_t> at = edges(bytes, line, secret);
      for (std::size_t a = 0; a < at.size() && at[a] < secret.end; ++a)
        for (std::size_t b = a + 1; b < at.size(); ++b)
          if (at[b] > secret.begin && at[b] - at[a] >= kMinValue) add(bytes.substr(at[a], at[b] - at[a]), true);
    }
    for (std::uint32_t i = 0; i < patterns_.size() && !f.suppression; ++i) {
      const IgnorePattern& p = patterns_[i];
      if (p.on == IgnorePattern::On::path) continue;
      if (!matches(i, p.on == IgnorePattern::On::value ? value : lines.line(f.region.begin.line))) continue;
      Suppression s;
      s.kind = Directive::secrets_baseline;
      s.reason = p.place;
      f.suppression = std::move(s);
    }
  }
}

bool IgnoreSet::holds(const IgnoreEntry& e, std::uint32_t index, const Finding& f, const Occurrence& at, IgnoreUse& use) const {
  if (!e.rule.empty() && !names_finding(f, e.rule)) return false;
  if (!e.fingerprint.empty()) return e.fingerprint == at.fingerprint && may_hold_by_place(f);
  if (!e.path.empty() && e.path != at.path) return false;
  const std::string commit = at.commit.is_zero() ? std::string() : at.commit.hex();
  if (!e.any_commit && e.commit != commit) return false;
  if (!stands_at(e, f, at)) return false;
  if (e.by_value()) return std::find(f.known_values.begin(), f.known_values.end(), index) != f.known_values.end();
  if (merge_check_ && f.value_is_new && commit != e.commit) {
    use.warnings.push_back(at.path + ":" + std::to_string(at.line) + ": " + e.place +
                           " names this place, but the value there came with the change, so it does not count");
    return false;
  }
  return true;
}

const IgnoreEntry* IgnoreSet::named_by(const Finding& f, const Occurrence& at, IgnoreUse& use) const {
  const IgnoreEntry* by = nullptr;
  const auto ask = [&](std::uint32_t i) {
    if (!holds(entries_[i], i, f, at, use)) return;
    use.matched[i] = true;
    if (by == nullptr) by = &entries_[i];
  };
  if (const auto it = by_fingerprint_.find(at.fingerprint); it != by_fingerprint_.end())
    for (const std::uint32_t i : it->second) ask(i);
  if (!is_secret(f)) return by;
  if (const auto it = by_path_.find(at.path); it != by_path_.end())
    for (const std::uint32_t i : it->second) ask(i);
  for (const std::uint32_t i : f.known_values)
    if (i < entries_.size() && entries_[i].path.empty()) ask(i);
  return by;
}

void IgnoreSet::apply(std::vector<Finding>& findings, const PatchAdds& patch_adds, IgnoreUse& use) const {
  if (entries_.empty()) return;
  const IgnoreEntry* by = nullptr;
  const auto suppress = [&](Finding& f) {
    // A comment that counts came first; one of the change's own that does not is overruled.
    if (f.suppression && f.suppression->counts) return;
    Suppression s;
    s.kind = by->kind;
    s.reason = by->place + (by->is_real ? " (marked as a real secret: revoke it)" : "");
    f.suppression = std::move(s);
  };
  using Key = std::pair<const Rule*, std::string>;
  std::map<Key, const IgnoreEntry*> with_entries;
  set_aside(
      findings,
      [&](const Finding& f, const Occurrence& at) {
        const IgnoreEntry* e = named_by(f, at, use);
        if (e == nullptr) return false;
        by = e;
        if (!f.secret.empty()) with_entries.try_emplace({f.rule, f.secret.identity()}, e);
        return true;
      },
      suppress);
  if (with_entries.empty() || !patch_adds) return;
  set_aside(
      findings,
      [&](const Finding& f, const Occurrence& at) {
        if (f.secret.empty() || at.commit.is_zero() || at.line == 0 || (f.suppression && f.suppression->counts)) return false;
        const auto it = with_entries.find({f.rule, f.secret.identity()});
        const MatchLines lines = lines_of(f, at);
        if (it == with_entries.end() || patch_adds(at.commit, at.path, lines.first, lines.last)) return false;
        by = it->second;
        return true;
      },
      suppress);
}

std::vector<Note> IgnoreSet::unused(const IgnoreUse& use, bool history) const {
  std::vector<Note> out;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const IgnoreEntry& e = entries_[i];
    if (use.matched[i] || (!history && !e.commit.empty())) continue;
    if (history && !e.any_commit && e.commit.empty()) continue;  // of a worktree only
    out.push_back({NoteKind::other, e.place, "ignores nothing: no finding of this scan is what it names" +
                                                 (e.path.empty() ? std::string() : " (" + e.path + ")")});
  }
  for (std::size_t i = 0; i < patterns_.size(); ++i)
    if (patterns_[i].on == IgnorePattern::On::path && !patterns_[i].takes_back && use.left_out[i] + use.findings_left_out[i] == 0 && !history)
      out.push_back({NoteKind::other, patterns_[i].place, "\"" + patterns_[i].shown + "\" leaves nothing out: no path of this scan is like that"});
  return out;
}

std::vector<Note> IgnoreSet::left_out_notes(const IgnoreUse& use) const {
  std::vector<Note> out;
  for (std::size_t i = 0; i < patterns_.size(); ++i)
    if (use.left_out[i] != 0)
      out.push_back({NoteKind::excluded, patterns_[i].place,
                     count_of(use.left_out[i], "file was", "files were") + " not searched for secrets, by \"" + patterns_[i].shown + "\""});
  return out;
}

}  // namespace gogate::policy
