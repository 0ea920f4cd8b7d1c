// Strict reading of JSON that other tools wrote: a field of the wrong type is
// an error that says where it stands. Internal to gate/policy.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "gate/core/result.h"

namespace gogate::policy {

// Errc::config with the byte at which it stops being JSON.
Result<nlohmann::json> parse_json(std::string_view text, std::string_view origin);

// One object's fields. Keeps the first fault; later reads are harmless.
class JsonFields {
 public:
  JsonFields(const nlohmann::json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) fault("is not an object");
  }
  // "" when the field is absent or null.
  std::string string(const char* key, bool required = false);
  std::uint32_t number(const char* key);  // 0 when absent
  bool boolean(const char* key);          // false when absent or null
  [[nodiscard]] bool has(const char* key) const { return object_.is_object() && object_.contains(key); }
  void fault(std::string what);
  [[nodiscard]] Result<Ok> finish() const;
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  const nlohmann::json& object_;
  std::string place_;
  std::string fault_;
};

// "0a1b…" to bytes; empty: not `bytes` bytes in hex.
std::string bytes_of_hex(std::string_view hex, std::size_t bytes);

}  // namespace gogate::policy
