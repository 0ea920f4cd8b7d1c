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
constexpr std::array<std::string_view, 12> kFixtures{"testdata",  "test-data",    "test_data", "fixtures",
                                                     "fixture",   "__fixtures__", "mocks",     "mock",
                                                     "__mocks__", "golden",       "snapshots", "__snapshots__"};
constexpr std::array<std::string_view, 14> kTests{
    "test",      "tests",       "__tests__",         "testing",           "e2e",      "spec",      "specs", "testutil",
    "testutils", "integration", "integration-tests", "integration_tests", "unittest", "benchmarks"};
constexpr std::array<std::string_view, 8> kExamples{"example", "examples", "_examples", "sample",
                                                    "samples", "demo",     "demos",     "tutorial"};
constexpr std::array<std::string_view, 4> kDocumentation{"doc", "docs", "documentation", "man"};
constexpr std::array<std::string_view, 6> kDocumentSuffixes{".md", ".rst", ".adoc", ".mdx", ".markdown", ".asciidoc"};
constexpr std::array<std::string_view, 9> kTemplateSuffixes{".example", ".sample", ".template",    ".tmpl",    ".tpl",
                                                            ".dist",    ".j2",     ".example.env", ".mustache"};
constexpr std::array<std::string_view, 15> kGeneratedSuffixes{
    ".min.js", ".min.css",      ".map",    ".bundle.js",         ".chunk.js",
    ".pb.go",  "_generated.go", ".gen.go", ".pb.gw.go",          "_pb2.py",
    ".svg",    ".snap",         ".woff",   ".ipynb_checkpoints", ".designer.cs"};
constexpr std::array<std::string_view, 12> kTestSuffixes{"_test.go", "_test.py",  "_test.rb",  "_spec.rb",
                                                         ".test.js", ".test.ts",  ".test.tsx", ".spec.js",
                                                         ".spec.ts", "test.java", "tests.cs",  "test.kt"};

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
    if (any(kFixtures, folder)) return FileRole::fixture;
    if (any(kTests, folder))
      role = FileRole::test;
    else if (role == FileRole::source && any(kExamples, folder))
      role = FileRole::example;
    else if (role == FileRole::source && any(kDocumentation, folder))
      role = FileRole::documentation;
    begin = end + 1;
  }
  if (role != FileRole::source) return role;
  if (ends(kTestSuffixes, name) || (name.starts_with("test_") && name.ends_with(".py"))) return FileRole::test;
  if (ends(kGeneratedSuffixes, name) || name.starts_with("zz_generated")) return FileRole::generated;
  if (ends(kTemplateSuffixes, name) || name.find(".example.") != std::string_view::npos ||
      name.find(".sample.") != std::string_view::npos)
    return FileRole::template_;
  if (ends(kDocumentSuffixes, name) || name.starts_with("readme") || name.starts_with("changelog"))
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
    case FileRole::template_: return "a template";
    case FileRole::vendored: return "vendored code";
    case FileRole::generated: return "generated";
    case FileRole::lock: return "a lock file";
  }
  return "";
}

}  // namespace gogate::secrets
