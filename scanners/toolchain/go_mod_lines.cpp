#include "scanners/toolchain/go_mod_lines.h"

#include <algorithm>

namespace gogate::toolchain {
namespace {

std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kSpace = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
  const std::string_view word = line.substr(0, std::min(line.find_first_of(kSpace), line.size()));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace

GoModLines read_go_mod(std::string_view text) {
  GoModLines out;
  bool in_block = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    line = line.substr(0, line.find("//"));
    const std::string_view verb = take_word(line);
    const std::string_view value = take_word(line);
    if (in_block) {
      in_block = verb != ")";
    } else if (value == "(" || verb.ends_with('(')) {
      in_block = true;
    } else if (verb == "go" && out.go.empty()) {
      out.go = value;
    } else if (verb == "toolchain" && out.toolchain.empty()) {
      out.toolchain = value;
    }
  }
  return out;
}

}  // namespace gogate::toolchain
