// What a path says about the file, and how far that lowers the confidence that
// a credential in it opens anything: judged here for every scanner that finds
// credentials, so that two of them about one literal agree. Pure; '/'
// separated paths as git stores them.
#pragma once

#include <cstdint>
#include <string_view>

namespace gogate {

enum class FileRole : std::uint8_t {
  source,
  test,
  fixture,
  example,
  documentation,  // beside the code: README.md
  manual,         // written for readers: docs/, .mdx, .rst
  template_,
  vendored,
  generated,
  lock,
  development,  // started on developers' own machines: hack/, .devcontainer/
};

FileRole role_of(std::string_view path);
// "a test", "an example", "documentation", …; empty for source.
std::string_view describe(FileRole role);

// How a credential is known, which decides what a file's role says about it.
enum class CredentialKind : std::uint8_t {
  issued,     // a provider's form: left behind in a README like in any other file
  self_made,  // a form that anybody makes in a second: a key file, a JWT
  by_name,    // only what it is given to tells it
};

// Steps of confidence that a credential loses at `path`, whose role is `role`.
// What is proven (Confidence::certain) loses none: the caller's to see to.
int steps_at(FileRole role, CredentialKind kind, std::string_view path);

// Some folder's or the file's name says prod, production or live.
bool speaks_of_production(std::string_view path);
// What a browser or an app on somebody's phone gets to read.
bool is_client_side(std::string_view path);

}  // namespace gogate
