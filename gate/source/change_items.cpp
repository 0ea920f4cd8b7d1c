#include "gate/source/change_items.h"

#include <algorithm>

#include "gate/source/file_reading.h"
#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

Renames::Load loader(const Repository& repo) {
  return [&repo](const RenameEnd& end, std::string& out) {
    constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;
    if (end.id.is_zero()) {
      const auto root = Folder::open(repo.workdir());
      return root && root->read(std::string(end.path), kLimit, out).has_value();
    }
    const git_oid oid = to_oid(end.id);
    git_odb* odb = repo.state().odb.get();
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_exists_ext(odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 0 || git_odb_read_header(&size, &type, odb, &oid) != 0 || size > kLimit) {
      return false;
    }
    git_odb_object* raw = nullptr;
    if (git_odb_read(&raw, odb, &oid) != 0) return false;
    const OdbObject object(raw);
    out.assign(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
    return true;
  };
}

// The id that git would give a file on disk; zero when it cannot be read or is large.
ObjectId id_on_disk(const Repository& repo, const std::string& path) {
  std::string bytes;
  git_oid oid;
  if (!loader(repo)({path, {}}, bytes) || git_odb_hash(&oid, bytes.data(), bytes.size(), GIT_OBJECT_BLOB) != 0) return {};
  return from_oid(oid);
}

}  // namespace

ChangeItems::ChangeItems(const Repository& repo, const PathFilter& filter, Plan& plan)
    : repo_(repo), filter_(filter), plan_(plan), renames_(loader(repo)) {}

void ChangeItems::find_renames(std::vector<FileChange>& changes, std::size_t side, const std::vector<FileChange>* removed) {
  std::vector<RenameEnd> olds;
  for (const FileChange& c : removed != nullptr ? *removed : changes)
    if (c.removed && c.kind == EntryKind::blob && !c.before.empty() && !c.before.front().is_zero()) olds.push_back({c.path, c.before.front()});
  if (olds.empty()) return;
  std::vector<RenameEnd> news;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const FileChange& c = changes[i];
    if (c.removed || c.kind != EntryKind::blob || side >= c.before.size() || !c.before[side].is_zero()) continue;
    news.push_back({c.path, c.on_disk ? id_on_disk(repo_, c.path) : c.id});
    places.push_back(i);
  }
  const std::vector<int> matches = renames_.match(news, olds);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (matches[i] < 0) continue;
    const RenameEnd& source = olds[static_cast<std::size_t>(matches[i])];
    FileChange& c = changes[places[i]];
    c.before[side] = source.id;
    c.moved_from.resize(c.before.size());
    c.moved_from[side] = std::string(source.path);
    c.moved_only = c.moved_only || source.id == news[i].id;
  }
}

void ChangeItems::add(FileChange change, std::uint32_t commit, bool every_version, bool end_state) {
  if (change.kind == EntryKind::submodule) {
    if (!change.removed && submodules_.insert(change.path).second) {
      plan_.notes.push_back({NoteKind::submodule, change.path, "submodule, not entered; now at " + short_hex(change.id)});
    }
    return;
  }
  if (change.removed) return;
  if (!filter_.accepts(change.path)) {
    if (!change.moved_only) excluded_.insert(change.path);
    return;
  }
  const ObjectId id = change.on_disk ? ObjectId{} : change.id;
  std::vector<std::size_t>& same_path = by_path_[change.path];
  for (const std::size_t i : same_path) {
    Item& known = plan_.items[i];
    if (known.id != id || known.before != change.before || known.moved_from != change.moved_from) continue;
    if (every_version && known.every_version) continue;  // another commit's
    known.every_version = known.every_version || every_version;
    known.end_state = known.end_state || end_state;
    return;
  }
  same_path.push_back(plan_.items.size());
  Item item;
  item.path = std::move(change.path);
  item.id = id;
  item.commit = commit;
  item.every_version = every_version;
  item.end_state = end_state;
  item.before = std::move(change.before);
  item.moved_from = std::move(change.moved_from);
  item.moved_only = change.moved_only;
  item.is_link = change.kind == EntryKind::link;
  plan_.items.push_back(std::move(item));
}

void ChangeItems::add_names(const std::vector<FileChange>& changes, std::uint32_t commit) {
  for (const FileChange& c : changes) {
    const bool is_new = std::ranges::all_of(c.before, [](const ObjectId& id) { return id.is_zero(); });
    if (c.removed || !is_new || !filter_.accepts(c.path) || !named_.insert(c.path).second) continue;
    plan_.names.push_back({PlaceKind::path_name, c.path, "path:" + c.path, commit});
  }
}

void ChangeItems::add_link(Link link, std::uint32_t commit) {
  if (filter_.accepts(link.path)) plan_.names.push_back({PlaceKind::content, std::move(link.target), std::move(link.path), commit});
}

void ChangeItems::add_message(const ObjectId& id, PlaceKind place, std::string name, std::uint32_t commit) {
  Item item;
  item.path = std::move(name);
  item.id = id;
  item.commit = commit;
  item.end_state = false;
  item.is_message = true;
  item.place = place;
  plan_.items.push_back(std::move(item));
}

void ChangeItems::finish() {
  plan_.counts.files_excluded = excluded_.size();
  plan_.counts.commits = plan_.commits.size();
  // What stands only in the end state was brought in by no commit of these (a merge took one side):
  // scanners that look at each version have seen it before, the others may have no interest in it.
  plan_.content_changed = std::ranges::any_of(plan_.items, [](const Item& item) { return !item.is_message && item.every_version && !item.moved_only; });
}

}  // namespace gogate::source
