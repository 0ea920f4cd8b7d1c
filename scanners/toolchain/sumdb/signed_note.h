// Signed notes, as the checksum database signs its trees (golang.org/x/mod/
// sumdb/note): a text, a blank line, and a line for each signature,
// "— NAME BASE64(key hash, signature)". Ed25519 (RFC 8032), by OpenSSL. Pure
// functions over untrusted bytes; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gate/core/digest.h"
#include "gate/core/result.h"

namespace gogate::toolchain {

struct NoteKey {
  std::string name;        // "sum.golang.org"
  std::uint32_t hash = 0;  // of name and key: which of a name's keys it is
  std::array<unsigned char, 32> key{};
};

// "NAME+HASH+BASE64". Errc::config: what is wrong with it.
Result<NoteKey> parse_note_key(std::string_view text);

struct OpenedNote {
  enum class State : std::uint8_t {
    good,       // signed by the key
    forged,     // it carries the key's name and hash, and the signature is wrong
    foreign,    // signed by others only
    malformed,  // no note
  };
  State state = State::malformed;
  std::string_view text;  // of a good one: what was signed, with its line end
  std::string why;        // of any other
};
// `text` points into `note`.
OpenedNote open_note(std::string_view note, const NoteKey& key);

// "go.sum database tree\nSIZE\nBASE64\n", more lines may follow.
struct TreeHead {
  std::uint64_t size = 0;
  Sha256 root{};
};
std::optional<TreeHead> parse_tree_head(std::string_view text);

// What a lookup answers: the record's number, its lines, a blank line, the signed tree.
struct Record {
  std::uint64_t number = 0;
  std::string_view text;  // "golang.org/toolchain v0.0.1-… h1:…\n…"
  std::string_view note;
};
std::optional<Record> parse_record(std::string_view answer);

}  // namespace gogate::toolchain
