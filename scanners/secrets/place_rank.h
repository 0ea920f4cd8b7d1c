// How far the place of a secret (by what gate/core/file_role.h says of its file)
// and the name in front of it lower the confidence that it opens anything. Pure.
//
// What is certain (a checksum fits) stays certain everywhere, and blocks in a
// test too: its provider issued it. Everything else in tests and manuals is
// shown, but must not block. A key that anybody can make in a second (PEM, JWT,
// a password) is an example wherever the file says so; one that a provider
// issued is left behind in a README like in any other file.
#pragma once

#include <string_view>

#include "gate/core/file_role.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

// Tags by which a rule says what its kind is like.
inline constexpr std::string_view kSelfMade = "self-made";      // nobody issues it
inline constexpr std::string_view kClientSide = "client-side";  // no secret where browsers and apps read it

bool has_tag(const SecretRule& rule, std::string_view tag);
// By the tag, or since only a name tells it.
bool is_self_made(const SecretRule& rule);

CredentialKind kind_of(const SecretRule& rule);

// Steps of confidence that a rule's finding loses where a name says so: see below.
int steps_by_name(const SecretRule& rule);

// What the name says that the value is given to, at the end of `before` (the
// part of the line in front of it): that it is a test's, an example, fake, or
// that it is encrypted. Static text; empty: nothing. What a comment says does
// not count.
std::string_view said_by_name(std::string_view before);

}  // namespace gogate::secrets
