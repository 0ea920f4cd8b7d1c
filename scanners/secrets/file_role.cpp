#include "scanners/secrets/file_role.h"

#include <algorithm>
#include <array>
#include <string>

namespace gogate::secrets {
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
constexpr std::array<std::string_view, 8> kLockSuffixes{".lock.hcl",  ".lockb",     ".sha256",    ".sha512",
                                                        "sha256sums", "sha512sums", "-lock.json", ".sum"};
constexpr std::array<std::string_view, 9> kVendored{"vendor",     "third_party",   "third-party",
                                                    "thirdparty", "node_modules",  "bower_components",
                                                    "godeps",     "site-packages", "external"};
// Words of a folder's or file's name, between '-', '_' and '.'.
constexpr std::array<std::string_view, 15> kFixtureWords{"testdata", "fixture", "fixtures", "mock",      "mocks",
                                                         "mirage",   "golden",  "snapshot", "snapshots", "fake",
                                                         "fakes",    "stub",    "stubs",    "storybook", "stories"};
constexpr std::array<std::string_view, 17> kTestWords{
    "test",     "tests",     "testing",   "e2e",        "spec", "specs",  "testutil", "testutils", "integration",
    "unittest", "unittests", "benchmark", "benchmarks", "fuzz", "fuzzer", "cypress",  "playwright"};
constexpr std::array<std::string_view, 9> kExampleWords{"example", "examples", "sample",    "samples",   "demo",
                                                        "demos",   "tutorial", "tutorials", "quickstart"};
constexpr std::array<std::string_view, 4> kManuals{"doc", "docs", "documentation", "man"};
constexpr std::array<std::string_view, 5> kManualSuffixes{".mdx", ".rst", ".adoc", ".asciidoc", ".ipynb"};
constexpr std::array<std::string_view, 9> kTemplateSuffixes{".example", ".sample", ".template",    ".tmpl",    ".tpl",
                                                            ".dist",    ".j2",     ".example.env", ".mustache"};
constexpr std::array<std::string_view, 14> kGeneratedSuffixes{
    ".min.js", ".min.css",  ".map",    ".bundle.js", ".chunk.js", ".pb.go", "_generated.go",
    ".gen.go", ".pb.gw.go", "_pb2.py", ".svg",       ".snap",     ".woff",  ".designer.cs"};

// Whether any word of `name` is one of `words`.
template <std::size_t N>
bool has_word(const std::array<std::string_view, N>& words, std::string_view name) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_.", begin), name.size());
    if (any(words, name.substr(begin, end - begin))) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

FileRole role_of(std::string_view path) {
  std::string low(path);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
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
    if (has_word(kTestWords, folder))
      role = FileRole::test;
    else if (role == FileRole::source && has_word(kExampleWords, folder))
      role = FileRole::example;
    else if (role == FileRole::source && any(kManuals, folder))
      role = FileRole::manual;
    begin = end + 1;
  }
  if (role != FileRole::source) return role;
  if (ends(kGeneratedSuffixes, name) || name.starts_with("zz_generated")) return FileRole::generated;
  if (has_word(kTestWords, name) || name.ends_with("test.java") || name.ends_with("tests.cs") ||
      name.ends_with("test.kt"))
    return FileRole::test;
  if (has_word(kFixtureWords, name)) return FileRole::fixture;
  if (ends(kTemplateSuffixes, name)) return FileRole::template_;
  if (has_word(kExampleWords, name)) return FileRole::example;
  if (ends(kManualSuffixes, name)) return FileRole::manual;
  if (name.ends_with(".md") || name.ends_with(".markdown") || name.starts_with("readme") ||
      name.starts_with("changelog"))
    return FileRole::documentation;
  return FileRole::source;
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
  }
  return "";
}

}  // namespace gogate::secrets
