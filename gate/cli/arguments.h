// The command line, as typed: raw values, nothing looked up yet. Settings
// (scan_settings.h) checks them. To add a subcommand: a struct here, its
// options in arguments.cpp, one line in main.cpp's table, one file cli/NAME.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gate/core/result.h"

namespace gogate::cli {

// Shared by scan, hook and ci: rules, policy, output.
struct CommonArguments {
  std::vector<std::string> reports;  // "FORMAT" or "FORMAT=FILE"
  std::string policy;
  std::string gitleaks_config;
  std::string gitleaks_ignore_path;
  std::string baseline_path;
  std::vector<std::string> rules;
  bool no_default_rules = false;
  bool skip_bad_rules = false;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  std::string max_file_size;
  unsigned max_decode_depth = 5;
  unsigned max_archive_depth = 5;
  unsigned jobs = 0;  // 0: as many as there are processors
  bool quiet = false;
  bool verbose = false;
  bool no_progress = false;
  bool keep_suppressed = false;
  std::string category;
  std::string colour = "auto";
  bool secrets_only = false;  // set by commands that look for nothing else
};

struct ScanArguments {
  CommonArguments common;
  std::vector<std::string> paths;
  bool staged = false;
  std::string commit;
  std::string range;
  std::string base;
  bool committed = false;
  bool history = false;
  std::vector<std::string> history_refs;
  std::string since;
  std::vector<std::string> exclude_refs;
  bool stashes = false;
  bool unreachable = false;
  bool git_config = false;
  bool from_stdin = false;
  std::string stdin_path = "stdin";
  std::string image;
  bool submodules = false;
  bool no_git = false;
  std::string pattern;   // shows where it matches, judges nothing
  std::string language;  // of the pattern
};

struct HookArguments {
  CommonArguments common;
  std::string kind;                // pre-commit, pre-push, pre-receive, install
  std::vector<std::string> words;  // git's own arguments, file names, or what to install
  bool force = false;              // install: replace a hook that is not ours
};

struct CiArguments {
  CommonArguments common;
  std::string platform;       // gitlab, github; empty: found out
  std::string report_folder;  // where the platform's reports go; empty: the current one
};

struct VerifyArguments {
  CommonArguments common;
  std::string what;    // toolchain, archive
  std::string target;  // GOROOT or file
  std::string manifest;
  std::vector<std::string> proofs;  // "table", "cache", "database"; none: all
  bool offline = false;
  unsigned network_timeout = 30;  // seconds for one document
  std::string against;
  std::string go_versions;
  bool supported_only = false;
  std::string exact_from;
  std::string output;  // of toolchain manifest; empty: standard output
  std::string unknown_release;  // "block", "incomplete"; empty: incomplete
  bool accept_distribution = false;
};

struct RulesArguments {
  CommonArguments common;
  std::string what;                // list, show, docs, check, test
  std::vector<std::string> words;  // id or files
  std::string tree;                // show: a Go file whose lowered tree is printed
};

struct MigrateArguments {
  CommonArguments common;
  std::string tool;  // gitleaks, betterleaks, detect-secrets, trufflehog
  std::string path;
  std::string config;
  std::string ignore_file;
  std::string exclude_paths;
  std::vector<std::string> exclude_detectors;
  std::string owner;
  std::string expires;
  bool dry_run = false;
  bool force = false;
};

struct RedactArguments {
  CommonArguments common;
  std::vector<std::string> files;  // none, or "-": standard input
  bool check = false;
};

struct Arguments {
  std::string command;  // "scan", "hook", "ci", "verify", "toolchain", "redact", "rules", "explain", "completion", "man"
  ScanArguments scan;
  HookArguments hook;
  CiArguments ci;
  VerifyArguments verify;
  VerifyArguments toolchain;  // what: manifest, list
  RedactArguments redact;
  RulesArguments rules;
  MigrateArguments migrate;
  std::string explain_id;
  std::string shell;
  // --help and --version end here: print this, exit 0.
  std::optional<std::string> answer;
};

// Errc::usage: what is wrong and what was probably meant. `version` is what
// --version prints.
Result<Arguments> parse_arguments(int argc, const char* const* argv, const std::string& version);

// Generated from the same table of options.
Result<std::string> completion_script(const std::string& shell);
std::string man_page(const std::string& version);

}  // namespace gogate::cli
