// Whether a value that stands by a name such as "password" or "api_key" looks
// like it came from a generator rather than from a person naming something.
// Pure. For kinds that have no shape of their own.
#pragma once

#include <string_view>

#include "scanners/secrets/letter_model.h"

namespace gogate::secrets {

struct GenericVerdict {
  bool secret = false;
  std::string_view why;  // static text, for either answer
};

// this.password, request.body.token: code that yields a value.
bool is_code(std::string_view value);

// `line` is the whole line, `before` its part in front of the value.
GenericVerdict judge_generic(std::string_view value, std::string_view line, std::string_view before);

}  // namespace gogate::secrets
