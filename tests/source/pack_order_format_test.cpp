#include "gate/source/pack_order_format.h"

#include <doctest/doctest.h>

#include <string>

#include "gate/source/history_parse.h"
#include "gate/source/pack_order_midx.h"
#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

// A pack around the given entry, which begins at 12.
std::string pack_of(const std::string& entry) { return std::string("PACK\0\0\0\2\0\0\0\1", 12) + entry + std::string(20, 't'); }

}  // namespace

TEST_CASE("pack entry: sizes and types") {
  const auto blob = parse_pack_entry(pack_of("\xb5\x0a" "data"), 12);  // 3, 0x5 | 0xa << 4
  REQUIRE(blob);
  CHECK(blob->type == PackedType::blob);
  CHECK(blob->size == 0xa5);
  CHECK(blob->header_bytes == 2);
  CHECK_FALSE(parse_pack_entry(pack_of("\x05"), 12));                               // type 0
  CHECK_FALSE(parse_pack_entry(pack_of("\x55"), 12));                               // type 5
  CHECK_FALSE(parse_pack_entry(pack_of("\xb5"), 12));                               // size goes on past the end
  CHECK_FALSE(parse_pack_entry(pack_of("\xb5" + std::string(12, '\xff')), 12));     // size over 64 bits
  CHECK_FALSE(parse_pack_entry(pack_of("\x35"), 11));
  CHECK_FALSE(parse_pack_entry(pack_of("\x35"), 13));
  CHECK_FALSE(parse_pack_entry(pack_of("\x35"), ~std::uint64_t{0}));
  CHECK_FALSE(parse_pack_entry("", 0));
}

TEST_CASE("pack entry: bases of deltas stay inside the pack") {
  const std::string filler(300, 'x');
  const auto near = parse_pack_entry(pack_of(filler + "\x61\x05"), 312);
  REQUIRE(near);
  CHECK(near->base_offset == 307);
  const auto far = parse_pack_entry(pack_of(filler + std::string("\x61\x80\x00", 3)), 312);  // (0 + 1) << 7 | 0
  REQUIRE(far);
  CHECK(far->base_offset == 184);
  CHECK_FALSE(parse_pack_entry(pack_of(filler + std::string("\x61\x00", 2)), 312));  // itself
  CHECK_FALSE(parse_pack_entry(pack_of("\x61\x01"), 12));                            // before the first object
  CHECK_FALSE(parse_pack_entry(pack_of("\x61" + std::string(12, '\xff')), 12));
  CHECK_FALSE(parse_pack_entry(pack_of("\x71short"), 12));
  const std::string pack = pack_of("\x71" + std::string(20, 'b'));
  const auto named = parse_pack_entry(pack, 12);
  REQUIRE(named);
  CHECK(named->base_id == std::string(20, 'b'));
}

TEST_CASE("pack index: sizes that cannot be") {
  CHECK_FALSE(PackIndexView::parse(""));
  CHECK_FALSE(PackIndexView::parse(std::string("\377tOc\0\0\0\2", 8)));
  const std::string head("\377tOc\0\0\0\2", 8);
  const std::string empty = head + std::string(1024 + 40, '\0');
  const auto view = PackIndexView::parse(empty);
  REQUIRE(view);
  CHECK(view->count() == 0);
  CHECK_FALSE(view->find(std::string(20, '\0')));
  CHECK_FALSE(PackIndexView::parse(empty + "x"));
  std::string falls = empty;
  falls[8 + 3] = 1;  // one object below 00, none in all
  CHECK_FALSE(PackIndexView::parse(falls));
  std::string many = head + std::string(1024, '\xff') + std::string(40, '\0');
  CHECK_FALSE(PackIndexView::parse(many));
}

TEST_CASE("delta sizes") {
  const auto s = parse_delta_sizes(std::string("\x85\x01\x07rest"));
  REQUIRE(s);
  CHECK(s->base == 133);
  CHECK(s->result == 7);
  CHECK(s->header_bytes == 3);
  CHECK_FALSE(parse_delta_sizes("\x85"));
  CHECK_FALSE(parse_delta_sizes(std::string(30, '\xff')));
}

TEST_CASE("tree: damaged rows end the walk and say so") {
  const std::string id(20, 'i');
  const auto rows = [](const std::string& bytes) {
    TreeCursor c(bytes);
    int n = 0;
    while (c.next()) ++n;
    return std::pair(n, c.damaged());
  };
  const std::string good = std::string("100644 f") + '\0' + id + "40000 d" + '\0' + id;
  CHECK(rows(good) == std::pair(2, false));
  CHECK(rows("") == std::pair(0, false));
  for (std::size_t cut = 1; cut < good.size(); ++cut)
    if (cut != 9 + id.size()) CHECK(rows(good.substr(0, cut)).second);
  CHECK(rows(std::string("100644 ") + '\0' + id).second);  // no name
  CHECK(rows(std::string("x f") + '\0' + id).second);
  CHECK(rows(std::string("77777777 f") + '\0' + id).second);
}

TEST_CASE("commit: persons, parents and a message that begins where headers end") {
  const std::string id(40, 'a');
  const std::string text = "tree " + id + "\nparent " + id + "\nparent " + id +
                              "\nauthor A B <a@b> 1700000000 +0100\ncommitter C <c> -5 +0000\ngpgsig x\n \n y\n\nsubject\n\nbody\n";
  const auto c = parse_commit(text);
  REQUIRE(c);
  CHECK(c->parents.size() == 2);
  CHECK(c->author.who == "A B <a@b>");
  CHECK(c->author.time == 1700000000);
  CHECK(c->committer.time == -5);
  CHECK(c->message == "subject\n\nbody\n");
  CHECK_FALSE(parse_commit(""));
  CHECK_FALSE(parse_commit("tree " + id.substr(1) + "\n"));
  CHECK_FALSE(parse_commit("tree " + id + "\nparent x\n"));
  CHECK(parse_commit("tree " + id + "\n")->message.empty());
}

TEST_CASE("multi-pack-index: read, and refused where it is damaged") {
  const Sandbox box;
  tell(box, "repo");
  box.sh("git rev-list --objects v1.0 | git pack-objects -q .git/objects/pack/pack >/dev/null && git repack -q && "
         "git multi-pack-index write",
         "repo");
  const std::string good = box.read("repo/.git/objects/pack/multi-pack-index");
  const auto midx = must(MultiPackIndexView::parse(good));
  CHECK(midx.packs() == 2);
  CHECK(std::to_string(midx.count()) == box.sh("git cat-file --batch-all-objects --batch-check --unordered | wc -l", "repo"));
  for (std::uint32_t i = 0; i < midx.count(); ++i) {
    REQUIRE(midx.pack(i) < 2);
    REQUIRE(midx.offset(i).has_value());
  }
  CHECK_FALSE(midx.pack_named("pack-none.idx"));
  const auto made = must(index_from(midx, 1, std::string(kIdBytes, 'x')));
  const auto idx = must(PackIndexView::parse(made));
  CHECK(idx.ids_sorted());
  CHECK(idx.count() > 0);
  CHECK_FALSE(MultiPackIndexView::parse(std::string_view(good).substr(0, good.size() / 2)));
  CHECK_FALSE(MultiPackIndexView::parse(""));
  std::string other = good;
  other[4] = 9;
  CHECK(MultiPackIndexView::parse(other).error().code == Errc::unsupported);
}
