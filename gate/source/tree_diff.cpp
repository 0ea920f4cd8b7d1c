#include "gate/source/tree_diff.h"

#include <algorithm>

#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

// Deeper than any real tree; ends a hostile one before the stack does.
constexpr int kMaxDepth = 1000;
// More entries than any real change has: a few small trees that name each other
// many times can stand for more files than there are atoms.
constexpr std::size_t kMaxEntries = 10'000'000;
constexpr std::size_t kMaxFiles = 1'000'000;

EntryKind kind_of_mode(std::string_view octal) {
  unsigned mode = 0;
  for (const char c : octal) mode = mode * 8 + static_cast<unsigned>(c - '0');
  switch (mode & 0170000U) {
    case 0040000: return EntryKind::tree;
    case 0120000: return EntryKind::link;
    case 0160000: return EntryKind::submodule;
    default: return EntryKind::blob;
  }
}

}  // namespace

bool TreeDiff::within_bounds(const std::string& place, std::size_t found) {
  if (entries_ <= kMaxEntries && found <= kMaxFiles) return true;
  if (reported_.insert(ObjectId{}).second) {
    gaps_.push_back({GapKind::analysis_bounded, place, "more than a million files in one change; those behind were not compared", {}, false});
  }
  return false;
}

bool TreeDiff::load(const ObjectId& id, const std::string& place, Loaded& out) {
  out.entries.clear();
  if (id.is_zero()) return true;
  const auto gap = [&](GapKind kind, std::string why, std::string next) {
    if (reported_.insert(id).second) gaps_.push_back({kind, place.empty() ? "/" : place, std::move(why), std::move(next), false});
    return false;
  };
  const git_oid oid = to_oid(id);
  git_odb_object* raw = nullptr;
  if (reported_.contains(id)) return false;
  if (const int code = git_odb_read(&raw, repo_.state().odb.get(), &oid); code != 0) {
    Gap lost = gap_of_object(repo_, code, place, "tree " + id.hex());
    return gap(lost.kind, std::move(lost.why), std::move(lost.next_step));
  }
  out.object.reset(raw);
  std::string_view in(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
  const auto corrupt = [&] { return gap(GapKind::corrupt_object, "object " + id.hex() + " is no well-formed tree", "git fsck"); };
  if (git_odb_object_type(raw) != GIT_OBJECT_TREE) return corrupt();
  while (!in.empty()) {  // octal mode, space, name, NUL, 20 bytes of id
    const std::size_t space = in.find(' ');
    const std::size_t nul = in.find('\0');
    if (space == 0 || space > 7 || nul == std::string_view::npos || nul <= space + 1 || in.size() < nul + 1 + GIT_OID_RAWSZ ||
        in.substr(0, space).find_first_not_of("01234567") != std::string_view::npos) {
      return corrupt();
    }
    Entry e;
    e.kind = kind_of_mode(in.substr(0, space));
    e.name = in.substr(space + 1, nul - space - 1);
    std::memcpy(e.id.bytes.data(), in.data() + nul + 1, GIT_OID_RAWSZ);
    out.entries.push_back(e);
    in.remove_prefix(nul + 1 + GIT_OID_RAWSZ);
  }
  entries_ += out.entries.size();
  // Git sorts a folder as if its name ended in '/'; names alone make a file and a folder of one name meet.
  std::ranges::sort(out.entries, {}, &Entry::name);
  return true;
}

void TreeDiff::compare(const ObjectId& now, std::span<const ObjectId> olds, const std::string& prefix, int depth,
                       std::vector<TreeChange>& out) {
  if (depth > kMaxDepth) {
    gaps_.push_back({GapKind::corrupt_object, prefix.substr(0, 200), "folders nested too deeply", "git fsck", false});
    return;
  }
  if (!within_bounds(prefix, out.size())) return;
  std::vector<Loaded> trees(olds.size() + 1);
  if (!load(now, prefix, trees[0])) return;
  for (std::size_t i = 0; i < olds.size(); ++i)
    if (!load(olds[i], prefix, trees[i + 1])) return;

  std::vector<std::size_t> at(trees.size(), 0);
  std::vector<Entry> row(trees.size());
  std::vector<ObjectId> below(olds.size());
  while (true) {
    const std::string_view* least = nullptr;
    for (std::size_t t = 0; t < trees.size(); ++t) {
      if (at[t] == trees[t].entries.size()) continue;
      const std::string_view& name = trees[t].entries[at[t]].name;
      if (least == nullptr || name < *least) least = &name;
    }
    if (least == nullptr) return;
    const std::string_view name = *least;
    for (std::size_t t = 0; t < trees.size(); ++t) {
      row[t] = {};
      if (at[t] < trees[t].entries.size() && trees[t].entries[at[t]].name == name) row[t] = trees[t].entries[at[t]++];
    }
    const Entry& mine = row[0];
    const bool known = std::any_of(row.begin() + 1, row.end(), [&](const Entry& e) { return e.kind == mine.kind && e.id == mine.id; });
    if (known) continue;
    std::string path = prefix + std::string(name);
    const bool folders = std::ranges::any_of(row, [](const Entry& e) { return e.kind == EntryKind::tree; });
    if (mine.kind != EntryKind::tree && (mine.kind != EntryKind::none || olds.size() == 1)) {
      TreeChange change;
      change.kind = mine.kind == EntryKind::none ? row[1].kind : mine.kind;
      for (std::size_t i = 0; i < olds.size(); ++i) {
        // A submodule is no older version of a file, nor a file of a submodule.
        change.before.push_back(row[i + 1].kind == change.kind ? row[i + 1].id : ObjectId{});
      }
      if (mine.kind != EntryKind::none) change.id = mine.id;
      if (change.kind != EntryKind::tree) {
        change.path = path;
        out.push_back(std::move(change));
      }
    } else if (mine.kind == EntryKind::tree && olds.size() == 1 && (row[1].kind == EntryKind::blob || row[1].kind == EntryKind::link)) {
      out.push_back({path, {}, {row[1].id}, row[1].kind});  // the file that the folder replaced
    }
    if (!folders || (mine.kind != EntryKind::tree && olds.size() != 1)) continue;
    for (std::size_t i = 0; i < olds.size(); ++i) below[i] = row[i + 1].kind == EntryKind::tree ? row[i + 1].id : ObjectId{};
    path += '/';
    compare(mine.kind == EntryKind::tree ? mine.id : ObjectId{}, below, path, depth + 1, out);
  }
}

std::vector<TreeChange> TreeDiff::introduced(const ObjectId& now, std::span<const ObjectId> olds) {
  std::vector<TreeChange> out;
  entries_ = 0;
  const ObjectId nothing;
  if (olds.empty()) olds = {&nothing, 1};
  if (std::ranges::find(olds, now) == olds.end()) compare(now, olds, "", 0, out);
  return out;
}

void TreeDiff::list(const ObjectId& tree, const std::string& prefix, int depth, std::vector<TreeFile>& out) {
  Loaded loaded;
  if (depth > kMaxDepth || !within_bounds(prefix, out.size() / 5) || !load(tree, prefix, loaded)) return;
  std::ranges::sort(loaded.entries, [](const Entry& a, const Entry& b) {  // as in an index
    const std::size_t n = std::min(a.name.size(), b.name.size());
    if (const int c = a.name.substr(0, n).compare(b.name.substr(0, n)); c != 0) return c < 0;
    const auto next = [n](const Entry& e) {
      return n < e.name.size() ? static_cast<unsigned char>(e.name[n]) : e.kind == EntryKind::tree ? static_cast<unsigned char>('/') : static_cast<unsigned char>(0);
    };
    return next(a) < next(b);
  });
  for (const Entry& e : loaded.entries) {
    std::string path = prefix + std::string(e.name);
    if (e.kind == EntryKind::tree) {
      list(e.id, path + "/", depth + 1, out);
    } else {
      out.push_back({std::move(path), e.id, e.kind});
    }
  }
}

std::vector<TreeFile> TreeDiff::files(const ObjectId& tree) {
  std::vector<TreeFile> out;
  entries_ = 0;
  list(tree, "", 0, out);
  return out;
}

ObjectId TreeDiff::tree_of(const ObjectId& commit) {
  const git_oid oid = to_oid(commit);
  git_commit* raw = nullptr;
  if (const int code = git_commit_lookup(&raw, repo_.state().get(), &oid); code != 0) {
    if (reported_.insert(commit).second) {
      gaps_.push_back(gap_of_object(repo_, code, "commit " + short_hex(commit), "commit " + commit.hex()));
    }
    return {};
  }
  const CommitHandle owned(raw);
  return from_oid(*git_commit_tree_id(raw));
}

}  // namespace gogate::source
