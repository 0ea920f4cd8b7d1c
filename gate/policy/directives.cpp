#include "gate/policy/directives.h"

#include <algorithm>
#include <map>
#include <set>

#include "gate/core/digest.h"
#include "gate/policy/directive_grammar.h"
#include "gate/policy/silence.h"

namespace gogate::policy {
namespace {

// Semgrep puts the folders of a rule's file before its id, and a directive may
// hold as many of them as it likes, or fewer than the id has.
bool rule_matches(const Rule& rule, std::string_view id, bool dot_suffix) {
  const auto ends_in = [](std::string_view whole, std::string_view end) {
    return !end.empty() && whole.size() > end.size() + 1 && whole.ends_with(end) && whole[whole.size() - end.size() - 1] == '.';
  };
  const auto is = [&](std::string_view known) {
    return known == id || (dot_suffix && (ends_in(known, id) || ends_in(id, known)));
  };
  return is(rule.id) || std::any_of(rule.aliases.begin(), rule.aliases.end(), is);
}

bool ids_match(const ParsedDirective& d, const Finding& f) {
  const bool suffix = d.kind == Directive::nosemgrep || d.kind == Directive::gogate_ignore;
  for (const std::string& id : d.ids) {
    if (rule_matches(*f.rule, id, suffix)) return true;
    for (const Rule* r : f.also_rules)
      if (rule_matches(*r, id, suffix)) return true;
    // gosec knows every hardcoded credential by this number.
    if (d.kind == Directive::nosec && id == "G101" &&
        std::find(f.rule->cwe.begin(), f.rule->cwe.end(), "CWE-798") != f.rule->cwe.end())
      return true;
  }
  return false;
}

// A foreign directive silences what its own tool would have found.
bool of_its_tool(Directive kind, const Finding& f) {
  switch (kind) {
    case Directive::gitleaks_allow: return f.rule->scanner == "secrets";
    case Directive::nosemgrep: return f.rule->scanner == "go";
    case Directive::nosec: return f.rule->scanner == "go" || f.rule->scanner == "secrets";
    case Directive::betterleaks_allow:
    case Directive::trufflehog_ignore:
    case Directive::kingfisher_ignore:
    case Directive::pragma_allowlist: return f.rule->scanner == "secrets";
    default: break;
  }
  return true;
}

bool can_name_rules(Directive kind) {
  return kind == Directive::gogate_ignore || kind == Directive::nosemgrep || kind == Directive::nosec;
}

struct Lines {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t closing;  // last line of the statement
  std::uint32_t opening;  // its first line; of a secret, where the match around it begins
  [[nodiscard]] std::uint32_t top() const { return std::min(first, opening); }
};

// Findings by their first line, so that a directive looks only at those that
// come near it, however many both are.
class ByLine {
 public:
  ByLine(std::span<Finding> findings, const LineIndex& lines) {
    for (Finding& f : findings) {
      const Lines at{f.region.begin.line, lines.line_of(std::max(f.region.span.begin, f.region.span.end - 1)),
                     lines.line_of(std::max(f.statement.begin, f.statement.end - 1)), lines.line_of(f.statement.begin)};
      all_.push_back({&f, at, 0});
    }
    std::stable_sort(all_.begin(), all_.end(), [](const Entry& a, const Entry& b) { return a.at.top() < b.at.top(); });
    std::uint32_t reach = 0;
    for (Entry& e : all_) e.reach = reach = std::max({reach, e.at.last, e.at.closing});
  }

  // Calls f(finding, lines) for all that touch lines first..last, and some more.
  template <class F>
  void near(std::uint32_t first, std::uint32_t last, F&& f) const {
    auto it = std::upper_bound(all_.begin(), all_.end(), last, [](std::uint32_t l, const Entry& e) { return l < e.at.top(); });
    while (it != all_.begin()) {
      --it;
      if (it->reach < first) return;  // nor does any before it
      f(*it->finding, it->at);
    }
  }

 private:
  struct Entry {
    Finding* finding;
    Lines at;
    std::uint32_t reach;  // last line of this one or of any before it
  };
  std::vector<Entry> all_;
};

bool holds_at(const ParsedDirective& d, const Finding& f, const Lines& at, std::uint32_t end_of_block) {
  switch (d.kind) {
    case Directive::gitleaks_allow:
    case Directive::betterleaks_allow:
      return std::min(at.first, at.opening) <= d.line && d.line <= std::max(at.last, at.closing);
    case Directive::trufflehog_ignore: return d.line == at.last && d.offset >= f.region.span.end;
    case Directive::pragma_allowlist: return d.first_held == at.first;
    case Directive::kingfisher_ignore: return d.first_held <= at.last && at.first <= d.last_held;
    case Directive::nosemgrep: return d.first_held == at.first || (d.alone && d.line + 1 == at.first);
    case Directive::nosec:  // either lies within the other
      return (d.first_held <= at.first && at.last <= d.last_held) || (at.first <= d.first_held && d.last_held <= at.last);
    case Directive::gogate_ignore: break;
    default: return false;  // no comment
  }
  switch (d.form) {
    case ParsedDirective::Form::here:
      return (at.first <= d.line && d.line <= at.last) || (d.alone && d.line + 1 == at.first) || d.line == at.closing;
    case ParsedDirective::Form::next_line: return d.line + 1 == at.first;
    case ParsedDirective::Form::begin: return d.line <= at.first && at.last <= end_of_block;
    case ParsedDirective::Form::end: break;
  }
  return false;
}

// Line of the `-end` that closes the block begun by directives[i]: the next
// one that names the same rules, or none in particular. 0: never closed.
std::uint32_t block_end(const std::vector<ParsedDirective>& directives, std::size_t i) {
  for (std::size_t k = i + 1; k < directives.size(); ++k) {
    const ParsedDirective& d = directives[k];
    if (d.kind == Directive::gogate_ignore && d.form == ParsedDirective::Form::end && d.fault.empty() &&
        (d.ids.empty() || d.ids == directives[i].ids))
      return d.line;
  }
  return 0;
}

}  // namespace

std::string line_key(std::string_view line) {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
  return hex(sha256(line));
}

void confirm_directives(const std::function<std::string(const std::string& path)>& at_target,
                        std::vector<Finding>& findings, std::vector<std::string>& warnings) {
  std::map<std::string, std::set<std::string>> known;
  for (Finding& f : findings) {
    if (!f.suppression || !f.suppression->counts || f.suppression->line_key.empty()) continue;
    const auto [it, fresh] = known.try_emplace(f.at.path);
    if (fresh) {
      const std::string text = at_target(f.at.path);
      const LineIndex lines(text);
      for (std::uint32_t n = 1; n <= lines.line_count(); ++n) it->second.insert(line_key(lines.line(n)));
    }
    // A comment that stands there already may go on silencing a pattern, but not a credential that came under it later.
    const bool line_stands = f.secret.empty() || it->second.contains(f.suppression->match_key);
    const bool value_stands = f.value.empty() || (f.value_on_target && may_hold_by_place(f));
    if (it->second.contains(f.suppression->line_key) && line_stands && value_stands) continue;
    f.suppression->added_by_change = true;
    f.suppression->counts = false;
    warnings.push_back(f.at.path + ":" + std::to_string(f.suppression->line) +
                       ": suppression comment or what it silences is not on the target branch, so it does not count here");
  }
}

void apply_directives(std::string_view path, std::string_view bytes, const LineIndex& lines,
                      std::optional<std::span<const Span>> changed, const DirectiveOptions& options,
                      std::span<Finding> findings, std::vector<std::string>& warnings) {
  if (!options.honour || findings.empty()) return;
  const std::vector<ParsedDirective> directives = parse_directives(path, bytes, lines);
  const ByLine by_line(findings, lines);
  const auto warn = [&](const ParsedDirective& d, std::string_view what) {
    std::string text = std::string(path) + ":" + std::to_string(d.line) + ": suppression comment " + std::string(what);
    // One comment may meet many findings.
    if (warnings.empty() || warnings.back() != text) warnings.push_back(std::move(text));
  };
  for (std::size_t i = 0; i < directives.size(); ++i) {
    const ParsedDirective& d = directives[i];
    std::uint32_t end = 0;
    if (d.form == ParsedDirective::Form::begin && d.fault.empty()) {
      end = block_end(directives, i);
      if (end == 0) {
        warn(d, "begins a block that no gogate:ignore-end closes, so it silences nothing");
        continue;
      }
    }
    const std::uint32_t from = std::min(d.line, d.first_held != 0 ? d.first_held : d.line);
    const std::uint32_t to = std::max({d.line + 1, d.last_held, end});
    by_line.near(from, to, [&](Finding& f, const Lines& at) {
      if (f.suppression || !of_its_tool(d.kind, f)) return;
      if (!holds_at(d, f, at, end)) return;
      if (!d.fault.empty()) {
        warn(d, d.fault);
        return;
      }
      if (!d.ids.empty() && !ids_match(d, f)) return;
      if (d.ids.empty() && options.require_ids && can_name_rules(d.kind)) {
        warn(d, "names no rule, which the policy demands (require-ids), so it silences nothing");
        return;
      }
      if (d.reason.empty() && options.require_reason) {
        warn(d, "gives no reason, which the policy demands (require-reason), so it silences nothing");
        return;
      }
      Suppression s;
      s.kind = d.kind;
      s.line = d.line;
      s.reason = d.reason;
      const Span line = lines.line_span(d.line);
      if (options.merge_check) {
        s.line_key = line_key(lines.line(d.line));
        s.match_key = line_key(lines.line(f.region.begin.line));
      }
      s.added_by_change = changed ? touches({line.begin, line.end + 1}, *changed) : options.merge_check;
      s.counts = !(options.merge_check && s.added_by_change && !options.honour_added);
      if (!s.counts)
        warn(d, "came with the change itself, so it does not count here: merge it separately, or have a waiver "
                "accepted on the target branch");
      else if (changed && s.added_by_change && !options.merge_check)
        warn(d, "is new: it is honoured here, but will not count in the merge check");
      f.suppression = std::move(s);
    });
  }
}

}  // namespace gogate::policy
