// Words that programs are made of (container, request, bucket), unlike those of
// pass phrases (dragon, winter, coffee). Counted by count_program_words.py. Pure.
#pragma once

#include <string_view>

namespace gogate::secrets {

// In lower case; also its plural and its forms in -ed and -ing.
bool is_program_word(std::string_view word);

// Nothing but words for types and for parts of forms and schemas: SecureString,
// Optional[str], varchar(20), textfield, string | null.
bool is_type_name(std::string_view value);

}  // namespace gogate::secrets
