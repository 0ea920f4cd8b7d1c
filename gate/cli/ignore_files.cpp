#include "gate/cli/ignore_files.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "gate/cli/named_file.h"
#include "gate/policy/baseline.h"
#include "gate/policy/gitleaks_ignore.h"
#include "gate/policy/secret_scanning_yml.h"
#include "gate/policy/secrets_baseline.h"
#include "gate/sys/files.h"

namespace gogate::cli {
namespace {

using policy::IgnoreFile;

constexpr const char* kGitleaks = ".gitleaksignore";

Result<IgnoreFile> read_gitleaks(std::string_view text, std::string_view origin) {
  return policy::parse_gitleaks_ignore(text, origin, Directive::gitleaks_ignore_file);
}
Result<IgnoreFile> read_betterleaks(std::string_view text, std::string_view origin) {
  return policy::parse_gitleaks_ignore(text, origin, Directive::betterleaks_ignore_file);
}

struct Known {
  const char* name;
  Result<IgnoreFile> (*read)(std::string_view, std::string_view);
};
// At the root, found by name.
constexpr Known kKnown[] = {{kGitleaks, read_gitleaks},
                            {".betterleaksignore", read_betterleaks},
                            {".secrets.baseline", policy::parse_secrets_baseline},
                            {".github/secret_scanning.yml", policy::parse_secret_scanning}};

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

// Where gitleaks looks besides the root: the flag's file, or the file in the
// flag's folder, which is the current one by default.
std::string second_gitleaks_place(const CommonArguments& a) {
  const std::string given = a.gitleaks_ignore_path.empty() ? "." : a.gitleaks_ignore_path;
  return is_folder(given) ? given + "/" + kGitleaks : given;
}

}  // namespace

Result<policy::IgnoreSet> load_ignores(const CommonArguments& a, const TrustedFiles& trusted, const std::string& root, bool merge_check) {
  policy::IgnoreSet out(merge_check);
  for (const Known& k : kKnown)
    if (const auto text = GATE_TRY(trusted.read(k.name))) out.add(GATE_TRY(k.read(*text, k.name)));
  const std::string second = second_gitleaks_place(a);
  const auto relative = inside(second, root);
  if (!(relative && *relative == kGitleaks)) {
    const bool there = relative && merge_check ? GATE_TRY(trusted.read(*relative)).has_value()
                                               : sys::DiskFiles().stat(second).kind != Files::Kind::none;
    if (there || (!a.gitleaks_ignore_path.empty() && !is_folder(a.gitleaks_ignore_path))) {
      const NamedFile file = GATE_TRY(read_named(second, trusted, root, merge_check));
      out.add(GATE_TRY(read_gitleaks(file.text, file.origin)));
    }
  }
  if (!a.baseline_path.empty()) {
    const NamedFile file = GATE_TRY(read_named(a.baseline_path, trusted, root, merge_check));
    out.add(GATE_TRY(policy::parse_baseline(file.text, file.origin)));
  }
  return out;
}

std::vector<std::string> deciding_files(const CommonArguments& a, const std::string& root) {
  std::vector<std::string> out{".gogate.toml", ".gogate/waivers.toml", ".gitleaks.toml"};
  for (const Known& k : kKnown) out.emplace_back(k.name);
  for (const std::string& given : {a.policy, a.baseline_path, a.gitleaks_config, second_gitleaks_place(a)})
    if (!given.empty())
      if (const auto relative = inside(given, root)) out.push_back(*relative);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace gogate::cli
