// A secret that cannot be printed. There is no way to get the bytes back out:
// no conversion, no stream operator, no accessor. What leaves is a preview of
// at most four leading characters, a keyed digest and, of a strong one, its id.
//
// Reports must hold no eight bytes in a row of any secret, in any encoding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate {

class SecretText {
 public:
  SecretText() = default;
  // `known` are words that everybody expects in a secret of this kind (its
  // prefix, "password"): they count nothing towards its strength.
  explicit SecretText(std::string_view bytes, std::span<const std::string> known = {});

  [[nodiscard]] bool empty() const { return length_ == 0; }
  [[nodiscard]] std::size_t length() const { return length_; }
  // "ghp_…" : up to four leading printable characters (none of a secret under
  // 12 bytes), then U+2026.
  [[nodiscard]] const std::string& preview() const { return preview_; }
  // 128 bits of a digest keyed by a number drawn once per process: equal
  // secrets compare equal within a run; worthless outside it. Never printed.
  [[nodiscard]] const std::string& identity() const { return identity_; }
  // "s1-" and 16 hex digits: the same for this secret at any path, line and
  // commit, in any run and repository. Empty for a value that could be guessed
  // (under kIdBits estimated bits): such a one is named by its place. May be
  // printed. docs/decisions/identity.md says why that is safe.
  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  std::size_t length_ = 0;
  std::string preview_;
  std::string identity_;
  std::string id_;
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
  // The same with nothing of a secret left, and without white space: for a
  // fingerprint's context. Every hidden run becomes one U+2026.
  [[nodiscard]] std::string outline(Span span) const;
  // Any other string (a message built from the blob): each occurrence of one
  // of the secrets, or of eight or more bytes in a row of one, is replaced.
  [[nodiscard]] std::string mask(std::string_view other) const;
  // What is hidden of `text`: the secrets and what belongs to them. Sorted, disjoint.
  [[nodiscard]] std::span<const Span> hidden() const { return secrets_; }

 private:
  enum class Hidden : std::uint8_t { preview, mark };
  [[nodiscard]] std::string render(Span span, Hidden hidden) const;
  // Pieces of all secrets, sorted: a blob with many must not make each message slow.
  void index_pieces() const;
  std::string_view text_;
  std::vector<Span> secrets_;
  mutable bool indexed_ = false;
  mutable std::array<std::vector<std::uint64_t>, 9> pieces_;  // by length, 4 to 8
};

}  // namespace gogate
