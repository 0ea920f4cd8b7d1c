#include "gate/cli/arguments.h"

#include <CLI/CLI.hpp>

#include "gate/cli/command_line.h"
#include "gate/core/suggest.h"

namespace gogate::cli {
namespace {

constexpr const char* kScan = "What is scanned";
constexpr const char* kRules = "Rules and policy";
constexpr const char* kOutput = "Output";
constexpr const char* kProof = "Proof";
constexpr const char* kRequired = "Requirements";

// One value a flag, repeatable: never swallows the PATH that follows.
CLI::Option* many(CLI::App& app, const std::string& name, std::vector<std::string>& to, const std::string& text) {
  return app.add_option(name, to, text)->expected(1)->allow_extra_args(false)->take_all();
}

void add_common(CLI::App& app, CommonArguments& c, bool scans) {
  if (scans) {
    many(app, "--rules", c.rules, "Add rules: Semgrep YAML or gitleaks TOML, a file or a folder (repeatable)")
        ->type_name("PATH")->group(kRules);
    app.add_flag("--no-default-rules", c.no_default_rules, "Drop the embedded rules")->group(kRules);
    app.add_flag("--skip-bad-rules", c.skip_bad_rules, "Leave out rules with an error; the verdict is then incomplete")
        ->group(kRules);
    app.add_option("--gitleaks-config,--config", c.gitleaks_config,
                   "Secret rules from this gitleaks file instead of the embedded ones; also found as .gitleaks.toml and "
                   "GITLEAKS_CONFIG")
        ->type_name("FILE")->group(kRules);
    app.add_option("--max-decode-depth", c.max_decode_depth,
                   "Look for secrets in base64, hex, percent, unicode and compressed encodings this many deep (5; 0: not at all)")
        ->type_name("N")->check(CLI::Range(0U, 100U))->group(kRules);
    app.add_option("--max-archive-depth", c.max_archive_depth,
                   "Look into archives and archives in them this many deep (5; 0: not at all)")
        ->type_name("N")->check(CLI::Range(0U, 100U))->group(kScan);
    app.add_option("-i,--gitleaks-ignore-path", c.gitleaks_ignore_path,
                   "Read .gitleaksignore from here too, a file or its folder (default: the current folder)")
        ->type_name("PATH")->group(kRules);
    app.add_option("-b,--baseline-path", c.baseline_path,
                   "Findings that are known: a JSON report of gitleaks, betterleaks or gogate, or a .secrets.baseline")
        ->type_name("FILE")->group(kRules);
    app.add_option("--policy", c.policy, "Policy file (default: .gogate.toml; in a merge check that of the target branch)")
        ->type_name("FILE")->group(kRules);
    many(app, "--only", c.only, "Only this rule, by id or alias (repeatable)")->type_name("RULE")->group(kRules);
    many(app, "--skip", c.skip, "Not this rule, by id or alias (repeatable)")->type_name("RULE")->group(kRules);
    many(app, "--include", c.include, "Only paths that match (repeatable)")->type_name("GLOB")->group(kScan);
    many(app, "--exclude", c.exclude, "No paths that match (repeatable)")->type_name("GLOB")->group(kScan);
    app.add_option("--max-file-size", c.max_file_size, "Larger files are not read and make the verdict incomplete (256MB)")
        ->type_name("SIZE")->group(kScan);
    app.add_option("-j,--jobs", c.jobs, "Number of threads (default: one for each processor)")
        ->type_name("N")->check(CLI::Range(1U, 1024U))->group(kOutput);
  }
  many(app, "--report", c.reports,
       "Write a report: text, json, sarif or junit, to standard output or FILE (repeatable; default: text)")
      ->type_name("FORMAT[=FILE]")->group(kOutput);
  app.add_flag("-q,--quiet", c.quiet, "Only what blocks, and the verdict")->group(kOutput);
  app.add_flag("-v,--verbose", c.verbose, "Notes, suppressed and waived findings too")->group(kOutput);
  app.add_flag("--no-progress", c.no_progress, "No progress bar (there is none without a terminal)")->group(kOutput);
  app.add_option("--color", c.colour, "When to use colours")
      ->type_name("WHEN")->check(CLI::IsMember({"auto", "always", "never"}))->group(kOutput);
  app.add_flag("--keep-suppressed", c.keep_suppressed, "Keep suppressed and waived findings in SARIF")->group(kOutput);
  app.add_option("--category", c.category, "SARIF: tells several runs on one commit apart")->type_name("NAME")->group(kOutput);
}

void add_scan(CLI::App& root, ScanArguments& s) {
  CLI::App& app = *root.add_subcommand("scan", "Look for secrets and unsafe Go patterns in a worktree, a change or a history");
  app.add_option("PATH", s.paths, "Repository, folder or file (default: the current folder)")->group(kScan);
  app.add_flag("--staged", s.staged, "What the next commit would bring in")->group(kScan);
  app.add_option("--commit", s.commit, "What one commit introduces")->type_name("REV")->group(kScan);
  app.add_option("--range", s.range, "What a range introduces")->type_name("A..B")->group(kScan);
  app.add_option("--base", s.base, "A merge check: from the merge base with REV to HEAD, index and worktree included")
      ->type_name("REV")->group(kScan);
  app.add_flag("--committed", s.committed, "With --base: leave the index and the worktree out")->group(kScan);
  // A flag with a value: takes "=REF" but never the word that follows.
  app.add_flag("--history{*}", s.history_refs, "Everything that any ref reaches, or with --history=REF only that (repeatable)")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->group(kScan);
  app.add_option("--since", s.since, "With --history: only what commits from DATE on brought in (2026-01-31, \"2 weeks ago\")")
      ->type_name("DATE")->group(kScan);
  many(app, "--exclude-ref", s.exclude_refs, "With --history: no refs that match, as in dependabot/* (repeatable); --history=^REF leaves out what REF reaches")
      ->type_name("GLOB")->group(kScan);
  app.add_flag("--stashes", s.stashes, "With --history=REF: stashes too (without REF they always take part)")->group(kScan);
  app.add_flag("--unreachable", s.unreachable, "With --history: also objects that no ref reaches, until git prunes them")->group(kScan);
  app.add_flag("--git-config", s.git_config, "Also .git/config: URLs with passwords, headers with tokens")->group(kScan);
  app.add_flag("--stdin", s.from_stdin, "Standard input")->group(kScan);
  app.add_option("--stdin-path", s.stdin_path, "The path that standard input is reported and judged under")
      ->type_name("NAME")->group(kScan);
  app.add_option("--image", s.image, "A container image: what docker save writes, or a folder or tar in OCI layout; all of its layers")
      ->type_name("FILE|DIR")->group(kScan);
  app.add_flag("--submodules", s.submodules, "Enter submodules, which are only named otherwise")->group(kScan);
  app.add_flag("--no-git", s.no_git, "Take PATH as a plain folder, ignored files included")->group(kScan);
  app.add_option("-e,--pattern", s.pattern, "Only show where this Semgrep pattern matches in Go files; judges nothing")
      ->type_name("PATTERN")->group(kRules);
  app.add_option("-l,--lang", s.language, "Language of the pattern: go")->type_name("LANGUAGE")->group(kRules);
  add_common(app, s.common, true);
}

void add_hook(CLI::App& root, HookArguments& h) {
  CLI::App& app = *root.add_subcommand("hook", "Run as a git hook, or install the hooks");
  app.add_option("KIND", h.kind, "pre-commit, pre-push, pre-receive or install")
      ->required()->check(CLI::IsMember({"pre-commit", "pre-push", "pre-receive", "install"}));
  app.add_option("ARGUMENT", h.words, "What git or pre-commit hands over; for install: the hooks to install");
  app.add_flag("--force", h.force, "install: replace hooks that are not ours (a copy is kept)");
  add_common(app, h.common, true);
}

void add_ci(CLI::App& root, CiArguments& c) {
  CLI::App& app = *root.add_subcommand("ci", "In GitLab CI or GitHub Actions: scan what changed and write the platform's reports");
  app.add_option("--platform", c.platform, "Do not find out where this runs")->check(CLI::IsMember({"gitlab", "github"}));
  app.add_option("--report-folder", c.report_folder, "Where the platform's reports go (default: the current folder)")->type_name("FOLDER");
  add_common(app, c.common, true);
}

// What verify toolchain and toolchain manifest take alike.
void add_proof(CLI::App& app, VerifyArguments& v) {
  app.add_option("GOROOT", v.target, "The tree (default: GOROOT, else the go in PATH)");
  many(app, "--proof", v.proofs, "Take this proof only: table, cache or database (repeatable; default: all, in this order)")
      ->type_name("WHICH")->check(CLI::IsMember({"table", "cache", "database"}))->group(kProof);
  app.add_flag("--offline", v.offline, "Ask no server; what then stays unproven is said")->group(kProof);
  app.add_option("--network-timeout", v.network_timeout, "Wait so long for one answer of a server (30)")
      ->type_name("SECONDS")->check(CLI::Range(1U, 3600U))->group(kProof);
  app.add_option("-j,--jobs", v.common.jobs, "Number of threads (default: one for each processor)")
      ->type_name("N")->check(CLI::Range(1U, 1024U))->group(kOutput);
}

void add_verify(CLI::App& root, VerifyArguments& v) {
  CLI::App& app = *root.add_subcommand("verify", "Before a build or deployment: check a Go toolchain or a downloaded archive");
  app.require_subcommand(1);
  CLI::App& toolchain =
      *app.add_subcommand("toolchain", "An installed Go tree: whether its files are those that were released, read without running any");
  add_proof(toolchain, v);
  toolchain.add_option("--manifest", v.manifest, "Compare with this list of files, which gogate toolchain manifest wrote: changed files are named")
      ->type_name("FILE")->group(kProof);
  toolchain.add_option("--against", v.against, "Compare with another copy, or with an archive, which is read without unpacking it: changed files are named")
      ->type_name("DIR|ARCHIVE")->group(kProof);
  toolchain.add_option("--unknown-release", v.unknown_release, "A release that nothing here knows: block or incomplete (default)")
      ->type_name("WHAT")->check(CLI::IsMember({"block", "incomplete"}))->group(kProof);
  toolchain.add_flag("--accept-distribution", v.accept_distribution, "Accept, unproven, a Go that a distribution built itself")->group(kProof);
  toolchain.add_option("--go", v.go_versions, "Require such a release: '>=1.26.7', '>=1.25,<1.27', 1.26.8")->type_name("VERSIONS")->group(kRequired);
  toolchain.add_flag("--supported-only", v.supported_only, "Require a release line that the Go project still mends")->group(kRequired);
  toolchain.add_option("--exact-from", v.exact_from, "Require the very release that this go.mod names")->type_name("GO.MOD")->group(kRequired);
  toolchain.callback([&v] { v.what = "toolchain"; });
  add_common(toolchain, v.common, false);
  CLI::App& archive = *app.add_subcommand("archive", "A downloaded Go archive against its published SHA-256");
  archive.add_option("FILE", v.target, "The archive")->required();
  archive.callback([&v] { v.what = "archive"; });
  add_common(archive, v.common, false);
}

void add_toolchain(CLI::App& root, VerifyArguments& v) {
  CLI::App& app = *root.add_subcommand("toolchain", "Which Go is installed where, and lists of files of trees that verified");
  app.require_subcommand(1);
  CLI::App& manifest = *app.add_subcommand("manifest", "Write the file list of an installed Go tree, when it verifies");
  add_proof(manifest, v);
  manifest.add_option("-o,--output", v.output, "The file (default: standard output)")->type_name("FILE")->group(kOutput);
  manifest.callback([&v] { v.what = "manifest"; });
  CLI::App& list = *app.add_subcommand("list", "Show the Go installations of this machine, without running any");
  list.callback([&v] { v.what = "list"; });
}

void add_redact(CLI::App& root, RedactArguments& r) {
  CLI::App& app = *root.add_subcommand("redact", "Write logs through with the secrets in them masked, before they are shared");
  app.add_option("FILE", r.files, "Files, one after the other (default, and \"-\": standard input)");
  app.add_flag("--check", r.check, "Exit 1 when anything was masked");
  many(app, "--rules", r.common.rules, "Add rules: gitleaks TOML, a file or a folder (repeatable)")->type_name("PATH");
  app.add_option("--gitleaks-config,--config", r.common.gitleaks_config,
                 "Secret rules from this gitleaks file too; also found as .gitleaks.toml and GITLEAKS_CONFIG")
      ->type_name("FILE");
  app.add_option("--policy", r.common.policy, "Policy file that names rules (default: .gogate.toml)")->type_name("FILE");
  app.add_option("--max-decode-depth", r.common.max_decode_depth,
                 "Look for secrets in base64, hex, percent, unicode and compressed encodings this many deep (5; 0: not at all)")
      ->type_name("N")->check(CLI::Range(0U, 100U));
  app.add_flag("-q,--quiet", r.common.quiet, "Do not say on standard error what was masked");
}

void add_rules(CLI::App& root, RulesArguments& r) {
  CLI::App& app = *root.add_subcommand("rules", "List, show, check and test rules");
  app.require_subcommand(0, 1);
  r.what = "list";
  CLI::App& list = *app.add_subcommand("list", "All active rules, a line each");
  list.callback([&r] { r.what = "list"; });
  many(list, "--rules", r.common.rules, "Add rules from a file or folder (repeatable)")->type_name("PATH");
  list.add_flag("--no-default-rules", r.common.no_default_rules, "Drop the embedded rules");
  CLI::App& show = *app.add_subcommand("show", "Everything about one rule");
  show.add_option("ID", r.words, "Rule id or alias")->expected(0, 1);
  show.add_option("--tree", r.tree, "Print instead how this Go file is read: the lowered tree that patterns are matched with")
      ->type_name("FILE");
  many(show, "--rules", r.common.rules, "Add rules from a file or folder (repeatable)")->type_name("PATH");
  show.callback([&r] { r.what = "show"; });
  CLI::App& docs = *app.add_subcommand("docs", "Write a Markdown page for each rule, and an index");
  docs.add_option("FOLDER", r.words, "Where the pages go")->required()->expected(1);
  docs.callback([&r] { r.what = "docs"; });
  CLI::App& check = *app.add_subcommand("check", "Find mistakes in rule files: Semgrep YAML or gitleaks TOML");
  check.add_option("FILE", r.words, "Rule files or folders")->required();
  check.callback([&r] { r.what = "check"; });
  CLI::App& test = *app.add_subcommand("test", "Run Semgrep rules on the annotated files beside them: ruleid, ok, todoruleid, todook, .fixed.go");
  test.add_option("PATH", r.words, "Rule files or folders")->required();
  test.callback([&r] { r.what = "test"; });
}

void add_migrate(CLI::App& root, MigrateArguments& m) {
  CLI::App& app = *root.add_subcommand("migrate", "Write our policy and waivers from another scanner's files");
  app.add_option("TOOL", m.tool, "gitleaks, betterleaks, detect-secrets or trufflehog")
      ->required()->check(CLI::IsMember({"gitleaks", "betterleaks", "detect-secrets", "trufflehog"}));
  app.add_option("PATH", m.path, "The repository (default: the current folder)");
  app.add_option("--config", m.config, "The tool's configuration, if not at its usual place")->type_name("FILE");
  app.add_option("--ignore-file", m.ignore_file, "The tool's ignore file, if not at its usual place")->type_name("FILE");
  app.add_option("--baseline-path", m.common.baseline_path, "A report of gitleaks whose findings are known")->type_name("FILE");
  app.add_option("--exclude-paths", m.exclude_paths, "trufflehog: its file of path patterns")->type_name("FILE");
  many(app, "--exclude-detectors", m.exclude_detectors, "trufflehog: detectors that are switched off (repeatable, or with commas)")
      ->type_name("NAME");
  app.add_option("--owner", m.owner, "Who answers for the waivers (default: git's user.email)")->type_name("NAME");
  app.add_option("--expires", m.expires, "Last day of the waivers (default: a year from today)")->type_name("YYYY-MM-DD");
  app.add_flag("--dry-run", m.dry_run, "Print what would be written");
  app.add_flag("--force", m.force, "Replace files that are there");
}

constexpr const char* kFooter =
    "Exit codes: 0 passed, 1 blocked, 2 wrong usage or configuration, 3 incomplete (something could not be\n"
    "looked at), 4 internal failure, 130 interrupted.";

}  // namespace

std::unique_ptr<CLI::App> make_app(Arguments& a, const std::string& version) {
  auto app = std::make_unique<CLI::App>("Stands between a Go change and production: finds secrets and unsafe Go patterns, "
                                        "verifies toolchains, and gives a verdict.",
                                        "gogate");
  app->set_version_flag("-V,--version", version, "Print version, commit and the dates of rules and databases");
  app->require_subcommand(0, 1);
  app->footer(kFooter);
  app->get_formatter()->column_width(34);
  add_scan(*app, a.scan);
  add_hook(*app, a.hook);
  add_ci(*app, a.ci);
  add_verify(*app, a.verify);
  add_toolchain(*app, a.toolchain);
  add_redact(*app, a.redact);
  add_rules(*app, a.rules);
  add_migrate(*app, a.migrate);
  app->add_subcommand("explain", "Why a rule matters and how to fix what it finds, with a bad and a good example")
      ->add_option("ID", a.explain_id, "Rule id or alias")->required();
  app->add_subcommand("completion", "Print a completion script")
      ->add_option("SHELL", a.shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  app->add_subcommand("man", "Print the manual page (troff)")->group("");
  return app;
}

Result<Arguments> parse_arguments(int argc, const char* const* argv, const std::string& version) {
  Arguments a;
  const std::unique_ptr<CLI::App> app = make_app(a, version);
  try {
    app->parse(argc, argv);
  } catch (const CLI::Success& e) {
    std::ostringstream out;
    std::ostringstream err;
    app->exit(e, out, err);
    a.answer = out.str();
    while (a.answer->ends_with("\n\n")) a.answer->pop_back();
    // CLI11 shows a flag's default value; people want to see what may be given.
    constexpr std::string_view kShown = "--history{*}   ";
    if (const std::size_t at = a.answer->find(kShown); at != std::string::npos)
      a.answer->replace(at, kShown.size(), "--history[=REF]");
    return a;
  } catch (const CLI::ParseError& e) {
    std::string what = e.what();
    std::vector<std::string_view> names;
    std::vector<std::string> owned;
    const CLI::App* where = app.get();
    for (const CLI::App* s : app->get_subcommands()) where = s;
    for (const CLI::Option* o : where->get_options())
      for (const std::string& l : o->get_lnames()) owned.push_back("--" + l);
    for (const CLI::App* s : where->get_subcommands({})) owned.push_back(s->get_name());
    names.assign(owned.begin(), owned.end());
    std::string hint;
    for (int i = 1; i < argc && hint.empty(); ++i) {
      std::string word = argv[i];
      word = word.substr(0, word.find('='));
      if (std::find(owned.begin(), owned.end(), word) == owned.end() && (word.starts_with("--") || i == 1))
        hint = did_you_mean(word, names);
    }
    for (char& c : what)
      if (c == '\n') c = ' ';
    return fail(Errc::usage, what + hint, "gogate --help lists commands and options");
  }
  const auto chosen = app->get_subcommands();
  if (chosen.empty()) {
    a.answer = app->help();
    return a;
  }
  a.command = chosen.front()->get_name();
  if (a.command == "scan") {
    const CLI::Option* history = chosen.front()->get_option("--history");
    a.scan.history = history->count() > 0;
    std::erase_if(a.scan.history_refs, [](const std::string& r) { return r == "*"; });
  }
  return a;
}

}  // namespace gogate::cli
