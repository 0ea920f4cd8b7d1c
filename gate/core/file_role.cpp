#include "gate/core/file_role.h"

#include <algorithm>
#include <array>
#include <string>

namespace gogate {
namespace {

template <std::size_t N>
bool any(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}
template <std::size_t N>
bool ends(const std::array<std::string_view, N>& suffixes, std::string_view name) {
  return std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view s) { return name.ends_with(s); });
}

constexpr std::array<std::string_view, 23> kLockNames{
    "go.sum",       "go.work.sum",  "package-lock.json", "npm-shrinkwrap.json", "yarn.lock",     "pnpm-lock.yaml",
    "cargo.lock",   "gemfile.lock", "poetry.lock",       "pipfile.lock",        "composer.lock", "flake.lock",
    "uv.lock",      "bun.lock",     "gradle.lockfile",   "packages.lock.json",  "mix.lock",      "pubspec.lock",
    "podfile.lock", "deno.lock",    "package.resolved",  "modules.txt",         "checksums.txt"};
constexpr std::array<std::string_view, 6> kLockSuffixes{".lock.hcl", ".lockb",     ".sha256",
                                                        ".sha512",   "sha256sums", "sha512sums"};
constexpr std::array<std::string_view, 9> kVendored{"vendor",     "third_party",   "third-party",
                                                    "thirdparty", "node_modules",  "bower_components",
                                                    "godeps",     "site-packages", "external"};
// Words of a folder's or file's name, between '-', '_' and '.'.
constexpr std::array<std::string_view, 16> kFixtureWords{"testdata", "fixture", "fixtures", "mock",      "mocks",
                                                         "mirage",   "golden",  "snapshot", "snapshots", "fake",
                                                         "fakes",    "stub",    "stubs",    "storybook", "stories",
                                                           "story"};
constexpr std::array<std::string_view, 17> kTestWords{
    "test",     "tests",     "testing",   "e2e",        "spec", "specs",  "testutil", "testutils", "integration",
    "unittest", "unittests", "benchmark", "benchmarks", "fuzz", "fuzzer", "cypress",  "playwright"};
constexpr std::array<std::string_view, 9> kExampleWords{"example", "examples", "sample",    "samples",   "demo",
                                                        "demos",   "tutorial", "tutorials", "quickstart"};
constexpr std::array<std::string_view, 4> kManuals{"doc", "docs", "documentation", "man"};
constexpr std::array<std::string_view, 4> kManualSuffixes{".mdx", ".rst", ".adoc", ".asciidoc"};
// Folders of text for readers, and of code as well: only their text is a manual.
constexpr std::array<std::string_view, 15> kWritings{"website", "guide", "guides", "blog",   "posts",  "rfc",       "rfcs",    "rfd",
                                                     "rfds",    "adr",   "design", "designs", "proposal", "proposals", "handbook"};
constexpr std::array<std::string_view, 6> kTextSuffixes{".md", ".markdown", ".mdx", ".html", ".htm", ".erb"};
constexpr std::array<std::string_view, 4> kManualNames{"manual", "tutorial", "guide", "faq"};
// Descriptions of an interface, with an example beside each field.
constexpr std::array<std::string_view, 3> kInterfaceNames{"swagger", "openapi", "asyncapi"};
constexpr std::array<std::string_view, 3> kInterfaceSuffixes{".yaml", ".yml", ".json"};
// Folders of what developers start on their own machines. Not "dev": that is
// also the name of an environment with secrets of its own.
constexpr std::array<std::string_view, 6> kDevelopment{"hack", "sandbox", "playground", "devel", ".devcontainer", ".vagrant"};
constexpr std::array<std::string_view, 4> kProduction{"prod", "production", "live", "prd"};
constexpr std::array<std::string_view, 5> kKeyNames{"key", "pem", "cert", "crt", "p12"};
constexpr std::array<std::string_view, 3> kMadeUp{"insecure", "snakeoil", "selfsigned"};
constexpr std::array<std::string_view, 9> kTemplateSuffixes{".example", ".sample", ".template",    ".tmpl",    ".tpl",
                                                            ".dist",    ".j2",     ".example.env", ".mustache"};
constexpr std::array<std::string_view, 14> kGeneratedSuffixes{
    ".min.js", ".min.css",  ".map",    ".bundle.js", ".chunk.js", ".pb.go", "_generated.go",
    ".gen.go", ".pb.gw.go", "_pb2.py", ".svg",       ".snap",     ".woff",  ".designer.cs"};

std::string lowered(std::string_view path) {
  std::string low(path);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

// rclone.1, but no rotated app.log.1.
bool is_man_page(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot != std::string_view::npos && dot > 0 && name.size() == dot + 2 && name[dot + 1] >= '1' && name[dot + 1] <= '8';
}

// Go calls packages for tests httptest and testcerts; English has words that
// begin or end so.
bool is_test_compound(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kBegin{"testam", "testat", "testimon", "testflight"};
  static constexpr std::array<std::string_view, 18> kEnd{
      "latest",   "contest",  "protest",   "attest",   "detest",  "greatest", "fastest", "shortest", "smartest",
      "lightest", "brightest", "tightest", "softest",  "fittest", "neatest",  "cutest",  "backtest", "speedtest"};
  if (word.size() > 4 && word.starts_with("test"))
    return std::none_of(kBegin.begin(), kBegin.end(), [&](std::string_view w) { return word.starts_with(w); });
  if (word.size() > 6 && word.ends_with("test"))
    return std::none_of(kEnd.begin(), kEnd.end(), [&](std::string_view w) { return word.ends_with(w); });
  return false;
}

template <class Of>
bool any_word(std::string_view name, Of&& of) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_.", begin), name.size());
    if (of(name.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

// Whether any word of `name` is one of `words`.
template <std::size_t N>
bool has_word(const std::array<std::string_view, N>& words, std::string_view name) {
  return any_word(name, [&](std::string_view word) { return any(words, word); });
}

}  // namespace

bool speaks_of_production(std::string_view path) {
  const std::string low = lowered(path);
  const std::string_view all = low;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find('/', begin), all.size());
    if (has_word(kProduction, all.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

bool is_client_side(std::string_view path) {
  static constexpr std::array<std::string_view, 15> kSuffixes{
      ".html", ".htm",   ".jsx",  ".tsx",   ".vue",          ".svelte",         ".plist", ".swift",
      ".kt",   ".dart", ".gohtml", ".xhtml", "/strings.xml", "androidmanifest.xml", "google-services.json"};
  static constexpr std::array<std::string_view, 8> kScripts{".js", ".ts", ".mjs", ".cjs", ".css", ".map", ".json", ".xml"};
  static constexpr std::array<std::string_view, 16> kFolders{"public", "static", "assets",  "web", "www",  "frontend", "front-end", "client",
                                                             "ui",     "webapp", "website", "app", "dist", "android",  "ios",       "browser"};
  const std::string low = '/' + lowered(path);
  const std::string_view all = low;
  if (ends(kSuffixes, all)) return true;
  if (!ends(kScripts, all)) return false;
  const std::size_t slash = all.rfind('/');
  if (all.substr(slash + 1).starts_with("firebase")) return true;
  for (std::size_t begin = 1; begin < slash;) {
    const std::size_t end = all.find('/', begin);
    if (any(kFolders, all.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

FileRole role_of(std::string_view path) {
  const std::string low = lowered(path);
  const std::string_view all = low;
  const std::size_t slash = all.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? all : all.substr(slash + 1);
  if (any(kLockNames, name) || ends(kLockSuffixes, name)) return FileRole::lock;
  FileRole role = FileRole::source;
  for (std::size_t begin = 0; slash != std::string_view::npos && begin < slash;) {
    const std::size_t end = all.find('/', begin);
    const std::string_view folder = all.substr(begin, end - begin);
    if (any(kVendored, folder)) return FileRole::vendored;
    if (has_word(kFixtureWords, folder)) return FileRole::fixture;
    if (has_word(kTestWords, folder) || any_word(folder, is_test_compound))
      role = FileRole::test;
    else if (role == FileRole::source && has_word(kExampleWords, folder))
      role = FileRole::example;
    else if (role == FileRole::source && (any(kManuals, folder) || (any(kWritings, folder) && ends(kTextSuffixes, name))))
      role = FileRole::manual;
    else if (role == FileRole::source && any(kDevelopment, folder))
      role = FileRole::development;
    begin = end + 1;
  }
  if (role != FileRole::source && role != FileRole::development) return role;
  if (ends(kGeneratedSuffixes, name) || name.starts_with("zz_generated")) return FileRole::generated;
  if (has_word(kTestWords, name) || any_word(name, is_test_compound) || name.ends_with("test.java") || name.ends_with("tests.cs") ||
      name.ends_with("test.kt"))
    return FileRole::test;
  if (has_word(kFixtureWords, name) || (has_word(kMadeUp, name) && has_word(kKeyNames, name))) return FileRole::fixture;
  if (ends(kTemplateSuffixes, name)) return FileRole::template_;
  if (has_word(kExampleWords, name)) return FileRole::example;
  if (ends(kManualSuffixes, name) || is_man_page(name) || any(kManualNames, name.substr(0, name.find('.')))) return FileRole::manual;
  if (has_word(kInterfaceNames, name) && ends(kInterfaceSuffixes, name)) return FileRole::documentation;
  if (name.ends_with(".md") || name.ends_with(".markdown") || name.starts_with("readme") ||
      name.starts_with("changelog"))
    return FileRole::documentation;
  return role;
}

int steps_at(FileRole role, CredentialKind kind, std::string_view path) {
  const bool issued = kind == CredentialKind::issued;
  const bool by_name = kind == CredentialKind::by_name;
  switch (role) {
    case FileRole::source: return 0;
    case FileRole::lock: return by_name ? 1 : 0;
    case FileRole::test:
    case FileRole::fixture:
      // A folder of test data may hold a copy of what runs: prod.env keeps a step.
      return issued && speaks_of_production(path) ? 1 : 3;
    case FileRole::manual: return 3;
    case FileRole::example:
    case FileRole::documentation:
    case FileRole::template_:
    case FileRole::vendored: return issued ? 1 : 2;
    case FileRole::development: return by_name ? 1 : issued ? 0 : 2;
    case FileRole::generated: return 1;
  }
  return 0;
}

std::string_view describe(FileRole role) {
  switch (role) {
    case FileRole::source: return "";
    case FileRole::test: return "a test";
    case FileRole::fixture: return "test data";
    case FileRole::example: return "an example";
    case FileRole::documentation: return "documentation";
    case FileRole::manual: return "part of a manual";
    case FileRole::template_: return "a template";
    case FileRole::vendored: return "vendored code";
    case FileRole::generated: return "generated";
    case FileRole::lock: return "a lock file";
    case FileRole::development: return "for development";
  }
  return "";
}

}  // namespace gogate
