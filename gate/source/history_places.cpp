#include "gate/source/history_places.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "gate/source/history_parse.h"
#include "gate/source/repository.h"

namespace gogate::source {
namespace {

std::string_view raw(const ObjectId& id) { return {reinterpret_cast<const char*>(id.bytes.data()), kIdBytes}; }

std::uint32_t row_of(const Walk& walk, ObjectNumber n) {
  const auto c = std::lower_bound(walk.commits.begin(), walk.commits.end(), n,
                                  [](const WalkedCommit& w, ObjectNumber o) { return w.object < o; });
  return c != walk.commits.end() && c->object == n ? static_cast<std::uint32_t>(c - walk.commits.begin()) : kNoCommitRow;
}

// The rows of `walk` that the roots chosen by `take` reach.
template <class Take>
std::vector<std::uint8_t> reached_from(const HistoryView& view, Take take) {
  std::vector<std::uint8_t> reached(view.walk.commits.size());
  std::vector<std::uint32_t> open;
  std::unique_ptr<ObjectReader> reader;
  for (const HistoryRoot& root : view.roots) {
    if (!take(root)) continue;
    ObjectId id = root.id;
    for (int depth = 0; depth < 20; ++depth) {  // tags of tags
      const ObjectNumber n = view.index.find(raw(id));
      if (n == kNoObject) break;
      const ObjectKind kind = view.index.entries()[n].kind;
      if (kind == ObjectKind::commit) {
        if (const auto row = row_of(view.walk, n); row != kNoCommitRow && reached[row]++ == 0) open.push_back(row);
        break;
      }
      if (kind != ObjectKind::tag) break;
      if (!reader) {
        auto made = view.readers.make();
        if (!made) break;
        reader = std::move(*made);
      }
      const auto bytes = reader->read(n);
      const auto tag = bytes ? parse_tag(*bytes) : std::nullopt;
      if (!tag) break;
      id = tag->target;
    }
  }
  while (!open.empty()) {
    const WalkedCommit& c = view.walk.commits[open.back()];
    open.pop_back();
    for (std::uint32_t i = 0; i < c.parent_count; ++i) {
      const std::uint32_t p = view.walk.parents[c.first_parent + i];
      if (p == kNoCommitRow || reached[p] != 0) continue;
      reached[p] = 1;
      open.push_back(p);
    }
  }
  return reached;
}

// "1a/2b3c…" or "1a2b3c…": the object that a file in a tree of notes is about.
std::string annotated_object(std::string_view path) {
  std::string hex;
  for (const char c : path)
    if (c != '/') hex += c;
  return parse_hex_id(hex) ? hex : std::string();
}

// Turns introductions into places, in the order that Source::locate() promises.
class Placing {
 public:
  explicit Placing(const HistoryView& view) : view_(view) {}

  Result<Ok> start() {
    objects_ = GATE_TRY(view_.readers.make());
    return Ok{};
  }

  void add(Introduction f) {
    const Walk& walk = view_.walk;
    if (f.event != Event::at_head && f.commit != kNoCommitRow && walk.commits[f.commit].old) return;
    Placed p{{f.index, {std::move(f.path), {}, {}, 0}, f.event, PlaceKind::content}, 0};
    if (f.commit != kNoCommitRow) {
      tell_commit(f.commit, p.located.at);
      p.order = walk.commits[f.commit].time;
      if (!f.of_name) tell_note(f.commit, p.located);
    } else if (f.event == Event::at_head && view_.head) {
      p.located.at.commit = *view_.head;
    }
    if (f.of_name) p.located.place = PlaceKind::path_name;
    placed_.push_back(std::move(p));
  }

  void add_message(std::size_t index, std::uint32_t row) {
    if (view_.walk.commits[row].old) return;
    Placed p{{index, {}, Event::introduced, PlaceKind::commit_message}, view_.walk.commits[row].time};
    tell_commit(row, p.located.at);
    p.located.at.path = "commit:" + p.located.at.commit.hex() + "/message";
    placed_.push_back(std::move(p));
  }

  void add_tag(std::size_t index, const ObjectId& id) {
    Placed p{{index, {}, Event::introduced, PlaceKind::tag_message}, 0};
    const auto bytes = objects_->read(view_.index.find(raw(id)));
    const auto tag = bytes ? parse_tag(*bytes) : std::nullopt;
    p.located.at.path = "tag:" + (tag && !tag->name.empty() ? std::string(tag->name) : id.hex()) + "/message";
    if (tag) {
      if (view_.since && tag->tagger.time < *view_.since) return;
      p.located.at.author = std::string(tag->tagger.who);
      p.located.at.time = p.order = tag->tagger.time;
      const ObjectNumber target = view_.index.find(raw(tag->target));
      if (target != kNoObject && view_.index.entries()[target].kind == ObjectKind::commit) p.located.at.commit = tag->target;
    }
    placed_.push_back(std::move(p));
  }

  std::vector<Located> take() {
    // Ordered by the committer's time, as git itself does; told is the author's.
    std::sort(placed_.begin(), placed_.end(), [](const Placed& a, const Placed& b) {
      return std::tie(a.located.index, a.located.event, a.order, a.located.at.path, a.located.at.commit) <
             std::tie(b.located.index, b.located.event, b.order, b.located.at.path, b.located.at.commit);
    });
    std::vector<Located> out;
    out.reserve(placed_.size());
    for (Placed& p : placed_) out.push_back(std::move(p.located));
    return out;
  }

 private:
  struct Placed {
    Located located;
    std::int64_t order = 0;
  };

  void tell_commit(std::uint32_t row, Occurrence& at) {
    const auto [author, unknown] = authors_.try_emplace(row);
    const ObjectNumber object = view_.walk.commits[row].object;
    if (unknown) {
      const auto bytes = objects_->read(object);
      if (const auto parsed = bytes ? parse_commit(*bytes) : std::nullopt)
        author->second = {std::string(parsed->author.who), parsed->author.time};
    }
    at.commit = view_.index.id_of(object);
    at.author = author->second.first;
    at.time = author->second.second;
  }

  void tell_note(std::uint32_t row, Located& located) {
    const std::string object = annotated_object(located.at.path);
    if (object.empty()) return;
    for (const HistoryRoot& root : view_.roots) {
      constexpr std::string_view kNotes = "refs/notes/";
      if (!root.name.starts_with(kNotes)) continue;
      const auto [rows, unknown] = notes_.try_emplace(root.name);
      if (unknown) rows->second = reached_from(view_, [&](const HistoryRoot& r) { return r.name == root.name; });
      if (rows->second[row] == 0) continue;
      const std::string ref = root.name.substr(kNotes.size());
      located.place = PlaceKind::note;
      located.at.path = ref == "commits" ? "note:" + object : "note:" + ref + "/" + object;
      return;
    }
  }

  const HistoryView& view_;
  std::unique_ptr<ObjectReader> objects_;
  std::vector<Placed> placed_;
  std::unordered_map<std::uint32_t, std::pair<std::string, std::int64_t>> authors_;
  std::unordered_map<std::string, std::vector<std::uint8_t>> notes_;
};

ObjectNumber tree_of_head(const HistoryView& view) {
  const ObjectNumber commit = view.head ? view.index.find(raw(*view.head)) : kNoObject;
  if (commit == kNoObject) return kNoObject;
  if (const auto row = row_of(view.walk, commit); row != kNoCommitRow) return view.walk.commits[row].tree;
  const auto reader = view.readers.make();
  if (!reader) return kNoObject;
  const auto bytes = (*reader)->read(commit);
  const auto parsed = bytes ? parse_commit(*bytes) : std::nullopt;
  const ObjectNumber tree = parsed ? view.index.find(raw(parsed->tree)) : kNoObject;
  return tree != kNoObject && view.index.entries()[tree].kind == ObjectKind::tree ? tree : kNoObject;
}

bool is_remote(const HistoryRoot& r) { return r.name.starts_with("refs/remotes/"); }
bool is_branch_or_tag(const HistoryRoot& r) { return r.name.starts_with("refs/heads/") || r.name.starts_with("refs/tags/"); }

}  // namespace

Result<std::vector<Located>> locate_objects(const HistoryView& view, std::span<const ObjectId> ids,
                                            std::span<const std::uint32_t> groups, std::vector<Gap>& gaps) {
  Placing placing(view);
  GATE_TRY(placing.start());
  Asked asked;
  asked.blobs.resize(ids.size());
  asked.head = tree_of_head(view);
  bool any_blob = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const ObjectNumber n = view.index.find(raw(ids[i]));
    if (n == kNoObject) continue;
    switch (view.index.entries()[n].kind) {
      case ObjectKind::blob:
        asked.blobs[i] = {n, i < groups.size() ? groups[i] : static_cast<std::uint32_t>(i)};
        any_blob = true;
        break;
      case ObjectKind::commit:
        if (const auto row = row_of(view.walk, n); row != kNoCommitRow) placing.add_message(i, row);
        break;
      case ObjectKind::tag:
        if (std::binary_search(view.walk.tags.begin(), view.walk.tags.end(), n)) placing.add_tag(i, ids[i]);
        break;
      default: break;
    }
  }
  if (any_blob) {
    for (Introduction& f : GATE_TRY(find_introductions(view.index, view.readers, view.walk, asked, view.threads, gaps)))
      placing.add(std::move(f));
  }
  return placing.take();
}

Result<std::vector<Located>> locate_path_names(const HistoryView& view, std::span<const std::string> names, std::vector<Gap>& gaps) {
  Placing placing(view);
  GATE_TRY(placing.start());
  Asked asked;
  asked.names = names;
  asked.head = tree_of_head(view);
  for (Introduction& f : GATE_TRY(find_introductions(view.index, view.readers, view.walk, asked, view.threads, gaps)))
    placing.add(std::move(f));
  return placing.take();
}

std::vector<bool> published_commits(const HistoryView& view, std::span<const ObjectId> commits) {
  const auto reached = reached_from(view, [&](const HistoryRoot& r) { return is_remote(r) || (view.bare && is_branch_or_tag(r)); });
  std::vector<bool> out;
  for (const ObjectId& id : commits) {
    const ObjectNumber n = view.index.find(raw(id));
    const std::uint32_t row = n == kNoObject ? kNoCommitRow : row_of(view.walk, n);
    out.push_back(row != kNoCommitRow && reached[row] != 0);
  }
  return out;
}

std::vector<Name> names_of_history(const HistoryView& view, std::vector<Commit>& commits) {
  std::vector<Name> out;
  out.reserve(view.walk.names.size() + view.walk.people.size() + view.roots.size());
  for (const std::string& name : view.walk.names) out.push_back({PlaceKind::path_name, name, {}, kNoCommit});
  std::unordered_map<std::uint32_t, std::uint32_t> number;
  for (const WalkedPerson& person : view.walk.people) {
    const WalkedCommit& row = view.walk.commits[person.commit];
    if (row.old) continue;
    const auto [at, is_new] = number.try_emplace(person.commit, static_cast<std::uint32_t>(commits.size()));
    if (is_new) commits.push_back({view.index.id_of(row.object), {}, row.time});
    out.push_back({PlaceKind::commit_person, person.who, "commit:" + view.index.id_of(row.object).hex() + "/author", at->second});
  }
  if (const auto reader = view.readers.make(); reader && !view.walk.tags.empty()) {
    for (const ObjectNumber n : view.walk.tags) {
      const auto bytes = (*reader)->read(n);
      const auto tag = bytes ? parse_tag(*bytes) : std::nullopt;
      if (!tag || tag->tagger.who.empty() || (view.since && tag->tagger.time < *view.since)) continue;
      out.push_back({PlaceKind::tag_message, std::string(tag->tagger.who), "tag:" + std::string(tag->name) + "/tagger", kNoCommit});
    }
  }
  for (const HistoryRoot& root : view.roots)
    if (root.name.starts_with("refs/")) out.push_back({PlaceKind::ref_name, root.name, place_of_ref(root.name), kNoCommit,
                                                           view.bare || is_remote(root)});
  return out;
}

}  // namespace gogate::source
