#include "scanners/secrets/token_edges.h"

namespace gogate::secrets {
namespace {

// May be empty, so that the prefilter leaves it away and a filter begins with
// the token's own literal. The backslash in front of n, r and t may be what the
// last match ended with: for those, that a word begins there is enough.
constexpr std::string_view kBefore =
    R"((?:\b|_|\b[nrt]|\\(?:[abfv]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})|%[0-9A-Fa-f]{2}|\[[0-9;]{0,12}m))";

constexpr std::string_view kNoBase64 = R"((?:[^\w+/=-]|$))";
constexpr std::string_view kNoWord = R"((?:[^\w-]|$))";
// Takes nothing of what follows but _: an escape may belong to the next token.
constexpr std::string_view kNoLetter = R"((?:\b|_))";

bool has_any(std::string_view text, std::string_view of) { return text.find_first_of(of) != std::string_view::npos; }

// The class that the token ends in, without its brackets; `fixed`: so and so
// often, not "up to".
struct Last {
  std::string_view chars;
  bool fixed = false;
};

Last last_of(std::string_view token) {
  Last out;
  if (token.ends_with('}')) {
    const std::size_t open = token.rfind('{');
    if (open == std::string_view::npos) return out;
    out.fixed = token.find(',', open) == std::string_view::npos;
    token = token.substr(0, open);
  }
  if (!token.ends_with(']')) {
    if (token.ends_with("\\w")) out.chars = "_";
    return out;
  }
  const std::size_t open = token.rfind('[');
  if (open == std::string_view::npos) return out;
  out.chars = token.substr(open + 1, token.size() - open - 2);
  return out;
}

std::string_view behind(std::string_view token) {
  if (token.ends_with("={0,2}") || token.ends_with("={0,3}")) return kNoBase64;
  const Last last = last_of(token);
  if (has_any(last.chars, "+/=")) return kNoBase64;
  // A dash between two others is a range; at the end it stands for itself.
  const bool joins = has_any(last.chars, "_") || last.chars.find("\\w") != std::string_view::npos || last.chars.ends_with('-');
  return last.fixed && !last.chars.empty() && !joins ? kNoLetter : kNoWord;
}

}  // namespace

std::string token_regex(std::string_view token) {
  std::string out(kBefore);
  out.append("(").append(token).append(")").append(behind(token));
  return out;
}

}  // namespace gogate::secrets
