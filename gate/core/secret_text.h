// A secret that cannot be printed. There is no way to get the bytes back out:
// no conversion, no stream operator, no accessor. What leaves is a preview of
// at most four leading characters and a keyed digest.
//
// Reports must hold no eight bytes in a row of any secret, in any encoding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate {

class SecretText {
 public:
  SecretText() = default;
  explicit SecretText(std::string_view bytes);

  [[nodiscard]] bool empty() const { return length_ == 0; }
  [[nodiscard]] std::size_t length() const { return length_; }
  // "ghp_…" : up to four leading printable characters (none of a secret under
  // 12 bytes), then U+2026.
  [[nodiscard]] const std::string& preview() const { return preview_; }
  // 128 bits of a digest keyed by a number drawn once per process: equal
  // secrets compare equal within a run; worthless outside it. Never printed.
  [[nodiscard]] const std::string& identity() const { return identity_; }
  // 20 bits of a stable digest, for fingerprints: tells a rotated secret from
  // the old one, while a million candidates share each value, so that a
  // fingerprint cannot be used to confirm a guessed password.
  [[nodiscard]] std::uint32_t check_bits() const { return check_bits_; }

 private:
  std::size_t length_ = 0;
  std::string preview_;
  std::string identity_;
  std::uint32_t check_bits_ = 0;
};

// Masks secrets in text that will be shown. Built for one blob, with all spans
// that any scanner took for a secret (suppressed ones too). One thread.
class Masker {
 public:
  // `text` must outlive the masker; `secrets` need not be sorted.
  Masker(std::string_view text, std::vector<Span> secrets);

  // text[span] with every byte that belongs to a secret, or that stands in a
  // run looking like one (16 or more token characters, a digit and a letter
  // among them), replaced: a secret becomes its preview, once.
  [[nodiscard]] std::string show(Span span) const;
  // Any other string (a message built from the blob): each occurrence of one
  // of the secrets, or of eight or more bytes in a row of one, is replaced.
  [[nodiscard]] std::string mask(std::string_view other) const;

 private:
  std::string_view text_;
  std::vector<Span> secrets_;
};

}  // namespace gogate
