#include "gate/policy/gitleaks_ignore.h"

#include <algorithm>

#include "gate/policy/json_fields.h"

namespace gogate::policy {
namespace {

constexpr std::size_t kMaxLine = 65536;  // gitleaks stops reading at one of this length, without a word

bool is_hex(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string_view trim(std::string_view s) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; };
  while (!s.empty() && space(s.front())) s.remove_prefix(1);
  while (!s.empty() && space(s.back())) s.remove_suffix(1);
  return s;
}

// From the right, since a path may hold colons.
bool parse_place(std::string_view text, IgnoreEntry& e) {
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos) return false;
  const std::string_view number = text.substr(last + 1);
  // gitleaks compares text: "01" is the line of no finding.
  if (number.empty() || number.size() > 9 || (number.size() > 1 && number.front() == '0') || !std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  for (const char c : number) e.first_line = e.first_line * 10 + static_cast<std::uint32_t>(c - '0');
  e.last_line = e.first_line;
  e.file_itself = e.first_line == 0;
  text = text.substr(0, last);
  const std::size_t rule = text.rfind(':');
  if (rule == std::string_view::npos || rule == 0) return false;
  e.rule = std::string(text.substr(rule + 1));
  std::string_view path = text.substr(0, rule);
  const std::size_t commit = path.find(':');
  if ((commit == 40 || commit == 64) && is_hex(path.substr(0, commit))) {
    e.commit = lower(path.substr(0, commit));
    e.any_commit = false;
    path = path.substr(commit + 1);
  }
  e.path = as_git_path(path);
  return !e.rule.empty() && !e.path.empty();
}

}  // namespace

Result<IgnoreFile> parse_gitleaks_ignore(std::string_view bytes, std::string_view origin, Directive kind) {
  std::string_view text = GATE_TRY(plain_text(bytes, origin, kMaxLine));
  IgnoreFile out;
  out.kind = kind;
  out.origin = std::string(origin);
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t eol = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, eol));
    text.remove_prefix(std::min(eol + 1, text.size()));
    ++number;
    if (line.empty() || line.front() == '#') continue;
    IgnoreEntry e;
    e.kind = kind;
    e.place = out.origin + ":" + std::to_string(number);
    if (kind == Directive::betterleaks_ignore_file && line.size() == 64 && is_hex(line)) {
      e.sha256 = bytes_of_hex(line, 32);
    } else if (!parse_place(line, e)) {
      out.warnings.push_back(e.place + ": is no fingerprint (commit:path:rule:line or path:rule:line" +
                             (kind == Directive::betterleaks_ignore_file ? ", or 64 hex digits)" : ")"));
      continue;
    }
    out.entries.push_back(std::move(e));
  }
  return out;
}

}  // namespace gogate::policy
