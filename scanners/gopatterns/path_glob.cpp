#include "scanners/gopatterns/path_glob.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace gogate::gopatterns {
namespace {

// Two positions to go back to (for `*` and `**`), so the time is at most
// quadratic in the length of the path.
bool matches(std::string_view glob, std::string_view text) {
  // reachable[j]: glob up to i matches text up to j.
  std::vector<char> reachable(text.size() + 1, 0);
  reachable[0] = 1;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    std::vector<char> next(text.size() + 1, 0);
    if (glob[i] == '*') {
      const bool deep = i + 1 < glob.size() && glob[i + 1] == '*';
      if (deep) ++i;
      bool on = false;
      for (std::size_t j = 0; j <= text.size(); ++j) {
        on = on || reachable[j] != 0;
        next[j] = on ? 1 : 0;
        if (!deep && j < text.size() && text[j] == '/') on = false;
      }
      // `**/x` also stands for `x`.
      if (deep && i + 1 < glob.size() && glob[i + 1] == '/') {
        ++i;
        std::vector<char> after(text.size() + 1, 0);
        for (std::size_t j = 0; j <= text.size(); ++j)
          if (reachable[j] != 0 || (j > 0 && next[j - 1] != 0 && text[j - 1] == '/')) after[j] = 1;
        next = std::move(after);
      }
    } else {
      for (std::size_t j = 0; j < text.size(); ++j)
        if (reachable[j] != 0 && (glob[i] == '?' ? text[j] != '/' : glob[i] == text[j])) next[j + 1] = 1;
    }
    reachable = std::move(next);
  }
  if (reachable[text.size()] != 0) return true;
  for (std::size_t j = 0; j < text.size(); ++j)
    if (reachable[j] != 0 && text[j] == '/') return true;  // a folder
  return false;
}

}  // namespace

bool glob_matches(std::string_view glob, std::string_view path) {
  if (glob.starts_with("./")) glob.remove_prefix(2);
  while (!glob.empty() && glob.back() == '/') glob.remove_suffix(1);
  if (glob.empty() || glob.size() > 1000) return false;
  if (glob[0] == '/') return matches(glob.substr(1), path);
  if (matches(glob, path)) return true;
  return matches("**/" + std::string(glob), path);
}

std::string_view why_not_run(std::string_view path) {
  if (path.ends_with("_test.go")) return "file is a test";
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kFolders{
      {{"vendor", "file is vendored"},
       {"third_party", "file is vendored"},
       {"testdata", "file is test data"},
       {"test", "file belongs to tests"},
       {"tests", "file belongs to tests"},
       {"example", "file is an example"},
       {"examples", "file is an example"}}};
  while (true) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view folder = path.substr(0, slash);
    for (const auto& [name, role] : kFolders)
      if (folder == name || (name == "example" && folder == "_examples")) return role;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace gogate::gopatterns
