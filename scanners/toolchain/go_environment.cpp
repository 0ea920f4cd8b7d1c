#include "scanners/toolchain/go_environment.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "scanners/toolchain/go_mod_lines.h"
#include "scanners/toolchain/rules.h"
#include "scanners/toolchain/tree_proof.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

constexpr std::uint64_t kMaxGoMod = 4 << 20;

class Settings {
 public:
  Settings(const GoSettings& settings, Verification& v) : settings_(settings), v_(v) {}

  void run() {
    flags();
    for (const auto& s : settings_.everywhere("GOSUMDB"))
      if (s.text == "off")
        add(rule_id::setting_unchecked, Severity::medium, "GOSUMDB", s, "modules that go.sum does not have yet, and toolchains, are taken unchecked");
      else if (s.text != "sum.golang.org" && !s.text.starts_with("sum.golang.org+033de0ae+"))
        add(rule_id::setting_unchecked, Severity::low, "GOSUMDB", s, "another database than Go's own decides which modules are authentic");
    patterns("GONOSUMDB", rule_id::setting_unchecked, "modules that match are not looked up in the checksum database");
    patterns("GOPRIVATE", rule_id::setting_unchecked, "modules that match are neither looked up in the checksum database nor fetched through the proxy");
    patterns("GONOPROXY", rule_id::setting_insecure, "modules that match are fetched straight from their hosts");
    patterns("GOINSECURE", rule_id::setting_insecure, "modules that match are fetched without encryption or with any certificate");
    for (const char* name : {"GONOSUMCHECK", "GONOVERIFY"})
      for (const auto& s : settings_.everywhere(name))
        add(rule_id::setting_unchecked, Severity::low, name, s, "it turned verification off in early Go versions and scripts");
    for (const auto& s : settings_.everywhere("GOCACHEPROG"))
      add(rule_id::setting_runs_program, Severity::high, "GOCACHEPROG", s, "the go command runs this program, and takes compiled packages from it");
    for (const auto& s : settings_.everywhere("GOVCS"))
      if (s.text.find(":all") != std::string::npos)
        add(rule_id::setting_insecure, Severity::low, "GOVCS", s, "any version control program may be run to fetch what matches");
    for (const auto& s : settings_.everywhere("GOPROXY")) proxies(s);
    for (const auto& s : settings_.everywhere("GOTOOLCHAIN")) toolchain(s);
    for (const Error& e : settings_.unreadable())
      v_.gaps.push_back({GapKind::unreadable_file, "go.env", "settings of the go command could not be read: " + e.what, e.next_step, false});
    v_.checks.push_back({"settings", found_ == 0 ? Check::Outcome::passed : Check::Outcome::failed,
                         found_ == 0 ? "nothing in the environment, $GOENV or go.env weakens what is built"
                                     : grouped(found_) + (found_ == 1 ? " setting weakens" : " settings weaken") + " what is built"});
  }

 private:
  void add(std::string_view rule, Severity severity, const std::string& name, const GoSettings::Value& s, const std::string& what) {
    // Values may hold passwords; of those that are shown, the addresses are stripped.
    Finding f = make_finding(rule, s.origin == "the environment" ? "environment" : s.origin,
                             name + " in " + s.origin + ": " + what);
    f.severity = severity;
    v_.findings.push_back(std::move(f));
    ++found_;
  }

  void patterns(const std::string& name, std::string_view rule, const std::string& what) {
    for (const auto& s : settings_.everywhere(name)) {
      const bool all = matches_prefix(s.text, "golang.org/x/net") || matches_prefix(s.text, "github.com/acme/app");
      add(rule, all ? Severity::medium : Severity::low, name, s, what + " (" + s.text.substr(0, 200) + (all ? ": that is nearly everything)" : ")"));
    }
  }

  void flags() {
    struct Flag {
      std::string_view name;
      std::string_view rule;
      Severity severity;
      const char* what;
    };
    static constexpr std::array<Flag, 8> kFlags{{
        {"toolexec", rule_id::setting_runs_program, Severity::high, "every compiler and linker call goes through that program"},
        {"exec", rule_id::setting_runs_program, Severity::medium, "that program runs in the place of go run's and go test's"},
        {"overlay", rule_id::setting_replaces_source, Severity::high, "files that it lists are compiled in the place of those in the source"},
        {"modfile", rule_id::setting_replaces_source, Severity::medium, "that file and its go.sum decide, not the go.mod of the source"},
        {"mod=mod", rule_id::setting_replaces_source, Severity::medium, "the build changes go.mod and go.sum as it needs, and vendor is ignored"},
        {"insecure", rule_id::setting_insecure, Severity::high, "modules are fetched without encryption and checksums"},
        {"gcflags", rule_id::setting_replaces_source, Severity::low, "the compiler gets other flags than the build states"},
        {"ldflags", rule_id::setting_replaces_source, Severity::low, "the linker gets other flags than the build states: -X replaces strings"},
    }};
    for (const auto& s : settings_.everywhere("GOFLAGS"))
      for (const std::string& flag : split_goflags(s.text)) {
        std::string_view name = flag;
        while (name.starts_with('-')) name.remove_prefix(1);
        for (const Flag& f : kFlags)
          if (name == f.name || (name.starts_with(f.name) && name[f.name.size()] == '=' && f.name != "mod=mod"))
            add(f.rule, f.severity, "GOFLAGS=-" + std::string(f.name), s, f.what);
      }
  }

  void proxies(const GoSettings::Value& s) {
    for (const ModuleProxy& p : parse_goproxy(s.text)) {
      if (p.address.starts_with("http://"))
        add(rule_id::setting_insecure, Severity::medium, "GOPROXY", s, "modules come unencrypted through " + without_credentials(p.address));
      if (p.address == "direct" && s.text == "direct")
        add(rule_id::setting_insecure, Severity::low, "GOPROXY", s, "modules are fetched straight from their hosts by version control programs");
    }
  }

  void toolchain(const GoSettings::Value& s) {
    if (s.text == "auto" || s.text == "local") {
      if (s.text == "auto" && s.origin == "the environment")
        v_.notes.push_back({NoteKind::other, "environment", "GOTOOLCHAIN=auto: a go.mod may make the go command download and run another toolchain"});
      return;
    }
    const bool path = s.text == "path" || s.text.ends_with("+path");
    add(rule_id::setting_other_toolchain, Severity::medium, "GOTOOLCHAIN", s,
        path ? "any program in PATH that is named like a toolchain is run in the place of this one"
             : s.text.substr(0, 60) + " is run in the place of this toolchain");
  }

  const GoSettings& settings_;
  Verification& v_;
  std::size_t found_ = 0;
};

std::string version_of(const Files& files, const std::string& root) {
  const auto text = files.read(root + "/VERSION", 64 << 10);
  if (!text) return {};
  const auto parsed = parse_version_file(*text);
  return parsed ? parsed->line : std::string{};
}

}  // namespace

std::vector<std::string> split_goflags(std::string_view text) {
  std::vector<std::string> out;
  constexpr std::string_view kSpace = " \t\n\r";
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    if (text.empty()) return out;
    if (text[0] == '\'' || text[0] == '"') {
      const std::size_t end = text.find(text[0], 1);
      out.emplace_back(text.substr(1, end == std::string_view::npos ? end : end - 1));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    } else {
      const std::size_t end = std::min(text.find_first_of(kSpace), text.size());
      out.emplace_back(text.substr(0, end));
      text.remove_prefix(end);
    }
  }
}

std::vector<Installed> find_installed(const Files& files, const Variables& variables) {
  std::vector<Installed> out;
  const auto add = [&](const std::string& root, const std::string& by, bool first) {
    const auto real = files.resolve(root);
    if (!real || std::any_of(out.begin(), out.end(), [&](const Installed& i) { return i.root == *real; })) return;
    std::string version = version_of(files, *real);
    const bool has_go = files.stat(*real + "/bin/go").kind != Files::Kind::none || files.stat(*real + "/bin/go.exe").kind != Files::Kind::none;
    if (!has_go && version.empty()) return;
    out.push_back({*real, std::move(version), by, first});
  };
  const auto add_below = [&](const std::string& folder, std::string_view prefix, const std::string& by) {
    const auto entries = files.list(folder);
    if (!entries) return;
    for (const Files::Entry& e : *entries)
      if (e.name.starts_with(prefix)) add(folder + "/" + e.name, by, false);
  };
  bool first = true;
  const std::string path = variables("PATH");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string folder = path.substr(at, end - at);
    at = end + 1;
    if (folder.empty()) continue;
    const auto real = files.resolve(folder + "/go");
    if (!real || files.stat(*real).kind != Files::Kind::regular) continue;
    add(std::filesystem::path(*real).parent_path().parent_path().string(), "PATH", first);
    first = false;
  }
  if (const std::string goroot = variables("GOROOT"); !goroot.empty()) add(goroot, "GOROOT", false);
  for (const char* root : {"/usr/local/go", "/opt/go", "/usr/lib/go", "/usr/lib/golang", "/snap/go/current"}) add(root, root, false);
  add_below("/usr/lib", "go-", "/usr/lib");
  const std::string home = variables("HOME");
  if (!home.empty()) add_below(home + "/sdk", "go", "~/sdk");
  std::string cache = variables("GOMODCACHE");
  if (cache.empty()) {
    std::string gopath = variables("GOPATH");
    gopath = gopath.substr(0, gopath.find(':'));
    if (gopath.empty() && !home.empty()) gopath = home + "/go";
    if (!gopath.empty()) cache = gopath + "/pkg/mod";
  }
  if (!cache.empty()) add_below(cache + "/golang.org", "toolchain@", "module cache");
  return out;
}

void report_settings(const GoSettings& settings, Verification& v) { Settings(settings, v).run(); }

void report_installations(const Files& files, const Variables& variables, Verification& v) {
  struct Found {
    std::string shown, real, version;
  };
  std::vector<Found> found;
  const std::string path = variables("PATH");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string folder = path.substr(at, end - at);
    at = end + 1;
    if (folder.empty()) continue;
    const auto real = files.resolve(folder + "/go");
    if (!real || files.stat(*real).kind != Files::Kind::regular) continue;
    if (std::any_of(found.begin(), found.end(), [&](const Found& f) { return f.real == *real; })) continue;
    const std::string root = std::filesystem::path(*real).parent_path().parent_path().string();
    found.push_back({folder + "/go", *real, version_of(files, root)});
  }
  const auto named = [](const Found& f) { return f.shown + " (" + (f.version.empty() ? "of no known version" : f.version) + ")"; };
  std::size_t wrong = 0;
  if (found.size() > 1) {
    std::string others;
    for (std::size_t i = 1; i < found.size(); ++i) others += (i == 1 ? "" : ", ") + named(found[i]);
    v.findings.push_back(make_finding(rule_id::shadowed, found[0].shown, "the first go in PATH is " + named(found[0]) + "; it hides " + others));
    ++wrong;
  }
  if (const std::string goroot = variables("GOROOT"); !goroot.empty() && !found.empty()) {
    const std::string version = version_of(files, goroot);
    if (version != found[0].version) {
      v.findings.push_back(make_finding(rule_id::goroot_conflict, goroot,
                                        "GOROOT=" + goroot + " is " + (version.empty() ? "no Go installation" : version) +
                                            ", the first go in PATH is " + named(found[0]) +
                                            ": one's go command runs the other's compiler"));
      ++wrong;
    }
  }
  v.checks.push_back({"installations", wrong == 0 ? Check::Outcome::passed : Check::Outcome::failed,
                      wrong != 0          ? "more than one Go may be meant"
                      : found.empty()     ? "no go in PATH"
                                          : "one go in PATH: " + named(found[0])});
}

void report_leftovers(const Installation& tree, const TreeListing& listing, Verification& v) {
  const auto version = parse_go_version(tree.release);
  if (!version || version->minor < 20 || tree.platform.empty()) return;
  std::string tools = "pkg/tool/" + tree.platform + "/";
  std::replace(tools.begin() + 9, tools.end() - 1, '/', '_');
  std::vector<std::string> names;
  for (const TreeFile& f : listing.files)
    if (f.name.starts_with("pkg/") && !f.name.starts_with("pkg/include/") && !f.name.starts_with(tools)) names.push_back(f.name);
  add_named(v, rule_id::leftover, tree.root, names,
            "not of " + tree.release + " on " + tree.platform + ": left of an older release or of another platform's");
}

void report_module(const Files& files, const std::string& folder, const GoSettings& settings, const Installation& tree,
                   Verification& v) {
  const auto mine = parse_go_version(tree.release);
  const std::string toolchain = settings.get("GOTOOLCHAIN").text;
  for (const char* name : {"go.work", "go.mod"})
    for (std::string at = folder; !at.empty(); at = at == "/" ? "" : std::filesystem::path(at).parent_path().string()) {
      const std::string path = (at == "/" ? "" : at) + "/" + name;
      const auto text = files.read(path, kMaxGoMod);
      if (!text) continue;
      const GoModLines lines = read_go_mod(*text);
      const auto wants = parse_go_version(lines.toolchain.starts_with("go") ? lines.toolchain : "go" + lines.go);
      if (mine && wants && *mine < *wants) {
        const std::string what = (lines.toolchain.empty() ? "go " + lines.go : "toolchain " + lines.toolchain) + " in " + path;
        if (toolchain == "local")
          v.notes.push_back({NoteKind::other, path, what + " asks for a newer Go than " + tree.release + ", and GOTOOLCHAIN=local forbids it: nothing builds there"});
        else
          v.findings.push_back(make_finding(rule_id::setting_other_toolchain, path,
                                            what + ": the go command downloads and runs that toolchain there, not " + tree.release));
      }
      break;
    }
}

}  // namespace gogate::toolchain
