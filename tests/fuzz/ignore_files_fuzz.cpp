// Ignore files and baselines of every tool: any bytes, read as each of them.
// What is read is asked about a blob and its findings.
#include <cstdlib>

#include "gate/policy/baseline.h"
#include "gate/policy/gitleaks_ignore.h"
#include "gate/policy/ignores.h"
#include "gate/policy/secret_scanning_yml.h"
#include "gate/policy/secrets_baseline.h"

namespace {

using namespace gogate;

void ask(policy::IgnoreFile file) {
  for (const policy::IgnoreEntry& e : file.entries)
    if (e.place.empty() || (e.path.empty() && !e.by_value() && e.fingerprint.empty())) std::abort();
  Rule rule;
  rule.id = "github-pat";
  rule.scanner = "secrets";
  const std::string_view bytes = "a\nkey = value-of-a-key\n";
  const LineIndex lines(bytes);
  std::vector<Finding> findings(1);
  Finding& f = findings[0];
  f.rule = &rule;
  f.region = lines.region({8, 22});
  f.statement = {2, 22};
  f.at.path = "a.go";
  f.at.line = 2;
  policy::IgnoreSet set(true);
  set.add(std::move(file));
  policy::IgnoreUse use = set.new_use();
  set.know(bytes, "", lines, findings);
  set.apply(findings, [](const ObjectId&, const std::string&, std::uint32_t, std::uint32_t) { return true; }, use);
  (void)set.left_out("docs/a.md");
  (void)set.unused(use, true);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (auto read : {policy::parse_baseline, policy::parse_secrets_baseline, policy::parse_secret_scanning})
    if (auto file = read(text, "f")) ask(std::move(*file));
  for (const Directive kind : {Directive::gitleaks_ignore_file, Directive::betterleaks_ignore_file})
    if (auto file = policy::parse_gitleaks_ignore(text, "f", kind)) ask(std::move(*file));
  return 0;
}
