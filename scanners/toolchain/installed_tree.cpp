// An installed GOROOT, read and never run. VERSION and the build info of each
// program in bin/ and pkg/tool/ are independent witnesses; they must agree.
// Whether the content is what was published is tree_proof.h's question.
#include "scanners/toolchain/installed_tree.h"

#include <algorithm>
#include <map>
#include <optional>

#include "scanners/toolchain/build_info.h"
#include "scanners/toolchain/releases.h"
#include "scanners/toolchain/rules.h"
#include "scanners/toolchain/toolchain.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

constexpr std::uint64_t kMaxVersionFile = 64 << 10;
constexpr std::uint64_t kMaxProgram = std::uint64_t{256} << 20;
constexpr std::size_t kMaxPrograms = 64;

class Tree {
 public:
  Tree(const Files& files, std::string root, Verification& v) : files_(files), root_(std::move(root)), v_(v) {}

  [[nodiscard]] std::string path(std::string_view name) const { return root_ + "/" + std::string(name); }

  // What stands there; links (a distribution's src is one) are followed.
  [[nodiscard]] Files::Info info(std::string_view name) const {
    const Files::Info direct = files_.stat(path(name));
    if (direct.kind != Files::Kind::symlink) return direct;
    const auto real = files_.resolve(path(name));
    return real ? files_.stat(*real) : Files::Info{};
  }
  [[nodiscard]] bool is_file(std::string_view name) const { return info(name).kind == Files::Kind::regular; }
  [[nodiscard]] bool is_folder(std::string_view name) const { return info(name).kind == Files::Kind::directory; }

  // The content, or nothing and a gap.
  std::optional<std::string> read(std::string_view name, std::uint64_t limit) {
    auto content = files_.read(path(name), limit);
    if (content) return std::move(*content);
    const Error& e = content.error();
    v_.gaps.push_back({e.code == Errc::too_large ? GapKind::too_large : GapKind::unreadable_file, path(name), e.what,
                       e.next_step, false});
    return std::nullopt;
  }

  // Regular files of a folder, sorted; a gap when it cannot be listed.
  std::vector<std::string> programs(const std::string& folder) {
    std::vector<std::string> out;
    const auto entries = files_.list(path(folder));
    if (!entries) {
      v_.gaps.push_back(
          {GapKind::unreadable_file, path(folder), entries.error().what, entries.error().next_step, false});
      return out;
    }
    for (const Files::Entry& e : *entries)
      if (is_file(folder + "/" + e.name)) out.push_back(folder + "/" + e.name);
    return out;
  }

 private:
  const Files& files_;
  std::string root_;
  Verification& v_;
};

struct Program {
  std::string name;  // "bin/go"
  BuildInfo info;
};

std::string platform_of(const BuildInfo& info) {
  std::string os(info.setting("GOOS"));
  std::string arch(info.setting("GOARCH"));
  if (os.empty()) os = info.format == "PE" ? "windows" : info.format == "Mach-O" ? "darwin" : "";
  if (arch.empty()) arch = info.arch;
  return os.empty() || arch.empty() ? std::string{} : os + "/" + arch;
}

std::optional<VersionFile> read_version(Tree& tree, Verification& v) {
  if (!tree.is_file("VERSION")) return std::nullopt;
  const auto text = tree.read("VERSION", kMaxVersionFile);
  if (!text) return std::nullopt;
  auto parsed = parse_version_file(*text);
  if (parsed) return std::move(*parsed);
  v.findings.push_back(make_finding(rule_id::version_malformed, tree.path("VERSION"),
                                    "VERSION names no Go version: " + parsed.error().what));
  return std::nullopt;
}

std::vector<Program> read_programs(Tree& tree, const std::vector<std::string>& names, Verification& v) {
  std::vector<Program> out;
  std::size_t looked_at = 0;
  for (const std::string& name : names) {
    if (looked_at++ == kMaxPrograms) {
      v.gaps.push_back(
          {GapKind::analysis_bounded, tree.path(name),
           "more programs than any release has; only the first " + std::to_string(kMaxPrograms) + " were looked at", "",
           false});
      break;
    }
    const auto bytes = tree.read(name, kMaxProgram);
    if (!bytes) continue;
    auto info = read_build_info(*bytes);
    if (info) {
      out.push_back({name, std::move(*info)});
      continue;
    }
    const GapKind kind = info.error().code == Errc::corrupt ? GapKind::corrupt_object : GapKind::unproven;
    v.gaps.push_back({kind, tree.path(name), info.error().what + ", so its version cannot be read",
                      "install the release again from a verified archive", false});
  }
  return out;
}

// One finding for each version that is not the stated one.
void compare_versions(Tree& tree, const std::string& stated, const std::vector<Program>& programs, Verification& v) {
  std::map<std::string, std::vector<std::string>> others;
  for (const Program& p : programs)
    if (release_part(p.info.version) != release_part(stated)) others[p.info.version].push_back(p.name);
  for (const auto& [version, names] : others) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    v.findings.push_back(
        make_finding(rule_id::version_conflict, tree.path(names.front()),
                     "VERSION says " + stated + ", but of " + version + (names.size() == 1 ? " is " : " are ") + list));
  }
}

void find_missing(Tree& tree, const std::string& platform, bool windows, Verification& v) {
  std::vector<std::string> missing;
  if (!tree.is_file("VERSION")) missing.emplace_back("VERSION");
  const std::string suffix = windows ? ".exe" : "";
  for (const char* name : {"bin/go", "bin/gofmt"})
    if (!tree.is_file(name + suffix)) missing.push_back(name + suffix);
  std::string tools = platform;
  std::replace(tools.begin(), tools.end(), '/', '_');
  if (!tools.empty())
    for (const char* name : {"compile", "link", "asm"})
      if (const std::string file = "pkg/tool/" + tools + "/" + name + suffix; !tree.is_file(file))
        missing.push_back(file);
  for (const char* name : {"src/runtime", "src/fmt", "src/cmd"})
    if (!tree.is_folder(name)) missing.emplace_back(name);
  if (missing.empty()) return;
  std::string list;
  for (const std::string& m : missing) list += (list.empty() ? "" : ", ") + m;
  v.findings.push_back(make_finding(rule_id::files_missing, tree.path(missing.front()), "missing: " + list));
}

void add_release_fact(const std::string& version, const std::string& platform, Verification& v) {
  const auto table = Releases::embedded();
  if (!table) return;
  const std::string release(release_part(version));
  const std::string date(table->date());
  switch (table->standing(release)) {
    case Releases::Standing::published: {
      bool for_platform = platform.empty();
      bool stable = false;
      for (std::size_t i = 0; i < table->size(); ++i) {
        const ReleaseFile f = table->at(i);
        if (f.version != release) continue;
        stable = f.stable;
        for_platform = for_platform || f.platform() == platform;
      }
      v.facts.push_back({"release", release + " was published" + (stable ? "" : ", not as a stable release") +
                                        (for_platform ? "" : ", but no archive for " + platform + " is known") +
                                        " (table of " + date + ")"});
      break;
    }
    case Releases::Standing::newer:
      v.facts.push_back({"release", release + " is newer than the table of published releases (" + date + ")"});
      break;
    case Releases::Standing::never_published:
      v.facts.push_back({"release", release + " is no published release (table of " + date + ")"});
      v.notes.push_back(
          {NoteKind::other, v.scope, release + " is no release that the Go project published by " + date});
      break;
  }
}

// Whether somebody other than the Go project built or rearranged the tree, by
// the traces that distributions leave; empty: it does not look so.
std::string distribution_trace(const Files& files, const Tree& tree, const std::optional<VersionFile>& version) {
  if (version && release_part(version->line) != version->line && !version->line.starts_with("devel "))
    return "its VERSION says " + version->line;
  for (const char* name : {"src", "bin", "pkg", "VERSION"})
    if (files.stat(tree.path(name)).kind == Files::Kind::symlink)
      if (const auto real = files.resolve(tree.path(name)); real && real->starts_with("/usr/"))
        return std::string(name) + " leads to " + *real;
  return {};
}

}  // namespace

Result<Installation> examine_installation(const Files& files, const std::string& goroot, Verification& v) {
  const auto real = files.resolve(goroot);
  if (!real || files.stat(*real).kind == Files::Kind::none)
    return fail(Errc::not_found, goroot + ": no such folder", "name the folder that holds bin/go and VERSION");
  if (files.stat(*real).kind != Files::Kind::directory)
    return fail(Errc::usage, goroot + ": not a folder", "for a downloaded file: gogate verify archive " + goroot);

  Installation out;
  out.root = *real;
  Tree tree(files, *real, v);
  out.windows = !tree.is_file("bin/go") && tree.is_file("bin/go.exe");
  if (!tree.is_file("VERSION") && !tree.is_file("bin/go") && !out.windows)
    return fail(Errc::usage, goroot + ": no Go installation (neither VERSION nor bin/go is in it)",
                "name the folder that `go env GOROOT` prints");

  const auto version = read_version(tree, v);
  if (version) {
    out.version = version->line;
    out.release = release_part(version->line);
  }
  const std::string name = out.windows ? "bin/go.exe" : "bin/go";
  v.facts.push_back({"root", *real});
  if (version) v.facts.push_back({"VERSION", version->line});
  if (version && !version->time.empty()) v.facts.push_back({"released", version->time});
  if (tree.is_file(name)) {
    Verification aside;  // what is wrong with it is said by examine_programs
    Tree silent(files, *real, aside);
    const std::vector<Program> go = read_programs(silent, {name}, aside);
    if (!go.empty()) {
      const BuildInfo& info = go.front().info;
      out.platform = platform_of(info);
      v.facts.push_back({name, info.version + ", read from its build info"});
      if (info.path != "cmd/go" && !info.path.empty())
        v.findings.push_back(make_finding(rule_id::version_conflict, tree.path(name),
                                          name + " is not the go command: it was built from " + info.path));
    }
  }
  if (!out.platform.empty()) v.facts.push_back({"platform", out.platform});
  if (version) add_release_fact(version->line, out.platform, v);
  out.distribution = distribution_trace(files, tree, version);
  return out;
}

void examine_programs(const Files& files, const Installation& tree_at, Verification& v) {
  Tree tree(files, tree_at.root, v);
  std::vector<std::string> names;
  for (const char* name : {"bin/go", "bin/gofmt", "bin/go.exe", "bin/gofmt.exe"})
    if (tree.is_file(name)) names.emplace_back(name);
  if (tree.is_folder("pkg/tool"))
    if (const auto folders = files.list(tree.path("pkg/tool")))
      for (const Files::Entry& e : *folders)
        if (e.name.find('_') != std::string::npos && tree.is_folder("pkg/tool/" + e.name))
          for (std::string& tool : tree.programs("pkg/tool/" + e.name)) names.push_back(std::move(tool));
  const std::vector<Program> programs = read_programs(tree, names, v);
  v.facts.push_back({"programs", std::to_string(programs.size()) + " with a version of their own"});
  if (!tree_at.version.empty()) compare_versions(tree, tree_at.version, programs, v);
  find_missing(tree, tree_at.platform, tree_at.windows, v);
}

}  // namespace gogate::toolchain
