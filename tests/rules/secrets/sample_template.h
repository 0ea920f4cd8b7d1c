// Builds the values of samples: a template language that README.md beside this
// file describes. Nothing that looks like a secret is written down anywhere.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace gogate::samples {

// Same seed, same values, with every compiler and library.
class Dice {
 public:
  explicit Dice(std::string_view seed);
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
  char one_of(std::string_view alphabet) { return alphabet[static_cast<std::size_t>(below(alphabet.size()))]; }
  std::string bytes(std::size_t count);
  std::string text(std::string_view alphabet, std::size_t count);

 private:
  std::mt19937_64 engine_;
};

// Throws std::runtime_error on a field that is unknown or lacks its number.
std::string build(std::string_view text, std::string_view token, Dice& dice);

// key_material.cpp: whole keys and tokens that decode as what they say.
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // without padding
std::uint32_t crc32(std::string_view bytes);
std::string pem(std::string_view kind, std::string_view line_end, Dice& dice);
std::string jwt(Dice& dice);
std::string aws_key_id(Dice& dice);  // the 16 characters behind the prefix
std::string gitlab_routable(std::string_view prefix, bool versioned, bool wrong, Dice& dice);
std::string pgp_private_key(Dice& dice);
std::string putty_private_key(Dice& dice);

}  // namespace gogate::samples
