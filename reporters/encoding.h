// Bytes from a repository (paths, source lines, author names) made fit for a
// format. They may hold anything: escape sequences that rewrite a terminal,
// bidirectional controls that reorder a line, invalid UTF-8. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::reporters {

struct Scalar {
  char32_t value = 0;     // the byte itself when not valid
  std::uint8_t size = 1;  // bytes taken, at least 1
  bool valid = true;
};

// The Unicode scalar value that begins at `at` (at < text.size()). Overlong
// forms, surrogates and cut sequences are invalid and take one byte.
Scalar decode(std::string_view text, std::size_t at);

// of line ends: shown as escapes (paths), kept, or one space each (messages)
enum class Newlines : std::uint8_t { escape, keep, space };

// Valid UTF-8 that shows what is there: controls, invisible and reordering
// characters as \x1b or \u{202e}, invalid bytes as \xff. Safe on a terminal
// and in XML 1.0. Tabs become one space unless newlines are kept.
std::string visible(std::string_view text, Newlines newlines = Newlines::escape);
// The same for one scalar, tab excepted.
std::string visible(const Scalar& scalar, std::string_view bytes);

// Valid UTF-8; each invalid byte becomes U+FFFD. For JSON, which escapes controls itself.
std::string utf8(std::string_view text);

// RFC 3986: everything but unreserved characters and '/' as %XX, so that any
// path of bytes survives.
std::string percent_encoded(std::string_view path);

// Columns that valid UTF-8 takes on a terminal: wide characters 2, combining marks 0.
unsigned columns(std::string_view text);
unsigned columns(char32_t value);

}  // namespace gogate::reporters
