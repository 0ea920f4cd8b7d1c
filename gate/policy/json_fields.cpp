#include "gate/policy/json_fields.h"

#include <limits>

namespace gogate::policy {

Result<nlohmann::json> parse_json(std::string_view text, std::string_view origin) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return fail(Errc::config, std::string(origin) + ": is empty", "write it again, or remove it");
  // Depth is bounded first: the parser's own destructor recurses.
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > 200) return fail(Errc::config, std::string(origin) + ": nested too deep at byte " + std::to_string(i + 1), "no tool writes such a file; restore it");
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& e) {
    std::size_t line = 1;
    const std::size_t at = std::min(e.byte, text.size());
    for (const char c : text.substr(0, at)) line += c == '\n' ? 1 : 0;
    return fail(Errc::config, std::string(origin) + ":" + std::to_string(line) + ": is not JSON from byte " + std::to_string(e.byte) + " on",
                "restore the file, or write it again with the tool that made it");
  } catch (const nlohmann::json::exception&) {  // a number beyond a double
    return fail(Errc::config, std::string(origin) + ": is not JSON that can be read", "write it again with the tool that made it");
  }
}

std::string JsonFields::string(const char* key, bool required) {
  if (!object_.is_object()) return {};
  const auto it = object_.find(key);
  if (it == object_.end() || it->is_null()) {
    if (required) fault("has no " + std::string(key));
    return {};
  }
  if (it->is_string()) return it->get<std::string>();
  fault(std::string(key) + " is no string");
  return {};
}

std::uint32_t JsonFields::number(const char* key) {
  if (!object_.is_object()) return 0;
  const auto it = object_.find(key);
  if (it == object_.end() || it->is_null()) return 0;
  if (it->is_number_unsigned() && it->get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max())
    return static_cast<std::uint32_t>(it->get<std::uint64_t>());
  fault(std::string(key) + " is no line or column");
  return 0;
}

bool JsonFields::boolean(const char* key) {
  if (!object_.is_object()) return false;
  const auto it = object_.find(key);
  if (it == object_.end() || it->is_null()) return false;
  if (it->is_boolean()) return it->get<bool>();
  fault(std::string(key) + " is neither true nor false");
  return false;
}

void JsonFields::fault(std::string what) {
  if (fault_.empty()) fault_ = place_ + ": " + std::move(what);
}

Result<Ok> JsonFields::finish() const {
  if (!fault_.empty()) return fail(Errc::config, fault_, "write the file again with the tool that made it");
  return Ok{};
}

std::string bytes_of_hex(std::string_view hex, std::size_t bytes) {
  if (hex.size() != bytes * 2) return {};
  const auto nibble = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = nibble(hex[i]);
    const int low = nibble(hex[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

}  // namespace gogate::policy
