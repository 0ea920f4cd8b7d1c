// The order of the proof of an installed tree: read what it says of itself,
// hash it, compare with what is known of the release it says it is, name what
// differs where a list of its files makes that possible.
#include <algorithm>
#include <optional>

#include "scanners/toolchain/differences.h"
#include "scanners/toolchain/go_environment.h"
#include "scanners/toolchain/go_mod_lines.h"
#include "scanners/toolchain/go_settings.h"
#include "scanners/toolchain/installed_tree.h"
#include "scanners/toolchain/known_hashes.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/proof_cache.h"
#include "scanners/toolchain/requirements.h"
#include "scanners/toolchain/rules.h"
#include "scanners/toolchain/sumdb/checksum_database.h"
#include "scanners/toolchain/toolchain.h"
#include "scanners/toolchain/tree_proof.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

constexpr std::uint64_t kMaxGoEnv = 64 << 10;

// "linux-amd64", by bin/go or else by the one folder of tools.
std::string module_platform(const Installation& tree, const TreeListing& listing) {
  std::string out = tree.platform;
  if (out.empty())
    for (const TreeFile& f : listing.files) {
      constexpr std::string_view kTools = "pkg/tool/";
      if (!f.name.starts_with(kTools) || !(f.name.ends_with("/compile") || f.name.ends_with("/compile.exe"))) continue;
      if (!out.empty()) return {};
      out = f.name.substr(kTools.size(), f.name.find('/', kTools.size()) - kTools.size());
    }
  for (char& c : out)
    if (c == '/' || c == '_') c = '-';
  return out;
}

class Proof {
 public:
  Proof(const Files& files, const Installation& tree, const TreeListing& listing, const ToolchainOptions& options,
        Verification& v)
      : files_(files), tree_(tree), listing_(listing), options_(options), v_(v),
        platform_(module_platform(tree, listing)), subject_(tree.release + " " + platform_) {}

  void run(const KnownHashes& known) {
    const bool whole = listing_.unreadable.empty() && listing_.bounded.empty();
    std::optional<Expectation> expected;
    if (!tree_.release.empty() && !platform_.empty()) expected = look_up(known);
    bool proven = false;
    if (!whole) {
      open("content", "part of the tree could not be read");
      v_.gaps.push_back({GapKind::unproven, tree_.root, "content unproven: part of the tree could not be read",
                         "run as a user who may read all of it", false});
    } else if (expected) {
      proven = judge(*expected);
    } else if (!has_list()) {
      unknown();
    }
    if (options_.manifest != nullptr) by_manifest(expected, whole);
    if (options_.against != nullptr) by_copy(expected, whole);
    if (!proven && !list_agrees_) examine_programs(files_, tree_, v_);
    report_leftovers(tree_, listing_, v_);
    if (options_.make_manifest && proven && expected) {
      Manifest m{tree_.release, platform_, expected->h1, expected->by, listing_.files};
      v_.manifest = std::make_shared<const Manifest>(std::move(m));
    }
    if (listing_.uncovered > 0)
      v_.notes.push_back({NoteKind::other, tree_.root,
                          "not covered by the proof: " + grouped(listing_.uncovered) +
                              " files in api, doc, misc and test, which no build reads, and the permissions of all "
                              "files; a manifest covers both"});
  }

 private:
  void passed(const std::string& name, std::string detail) {
    v_.checks.push_back({name, Check::Outcome::passed, std::move(detail)});
  }
  void failed(const std::string& name, std::string detail) {
    v_.checks.push_back({name, Check::Outcome::failed, std::move(detail)});
  }
  void open(const std::string& name, std::string detail) {
    v_.checks.push_back({name, Check::Outcome::open, std::move(detail)});
  }

  // The first proof at hand. What was tried in vain stays in tried_.
  std::optional<Expectation> look_up(const KnownHashes& known) {
    const auto in_vain = [&](const std::string& what) { tried_ += (tried_.empty() ? "" : "; ") + what; };
    if (options_.use_table) {
      if (const std::string_view h1 = known.find(tree_.release, platform_); !h1.empty())
        return Expectation{std::string(h1), "the embedded table of " + std::string(known.date())};
      in_vain("not in the embedded table of " + std::string(known.date()));
    }
    if (!tree_.distribution.empty() && release_part(tree_.version) != tree_.version) return std::nullopt;
    const Variables none = [](std::string_view) { return std::string(); };
    const GoSettings settings = GoSettings::read(files_, options_.variables ? options_.variables : none, tree_.root);
    const auto key = database_key(settings);
    if (options_.use_cache && options_.store != nullptr && key) {
      auto kept = load_proof(*options_.store, tree_.release, platform_, key->key);
      if (kept) return Expectation{std::move(kept->h1), "a proof seen before: " + kept->by};
      if (kept.error().code != Errc::not_found)
        v_.notes.push_back({NoteKind::other, "the cache", "a proof seen before is not used: " + kept.error().what});
      in_vain("no proof of it was seen before");
    }
    if (!options_.use_database) return std::nullopt;
    if (options_.fetch == nullptr) {
      const std::string why = "the checksum database was not asked" +
                              (options_.offline_because.empty() ? "" : " (" + options_.offline_because + ")");
      open("database", why);
      in_vain(why);
      return std::nullopt;
    }
    ChecksumDatabase database(*options_.fetch, files_, options_.store, settings);
    const std::string version = module_version(tree_.release, platform_);
    DatabaseAnswer answer = database.look_up(kToolchainModule, version);
    for (std::string& r : answer.remarks) v_.notes.push_back({NoteKind::other, "checksum database", std::move(r)});
    if (answer.state == DatabaseAnswer::State::proven) {
      passed("database", answer.detail);
      if (options_.store != nullptr && key)
        if (const auto saved = save_proof(*options_.store, {tree_.release, platform_, answer.h1, answer.detail}, key->key); !saved)
          v_.notes.push_back({NoteKind::other, "the cache", "the proof could not be kept: " + saved.error().what});
      return Expectation{std::move(answer.h1), std::move(answer.detail)};
    }
    if (answer.state == DatabaseAnswer::State::untrusted) {
      failed("database", answer.detail);
      v_.findings.push_back(make_finding(rule_id::database_untrusted, tree_.root, answer.detail));
    } else {
      open("database", answer.detail);
    }
    in_vain(answer.detail);
    next_step_ = answer.next_step;
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> go_env() const {
    auto text = files_.read(tree_.root + "/go.env", kMaxGoEnv);
    if (!text) return std::nullopt;
    return std::move(*text);
  }

  [[nodiscard]] std::size_t covered() const {
    return static_cast<std::size_t>(std::count_if(listing_.files.begin(), listing_.files.end(),
                                                  [](const TreeFile& f) { return is_covered(f.name); }));
  }

  // Whether the content is what the release's is, but for what is named.
  bool judge(const Expectation& expected) {
    const auto env = go_env();
    const Content content = judge_content(listing_, tree_.release, platform_, expected.h1, env);
    const std::string files = grouped(covered()) + " files";
    v_.facts.push_back({"h1", content.h1});
    switch (content.state) {
      case Content::State::proven:
        passed("content", files + " are those of " + subject_ + ", by " + expected.by);
        return true;
      case Content::State::proven_local:
        passed("content", files + " but go.env are those of " + subject_ + ", by " + expected.by);
        passed("go.env", "as released but for GOTOOLCHAIN=local, which distributors of images set: the go command "
                         "downloads no other toolchain");
        v_.notes.push_back({NoteKind::other, tree_.root + "/go.env",
                            "a distributor's known change: GOTOOLCHAIN=local instead of auto; nothing else differs"});
        return true;
      case Content::State::go_env_changed:
        passed("content", files + " but go.env are those of " + subject_ + ", by " + expected.by);
        failed("go.env", "not as released");
        v_.findings.push_back(make_finding(rule_id::content_changed, tree_.root + "/go.env",
                                           "go.env: changed, by more than GOTOOLCHAIN=local; every other file is that of " +
                                               subject_));
        return true;
      case Content::State::go_env_missing:
        passed("content", files + " are those of " + subject_ + ", by " + expected.by);
        failed("go.env", "missing");
        v_.findings.push_back(make_finding(rule_id::file_removed, tree_.root + "/go.env",
                                           "go.env: missing; every other file is that of " + subject_));
        return true;
      case Content::State::different: break;
    }
    if (!tree_.distribution.empty()) {
      distribution("its files are not those of the upstream build of " + tree_.release);
      return false;
    }
    failed("content", files + " hash to " + content.h1 + ", " + subject_ + " to " + expected.h1 + " (" + expected.by + ")");
    // With a list of files they are named.
    if (!has_list())
      v_.findings.push_back(make_finding(
          rule_id::content_changed, tree_.root,
          "its " + files + " are not those of " + subject_ + ": they hash to " + content.h1 + ", not to " + expected.h1 +
              "; which files differ is told with --manifest FILE, or --against a verified archive or another copy"));
    return false;
  }

  void distribution(const std::string& what) {
    const std::string why = "built or rearranged by a distribution (" + tree_.distribution + "): " + what;
    if (options_.accept_distribution) {
      v_.notes.push_back({NoteKind::other, tree_.root, why + "; accepted by --accept-distribution"});
      passed("content", "a distribution's own build, accepted unproven by --accept-distribution");
      return;
    }
    open("content", why);
    v_.gaps.push_back({GapKind::unproven, tree_.root, why,
                       "verify the package with the distribution's tools, then add --accept-distribution; or use an "
                       "upstream release",
                       false});
  }

  void unknown() {
    if (!tree_.distribution.empty()) {
      distribution("no release of the Go project");
      return;
    }
    std::string why;
    if (tree_.release.empty() || platform_.empty())
      why = "its version or platform could not be read, so nothing says what its files should be";
    else if (const auto version = parse_go_version(tree_.release); version && version->minor < 21 && version->major == 1)
      why = "releases before Go 1.21 are not in the checksum database: only an archive can prove " + subject_;
    else
      why = "no hash of " + subject_ + " is known here: " + (tried_.empty() ? "no proof was asked for" : tried_);
    open("content", why);
    if (options_.block_unknown)
      v_.findings.push_back(make_finding(rule_id::unknown_release, tree_.root, why));
    v_.gaps.push_back({GapKind::unproven, tree_.root, "content unproven: " + why,
                       (next_step_.empty() ? std::string() : next_step_ + "; ") +
                           "or show what it was installed from (--against ARCHIVE), or a list of its files (--manifest FILE)",
                       false});
  }

  void by_manifest(const std::optional<Expectation>& expected, bool whole) {
    const Manifest& m = *options_.manifest;
    const std::string name = "manifest " + options_.manifest_name;
    if (expected && m.release == tree_.release && m.platform == platform_ && m.h1 != expected->h1) {
      failed("manifest", "it is not of " + subject_);
      v_.findings.push_back(make_finding(rule_id::manifest_conflict, options_.manifest_name,
                                         name + " says that " + subject_ + " hashes to " + m.h1 + ", but " +
                                             expected->by + " has " + expected->h1));
      return;
    }
    const Differences d = compare(listing_.files, m.files, {});
    report(d, "the manifest");
    const bool agrees = d.none() && whole;
    list_agrees_ = list_agrees_ || agrees;
    if (agrees)
      passed("manifest", grouped(m.files.size()) + " files, with permissions, are those of " + name + " (" + m.release +
                             " " + m.platform + ", proven by " + m.proof + ")");
    else if (!d.none())
      failed("manifest", grouped(d.changed.size()) + " changed, " + grouped(d.added.size()) + " added, " +
                             grouped(d.removed.size()) + " removed, " + grouped(d.modes.size()) + " with other permissions");
    else
      open("manifest", "part of the tree could not be read");
    if (!expected && agrees)
      passed("content", "by " + name + " alone: no other hash of " + subject_ + " is known here");
    else if (!expected)
      open("content", "not that of " + name + ", and no other hash of " + subject_ + " is known here");
  }

  [[nodiscard]] bool has_list() const { return options_.manifest != nullptr || options_.against != nullptr; }

  void by_copy(const std::optional<Expectation>& expected, bool whole) {
    const std::vector<TreeFile>& copy = *options_.against;
    const std::string name = options_.against_name;
    const Differences d = compare(listing_.files, copy, {false, options_.against_modes});
    std::string proof;
    if (!options_.against_digest.empty())
      proof = "published as " + options_.against_digest;
    else if (expected && (module_h1(copy, tree_.release, platform_) == expected->h1 ||
                          module_h1(copy, tree_.release, platform_, released_go_env()) == expected->h1))
      proof = "proven by " + expected->by;
    // A known change of go.env stays known.
    Differences told = d;
    if (const auto env = go_env(); env && is_local_go_env(*env)) std::erase(told.changed, "go.env");
    report(told, name);
    const bool agrees = told.none() && whole;
    const std::string counts = grouped(told.changed.size()) + " changed, " + grouped(told.added.size()) + " added, " +
                               grouped(told.removed.size()) + " removed, " + grouped(told.modes.size()) +
                               " with other permissions";
    const std::string standing = proof.empty() ? ", which is itself unproven" : ", " + proof;
    if (agrees)
      passed("against", grouped(copy.size()) + " files are those of " + name + standing);
    else if (!told.none())
      failed("against", counts + ", against " + name + standing);
    else
      open("against", "part of the tree could not be read");
    list_agrees_ = list_agrees_ || (agrees && !proof.empty());
    if (expected || options_.manifest != nullptr) {
      if (told.none() && expected && whole && judge_content(listing_, tree_.release, platform_, expected->h1, go_env()).state == Content::State::different)
        v_.findings.push_back(make_finding(rule_id::content_changed, tree_.root,
                                           "its files are not those of " + subject_ + ", and neither are those of " + name +
                                               ", which are the same"));
      return;
    }
    if (agrees && !proof.empty()) {
      passed("content", "by " + name + ", " + proof);
      return;
    }
    unknown();
  }

  // What the module does not hold goes into no build: it only warns.
  void report(const Differences& d, const std::string& side) {
    const auto add = [&](std::string_view rule, const std::vector<std::string>& names, const std::string& what) {
      std::vector<std::string> in;
      std::vector<std::string> beside;
      for (const std::string& n : names) (is_covered(n) ? in : beside).push_back(n);
      add_named(v_, rule, tree_.root, in, what);
      const std::size_t before = v_.findings.size();
      add_named(v_, rule, tree_.root, beside, what + " (no build reads it)");
      for (std::size_t i = before; i < v_.findings.size(); ++i) v_.findings[i].severity = Severity::medium;
    };
    add(rule_id::content_changed, d.changed, "not the content that " + side + " has");
    add(rule_id::file_added, d.added, side + " does not have it");
    add(rule_id::file_removed, d.removed, "missing, " + side + " has it");
    add(rule_id::mode_changed, d.modes, "other permissions than " + side + " has");
  }

  const Files& files_;
  const Installation& tree_;
  const TreeListing& listing_;
  const ToolchainOptions& options_;
  Verification& v_;
  std::string platform_;
  std::string subject_;
  std::string tried_;
  std::string next_step_;
  bool list_agrees_ = false;
};

// What the command line requires of the release.
Result<Ok> require(const Files& files, const Installation& tree, const ToolchainOptions& options, Verification& v) {
  const auto version = parse_go_version(tree.release);
  const std::string shown = tree.release.empty() ? "a Go of unknown version" : tree.release;
  const auto settle = [&](const std::string& name, bool met, const std::string& what) {
    v.checks.push_back({name, met ? Check::Outcome::passed : Check::Outcome::failed, what});
    if (!met) v.findings.push_back(make_finding(rule_id::requirement, tree.root, what));
  };
  if (!options.go_versions.empty()) {
    const auto bounds = GATE_TRY(parse_bounds(options.go_versions));
    const bool met = version && within(*version, bounds);
    settle("go " + options.go_versions, met, shown + (met ? " is" : " is not") + " within " + options.go_versions);
  }
  if (options.supported_only) {
    const Releases table = GATE_TRY(Releases::embedded());
    const bool met = version && is_supported(*version, table);
    settle("supported-only", met,
           shown + (met ? " is" : " is not") + " of the two newest lines of Go, which are mended (releases of " +
               std::string(table.date()) + ")");
  }
  if (!options.exact_from.empty()) {
    constexpr std::uint64_t kMost = 4 << 20;
    const auto text = files.read(options.exact_from, kMost);
    if (!text) return fail(Errc::usage, "--exact-from: " + text.error().what, "name a go.mod");
    const GoModLines lines = read_go_mod(*text);
    const std::string wanted = lines.toolchain.starts_with("go1") ? lines.toolchain : lines.go.empty() ? "" : "go" + lines.go;
    if (!parse_go_version(wanted))
      return fail(Errc::usage, "--exact-from " + options.exact_from + ": it has neither a toolchain nor a go line", "add one");
    settle("exact-from", wanted == tree.release,
           shown + (wanted == tree.release ? " is" : " is not") + " the release that " + options.exact_from + " names: " + wanted);
  }
  return Ok{};
}

}  // namespace

Result<Verification> verify_toolchain(const Files& files, const std::string& goroot, const ToolchainOptions& options) {
  Verification v;
  v.scope = "toolchain " + goroot;
  v.rules = rules({rule_id::content_changed, rule_id::database_untrusted, rule_id::file_added, rule_id::file_removed,
                   rule_id::files_missing, rule_id::goroot_conflict, rule_id::irregular_file, rule_id::leftover,
                   rule_id::manifest_conflict, rule_id::mode_changed, rule_id::other_owner, rule_id::requirement,
                   rule_id::set_id, rule_id::setting_insecure, rule_id::setting_other_toolchain,
                   rule_id::setting_replaces_source, rule_id::setting_runs_program, rule_id::setting_unchecked,
                   rule_id::shadowed, rule_id::unknown_release, rule_id::version_conflict, rule_id::version_malformed,
                   rule_id::world_writable});
  const KnownHashes known = options.known != nullptr ? *options.known : GATE_TRY(KnownHashes::embedded());
  const Installation tree = GATE_TRY(examine_installation(files, goroot, v));
  const TreeListing listing =
      GATE_TRY(list_tree(files, tree.root, {options.jobs, options.manifest != nullptr || options.against != nullptr || options.make_manifest, options.stop}));
  v.counts.blobs += listing.files.size();
  v.counts.bytes += listing.bytes;
  report_oddities(files, tree, listing, v);
  GATE_TRY(require(files, tree, options, v));
  Proof(files, tree, listing, options, v).run(known);
  if (options.variables && options.judge_environment) {
    const GoSettings settings = GoSettings::read(files, options.variables, tree.root);
    report_settings(settings, v);
    report_installations(files, options.variables, v);
    if (!options.folder.empty()) report_module(files, options.folder, settings, tree, v);
  }
  if (options.stop != nullptr && options.stop->load()) return fail(Errc::interrupted, "interrupted");
  return v;
}

}  // namespace gogate::toolchain
