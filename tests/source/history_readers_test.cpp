// Packs read directly and through libgit2 give the same bytes, whatever the
// order, and both refuse the same limits.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "gate/source/history_objects.h"
#include "gate/source/pack_order.h"
#include "gate/source/pack_order_delta.h"
#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

struct Both {
  std::vector<Gap> gaps;
  ObjectIndex index;
  std::unique_ptr<ObjectReaders> libgit2, direct;
  explicit Both(const std::string& objects)
      : index(must(ObjectIndex::build(objects, gaps))),
        libgit2(libgit2_readers(index, objects)),
        direct(direct_readers(index, libgit2_readers(index, objects))) {}
};

// Counts what the direct reader leaves to libgit2.
struct Refusing final : ObjectReaders {
  [[nodiscard]] Result<std::unique_ptr<ObjectReader>> make() const override { return fail(Errc::internal, "asked libgit2"); }
};

// `whole`: the same objects in a shape that libgit2 can read.
void check_same(const std::string& objects, bool direct_alone, const std::string& whole = {}) {
  Both both(objects);
  const Both other(whole.empty() ? objects : whole);
  CHECK(both.gaps.empty());
  const auto n = static_cast<ObjectNumber>(both.index.entries().size());
  REQUIRE(n > 20);
  const auto direct = must(direct_alone ? direct_readers(both.index, std::make_unique<Refusing>())->make() : both.direct->make());
  const auto slow = must(other.libgit2->make());
  std::vector<ObjectNumber> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (int round = 0; round < 3; ++round) {
    for (const ObjectNumber i : order) {
      const auto a = direct->read(i);
      const ObjectId id = both.index.id_of(i);
      const ObjectNumber same = other.index.find({reinterpret_cast<const char*>(id.bytes.data()), kIdBytes});
      REQUIRE(same != kNoObject);
      const auto b = slow->read(same);
      REQUIRE(a);
      REQUIRE(b);
      REQUIRE(*a == *b);
      REQUIRE(must(both.index.size_of(i)) == a->size());
      const ObjectNumber base = both.index.entries()[i].base;
      REQUIRE((base == kNoObject || base < i));
      if (a->size() > 1) {
        const auto c = direct->read(i, a->size() - 1);
        REQUIRE_FALSE(c);
        REQUIRE(c.error().code == Errc::too_large);
        const auto d = slow->read(same, a->size() - 1);
        REQUIRE_FALSE(d);
        REQUIRE(d.error().code == Errc::too_large);
      }
    }
    if (round == 0) std::reverse(order.begin(), order.end());
    if (round == 1) std::shuffle(order.begin(), order.end(), std::mt19937(7));
  }
}

}  // namespace

TEST_CASE("readers: the same bytes in every shape of pack") {
  const Sandbox box;
  tell(box, "repo");
  bool direct_alone = true;
  std::string folder = "repo";
  std::string whole;
  SUBCASE("as gc does") { box.sh("git gc -q", "repo"); }
  SUBCASE("deep chains") { box.sh("git repack -adfq --depth=250 --window=50", "repo"); }
  SUBCASE("without an index's CRC") { box.sh("git -c pack.indexVersion=1 repack -adfq", "repo"); }
  SUBCASE("REF deltas throughout") {
    box.sh("git init -q --bare ../ref && { echo main; echo side; echo v1.0; } | "
           "git -c repack.useDeltaBaseOffset=false pack-objects -q --revs --stdout | git -C ../ref index-pack --stdin",
           "repo");
    folder = "ref";
  }
  SUBCASE("overlapping packs: a delta's base is the copy in the other one") {
    box.sh("git rev-list --objects v1.0 | git pack-objects -q .git/objects/pack/pack >/dev/null && "
           "git rev-list --objects main | git pack-objects -q .git/objects/pack/pack >/dev/null && git prune-packed -q",
           "repo");
  }
  SUBCASE("packs known by the index over all of them alone") {
    box.sh("git rev-list --objects v1.0 | git pack-objects -q .git/objects/pack/pack >/dev/null && "
           "git rev-list --objects v1.0..main | git pack-objects -q .git/objects/pack/pack >/dev/null && git prune-packed -q && "
           "git multi-pack-index write && cp -r . ../whole && rm -f .git/objects/pack/*.idx",
           "repo");
    whole = box.path("whole/.git/objects");
  }
  SUBCASE("borrowed from another repository") {
    box.sh("git gc -q", "repo");
    box.sh("git clone -q --bare --shared repo borrower");
    folder = "borrower";
  }
  SUBCASE("a shallow clone") {
    box.sh("git clone -q --bare --depth 12 file://$PWD/repo shallow");
    folder = "shallow";
  }
  SUBCASE("a clone without large blobs") {
    box.sh("git config uploadpack.allowFilter true", "repo");
    box.sh("git clone -q --bare --filter=blob:limit=200 file://$PWD/repo partial");
    folder = "partial";
  }
  SUBCASE("a clone without blobs, of replaced and grafted commits") {
    box.sh("git config uploadpack.allowFilter true && git replace --graft main~3 v1.0", "repo");
    box.sh("git clone -q --bare --filter=blob:none file://$PWD/repo partial");
    folder = "partial";
  }
  SUBCASE("loose") { direct_alone = false; }
  const std::string objects = box.path(folder) + (folder == "repo" ? "/.git/objects" : "/objects");
  check_same(objects, direct_alone, whole);
}

TEST_CASE("readers: chains of objects larger than what a reader keeps") {
  const Sandbox box;
  box.init("repo");
  std::mt19937 rng(3);
  std::string big(9 << 20, ' ');
  for (char& c : big) c = static_cast<char>('a' + rng() % 4);
  for (int i = 0; i < 12; ++i) {
    big[static_cast<std::size_t>(i) * 1000] = '\n';
    if (i % 3 == 0) big += "line\n";
    box.write("repo/big", big);
    box.commit("edit", "repo");
  }
  box.sh("git -c core.bigFileThreshold=1g -c core.compression=0 repack -adfq --depth=50", "repo");
  const std::string longest = box.sh("git verify-pack -v .git/objects/pack/*.idx | grep -c 'chain length'", "repo");
  CHECK(std::stoi(longest) >= 3);
  check_same(box.path("repo/.git/objects"), true);
}

TEST_CASE("index: several threads make the same one") {
  const Sandbox box;
  std::string stream;
  for (int i = 0; i < 42000; ++i) {
    const std::string text = std::to_string(i);
    stream += "blob\ndata " + std::to_string(text.size()) + "\n" + text + "\n";
  }
  box.write("stream", stream);
  box.sh("git init -q --bare repo && git -C repo fast-import --quiet < stream");
  // A second pack, of which some are in the first.
  box.sh("git cat-file --batch-all-objects --batch-check='%(objectname)' | head -3000 > ids && "
         "echo new | git hash-object -w --stdin >> ids && git pack-objects -q objects/pack/pack < ids >/dev/null && git prune-packed -q",
         "repo");
  std::vector<Gap> gaps;
  const ObjectIndex one = must(ObjectIndex::build(box.path("repo/objects"), gaps));
  const ObjectIndex several = must(ObjectIndex::build(box.path("repo/objects"), gaps, 4));
  CHECK(gaps.empty());
  REQUIRE(one.entries().size() == 42001);
  REQUIRE(several.entries().size() == one.entries().size());
  std::vector<ObjectId> ids;
  std::size_t different = 0;
  for (ObjectNumber n = 0; n < one.entries().size(); ++n) {
    const ObjectEntry &a = one.entries()[n], &b = several.entries()[n];
    if (a.id != b.id || a.offset != b.offset || a.pack != b.pack || a.kind != b.kind || a.crc != b.crc || a.base != b.base ||
        a.packed_size != b.packed_size || !several.packed_bytes(n))
      ++different;
    ids.push_back(one.id_of(n));
  }
  CHECK(different == 0);
  ids.push_back(object_id(std::string(kIdBytes, 'x')));
  std::vector<ObjectNumber> found(ids.size());
  several.find_all(ids, found);
  CHECK(found.back() == kNoObject);
  found.pop_back();
  std::vector<ObjectNumber> wanted(found.size());
  std::iota(wanted.begin(), wanted.end(), 0U);
  CHECK(found == wanted);
}

TEST_CASE("delta: copies, inserts, and what must be refused") {
  const std::string base = "0123456789";
  const auto apply = [&](const std::string& delta, std::size_t size) {
    std::string out(size, '?');
    return apply_delta(base, delta, out.data(), size) ? out : std::string("refused");
  };
  CHECK(apply(std::string("\x91\x02\x03", 3) + "\x02xy", 5) == "234xy");
  CHECK(apply("", 0).empty());
  CHECK(apply(std::string("\x91\x02\x03", 3), 4) == "refused");  // makes too little
  CHECK(apply(std::string("\x91\x02\x03", 3), 2) == "refused");  // too much
  CHECK(apply(std::string("\x91\x08\x03", 3), 3) == "refused");  // beyond the base
  CHECK(apply(std::string("\x9f\xff\xff\xff\xff\x01", 6), 1) == "refused");
  CHECK(apply(std::string("\x91\x02", 2), 3) == "refused");      // cut short
  CHECK(apply("\x05xy", 5) == "refused");
  CHECK(apply(std::string("\0", 1), 0) == "refused");            // reserved
  CHECK(apply(std::string("\x80", 1), 0x10000) == "refused");    // 64 KiB of ten bytes
  std::vector<DeltaCopy> copies;
  copies_of_delta(std::string("\x91\x02\x03", 3) + "\x02xy" + "\x90\x01", copies);
  REQUIRE(copies.size() == 2);
  CHECK((copies[0].to == 0 && copies[0].from == 2 && copies[0].length == 3));
  CHECK((copies[1].to == 5 && copies[1].from == 0 && copies[1].length == 1));
}
