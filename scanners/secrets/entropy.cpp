#include "scanners/secrets/entropy.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <map>

#include "scanners/secrets/go_text.h"

namespace gogate::secrets {
namespace {

double term(std::uint32_t count, double inverse_length) {
  const double frequency = count * inverse_length;
  return -frequency * std::log2(frequency);
}

}  // namespace

double shannon_entropy(std::string_view text) {
  if (text.empty()) return 0;
  std::array<std::uint32_t, 128> ascii{};
  std::map<std::string_view, std::uint32_t> others;
  std::uint32_t invalid = 0;  // bytes of no character: all read as U+FFFD
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 128) {
      ++ascii[byte];
      ++i;
      continue;
    }
    const std::size_t length = utf8_sequence(text, i);
    if (length == 0) {
      ++invalid;
      ++i;
      continue;
    }
    ++others[text.substr(i, length)];
    i += length;
  }
  const double inverse = 1.0 / static_cast<double>(text.size());
  double bits = 0;
  for (const std::uint32_t count : ascii)
    if (count != 0) bits += term(count, inverse);
  for (const auto& [character, count] : others) bits += term(count, inverse);
  if (invalid != 0) bits += term(invalid, inverse);
  return bits;
}

}  // namespace gogate::secrets
