// Loose objects that a crash, a full disk or an attacker left damaged: every
// source ends at once and says which object it could not read, as corrupt,
// never as missing, and with a next step.
#include <doctest/doctest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

#include "gate/source/history.h"
#include "gate/source/libgit2.h"
#include "gate/source/object_database.h"
#include "gate/source/revisions.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;
namespace fs = std::filesystem;

namespace {

// A hang kills the test instead of stopping the run for ever.
struct Watchdog {
  Watchdog() { alarm(120); }
  ~Watchdog() { alarm(0); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
};

std::string deflated(const std::string& head, std::size_t zeros) {
  std::string out;
  z_stream z{};
  REQUIRE(deflateInit(&z, 9) == Z_OK);
  const auto feed = [&](const std::string& bytes, int flush) {
    char piece[16384];
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    do {
      z.next_out = reinterpret_cast<Bytef*>(piece);
      z.avail_out = sizeof piece;
      deflate(&z, flush);
      out.append(piece, sizeof piece - z.avail_out);
    } while (z.avail_out == 0);
  };
  feed(head, Z_NO_FLUSH);
  const std::string block(std::min<std::size_t>(zeros, 1U << 20), '\0');
  for (std::size_t done = 0; done < zeros; done += block.size()) feed(block, Z_NO_FLUSH);
  feed({}, Z_FINISH);
  deflateEnd(&z);
  return out;
}

std::string lines(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i) out += "// line " + std::to_string(i * 7919 % 100003) + "\n";
  return out;
}

// Two commits, the second tagged, and a staged change.
struct Told {
  Sandbox box;
  Told() {
    box.init("repo");
    box.sh("git config gc.auto 0", "repo");
    box.write("repo/app/a.go", "package a\n" + lines(0, 900));
    box.write("repo/b.txt", "b\n");
    box.commit("one", "repo");
    box.write("repo/app/a.go", "package a\n" + lines(0, 900) + lines(2000, 2300));
    box.commit("two " + lines(0, 200), "repo");
    box.sh("git tag -a v1 -m '" + lines(0, 300) + "'", "repo");
    box.write("repo/app/a.go", "package a\n" + lines(0, 900) + lines(2000, 2301));
    box.sh("git add .", "repo");
  }
  [[nodiscard]] std::string id(const std::string& rev) const { return box.sh("git rev-parse '" + rev + "'", "repo"); }
  [[nodiscard]] std::string file_of(const std::string& id) const { return "repo/.git/objects/" + id.substr(0, 2) + "/" + id.substr(2); }
  void replace(const std::string& id, std::string_view bytes) const {
    fs::permissions(box.path(file_of(id)), fs::perms::owner_write, fs::perm_options::add);
    box.write(file_of(id), bytes);
  }
  [[nodiscard]] Repository open() const { return must(Repository::discover(box.path("repo"))); }
};

enum Mode { worktree, staged, commit, range, base, history, tag, kModes };

// The gaps that a mode meets; an error counts as one, of the place "error".
std::vector<Gap> gaps_of(const Told& told, Mode mode) {
  const Repository repo = told.open();
  const auto as_gap = [](const Error& e) {
    const GapKind kind = e.code == Errc::corrupt ? GapKind::corrupt_object : e.code == Errc::missing ? GapKind::missing_object : GapKind::bad_rule;
    return std::vector<Gap>{{kind, "error", e.what, e.next_step, false}};
  };
  const auto of_changes = [&](Result<ChangeSpec> spec) {
    if (!spec) return as_gap(spec.error());
    return read_all(open_changes(repo, std::move(*spec))).gaps();
  };
  switch (mode) {
    case worktree: return read_all(open_worktree(repo)).gaps();
    case staged: return read_all(open_staged(repo)).gaps();
    case commit: return of_changes(changes_of_commit(repo, "HEAD"));
    case range: return of_changes(changes_of_range(repo, "HEAD~1..HEAD"));
    case base: return of_changes(changes_since(repo, "HEAD~1", false));
    case history: return read_all(open_history(told.box.path("repo"))).gaps();
    default: return of_changes(changes_of_commit(repo, "v1"));
  }
}

struct Part {
  const char* rev;
  const char* kind;
  std::set<Mode> needed_by;
};
const std::vector<Part>& parts() {
  static const std::vector<Part> all{
      {"HEAD:app/a.go", "blob", {staged, commit, range, base, history, tag}},
      {"HEAD~1:app/a.go", "blob", {commit, range, base, history, tag}},
      {"HEAD:app", "tree", {staged, commit, range, base, history, tag}},
      {"HEAD^{tree}", "tree", {staged, commit, range, base, history, tag}},
      {"HEAD", "commit", {staged, commit, range, base, history, tag}},
      {"HEAD~1", "commit", {commit, range, base, history, tag}},
      {"v1", "tag", {history, tag}},
  };
  return all;
}

void check_all_modes(const std::function<std::string(const Told&, const Part&, const std::string& id)>& damage) {
  const Watchdog watchdog;
  const Told told;
  for (const Part& part : parts()) {
    const std::string id = told.id(part.rev);
    const std::string good = told.box.read(told.file_of(id));
    told.replace(id, damage(told, part, id));
    for (int m = 0; m < kModes; ++m) {
      CAPTURE(part.rev);
      CAPTURE(m);
      const std::vector<Gap> gaps = gaps_of(told, static_cast<Mode>(m));
      const bool corrupt = std::ranges::any_of(gaps, [](const Gap& g) { return g.kind == GapKind::corrupt_object && !g.why.empty(); });
      CHECK(corrupt == part.needed_by.contains(static_cast<Mode>(m)));
      CHECK(std::ranges::none_of(gaps, [](const Gap& g) { return g.next_step.empty(); }));
    }
    told.replace(id, good);
  }
  for (int m = 0; m < kModes; ++m) CHECK(gaps_of(told, static_cast<Mode>(m)).empty());
}

}  // namespace

TEST_CASE("loose objects: cut short") {
  check_all_modes([](const Told& t, const Part&, const std::string& id) {
    const std::string bytes = t.box.read(t.file_of(id));
    return bytes.substr(0, bytes.size() * 2 / 3);
  });
}
TEST_CASE("loose objects: cut within the checksum at the end") {
  check_all_modes([](const Told& t, const Part&, const std::string& id) {
    const std::string bytes = t.box.read(t.file_of(id));
    return bytes.substr(0, bytes.size() - 1);
  });
}
TEST_CASE("loose objects: empty files, as a machine leaves that crashed") {
  check_all_modes([](const Told&, const Part&, const std::string&) { return std::string(); });
}
TEST_CASE("loose objects: zeros of the right length") {
  check_all_modes([](const Told& t, const Part&, const std::string& id) { return std::string(t.box.read(t.file_of(id)).size(), '\0'); });
}
TEST_CASE("loose objects: the content of another object") {
  check_all_modes([](const Told& t, const Part& part, const std::string&) {
    const std::string_view kind = part.kind;
    return t.box.read(t.file_of(t.id(kind == "blob" ? "HEAD:b.txt" : kind == "tree" ? "HEAD~1^{tree}^{tree}" : "HEAD:b.txt")));
  });
}
TEST_CASE("loose objects: ten bytes that unpack to many") {
  check_all_modes([](const Told&, const Part& part, const std::string&) {
    return deflated(std::string(part.kind) + " 10" + std::string(1, '\0'), std::size_t{64} << 20);
  });
}
TEST_CASE("loose objects: a header of 2^63 bytes") {
  check_all_modes([](const Told&, const Part& part, const std::string&) {
    return deflated(std::string(part.kind) + " 9223372036854775808" + std::string(1, '\0'), 100);
  });
}
TEST_CASE("loose objects: a header of an unknown kind") {
  check_all_modes([](const Told&, const Part&, const std::string&) { return deflated("bolb 10" + std::string(1, '\0'), 10); });
}

TEST_CASE("loose objects: a good copy elsewhere is taken instead of a damaged one") {
  const Watchdog watchdog;
  const Told told;
  const std::string blob = told.id("HEAD:app/a.go");
  const std::string good = told.box.read(told.file_of(blob));
  told.replace(blob, "");
  CHECK(!gaps_of(told, commit).empty());
  told.box.write("other/" + blob.substr(0, 2) + "/" + blob.substr(2), good);
  told.box.write("repo/.git/objects/info/alternates", told.box.path("other") + "\n");
  CHECK(gaps_of(told, commit).empty());
}

TEST_CASE("loose objects: one that is not there is missing, and one that may not be read unreadable") {
  const Told told;
  const std::string blob = told.id("HEAD:app/a.go");
  fs::rename(told.box.path(told.file_of(blob)), told.box.path("kept"));
  std::vector<Gap> gaps = gaps_of(told, commit);
  REQUIRE(!gaps.empty());
  CHECK(gaps.front().kind == GapKind::missing_object);
  fs::create_directories(told.box.path(told.file_of(blob)));  // reads fail, even for root
  gaps = gaps_of(told, commit);
  REQUIRE(!gaps.empty());
  CHECK(gaps.front().kind == GapKind::unreadable_file);
}

TEST_CASE("loose objects: a commit that HEAD or a tag names and that is gone is missing, not an unknown name") {
  const Told told;
  fs::remove(told.box.path(told.file_of(told.id("HEAD"))));
  const Repository repo = told.open();
  for (const char* rev : {"HEAD", "HEAD~1", "v1", "main"}) {
    CAPTURE(rev);
    const auto found = repo.resolve(rev);
    REQUIRE(!found);
    CHECK(found.error().code == Errc::missing);
    CHECK(!found.error().next_step.empty());
  }
  CHECK(repo.resolve("nosuch").error().code == Errc::usage);
  CHECK(repo.resolve("abcdef12").error().code == Errc::usage);
}

TEST_CASE("object database: ids by their first digits, in every folder, and nothing is written") {
  const Told told;
  const Repository repo = told.open();
  const std::string head = told.id("HEAD");
  CHECK(must(repo.resolve(head.substr(0, 8))) == id_of(head));
  CHECK(repo.resolve("0000000").error().code == Errc::usage);

  const OdbHandle odb = must(open_object_database(all_object_folders({told.box.path("repo/.git/objects")})));
  std::set<std::string> seen;
  const auto note = [](const git_oid* oid, void* payload) {
    static_cast<std::set<std::string>*>(payload)->insert(from_oid(*oid).hex());
    return 0;
  };
  CHECK(git_odb_foreach(odb.get(), note, &seen) == 0);
  const std::string listed = told.box.sh("git cat-file --batch-all-objects --batch-check | wc -l", "repo");
  CHECK(std::to_string(seen.size()) == listed);
  for (const std::string& hex : seen) {
    CAPTURE(hex);
    const git_oid oid = to_oid(id_of(hex));
    git_odb_object* raw = nullptr;
    REQUIRE(git_odb_read(&raw, odb.get(), &oid) == 0);
    const OdbObject object(raw);
    CHECK(std::to_string(git_odb_object_size(raw)) == told.box.sh("git cat-file -s " + hex, "repo"));
  }
  git_oid written;
  CHECK(git_odb_write(&written, odb.get(), "x", 1, GIT_OBJECT_BLOB) != 0);
}

TEST_CASE("object database: several objects with the same first digits are ambiguous") {
  const Sandbox box;
  box.init("repo");
  // Among 300 blobs some share four digits; found by git itself.
  box.sh("for i in $(seq 1 1500); do echo $i > f$i; done; git add . && rm f*", "repo");
  const std::string twice = box.sh("git cat-file --batch-all-objects --batch-check | cut -c1-4 | uniq -d | head -1", "repo");
  if (twice.empty()) return;
  const Repository repo = must(Repository::discover(box.path("repo")));
  const auto found = repo.resolve(twice);
  REQUIRE(!found);
  CHECK(found.error().what.find("ambiguous") != std::string::npos);
}

TEST_CASE("packs: one with zeros in it is corrupt for every question, with a next step") {
  const Watchdog watchdog;
  const Told told;
  told.box.sh("git gc -q", "repo");
  const std::string pack = "repo/.git/objects/pack/" + told.box.sh("ls *.pack", "repo/.git/objects/pack");
  std::string bytes = told.box.read(pack);
  std::fill(bytes.begin() + 12, bytes.end() - 20, '\0');
  fs::permissions(told.box.path(pack), fs::perms::owner_write, fs::perm_options::add);
  const ObjectId head = id_of(told.id("HEAD"));
  told.box.write(pack, bytes);
  const Repository repo = told.open();
  const auto file = repo.read_at(head, "b.txt");
  REQUIRE(!file);
  CHECK(file.error().code == Errc::corrupt);
  CHECK(!file.error().next_step.empty());
  for (const Mode m : {staged, commit, range, base, history, tag}) {
    CAPTURE(m);
    const std::vector<Gap> gaps = gaps_of(told, m);
    REQUIRE(!gaps.empty());
    CHECK(std::ranges::any_of(gaps, [](const Gap& g) { return g.kind == GapKind::corrupt_object && !g.next_step.empty(); }));
  }
}
