#include "scanners/toolchain/archive.h"

#include <doctest/doctest.h>

#include "gate/core/digest.h"
#include "tests/toolchain/memory_files.h"
#include "tests/toolchain/programs.h"

using namespace gogate;
using namespace gogate::tests;
using namespace gogate::toolchain;

namespace {

const std::string kGood = std::string("\x1f\x8b\x08", 3) + std::string(5000, 'g');
const std::string kOlder = std::string("\x1f\x8b\x08", 3) + std::string(4000, 'o');

// go1.30.2 and go1.30.1 for linux/amd64.
const std::string& table_bytes() {
  static const std::string bytes = [] {
    std::string out = "gogate go releases 1\ndate 2026-08-19\nversions 2\ngo1.30.2 stable\ngo1.30.1 stable\n";
    out += "tails 1\nlinux-amd64.tar.gz linux amd64 archive\nrows 2\n";
    unsigned version = 0;
    for (const std::string& content : {kGood, kOlder}) {
      const Sha256 d = sha256(content);
      out += number(version++, 2, true) + number(0, 2, true) + number(content.size(), 4, true) +
             std::string(reinterpret_cast<const char*>(d.data()), d.size());
    }
    return out;
  }();
  return bytes;
}

Verification verify(const std::string& path, const std::string& content) {
  MemoryFiles files;
  files.content[path] = content;
  const auto table = Releases::read(table_bytes());
  REQUIRE(table);
  auto v = verify_archive(files, path, *table);
  REQUIRE(v);
  CHECK(v->rules.size() == 4);
  CHECK(v->counts.blobs == 1);
  CHECK(v->counts.bytes == content.size());
  return std::move(*v);
}

std::string only_finding(const Verification& v, std::string_view rule) {
  REQUIRE(v.findings.size() == 1);
  CHECK(v.gaps.empty());
  CHECK(v.findings[0].rule->id == rule);
  CHECK(v.findings[0].fingerprint.size() == 32);
  return v.findings[0].message;
}

std::string fact(const Verification& v, std::string_view name) {
  for (const Fact& f : v.facts)
    if (f.name == name) return f.value;
  return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("archive: what was published passes and is named") {
  const Verification v = verify("/d/go1.30.2.linux-amd64.tar.gz", kGood);
  CHECK(v.findings.empty());
  CHECK(v.gaps.empty());
  CHECK(fact(v, "version") == "go1.30.2");
  CHECK(fact(v, "platform") == "linux/amd64");
  CHECK(fact(v, "kind") == "archive");
  CHECK(fact(v, "sha256") == hex(sha256(kGood)));
}

TEST_CASE("archive: altered content is blocked") {
  std::string altered = kGood;
  altered[1234] ^= 1;
  const std::string m = only_finding(verify("/d/go1.30.2.linux-amd64.tar.gz", altered), "toolchain-archive-mismatch");
  CHECK(has(m, "the content is not what was published as go1.30.2.linux-amd64.tar.gz"));
  only_finding(verify("/d/go1.30.2.linux-amd64.tar.gz", kGood + "x"), "toolchain-archive-mismatch");
}

TEST_CASE("archive: a download that was cut short") {
  const std::string m =
      only_finding(verify("go1.30.2.linux-amd64.tar.gz", kGood.substr(0, 100)), "toolchain-archive-truncated");
  CHECK(has(m, "100 bytes of 5003 bytes"));
  CHECK(has(only_finding(verify("go1.30.2.linux-amd64.tar.gz", ""), "toolchain-archive-truncated"), "it is empty"));
  CHECK(has(
      only_finding(verify("go1.30.2.linux-amd64.tar.gz", "<!DOCTYPE html><p>Sign in"), "toolchain-archive-truncated"),
      "web page"));
}

TEST_CASE("archive: an older release under a newer one's name is blocked") {
  const std::string m = only_finding(verify("go1.30.2.linux-amd64.tar.gz", kOlder), "toolchain-archive-mismatch");
  CHECK(has(m, "it is go1.30.1.linux-amd64.tar.gz under a false name"));
  // Also under the name of a release that the table does not know yet.
  only_finding(verify("go1.30.9.linux-amd64.tar.gz", kOlder), "toolchain-archive-mismatch");
}

TEST_CASE("archive: a renamed file passes with its true name") {
  const Verification v = verify("/d/go.tgz", kGood);
  CHECK(has(only_finding(v, "toolchain-archive-renamed"), "go1.30.2.linux-amd64.tar.gz"));
  CHECK(v.findings[0].severity == Severity::low);
  const Verification again = verify("/d/go1.30.2.linux-amd64 (1).tar.gz", kGood);
  CHECK(again.findings.empty());
  CHECK(again.gaps.empty());
  CHECK(again.notes.size() == 1);
  // The number of a copy does not hide a false content.
  only_finding(verify("/d/go1.30.2.linux-amd64 (1).tar.gz", kGood + "x"), "toolchain-archive-mismatch");
}

TEST_CASE("archive: what the table cannot know is incomplete, never passed") {
  const auto why = [](const Verification& v) {
    CHECK(v.findings.empty());
    REQUIRE(v.gaps.size() == 1);
    CHECK(v.gaps[0].kind == GapKind::unproven);
    CHECK(has(v.gaps[0].next_step, "SHA-256"));
    return v.gaps[0].why;
  };
  CHECK(has(why(verify("go1.30.3.linux-amd64.tar.gz", kGood + "new")),
            "newer than the table of published digests (2026-08-19)"));
  CHECK(has(why(verify("go1.30.2.plan9-386.tar.gz", kGood + "new")), "no digest is known for this file of go1.30.2"));
  CHECK(has(why(verify("go1.29.7.linux-amd64.tar.gz", kGood + "new")), "no release known"));
  CHECK(has(why(verify("backup.tar.gz", kGood + "new")), "neither its name nor its content"));
  CHECK(has(why(verify("go1.30.2.windows-amd64.msi", "\xd0\xcf\x11\xe0")), "installers"));
}

TEST_CASE("archive: no archive") {
  CHECK(has(only_finding(verify("go.tar.gz", "<html>404"), "toolchain-not-an-archive"), "web page"));
  CHECK(has(only_finding(verify("go.tar.gz", "{\"error\":1}"), "toolchain-not-an-archive"), "JSON"));
  CHECK(has(only_finding(verify("go.tar.gz", std::string(900, '\0')), "toolchain-not-an-archive"), "zeros"));
  CHECK(has(only_finding(verify("go.tar.gz", ""), "toolchain-not-an-archive"), "empty"));
}

TEST_CASE("archive: wrong questions and unreadable files") {
  MemoryFiles files;
  files.content["/d/a/b"] = "x";
  CHECK(verify_archive(files, "/d/none").error().code == Errc::not_found);
  CHECK(verify_archive(files, "/d/a").error().code == Errc::usage);
  files.links["/d/link"] = "/d/nowhere";
  CHECK(verify_archive(files, "/d/link").error().code == Errc::not_found);

  files.unreadable.insert("/d/a/b");
  const auto v = verify_archive(files, "/d/a/b");
  REQUIRE(v);
  REQUIRE(v->gaps.size() == 1);
  CHECK(v->gaps[0].kind == GapKind::unreadable_file);
  CHECK(v->findings.empty());

  // The name of the link is the claim.
  files.content["/d/store"] = kGood;
  files.links["/d/go1.30.2.linux-amd64.tar.gz"] = "/d/store";
  const auto table = Releases::read(table_bytes());
  const auto linked = verify_archive(files, "/d/go1.30.2.linux-amd64.tar.gz", *table);
  REQUIRE(linked);
  CHECK(linked->findings.empty());
  CHECK(linked->gaps.empty());
}
