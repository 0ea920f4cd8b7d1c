#include "scanners/toolchain/rules.h"

#include <algorithm>
#include <utility>

#include "gate/core/fingerprint.h"
#include "scanners/toolchain/toolchain.h"

namespace gogate::toolchain {
namespace {

Rule make(std::string_view id, Severity severity, std::string title, std::string why, std::string fix,
          std::vector<std::string> cwe) {
  Rule r;
  r.id = id;
  r.scanner = kName;
  r.title = title;
  r.message = std::move(title);
  r.why = std::move(why);
  r.fix = std::move(fix);
  r.severity = severity;
  r.confidence = Confidence::certain;
  r.cwe = std::move(cwe);
  r.tags = {"toolchain", "supply-chain"};
  r.references = {"https://go.dev/dl/"};
  r.origin = "embedded";
  return r;
}

constexpr std::string_view kFetchAgain =
    "Do not unpack or install it. Download the archive again from go.dev/dl over HTTPS and verify it again. When the "
    "new copy differs from the old one, find out how the old one came here.";

std::vector<Rule> make_catalogue() {
  std::vector<Rule> out;
  out.push_back(make(rule_id::archive_mismatch, Severity::critical,
                     "Go archive whose content is not what was published under its name",
                     "The Go project publishes a SHA-256 for each release file. This file carries the name of one, and "
                     "its content has another SHA-256: it was altered, damaged, or is another release under a false "
                     "name. A compiler from such a file decides what every program built with it contains.",
                     std::string(kFetchAgain), {"CWE-494", "CWE-354"}));
  out.push_back(make(rule_id::archive_renamed, Severity::low,
                     "Go archive that carries another name than it was published under",
                     "The content is a release that the Go project published, but the file's name does not say which. "
                     "Whoever reads the name later may take it for another version or platform.",
                     "Give the file the name that the finding states, or note it where the file is used.", {}));
  out.push_back(make(rule_id::archive_truncated, Severity::high, "Go archive that is cut short",
                     "The file is smaller than the release file of that name, so its download was interrupted or its "
                     "end was lost. Unpacking it may still yield part of a toolchain.",
                     std::string(kFetchAgain), {"CWE-354"}));
  out.push_back(make(rule_id::files_missing, Severity::high, "Go installation in which files are missing",
                     "A Go installation without these files cannot build, or builds with what it finds elsewhere. They "
                     "were removed, or the installation was interrupted.",
                     "Remove the folder and install the release again from a verified archive "
                     "(`gogate verify archive FILE`); do not unpack over an old installation.",
                     {"CWE-353"}));
  out.push_back(make(rule_id::not_an_archive, Severity::high, "File that is no Go archive",
                     "The file is neither a gzip nor a zip archive, so it is no release of Go: often the page of an "
                     "error or a login that was saved under the archive's name.",
                     std::string(kFetchAgain), {"CWE-494"}));
  out.push_back(make(rule_id::version_conflict, Severity::critical,
                     "Go installation whose programs are of another version than VERSION says",
                     "The file VERSION and the build info inside each program of a release name the same version. Here "
                     "they differ: a release was unpacked over another one, or files were exchanged. What `go version` "
                     "prints is then no proof of what compiles the code.",
                     "Remove the folder and install the release again from a verified archive "
                     "(`gogate verify archive FILE`); do not unpack over an old installation.",
                     {"CWE-353", "CWE-494"}));
  out.push_back(make(rule_id::version_malformed, Severity::high, "Go installation whose VERSION names no Go version",
                     "VERSION tells the go command and other tools which release this is. This one does not begin with "
                     "a Go version, so it was damaged or written by something else.",
                     "Install the release again from a verified archive (`gogate verify archive FILE`).", {"CWE-353"}));
  std::sort(out.begin(), out.end(), [](const Rule& a, const Rule& b) { return a.id < b.id; });
  return out;
}

}  // namespace

std::span<const Rule> catalogue() {
  static const std::vector<Rule> rules = make_catalogue();
  return rules;
}

const Rule& rule(std::string_view id) {
  const std::span<const Rule> all = catalogue();
  return *std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.id == id; });
}

std::vector<const Rule*> rules(std::initializer_list<std::string_view> ids) {
  std::vector<const Rule*> out;
  for (const std::string_view id : ids) out.push_back(&rule(id));
  std::sort(out.begin(), out.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  return out;
}

Finding make_finding(std::string_view id, std::string path, std::string message) {
  Finding f;
  f.rule = &rule(id);
  f.severity = f.rule->severity;
  f.confidence = f.rule->confidence;
  f.message = std::move(message);
  f.at.path = std::move(path);
  f.fingerprint = fingerprint(id, f.at.path, without_white_space(f.message), 0);
  return f;
}

}  // namespace gogate::toolchain
