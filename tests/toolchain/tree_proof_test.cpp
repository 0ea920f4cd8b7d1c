// A tree made by hand, which a table made for it knows; then tampered with.
#include <doctest/doctest.h>

#include <algorithm>

#include "scanners/toolchain/base64.h"
#include "scanners/toolchain/known_hashes.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/toolchain.h"
#include "tests/toolchain/memory_files.h"
#include "tests/toolchain/programs.h"

using namespace gogate;
using namespace gogate::tests;
using namespace gogate::toolchain;

namespace {

const std::string kRoot = "/usr/local/go";

struct Box {
  MemoryFiles files;
  std::string table_text;
  KnownHashes table;
  ToolchainOptions options;

  explicit Box(const std::string& version = "go1.26.8") {
    add("VERSION", version + "\n");
    add("bin/go", go_program(version));
    add("bin/gofmt", go_program(version, "cmd/gofmt"));
    for (const char* tool : {"asm", "compile", "link"})
      add(std::string("pkg/tool/linux_amd64/") + tool, go_program(version, std::string("cmd/") + tool));
    for (const char* file : {"src/runtime/proc.go", "src/fmt/print.go", "src/cmd/go/main.go"}) add(file, "package x\n");
    add("src/go.mod", "module std\n");
    add("src/go.mod.txt", "sorted between go.mod and _go.mod\n");
    add("test/fixed.go", "package main\n");
    add("doc/x.html", "x");
    know(version);
  }
  void add(const std::string& name, const std::string& text) { files.content[kRoot + "/" + name] = text; }
  std::string& at(const std::string& name) { return files.content.at(kRoot + "/" + name); }

  [[nodiscard]] TreeListing listing(bool everything) const { return *list_tree(files, kRoot, {2, everything, nullptr}); }
  // A table that has the tree as it is now.
  void know(const std::string& version) {
    table_text = "gogate toolchain h1 1\ndate 2026-11-23\n" + version + " linux-amd64 " +
                 module_h1(listing(false).files, version, "linux-amd64") + "\nend\n";
    table = *KnownHashes::read(table_text);
  }
  [[nodiscard]] Manifest manifest() const {
    Manifest m{"go1.26.8", "linux-amd64", {}, "a test", listing(true).files};
    m.h1 = module_h1(m.files, m.release, m.platform);
    return m;
  }
  [[nodiscard]] Verification verify() const {
    ToolchainOptions o = options;
    if (o.known == nullptr) o.known = &table;
    auto v = verify_toolchain(files, kRoot, o);
    REQUIRE(v);
    return std::move(*v);
  }
};

std::string outcome(const Verification& v, std::string_view name) {
  for (const Check& c : v.checks)
    if (c.name == name) return std::string(name_of(c.outcome));
  return "absent";
}

bool blocked_by(const Verification& v, std::string_view rule, std::string_view path = kRoot) {
  return std::any_of(v.findings.begin(), v.findings.end(), [&](const Finding& f) {
    return f.rule->id == rule && f.at.path == path && f.severity >= Severity::high && f.confidence == Confidence::certain;
  });
}

}  // namespace

TEST_CASE("proof: the hash is the one that the checksum database defines") {
  // Computed by hand: sha256sum of each file, its name in the module, sorted; sha256sum of those lines.
  const std::vector<TreeFile> files{{"VERSION", sha256("a"), 0, 0, 0}, {"src/go.mod", sha256("b"), 0, 0, 0},
                                    {"test/x", sha256("c"), 0, 0, 0},  {"src/a.go", sha256("d"), 0, 0, 0}};
  const std::string prefix = "golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/";
  const std::string lines = hex(sha256("a")) + "  " + prefix + "VERSION\n" + hex(sha256("b")) + "  " + prefix +
                            "src/_go.mod\n" + hex(sha256("d")) + "  " + prefix + "src/a.go\n";
  CHECK(module_h1(files, "go1.26.8", "linux-amd64") == "h1:" + base64(bytes_of(sha256(lines))));
}

TEST_CASE("proof: a known tree passes, whatever the number of threads") {
  Box box;
  for (const unsigned jobs : {1U, 2U, 7U}) {
    box.options.jobs = jobs;
    const Verification v = box.verify();
    CHECK(v.findings.empty());
    CHECK(v.gaps.empty());
    CHECK(outcome(v, "content") == "passed");
    CHECK(outcome(v, "places") == "passed");
    REQUIRE(v.notes.size() == 1);
    CHECK(v.notes[0].what.find("2 files in api, doc, misc and test") != std::string::npos);
  }
}

TEST_CASE("proof: every covered file counts, and nothing beside them") {
  const Box good;
  std::size_t covered = 0;
  for (const auto& [path, text] : good.files.content) {
    INFO(path);
    Box box;
    box.files.content[path] = text + " ";
    const std::string name = path.substr(kRoot.size() + 1);
    const bool counts = is_covered(name);
    covered += counts ? 1 : 0;
    Verification v = box.verify();
    CHECK((outcome(v, "content") == "failed") == counts);
    CHECK(blocked_by(v, "toolchain-content-changed") == counts);
    box = Box();
    box.files.content.erase(path);
    v = box.verify();
    // Without VERSION nothing says what the tree should be: never a pass.
    CHECK((name == "VERSION" ? !v.gaps.empty() : blocked_by(v, "toolchain-content-changed") == counts));
  }
  CHECK(covered == good.files.content.size() - 2);
  Box box;
  box.add("src/fmt/added.go", "package fmt\n");
  CHECK(blocked_by(box.verify(), "toolchain-content-changed"));
  box = Box();
  box.add("test/added.go", "package main\n");
  CHECK(box.verify().findings.empty());
}

TEST_CASE("proof: go.env as distributors change it is told from any other change") {
  CHECK_FALSE(is_local_go_env("GOTOOLCHAIN=local\n"));
  Box box;
  box.add("go.env", "GOTOOLCHAIN=auto\n");
  box.know("go1.26.8");
  CHECK(box.verify().findings.empty());
  box.at("go.env") = "GOTOOLCHAIN=local\n";  // not the released text around it
  CHECK(blocked_by(box.verify(), "toolchain-content-changed"));
}

TEST_CASE("proof: unknown releases are never waved through") {
  Box box("go1.26.8");
  box.know("go1.26.7");
  Verification v = box.verify();
  CHECK(v.findings.empty());
  REQUIRE(v.gaps.size() == 1);
  CHECK(v.gaps[0].kind == GapKind::unproven);
  CHECK(outcome(v, "content") == "open");
  box.options.block_unknown = true;
  CHECK(blocked_by(box.verify(), "toolchain-unknown-release"));
}

TEST_CASE("proof: a distribution's own build is incomplete until it is accepted") {
  Box box;
  box.at("VERSION") = "go1.26.8 (Red Hat 1.26.8-1)\n";
  Verification v = box.verify();
  CHECK(v.findings.empty());
  REQUIRE(v.gaps.size() == 1);
  CHECK(v.gaps[0].why.find("distribution") != std::string::npos);
  box.options.accept_distribution = true;
  v = box.verify();
  CHECK(v.gaps.empty());
  CHECK(v.notes.size() == 2);
}

TEST_CASE("proof: links, set-uid bits, owners and places that anybody may change") {
  Box box;
  box.files.links[kRoot + "/src/fmt/loop"] = kRoot + "/src/fmt";
  CHECK(blocked_by(box.verify(), "toolchain-irregular-file", kRoot + "/src/fmt/loop"));
  box = Box();
  box.files.modes[kRoot + "/pkg/tool/linux_amd64/link"] = 04755;
  CHECK(blocked_by(box.verify(), "toolchain-set-id", kRoot + "/pkg/tool/linux_amd64/link"));
  box = Box();
  box.files.modes[kRoot + "/src/fmt"] = 0777;
  CHECK(blocked_by(box.verify(), "toolchain-world-writable", kRoot + "/src/fmt"));
  box = Box();
  box.files.modes["/usr/local"] = 0777;
  CHECK(blocked_by(box.verify(), "toolchain-world-writable", "/usr/local"));
  box.files.modes["/usr/local"] = 01777;
  CHECK(box.verify().findings.empty());
  box = Box();
  box.files.owners[kRoot + "/bin/go"] = 1000;
  CHECK(blocked_by(box.verify(), "toolchain-other-owner", kRoot + "/bin/go"));
  box.files.owners[kRoot] = 1000;  // then all of it may be theirs
  CHECK(box.verify().findings.empty());
}

TEST_CASE("proof: what cannot be read leaves it open") {
  for (const char* name : {"src/fmt/print.go", "src/fmt", "test"}) {
    Box box;
    box.files.unreadable.insert(kRoot + "/" + name);
    const Verification v = box.verify();
    CHECK(v.findings.empty());
    CHECK(std::any_of(v.gaps.begin(), v.gaps.end(), [](const Gap& g) { return g.kind == GapKind::unreadable_file; }));
    CHECK(outcome(v, "content") == "open");
  }
}

TEST_CASE("proof: a manifest names what differs") {
  Box box;
  const Manifest m = box.manifest();
  box.options.manifest = &m;
  box.options.manifest_name = "go.manifest";
  Verification v = box.verify();
  CHECK(v.findings.empty());
  CHECK(v.gaps.empty());
  CHECK(v.notes.empty());  // it covers test and doc, too
  CHECK(outcome(v, "manifest") == "passed");

  box.at("src/fmt/print.go") += "// evil\n";
  box.at("test/fixed.go") += "// note\n";
  box.add("src/fmt/added.go", "package fmt\n");
  box.files.content.erase(kRoot + "/bin/gofmt");
  box.files.modes[kRoot + "/bin/go"] = 0775;
  v = box.verify();
  CHECK(blocked_by(v, "toolchain-content-changed", kRoot + "/src/fmt/print.go"));
  CHECK(blocked_by(v, "toolchain-file-added", kRoot + "/src/fmt/added.go"));
  CHECK(blocked_by(v, "toolchain-file-removed", kRoot + "/bin/gofmt"));
  CHECK_FALSE(blocked_by(v, "toolchain-content-changed", kRoot + "/test/fixed.go"));
  CHECK_FALSE(blocked_by(v, "toolchain-mode-changed", kRoot + "/bin/go"));
  CHECK(std::count_if(v.findings.begin(), v.findings.end(), [](const Finding& f) {
          return f.at.path == kRoot + "/test/fixed.go" || f.rule->id == "toolchain-mode-changed";
        }) == 2);
  CHECK(outcome(v, "content") == "failed");
  CHECK(outcome(v, "manifest") == "failed");
}

TEST_CASE("proof: a manifest alone proves an unknown release; one of another tree does not") {
  Box box;
  const Manifest m = box.manifest();
  const KnownHashes nothing;
  box.options.known = &nothing;
  box.options.manifest = &m;
  Verification v = box.verify();
  CHECK(v.findings.empty());
  CHECK(v.gaps.empty());
  CHECK(outcome(v, "content") == "passed");
  box.at("bin/go") += " ";
  v = box.verify();
  CHECK(blocked_by(v, "toolchain-content-changed", kRoot + "/bin/go"));
  CHECK(outcome(v, "content") == "open");

  // Written from a tree that is not what its release is.
  box = Box();
  box.at("src/fmt/print.go") += "// evil\n";
  const Manifest false_one = box.manifest();
  box.options.manifest = &false_one;
  box.options.manifest_name = "go.manifest";
  v = box.verify();
  CHECK(blocked_by(v, "toolchain-manifest-conflict", "go.manifest"));
}
