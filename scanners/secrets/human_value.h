// Whether what stands for a name that says "password" or "secret" is one, when
// it may be as short and plain as people choose them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/core/severity.h"
#include "scanners/secrets/credential_name.h"

namespace gogate::secrets {

// In which files a value of this look is one.
enum class Believed : std::uint8_t { anywhere, outside_code, in_configuration };

struct HumanVerdict {
  bool secret = false;
  Confidence confidence = Confidence::medium;
  Believed believed = Believed::anywhere;
  std::string_view why;  // static text
  bool drawn = false;    // looks drawn at random
};

HumanVerdict judge_human(std::string_view value, std::string_view name, NameSays says, bool quoted, std::string_view line);

// By the path: neither code nor text for readers; not code. No path is either.
bool is_believed_at(Believed believed, std::string_view path);

}  // namespace gogate::secrets
