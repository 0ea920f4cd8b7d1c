#include "gate/policy/secret_scanning_yml.h"

#include <yaml-cpp/yaml.h>

namespace gogate::policy {
namespace {

constexpr std::size_t kMaxPatterns = 1000;
constexpr std::size_t kMaxLine = 65536;

Error fault(std::string_view origin, const YAML::Mark& at, std::string what) {
  const int line = at.is_null() ? 1 : at.line + 1;
  return Error{Errc::config, std::string(origin) + ":" + std::to_string(line) + ": " + std::move(what),
               "the file holds paths-ignore, a list of paths"};
}

// yaml-cpp recurses on nesting, which no such file needs.
bool is_nested_deeply(std::string_view text) {
  std::size_t open = 0;
  std::size_t indents = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '[' || text[i] == '{') && ++open > 4000) return true;
    if (text[i] == '-' && i + 1 < text.size() && text[i + 1] == ' ' && i > 1 && text[i - 1] == ' ' && text[i - 2] == '-' && ++indents > 200) return true;
  }
  return false;
}

Result<Ok> read(const YAML::Node& root, std::string_view origin, IgnoreFile& out) {
  if (!root.IsDefined() || root.IsNull()) return Ok{};
  if (!root.IsMap()) return std::unexpected(fault(origin, root.Mark(), "is no mapping"));
  for (const auto& pair : root) {
    if (!pair.first.IsScalar()) return std::unexpected(fault(origin, pair.first.Mark(), "a key that is no word"));
    if (pair.first.Scalar() != "paths-ignore") {
      out.warnings.push_back(std::string(origin) + ":" + std::to_string(pair.first.Mark().line + 1) + ": \"" + pair.first.Scalar() +
                             "\" is no key of this file, so it does nothing");
      continue;
    }
    const YAML::Node& list = pair.second;
    if (list.IsNull()) continue;
    if (!list.IsSequence()) return std::unexpected(fault(origin, list.Mark(), "paths-ignore is no list"));
    for (const auto& item : list) {
      if (!item.IsScalar() || item.Scalar().empty()) return std::unexpected(fault(origin, item.Mark(), "an entry of paths-ignore is no path"));
      if (out.patterns.size() == kMaxPatterns) {
        out.warnings.push_back(std::string(origin) + ": has more than 1,000 entries, of which GitHub and gogate take the first 1,000");
        return Ok{};
      }
      IgnorePattern p;
      p.place = std::string(origin) + ":" + std::to_string(item.Mark().line + 1);
      p.shown = item.Scalar();
      std::string_view pattern = p.shown;
      if (pattern.starts_with('!')) {
        p.takes_back = true;
        pattern.remove_prefix(1);
      }
      p.regex = regex_of_filter_pattern(pattern);
      out.patterns.push_back(std::move(p));
    }
  }
  return Ok{};
}

}  // namespace

std::string regex_of_filter_pattern(std::string_view pattern) {
  std::string out = "^(?:";
  bool piece = false;  // something stands before that `?` and `+` can repeat
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '*') {
      if (i + 1 < pattern.size() && pattern[i + 1] == '*') {
        while (i + 1 < pattern.size() && pattern[i + 1] == '*') ++i;
        // "**/" may be nothing.
        if (i + 1 < pattern.size() && pattern[i + 1] == '/' && (i < 2 || pattern[i - 2] == '/')) {
          ++i;
          out += "(?:.*/)?";
        } else {
          out += ".*";
        }
      } else {
        out += "[^/]*";
      }
      piece = false;
    } else if ((c == '?' || c == '+') && piece) {
      out += c;
      piece = false;
    } else if (const std::size_t close = c == '[' ? pattern.find(']', i + 2) : std::string_view::npos; close != std::string_view::npos) {
      out += '[';
      for (const char s : pattern.substr(i + 1, close - i - 1)) {
        if (s == '[' || s == '\\' || s == '^') out += '\\';
        out += s;
      }
      out += ']';
      i = close;
      piece = true;
    } else {
      if (c == '\\' && i + 1 < pattern.size()) ++i;
      const char literal = pattern[i];
      const bool plain = (literal >= 'a' && literal <= 'z') || (literal >= 'A' && literal <= 'Z') || (literal >= '0' && literal <= '9') ||
                         literal == '/' || literal == '_' || literal == '-' || (literal & 0x80) != 0;
      if (!plain) out += '\\';
      out += literal;
      piece = true;
    }
  }
  return out + ")$";
}

Result<IgnoreFile> parse_secret_scanning(std::string_view yaml, std::string_view origin) {
  IgnoreFile out;
  out.origin = std::string(origin);
  const std::string_view text = GATE_TRY(plain_text(yaml, origin, kMaxLine));
  if (text.size() > (1U << 20))
    return fail(Errc::config, out.origin + ": is over 1 MB, which GitHub does not take", "name folders instead of files");
  if (is_nested_deeply(text)) return fail(Errc::config, out.origin + ": is nested too deep", "the file holds paths-ignore, a list of paths");
  try {
    GATE_TRY(read(YAML::Load(std::string(text)), origin, out));
  } catch (const YAML::Exception& e) {
    return std::unexpected(fault(origin, e.mark, "is not YAML: " + e.msg));
  } catch (const std::exception& e) {
    return fail(Errc::config, out.origin + ": is not YAML that can be read: " + e.what(), "the file holds paths-ignore, a list of paths");
  }
  return out;
}

}  // namespace gogate::policy
