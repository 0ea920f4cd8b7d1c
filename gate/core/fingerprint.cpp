#include "gate/core/fingerprint.h"

#include "gate/core/digest.h"

namespace gogate {

std::string fingerprint(std::string_view rule_id, std::string_view path, std::string_view context,
                        std::uint32_t ordinal) {
  Sha256Stream h;
  // Length-prefixed, so that no two inputs run together.
  const auto part = [&](std::string_view s) {
    h.update(std::to_string(s.size()) + ":");
    h.update(s);
  };
  part("gogate/2");
  part(rule_id);
  part(path);
  part(context);
  part(std::to_string(ordinal));
  return hex(h.finish()).substr(0, 32);
}

std::string without_white_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
  return out;
}

}  // namespace gogate
