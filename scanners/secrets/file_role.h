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
};

FileRole role_of(std::string_view path);
// "a test", "an example", "documentation", …; empty for source.
std::string_view describe(FileRole role);

}  // namespace gogate::secrets
