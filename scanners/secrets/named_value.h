// Reads what stands for a name that says "password": the value of an
// assignment, a mapping, an element, an attribute, a flag, a list of names and
// values, in whatever language or format, told by the text around the name
// alone. A file with errors in it is read like any other: nothing is looked at
// but a few lines around each name, so that no anchor, entity or line of any
// length can cost more. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanners/secrets/credential_name.h"

namespace gogate::secrets {

struct NamedValue {
  std::size_t begin = 0, end = 0;  // in the text, without quotes
  std::string_view name;           // of what it is the value
  NameSays says = NameSays::nothing;
  bool quoted = false;             // a literal; else it is read as configuration files are
  bool base64 = false;             // the format says that it is encoded so
};

// How far around a name is looked: in lines before and behind its own, and in bytes.
inline constexpr std::uint32_t kNamedLines = 4;
inline constexpr std::size_t kNamedReach = 600;
// And around the `kind: Secret` of a manifest.
inline constexpr std::size_t kSecretReach = 16384;

// `begin` and `end`: some part of the name, in which the word stands. False: it
// had to look further than kNamedLines, as a list below "passwords:" asks for.
bool read_named(std::string_view text, std::size_t begin, std::size_t end, std::vector<NamedValue>& out);

// The data of a Kubernetes Secret, whose `kind: Secret` stands at `at`. False:
// its manifest has lines beyond kNamedLines.
bool read_kubernetes_secret(std::string_view text, std::size_t at, std::vector<NamedValue>& out);

}  // namespace gogate::secrets
