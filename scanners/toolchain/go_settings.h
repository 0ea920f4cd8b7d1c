// Settings of the go command, where it finds them: the environment, the file
// $GOENV, GOROOT/go.env, in that order. Values; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/world.h"
#include "scanners/toolchain/toolchain.h"

namespace gogate::toolchain {

// The pairs of a go.env file as the go command reads it: lines KEY=VALUE whose
// key begins with a capital letter; all other lines count nothing; the last of
// a key holds. Never fails.
std::map<std::string, std::string> read_go_env(std::string_view text);

class GoSettings {
 public:
  struct Value {
    std::string text;    // empty: not set anywhere
    std::string origin;  // "the environment", "/root/.config/go/env", "/usr/local/go/go.env"
  };

  // `goroot` may be empty.
  static GoSettings read(const Files& files, const Variables& variables, const std::string& goroot);

  // An empty variable counts as unset, as for the go command.
  [[nodiscard]] Value get(const std::string& name) const;
  // The same without GOROOT/go.env: for what a tree must not say of itself.
  [[nodiscard]] Value of_user(const std::string& name) const;
  // Every place that sets it, the one that holds first.
  [[nodiscard]] std::vector<Value> everywhere(const std::string& name) const;
  // What could not be read of the two files.
  [[nodiscard]] const std::vector<Error>& unreadable() const { return unreadable_; }

 private:
  struct File {
    std::string path;
    bool of_tree = false;
    std::map<std::string, std::string> values;
  };
  Variables variables_;
  std::vector<File> files_;
  std::vector<Error> unreadable_;
};

// One place of GOPROXY, and what makes the go command go on to the next.
struct ModuleProxy {
  std::string address;         // URL, "direct" or "off"
  bool on_any_error = false;   // followed by '|', not by ','
};
std::vector<ModuleProxy> parse_goproxy(std::string_view list);

// Whether one of the comma-separated glob patterns matches a module path or a
// prefix of it that ends at a slash (module.MatchPrefixPatterns).
bool matches_prefix(std::string_view patterns, std::string_view module);

// A URL without user and password, for people.
std::string without_credentials(std::string_view url);

}  // namespace gogate::toolchain
