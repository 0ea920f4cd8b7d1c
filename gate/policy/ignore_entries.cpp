#include "gate/policy/ignore_entries.h"

#include <algorithm>
#include <utility>

#include "gate/policy/foreign_names.h"

namespace gogate::policy {

bool names_finding(const Finding& f, std::string_view name) {
  if (f.rule == nullptr) return false;
  if (names_rule(*f.rule, name)) return true;
  if (std::any_of(f.also_rules.begin(), f.also_rules.end(), [&](const Rule* r) { return names_rule(*r, name); })) return true;
  return f.rule->scanner == "secrets" && is_generic_name(name);
}

MatchLines lines_of(const Finding& f, const Occurrence& at) {
  const std::uint32_t before = f.match_line == 0 ? 0 : f.region.begin.line - std::min(f.match_line, f.region.begin.line);
  const std::uint32_t line = at.line != 0 ? at.line : f.region.begin.line;
  return {line - std::min(before, line), line + (f.region.end.line - f.region.begin.line)};
}

bool stands_at(const IgnoreEntry& e, const Finding& f, const Occurrence& at) {
  if (e.file_itself) return f.region.span.empty();
  if (e.first_line == 0) return true;
  const MatchLines lines = lines_of(f, at);
  if (e.last_line < lines.first || lines.last < e.first_line) return false;
  if (e.first_column == 0) return true;
  // The entry has the columns of a match, and the secret stands in it.
  const std::uint32_t line = at.line != 0 ? at.line : f.region.begin.line;
  const auto begin = std::pair(line, f.region.begin.column);
  const auto end = std::pair(lines.last, f.region.end.column);
  return std::pair(e.first_line, e.first_column) < end && begin <= std::pair(e.last_line, e.last_column);
}

std::string as_git_path(std::string_view path) {
  std::string out(path);
  std::replace(out.begin(), out.end(), '\\', '/');
  while (out.starts_with("./")) out.erase(0, 2);
  return out;
}

Result<std::string_view> plain_text(std::string_view text, std::string_view origin, std::size_t max_line) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return fail(Errc::config, std::string(origin) + ": is UTF-16", "save it as UTF-8");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == '\n') {
      if (i - begin > max_line)
        return fail(Errc::config, std::string(origin) + ":" + std::to_string(line) + ": a line of " + std::to_string(i - begin) +
                                      " bytes is no entry", "mend or remove the line");
      begin = i + 1;
      ++line;
    } else if (text[i] == '\0') {
      return fail(Errc::config, std::string(origin) + ":" + std::to_string(line) + ": holds a NUL byte, so it is no text",
                  "restore the file, or remove it");
    }
  }
  return text;
}

}  // namespace gogate::policy
