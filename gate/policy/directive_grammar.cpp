#include "gate/policy/directive_grammar.h"

#include <algorithm>

#include "gate/policy/go_comments.h"

namespace gogate::policy {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }
bool is_id_char(char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '/'; }

std::string_view trim(std::string_view s) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from = 0) {
  for (std::size_t i = from; i + word.size() <= text.size(); ++i) {
    std::size_t k = 0;
    while (k < word.size() && lower(text[i + k]) == word[k]) ++k;
    if (k == word.size()) return i;
  }
  return std::string_view::npos;
}

// What a line holds besides the comment that starts at `at`.
bool only_comment_before(std::string_view line, std::size_t at) {
  return std::none_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at), is_alnum);
}

std::string_view without_comment_end(std::string_view s) {
  s = trim(s);
  for (const std::string_view close : {"*/", "-->", "#}", "}}", "--}}"})
    if (s.ends_with(close)) s = trim(s.substr(0, s.size() - close.size()));
  return s;
}

constexpr std::string_view kForm = "write gogate:ignore RULE[,RULE] -- reason";

// Behind "gogate:ignore…": the form, ids and reason, or a fault.
void parse_ours(std::string_view rest, ParsedDirective& d) {
  for (const auto& [suffix, form] : {std::pair{std::string_view("-next-line"), ParsedDirective::Form::next_line},
                                     std::pair{std::string_view("-begin"), ParsedDirective::Form::begin},
                                     std::pair{std::string_view("-end"), ParsedDirective::Form::end}}) {
    if (rest.starts_with(suffix)) {
      d.form = form;
      rest.remove_prefix(suffix.size());
      break;
    }
  }
  if (!rest.empty() && !is_space(rest.front())) {
    d.fault = "is not one of our directives; " + std::string(kForm);
    return;
  }
  rest = without_comment_end(rest);
  const std::size_t dashes = rest.starts_with("--") ? 0 : rest.find(" --");
  std::string_view ids = trim(rest.substr(0, dashes));
  if (dashes != std::string_view::npos) {
    std::string_view reason = rest.substr(dashes + (dashes == 0 ? 2 : 3));
    if (!reason.empty() && !is_space(reason.front())) d.fault = "needs a space behind --; " + std::string(kForm);
    d.reason = std::string(trim(reason));
  }
  if (d.form == ParsedDirective::Form::end && ids.empty()) return;
  if (ids.empty()) {
    d.fault = "names no rule; " + std::string(kForm);
    return;
  }
  while (!ids.empty()) {
    const std::size_t comma = ids.find(',');
    const std::string_view id = trim(ids.substr(0, comma));
    if (id.empty() || !std::all_of(id.begin(), id.end(), is_id_char)) {
      d.fault = id.find(' ') != std::string_view::npos
                    ? "needs commas between rules and -- before the reason; " + std::string(kForm)
                    : "has no valid rule id; " + std::string(kForm);
      return;
    }
    d.ids.emplace_back(id);
    if (comma == std::string_view::npos) break;
    ids = ids.substr(comma + 1);
    if (trim(ids).empty()) d.fault = "ends its list of rules with a comma; " + std::string(kForm);
  }
}

void find_ours(std::string_view line, std::uint32_t number, std::vector<ParsedDirective>& out) {
  for (std::size_t at = find_ignoring_case(line, "gogate"); at != std::string_view::npos;
       at = find_ignoring_case(line, "gogate", at + 6)) {
    if (at > 0 && is_id_char(line[at - 1]) && line[at - 1] != '/') continue;
    std::size_t i = at + 6;
    while (i < line.size() && (is_space(line[i]) || line[i] == ':' || line[i] == '-' || line[i] == '_' || line[i] == '.'))
      ++i;
    if (i == at + 6 || i - at > 10) continue;
    std::size_t word = 0;
    for (const std::string_view verb : {std::string_view("ignore"), std::string_view("allow"),
                                        std::string_view("disable"), std::string_view("nosec")}) {
      if (find_ignoring_case(line.substr(i, verb.size()), verb) == 0) word = verb.size();
    }
    if (word == 0) continue;
    ParsedDirective d;
    d.kind = Directive::gogate_ignore;
    d.line = d.first_held = d.last_held = number;
    d.alone = only_comment_before(line, at);
    if (line.substr(at).starts_with("gogate:ignore"))
      parse_ours(line.substr(at + 13), d);
    else
      d.fault = "is not one of our directives; " + std::string(kForm);
    out.push_back(std::move(d));
    return;
  }
}

void find_gitleaks(std::string_view line, std::uint32_t number, std::vector<ParsedDirective>& out) {
  if (line.find("gitleaks:allow") == std::string_view::npos) return;
  ParsedDirective d;
  d.kind = Directive::gitleaks_allow;
  d.line = d.first_held = d.last_held = number;
  out.push_back(std::move(d));
}

// Semgrep searches " nosem" or " nosemgrep", ":" or "=" and ids, on the first
// line of a match, or on the line above where nothing but punctuation precedes.
void find_nosemgrep(std::string_view line, std::uint32_t number, std::vector<ParsedDirective>& out) {
  const std::size_t at = find_ignoring_case(line, " nosem");
  if (at == std::string_view::npos) return;
  ParsedDirective d;
  d.kind = Directive::nosemgrep;
  d.line = d.first_held = d.last_held = number;
  d.alone = only_comment_before(line, at);
  std::string_view rest = line.substr(at + 6);
  if (find_ignoring_case(rest.substr(0, 4), "grep") == 0) rest.remove_prefix(4);
  if (!rest.empty() && (rest.front() == ':' || rest.front() == '=')) {
    rest.remove_prefix(1);
    if (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (!rest.empty() && !is_space(rest.front()) && rest.front() != ',') {
      std::string id;
      for (const char c : rest) {
        if (c == ',' || is_space(c)) {
          if (!id.empty()) d.ids.push_back(std::move(id));
          id.clear();
        } else {
          id += c;
        }
      }
      if (!id.empty()) d.ids.push_back(std::move(id));
    }
  }
  out.push_back(std::move(d));
}

// The text of one comment line without its markers.
std::string_view comment_text(std::string_view line) {
  line = trim(line);
  if (line.starts_with("//") || line.starts_with("/*")) line.remove_prefix(2);
  if (line.ends_with("*/")) line.remove_suffix(2);
  return trim(line);
}

// gosec: the tag opens the comment group or one of its lines; rule numbers up
// to "--"; it belongs to the node that ends on its line, else to the next one.
void find_nosec(std::string_view text, const LineIndex& lines, std::vector<ParsedDirective>& out) {
  if (text.find("#nosec") == std::string_view::npos && text.find("gosec:disable") == std::string_view::npos) return;
  const GoLines go = read_go_lines(text, lines);
  for (const CommentGroup& g : go.groups) {
    for (std::uint32_t n = g.first_line; n <= g.last_line; ++n) {
      Span span = lines.line_span(n);
      span.begin = std::max(span.begin, g.span.begin);
      span.end = std::min(span.end, g.span.end);
      if (span.empty()) continue;
      const std::string_view raw = text.substr(span.begin, span.size());
      std::string_view body = comment_text(raw);
      if (body.starts_with("#nosec"))
        body.remove_prefix(6);
      else if (raw.starts_with("//gosec:disable"))
        body = comment_text(raw.substr(15));
      else
        continue;
      ParsedDirective d;
      d.kind = Directive::nosec;
      d.line = n;
      d.alone = !g.after_code;
      const std::size_t dashes = body.find("--");
      const std::string_view head = body.substr(0, dashes);
      if (dashes != std::string_view::npos) {
        std::string_view reason = body.substr(dashes);
        while (reason.starts_with('-')) reason.remove_prefix(1);
        d.reason = std::string(trim(reason));
      }
      for (std::size_t i = 0; i + 4 <= head.size(); ++i) {
        if (head[i] == 'G' && is_digit(head[i + 1]) && is_digit(head[i + 2]) && is_digit(head[i + 3]))
          d.ids.emplace_back(head.substr(i, 4));
      }
      if (g.after_code) {
        d.first_held = construct_begin(go, g.first_line);
        d.last_held = g.first_line;
      } else {
        std::uint32_t next = g.last_line + 1;
        while (next <= lines.line_count() && !go.has_code[next - 1]) ++next;
        const bool blank_between = next > g.last_line + 1;
        const bool right_after_code = g.first_line >= 2 && go.has_code[g.first_line - 2];
        if (blank_between && right_after_code) {  // belongs to what stands above
          d.last_held = g.first_line - 1;
          d.first_held = construct_begin(go, d.last_held);
        } else {
          d.first_held = next;
          d.last_held = construct_end(go, next);
        }
      }
      out.push_back(std::move(d));
      break;  // one tag for each group, as gosec reads it
    }
  }
}

}  // namespace

std::vector<ParsedDirective> parse_directives(std::string_view path, std::string_view text, const LineIndex& lines) {
  std::vector<ParsedDirective> out;
  const bool ours = find_ignoring_case(text, "gogate") != std::string_view::npos;
  const bool gitleaks = text.find("gitleaks:allow") != std::string_view::npos;
  const bool semgrep = find_ignoring_case(text, " nosem") != std::string_view::npos;
  if (ours || gitleaks || semgrep) {
    for (std::uint32_t n = 1; n <= lines.line_count(); ++n) {
      const std::string_view line = lines.line(n);
      if (ours) find_ours(line, n, out);
      if (gitleaks) find_gitleaks(line, n, out);
      if (semgrep) find_nosemgrep(line, n, out);
    }
  }
  if (path.ends_with(".go")) find_nosec(text, lines, out);
  std::stable_sort(out.begin(), out.end(),
                   [](const ParsedDirective& a, const ParsedDirective& b) { return a.line < b.line; });
  return out;
}

}  // namespace gogate::policy
