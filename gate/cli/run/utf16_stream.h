// A stream of UTF-16 as UTF-8 and back, so that what was not changed in between
// comes out as it went in: halves of surrogate pairs too, which get three bytes
// each. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::run {

class Utf16Stream {
 public:
  enum class Order : std::uint8_t { none, little, big };
  // By a byte order mark, or because every second byte is NUL in three of four
  // characters and no other is. `head` is the beginning of the stream.
  static Order order_of(std::string_view head);

  explicit Utf16Stream(Order order) : order_(order) {}
  void decode(std::string_view bytes, std::string& utf8);  // appends
  void end(std::string& utf8);                             // of the stream: what waits for its other half
  void encode(std::string_view utf8, std::string& bytes);  // appends
  // A byte that is left over at the end of the stream.
  [[nodiscard]] std::string_view rest() const { return odd_; }

 private:
  void put_unit(std::uint32_t unit, std::string& bytes) const;
  Order order_;
  std::string odd_;         // half a unit, read
  std::uint32_t high_ = 0;  // half a pair, read
  std::string part_;        // a character of UTF-8 that is not all there, to be written
};

}  // namespace gogate::run
