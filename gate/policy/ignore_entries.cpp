#include "gate/policy/ignore_entries.h"

#include <algorithm>

#include "gate/policy/foreign_names.h"

namespace gogate::policy {

bool names_finding(const Finding& f, std::string_view name) {
  if (f.rule == nullptr) return false;
  if (names_rule(*f.rule, name)) return true;
  if (std::any_of(f.also_rules.begin(), f.also_rules.end(), [&](const Rule* r) { return names_rule(*r, name); })) return true;
  return f.rule->scanner == "secrets" && is_generic_name(name);
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
