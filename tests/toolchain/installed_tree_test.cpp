#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <set>

#include "gate/sys/files.h"
#include "scanners/toolchain/known_hashes.h"
#include "scanners/toolchain/toolchain.h"
#include "tests/toolchain/memory_files.h"
#include "tests/toolchain/programs.h"

using namespace gogate;
using namespace gogate::tests;
using namespace gogate::toolchain;

namespace {

MemoryFiles installed(const std::string& version) {
  MemoryFiles files;
  const std::string root = "/usr/local/go/";
  files.content[root + "VERSION"] = version + "\ntime 2026-01-02T03:04:05Z\n";
  files.content[root + "bin/go"] = go_program(version);
  files.content[root + "bin/gofmt"] = go_program(version, "cmd/gofmt");
  for (const char* tool : {"asm", "compile", "link", "vet"})
    files.content[root + "pkg/tool/linux_amd64/" + tool] = go_program(version, std::string("cmd/") + tool);
  for (const char* file : {"src/runtime/proc.go", "src/fmt/print.go", "src/cmd/go/main.go"})
    files.content[root + file] = "package x\n";
  return files;
}

Verification verify(const MemoryFiles& files) {
  // A table that knows nothing: these trees are made by hand.
  const KnownHashes nothing;
  ToolchainOptions options;
  options.known = &nothing;
  auto v = verify_toolchain(files, "/usr/local/go", options);
  REQUIRE(v);
  // Whatever else is found: the content was not compared with anything.
  bool unproven = false;
  for (const Gap& g : v->gaps) unproven = unproven || (g.kind == GapKind::unproven && g.place == "/usr/local/go");
  CHECK(unproven);
  return std::move(*v);
}

std::string fact(const Verification& v, std::string_view name) {
  for (const Fact& f : v.facts)
    if (f.name == name) return f.value;
  return {};
}

std::string only_finding(const Verification& v, std::string_view rule) {
  REQUIRE(v.findings.size() == 1);
  CHECK(v.findings[0].rule->id == rule);
  return v.findings[0].message;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("tree: a release whose witnesses agree is read, and stays unproven") {
  const Verification v = verify(installed("go1.26.5"));
  CHECK(v.findings.empty());
  CHECK(v.gaps.size() == 1);
  CHECK(fact(v, "VERSION") == "go1.26.5");
  CHECK(fact(v, "platform") == "linux/amd64");
  CHECK(fact(v, "released") == "2026-01-02T03:04:05Z");
  CHECK(has(fact(v, "release"), "go1.26.5 was published"));
  CHECK(v.counts.blobs == 10);
  CHECK(has(fact(verify(installed("go1.26.8")), "release"), "newer than the table"));
  CHECK(verify(installed("go1.26.5-custom")).notes.size() == 1);
}

TEST_CASE("tree: VERSION and a program that disagree are blocked") {
  MemoryFiles files = installed("go1.26.5");
  files.content["/usr/local/go/VERSION"] = "go1.26.6\n";
  CHECK(has(only_finding(verify(files), "toolchain-version-conflict"),
            "VERSION says go1.26.6, but of go1.26.5 are bin/go, bin/gofmt, pkg/tool"));

  files = installed("go1.26.5");
  files.content["/usr/local/go/pkg/tool/linux_amd64/compile"] = go_program("go1.26.4", "cmd/compile");
  const Verification v = verify(files);
  CHECK(has(only_finding(v, "toolchain-version-conflict"), "of go1.26.4 is pkg/tool/linux_amd64/compile"));
  CHECK(v.findings[0].at.path == "/usr/local/go/pkg/tool/linux_amd64/compile");

  files = installed("go1.26.5");
  files.content["/usr/local/go/bin/go"] = go_program("go1.26.5", "example.com/not-go");
  CHECK(has(only_finding(verify(files), "toolchain-version-conflict"), "built from example.com/not-go"));
}

TEST_CASE("tree: experiments and distributors' words do not disagree") {
  MemoryFiles files = installed("go1.22.9");
  files.content["/usr/local/go/VERSION"] = "go1.22.9 (Red Hat 1.22.9-2.el9_5)\n";
  files.content["/usr/local/go/bin/go"] = go_program("go1.22.9 (Red Hat 1.22.9-2.el9_5) X:strictfipsruntime");
  CHECK(verify(files).findings.empty());
}

TEST_CASE("tree: missing files are named") {
  MemoryFiles files = installed("go1.26.5");
  files.content.erase("/usr/local/go/bin/gofmt");
  files.content.erase("/usr/local/go/pkg/tool/linux_amd64/link");
  CHECK(only_finding(verify(files), "toolchain-files-missing") == "missing: bin/gofmt, pkg/tool/linux_amd64/link");
  files = installed("go1.26.5");
  files.content.erase("/usr/local/go/bin/go");
  CHECK(has(only_finding(verify(files), "toolchain-files-missing"), "bin/go"));
  files = installed("go1.26.5");
  files.content.erase("/usr/local/go/VERSION");
  CHECK(has(only_finding(verify(files), "toolchain-files-missing"), "VERSION"));
}

TEST_CASE("tree: a VERSION that is none") {
  for (const std::string text : {"", "hello\n", "go1.26\x1b]0;x\n"}) {
    MemoryFiles files = installed("go1.26.5");
    files.content["/usr/local/go/VERSION"] = text;
    only_finding(verify(files), "toolchain-version-malformed");
  }
}

TEST_CASE("tree: what cannot be read is a gap") {
  MemoryFiles files = installed("go1.26.5");
  files.unreadable.insert("/usr/local/go/bin/go");
  Verification v = verify(files);
  CHECK(v.findings.empty());
  REQUIRE(v.gaps.size() == 3);  // to the hash and to its version
  CHECK(v.gaps[0].kind == GapKind::unreadable_file);

  files = installed("go1.26.5");
  files.content["/usr/local/go/bin/go"] = "#!/bin/sh\nexec /opt/real/go \"$@\"\n";
  v = verify(files);
  REQUIRE(v.gaps.size() == 2);
  CHECK(v.gaps[1].kind == GapKind::unproven);
  CHECK(v.gaps[1].place == "/usr/local/go/bin/go");

  files = installed("go1.26.5");
  files.unreadable.insert("/usr/local/go/pkg/tool/linux_amd64");
  CHECK(verify(files).gaps.size() == 3);
}

TEST_CASE("tree: links are followed, as distributions lay them out") {
  MemoryFiles files = installed("go1.19.8");
  for (const char* name : {"runtime/proc.go", "fmt/print.go", "cmd/go/main.go"}) {
    files.content.erase(std::string("/usr/local/go/src/") + name);
    files.content[std::string("/usr/share/go/src/") + name] = "package x\n";
  }
  files.links["/usr/local/go/src"] = "/usr/share/go/src";
  CHECK(verify(files).findings.empty());
  files.links["/opt/go"] = "/usr/local/go";
  const auto linked = verify_toolchain(files, "/opt/go", {});
  REQUIRE(linked);
  CHECK(linked->findings.empty());
}

TEST_CASE("tree: wrong questions") {
  MemoryFiles files = installed("go1.26.5");
  files.content["/home/readme"] = "x";
  CHECK(verify_toolchain(files, "/nowhere", {}).error().code == Errc::not_found);
  CHECK(verify_toolchain(files, "/home", {}).error().code == Errc::usage);
  CHECK(verify_toolchain(files, "/home/readme", {}).error().code == Errc::usage);
}

TEST_CASE("tree: the catalogue is whole") {
  std::set<std::string> ids;
  for (const Rule& r : catalogue()) {
    INFO(r.id);
    CHECK(ids.insert(r.id).second);
    CHECK_FALSE(r.title.empty());
    CHECK_FALSE(r.why.empty());
    CHECK_FALSE(r.fix.empty());
    CHECK(r.scanner == kName);
  }
  CHECK(ids.size() == 27);
}

TEST_CASE("tree: the Go installation of this machine") {
  std::string root;
  if (std::FILE* pipe = popen("go env GOROOT 2>/dev/null", "r")) {
    std::array<char, 4096> buffer{};
    if (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) root = buffer.data();
    pclose(pipe);
  }
  while (root.ends_with('\n')) root.pop_back();
  if (root.empty()) {
    MESSAGE("SKIPPED: no go command here; no real installation was read");
    return;
  }
  const sys::DiskFiles files;
  const auto v = verify_toolchain(files, root, {});
  REQUIRE(v);
  for (const Finding& f : v->findings) MESSAGE(f.message);
  CHECK(v->findings.empty());
  const auto known = KnownHashes::embedded();
  REQUIRE(known);
  const std::string release = fact(*v, "VERSION");
  std::string platform = fact(*v, "platform");
  if (const std::size_t slash = platform.find('/'); slash != std::string::npos) platform[slash] = '-';
  if (known->find(release, platform).empty()) {
    MESSAGE("the embedded table does not have ", release, " ", platform, ": it stays unproven");
    CHECK(v->gaps.size() == 1);
  } else {
    CHECK(v->gaps.empty());
    REQUIRE_FALSE(v->checks.empty());
    for (const Check& c : v->checks) CHECK_MESSAGE(c.outcome == Check::Outcome::passed, c.name, ": ", c.detail);
  }
  CHECK(fact(*v, "VERSION").starts_with("go1."));
  CHECK(fact(*v, "bin/go").starts_with(fact(*v, "VERSION")));
  CHECK_FALSE(fact(*v, "platform").empty());
}
