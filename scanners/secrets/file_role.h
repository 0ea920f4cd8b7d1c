// What a path says about the file, for the confidence of what is found in it.
// Pure; '/' separated paths as git stores them.
#pragma once

#include <cstdint>
#include <string_view>

namespace gogate::secrets {

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

// Some folder's or the file's name says prod, production or live.
bool speaks_of_production(std::string_view path);
// What a browser or an app on somebody's phone gets to read.
bool is_client_side(std::string_view path);

}  // namespace gogate::secrets
