#include "gate/policy/directive_grammar.h"

#include <algorithm>
#include <array>

#include "gate/policy/foreign_comments.h"
#include "gate/policy/markers.h"
#include "gate/policy/nosec.h"

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

// What a line holds besides the comment that starts at `at`.
bool only_comment_before(std::string_view line, std::size_t at) {
  return std::none_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at), is_alnum);
}

// What a comment that begins before `at` on its line still holds from `from` on.
std::string_view to_comment_end(std::string_view line, std::size_t at, std::size_t from) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kComments{
      {{"/*", "*/"}, {"<!--", "-->"}, {"{{", "}}"}, {"{#", "#}"}, {"<%", "%>"}, {"(*", "*)"}, {"--[[", "]]"}}};
  std::string_view rest = line.substr(from);
  const std::string_view before = line.substr(0, at);
  for (const auto& [open, close] : kComments)
    if (before.find(open) != std::string_view::npos) rest = rest.substr(0, rest.find(close));
  // The last line of a comment that began above, and "{{/* … */ -}}".
  bool cut = true;
  while (cut) {
    while (!rest.empty() && is_space(rest.back())) rest.remove_suffix(1);
    cut = rest.ends_with("*/ -");
    if (cut) rest.remove_suffix(1);
    for (const auto& [open, close] : kComments) {
      if (!rest.ends_with(close)) continue;
      rest.remove_suffix(close.size());
      cut = true;
    }
  }
  return rest;
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
    if (at > 0 && is_id_char(line[at - 1]) && line[at - 1] != '/' && !line.substr(0, at).ends_with("--")) continue;
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
      parse_ours(to_comment_end(line, at, at + 13), d);
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

// Ids behind "nosemgrep", at most one blank after the ':' or '='. A list goes
// by commas, and of each part the first word counts.
std::vector<std::string> nosemgrep_ids(std::string_view rest) {
  std::vector<std::string> ids;
  if (rest.empty() || (rest.front() != ':' && rest.front() != '=')) return ids;
  rest.remove_prefix(1);
  if (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  if (rest.empty() || is_space(rest.front()) || rest.front() == ',') return ids;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view id = trim(rest.substr(0, comma));
    id = id.substr(0, std::min(id.find(' '), id.find('\t')));
    if (id.size() >= 2 && id.front() == '"' && id.back() == '"') id = id.substr(1, id.size() - 2);
    if (!id.empty()) ids.emplace_back(id);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return ids;
}

// Semgrep searches "nosem" or "nosemgrep" behind a space; on the line above a
// match the space may lack, but no letter or digit may stand before it. Where
// it stands twice on a line, the one with ids decides.
void find_nosemgrep(std::string_view line, std::uint32_t number, std::vector<ParsedDirective>& out) {
  ParsedDirective d;
  d.kind = Directive::nosemgrep;
  d.line = d.last_held = number;
  bool found = false;
  for (std::size_t at = find_ignoring_case(line, "nosem"); at != std::string_view::npos;
       at = find_ignoring_case(line, "nosem", at + 5)) {
    const bool spaced = at > 0 && line[at - 1] == ' ';
    const bool alone = !found && only_comment_before(line, at);
    if (!spaced && !alone) continue;
    if (spaced) d.first_held = number;  // else it holds below only
    d.alone = d.alone || alone;
    found = true;
    std::string_view rest = line.substr(at + 5);
    if (find_ignoring_case(rest.substr(0, 4), "grep") == 0) rest.remove_prefix(4);
    d.ids = nosemgrep_ids(rest);
    if (!d.ids.empty()) break;
  }
  if (found) out.push_back(std::move(d));
}

}  // namespace

std::vector<ParsedDirective> parse_directives(std::string_view path, std::string_view text, const LineIndex& lines) {
  std::vector<ParsedDirective> out;
  const Markers markers(text);
  if (!markers.any()) return out;
  const std::vector<std::uint32_t> marked = markers.lines(lines);
  for (const std::uint32_t n : marked) {
    const std::string_view line = lines.line(n);
    find_ours(line, n, out);
    find_gitleaks(line, n, out);
    find_nosemgrep(line, n, out);
  }
  find_foreign_comments(path, lines, marked, out);
  if (path.ends_with(".go") && (markers.has(Marker::nosec) || markers.has(Marker::gosec_disable))) find_nosec(text, out);
  std::stable_sort(out.begin(), out.end(),
                   [](const ParsedDirective& a, const ParsedDirective& b) { return a.line < b.line; });
  return out;
}

}  // namespace gogate::policy
