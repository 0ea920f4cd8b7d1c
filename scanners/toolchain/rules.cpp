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

constexpr std::string_view kInstallAgain =
    "Do not build with it. Remove the folder, install the release again from a verified archive (`gogate verify archive "
    "FILE`) and find out who could write there; what was built with this tree since is in doubt, too.";

// Of an installed tree's files.
void add_tree_rules(std::vector<Rule>& out) {
  out.push_back(make(rule_id::content_changed, Severity::critical,
                     "Go installation whose content is not what was released",
                     "Each release of Go is known by a hash over its files. These files have another one, so at least "
                     "one of them was changed, added or removed: a compiler, a linker, or source that goes into every "
                     "program built with this tree.",
                     std::string(kInstallAgain), {"CWE-353", "CWE-494"}));
  out.push_back(make(rule_id::database_untrusted, Severity::critical,
                     "Checksum database whose answer contradicts itself or an earlier one",
                     "The checksum database signs a log to which it can only add. An answer with a wrong signature, a "
                     "record that is not in the signed log, or a log that does not continue the one seen before shows "
                     "that the database or something on the way to it lies, to this machine at least.",
                     "Ask again from another network. When it stays so, keep the report and the cache folder and tell "
                     "the database's operator; do not build until it is explained.",
                     {"CWE-345", "CWE-347"}));
  out.push_back(make(rule_id::file_added, Severity::high, "File in a Go installation that its release does not have",
                     "The go command compiles every source file of a package's folder and runs the tools it finds in "
                     "pkg/tool: a file more changes what is built. Left behind by an older release under a newer one, "
                     "such files break builds in ways that are hard to explain.",
                     "Find out where it came from; then remove the folder and install the release into an empty one.",
                     {"CWE-353"}));
  out.push_back(make(rule_id::file_removed, Severity::high, "File of the release that a Go installation lacks",
                     "A file of the release is not there. What is built without it fails, or takes another file in its "
                     "place.",
                     "Remove the folder and install the release again from a verified archive.", {"CWE-353"}));
  out.push_back(make(rule_id::irregular_file, Severity::high,
                     "Link, device or pipe where a release of Go has plain files",
                     "No release holds anything but folders and plain files. A link makes the go command read what "
                     "stands elsewhere, where others may write and where no hash of this tree looks.",
                     "Remove the folder and install the release again from a verified archive.", {"CWE-59"}));
  out.push_back(make(rule_id::manifest_conflict, Severity::high,
                     "Manifest that contradicts what is known of its release",
                     "The manifest lists the files of a tree that is not the release it names, so agreeing with it "
                     "proves nothing.",
                     "Write a new one from a tree that verifies: gogate toolchain manifest GOROOT > FILE", {"CWE-345"}));
  out.push_back(make(rule_id::mode_changed, Severity::medium,
                     "File of a Go installation with other permissions than the manifest has",
                     "Hashes do not cover permissions. These differ from those of the tree that the manifest was "
                     "written from.",
                     "Install the release again, or write a new manifest when the change was meant.", {"CWE-732"}));
  out.push_back(make(rule_id::other_owner, Severity::high, "Part of a Go installation that belongs to somebody else",
                     "It belongs neither to root nor to the owner of the installation's folder. Its owner can change "
                     "what is built with this tree at any time, also right after it was verified.",
                     "chown -R root: GOROOT", {"CWE-282"}));
  out.push_back(make(rule_id::set_id, Severity::high, "Program in a Go installation that runs with another user's rights",
                     "No file of a release has a set-uid or set-gid bit. On a compiler or a tool it lets everybody who "
                     "runs it act as its owner.",
                     "chmod u-s,g-s FILE, and find out who set it.", {"CWE-250", "CWE-732"}));
  out.push_back(make(rule_id::unknown_release, Severity::high, "Go installation of a release that nothing here knows",
                     "Neither the embedded table nor a proof that was seen before nor the checksum database knows this "
                     "version, so nothing says what its files should be.",
                     "Use a released version, or show what it was installed from: --against ARCHIVE, --manifest FILE.",
                     {"CWE-494"}));
  out.push_back(make(rule_id::world_writable, Severity::high, "Part of a Go installation that anybody may change",
                     "Every user and every service of this machine can change what is built with this tree, also right "
                     "after it was verified.",
                     "chmod -R o-w GOROOT", {"CWE-732"}));
}

// Of what stands around a tree.
void add_environment_rules(std::vector<Rule>& out) {
  const std::string unset = "Unset it where the finding says (`go env -u NAME` for $GOENV), or narrow it to what needs it.";
  out.push_back(make(rule_id::goroot_conflict, Severity::high, "GOROOT that names another Go than the one in PATH",
                     "The go command takes compiler, linker and standard library from GOROOT. When that is another "
                     "release than the go command itself, builds fail, or mix two releases.",
                     "Unset GOROOT: the go command knows where it stands.", {"CWE-427"}));
  out.push_back(make(rule_id::leftover, Severity::medium, "File left of an older release under a newer one",
                     "A release was unpacked over an older one, whose files stayed. Stray packages and tools of another "
                     "release make builds fail in ways that are hard to explain.",
                     "Remove the folder and install the release into an empty one.", {"CWE-459"}));
  out.push_back(make(rule_id::requirement, Severity::high, "Go release that is not one of those that are required",
                     "The command line says which releases may be used; this one is none of them.",
                     "Install a release that meets the requirement, or change it.", {"CWE-1104"}));
  out.push_back(make(rule_id::setting_insecure, Severity::medium, "Setting that lets modules come over an unprotected way",
                     "Source that arrives unencrypted, or straight from whatever host its name leads to, can be changed "
                     "on the way; what go.sum does not have yet is taken as it comes.",
                     unset, {"CWE-319", "CWE-494"}));
  out.push_back(make(rule_id::setting_other_toolchain, Severity::medium, "Setting that puts another toolchain in the place of this one",
                     "The go command hands over to the toolchain that the setting names, before it reads anything else. "
                     "What was verified here is then not what builds.",
                     "Use the toolchain that is named, and verify that one; or set GOTOOLCHAIN=local.", {"CWE-427"}));
  out.push_back(make(rule_id::setting_replaces_source, Severity::medium, "Setting that builds from something else than the source",
                     "Files, module requirements or flags other than those of the reviewed source decide what is built.",
                     unset, {"CWE-829"}));
  out.push_back(make(rule_id::setting_runs_program, Severity::high, "Setting that makes every build run another program",
                     "The go command hands each compilation to that program, or takes compiled packages from it, so that "
                     "program decides what every binary contains, whatever toolchain was verified.",
                     unset, {"CWE-829", "CWE-427"}));
  out.push_back(make(rule_id::setting_unchecked, Severity::medium, "Setting that keeps modules from being checked",
                     "The checksum database is what shows that a module is the same for everybody. Without it a module "
                     "that go.sum does not have yet is taken as it comes, from whoever answers.",
                     unset, {"CWE-345", "CWE-494"}));
  out.push_back(make(rule_id::shadowed, Severity::medium, "Several go commands in PATH",
                     "Which one runs depends on the order of PATH, which differs between shells, services and users: what "
                     "was verified may not be what builds.",
                     "Leave one of them in PATH.", {"CWE-427"}));
}

std::vector<Rule> make_catalogue() {
  std::vector<Rule> out;
  add_environment_rules(out);
  add_tree_rules(out);
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
