// gogate migrate: reads another tool's files, writes ours, and says what it
// could not carry over. Nothing is overwritten without --force.
#include <algorithm>
#include <ctime>
#include <filesystem>

#include "gate/cli/commands.h"
#include "gate/cli/migrate.h"
#include "gate/policy/baseline.h"
#include "gate/policy/gitleaks_ignore.h"
#include "gate/policy/secrets_baseline.h"
#include "gate/policy/waivers.h"
#include "gate/sys/clock.h"
#include "gate/sys/files.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

using source::Repository;

constexpr std::uint64_t kMaxFile = 64U << 20;

struct Found {
  std::string name;  // as it was named, or relative to the root
  std::string text;
};

// The named file, or the first of `usual` that stands at the root.
Result<std::optional<Found>> find_file(const std::string& named, const std::vector<std::string>& usual, const std::string& root) {
  const sys::DiskFiles files;
  if (!named.empty()) {
    auto text = files.read(named, kMaxFile);
    if (!text) return fail(Errc::usage, text.error().what, "name the file that is to be carried over");
    return std::optional(Found{named, std::move(*text)});
  }
  for (const std::string& name : usual) {
    if (files.stat(root + "/" + name).kind == Files::Kind::none) continue;
    return std::optional(Found{name, GATE_TRY(files.read(root + "/" + name, kMaxFile))});
  }
  return std::optional<Found>();
}

// The comment right above an entry is its reason.
std::vector<EntryComment> comments_of(std::string_view text, const std::string& origin) {
  std::vector<EntryComment> out;
  std::string above;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t eol = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, eol);
    text.remove_prefix(std::min(eol + 1, text.size()));
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.starts_with('#')) {
      line.remove_prefix(std::min(line.find_first_not_of("# \t"), line.size()));
      above = std::string(line);
    } else if (line.empty()) {
      above.clear();
    } else if (!above.empty()) {  // stays for a run of entries below it
      out.push_back({origin + ":" + std::to_string(number), above});
    }
  }
  return out;
}

std::string a_year_on(std::int64_t now) {
  const std::time_t then = static_cast<std::time_t>(now + std::int64_t{365} * 86400);
  std::tm tm{};
  gmtime_r(&then, &tm);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &tm);
  return text;
}

struct Context {
  const MigrateArguments& a;
  const Repository& repo;
  const Setup& setup;
  const Machine& machine;
  std::string root;
};

Result<Ok> ignore_file(const Context& c, const std::string& usual, Directive kind, Migration& out) {
  const auto found = GATE_TRY(find_file(c.a.ignore_file, {usual}, c.root));
  if (!found) return Ok{};
  policy::IgnoreFile file = GATE_TRY(policy::parse_gitleaks_ignore(found->text, found->name, kind));
  for (std::string& w : file.warnings) out.left.push_back(std::move(w));
  std::vector<policy::IgnoreEntry> places;
  policy::IgnoreFile values;
  values.kind = kind;
  for (policy::IgnoreEntry& e : file.entries) (e.by_value() ? values.entries : places).push_back(std::move(e));
  GATE_TRY(migrate_places(places, comments_of(found->text, found->name), c.repo, c.setup, c.a.common, c.machine, out));
  if (!values.entries.empty()) GATE_TRY(migrate_values(std::move(values), true, c.repo, c.setup, c.a.common, c.machine, out));
  return Ok{};
}

Result<Ok> gitleaks_config(const Context& c, const std::vector<std::string>& usual, Migration& out) {
  const auto found = GATE_TRY(find_file(c.a.config, usual, c.root));
  if (!found) return Ok{};
  // It is tried as the file that it would be.
  CatalogueChoice choice;
  choice.gitleaks_config = RuleText{found->name, found->text};
  choice.read_config = [](const std::string& path) { return sys::DiskFiles().read(path, kMaxFile); };
  auto loaded = load_catalogue(choice);
  if (!loaded) {
    out.left.push_back("the configuration, which cannot be used here: " + loaded.error().what);
    return Ok{};
  }
  out.left.insert(out.left.end(), loaded->warnings.begin(), loaded->warnings.end());
  std::error_code error;
  const std::string relative = c.a.config.empty() ? found->name : std::filesystem::relative(c.a.config, c.root, error).generic_string();
  if (error || relative.starts_with("..")) {
    out.left.push_back(found->name + ": lies outside the repository; copy it in, and name it as gitleaks-config");
    return Ok{};
  }
  out.gitleaks_config = relative;
  out.carried.push_back(relative + " goes on as it is, named as gitleaks-config");
  return Ok{};
}

Result<Ok> from_gitleaks(const Context& c, Migration& out) {
  GATE_TRY(gitleaks_config(c, {".gitleaks.toml"}, out));
  GATE_TRY(ignore_file(c, ".gitleaksignore", Directive::gitleaks_ignore_file, out));
  if (!c.a.common.baseline_path.empty()) {
    const auto found = GATE_TRY(find_file(c.a.common.baseline_path, {}, c.root));
    if (!found) return Ok{};
    policy::IgnoreFile file = GATE_TRY(policy::parse_baseline(found->text, found->name));
    for (std::string& w : file.warnings) out.left.push_back(std::move(w));
    GATE_TRY(migrate_places(file.entries, {}, c.repo, c.setup, c.a.common, c.machine, out));
  }
  return Ok{};
}

Result<Ok> from_betterleaks(const Context& c, Migration& out) {
  GATE_TRY(gitleaks_config(c, {".betterleaks.toml", "betterleaks.toml", ".gitleaks.toml"}, out));
  return ignore_file(c, ".betterleaksignore", Directive::betterleaks_ignore_file, out);
}

Result<Ok> from_detect_secrets(const Context& c, Migration& out) {
  const auto found = GATE_TRY(find_file(!c.a.ignore_file.empty() ? c.a.ignore_file : c.a.common.baseline_path, {".secrets.baseline"}, c.root));
  if (!found) return Ok{};
  policy::IgnoreFile file = GATE_TRY(policy::parse_secrets_baseline(found->text, found->name));
  for (std::string& w : file.warnings) out.left.push_back(std::move(w));
  migrate_patterns(file.patterns, out);
  file.patterns.clear();
  return migrate_values(std::move(file), false, c.repo, c.setup, c.a.common, c.machine, out);
}

Result<Ok> from_trufflehog(const Context& c, Migration& out) {
  if (const auto found = GATE_TRY(find_file(c.a.config, {"trufflehog.yaml", "trufflehog.yml", ".trufflehog.yaml", ".trufflehog.yml"}, c.root)))
    GATE_TRY(migrate_trufflehog(found->text, found->name, out));
  if (!c.a.exclude_paths.empty())
    if (const auto found = GATE_TRY(find_file(c.a.exclude_paths, {}, c.root))) migrate_path_patterns(found->text, found->name, out);
  std::vector<std::string> names;
  for (const std::string& given : c.a.exclude_detectors)
    for (std::size_t begin = 0; begin < given.size();) {
      const std::size_t end = std::min(given.find(',', begin), given.size());
      if (end > begin) names.push_back(given.substr(begin, end - begin));
      begin = end + 1;
    }
  migrate_excluded_detectors(names, c.setup.catalogue, out);
  out.left.push_back("its verification and its results verified, unknown, unverified: gogate asks no server whether a secret works");
  return Ok{};
}

struct Tool {
  std::string_view name;
  Result<Ok> (*read)(const Context&, Migration&);
};
constexpr Tool kTools[] = {
    {"gitleaks", from_gitleaks}, {"betterleaks", from_betterleaks}, {"detect-secrets", from_detect_secrets}, {"trufflehog", from_trufflehog}};

struct OutFile {
  std::string path;  // relative to the root
  std::string text;
};

std::string section(std::string_view title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string out = std::string(title) + "\n";
  for (const std::string& l : lines) {
    // A line may quote a pattern or path of the other tool's files.
    std::string shown = l;
    for (char& ch : shown)
      if (static_cast<unsigned char>(ch) < 0x20 || ch == 0x7f) ch = ' ';
    out += "  " + shown + "\n";
  }
  return out;
}

}  // namespace

Result<int> run_migrate(const Arguments& arguments, const Machine& machine) {
  const MigrateArguments& a = arguments.migrate;
  const Repository repo = GATE_TRY(Repository::discover(a.path.empty() ? "." : a.path));
  if (repo.is_bare()) return fail(Errc::usage, "migrate: a bare repository has no place for files", "run it in a clone");
  std::string owner = a.owner;
  if (owner.empty()) owner = repo.config("user.email").value_or("");
  if (owner.empty()) return fail(Errc::usage, "migrate: who answers for the waivers?", "say --owner NAME, or set git's user.email");
  const std::string expires = a.expires.empty() ? a_year_on(sys::SystemClock().now()) : a.expires;

  Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trust_folder(repo.workdir()), repo.workdir(), false));
  setup.ignores = policy::IgnoreSet();
  setup.waivers.clear();
  Migration m;
  for (const Tool& t : kTools)
    if (t.name == a.tool) GATE_TRY(t.read({a, repo, setup, machine, repo.workdir()}, m));

  std::vector<OutFile> files;
  if (!m.rules.empty()) files.push_back({".gogate/secrets.toml", m.rules});
  if (!m.waivers.empty()) files.push_back({".gogate/waivers.toml", waivers_text(m, a.tool, owner, expires)});
  if (!m.rules.empty() || !m.gitleaks_config.empty() || !m.skip.empty()) files.push_back({".gogate.toml", policy_text(m, a.tool)});
  // What is written must be readable: a bad --expires or an odd pattern shows here.
  for (const OutFile& f : files) {
    if (f.path == ".gogate/waivers.toml") GATE_TRY(policy::parse_waivers(f.text, f.path));
    if (f.path == ".gogate.toml") GATE_TRY(policy::parse_config(f.text, f.path));
  }
  const sys::DiskFiles disk;
  for (const OutFile& f : files)
    if (!a.force && !a.dry_run && disk.stat(repo.workdir() + "/" + f.path).kind != Files::Kind::none)
      return fail(Errc::usage, f.path + ": is there already, and nothing was written", "look with --dry-run, then say --force to replace it");
  std::string said;
  for (const OutFile& f : files) {
    if (a.dry_run) {
      said += "# " + f.path + "\n" + f.text + "\n";
      continue;
    }
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(repo.workdir() + "/" + f.path).parent_path(), error);
    if (error) return fail(Errc::unreadable, f.path + ": " + error.message());
    GATE_TRY(sys::write_file(repo.workdir() + "/" + f.path, f.text));
    m.carried.push_back("written: " + f.path);
  }
  if (files.empty()) said += "nothing of " + a.tool + " to carry over was found\n";
  said += section("Carried over:", m.carried) + section("Not carried over:", m.left) + section("Dead entries:", m.dead);
  GATE_TRY(sys::write_stdout(said));
  return 0;
}

}  // namespace gogate::cli
