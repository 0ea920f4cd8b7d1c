#include "gate/source/uncommitted.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <unordered_set>

#include "gate/source/repository_state.h"
#include "gate/source/worktree_walk.h"

namespace gogate::source {

namespace {

EntryKind kind_of(const git_index_entry& e) {
  switch (e.mode & 0170000U) {
    case GIT_FILEMODE_COMMIT: return EntryKind::submodule;
    case GIT_FILEMODE_LINK: return EntryKind::link;
    default: return EntryKind::blob;
  }
}

// Whether the stat data in the index proves the file unchanged. A file as young
// as the index itself may have been changed within the same tick of the clock.
bool surely_unchanged(const git_index_entry& e, const struct stat& st, std::int64_t index_seconds) {
  const auto low = [](auto v) { return static_cast<std::uint32_t>(v); };
  const bool link = S_ISLNK(st.st_mode);
  if (link != ((e.mode & 0170000U) == GIT_FILEMODE_LINK)) return false;
  if (e.file_size != low(st.st_size) || e.mtime.seconds != static_cast<std::int32_t>(st.st_mtim.tv_sec)) return false;
  if (e.mtime.nanoseconds != 0 && e.mtime.nanoseconds != low(st.st_mtim.tv_nsec)) return false;
  if (e.ctime.seconds != 0 && e.ctime.seconds != static_cast<std::int32_t>(st.st_ctim.tv_sec)) return false;
  if (e.ino != 0 && e.ino != low(st.st_ino)) return false;
  return st.st_mtim.tv_sec < index_seconds;
}

// Whether the bytes on disk are what the index holds, as they are or after git's own line end conversion.
bool same_content(const Repository& repo, const Folder& root, const std::string& path, const git_index_entry& e, std::uint64_t limit) {
  std::string bytes;
  if (!root.read(path, limit, bytes)) return false;
  git_oid oid;
  if (git_odb_hash(&oid, bytes.data(), bytes.size(), GIT_OBJECT_BLOB) == 0 && git_oid_equal(&oid, &e.id) != 0) return true;
  if (bytes.find('\r') == std::string::npos && bytes.find('$') == std::string::npos) return false;
  const std::string full = repo.workdir() + "/" + path;
  // libgit2 has the line end and ident filters only; commands that the configuration names are unknown to it.
  return git_repository_hashfile(&oid, repo.state().get(), full.c_str(), GIT_OBJECT_BLOB, path.c_str()) == 0 && git_oid_equal(&oid, &e.id) != 0;
}

std::vector<ObjectId> commits_being_merged(const Repository& repo) {
  std::vector<ObjectId> out;
  const auto add = [](const git_oid* oid, void* payload) {
    static_cast<std::vector<ObjectId>*>(payload)->push_back(from_oid(*oid));
    return 0;
  };
  git_repository_mergehead_foreach(repo.state().get(), add, &out);
  return out;
}

Staged against_head(git_index* index, const std::vector<TreeFile>& head) {
  Staged out;
  std::size_t h = 0;
  const std::size_t count = git_index_entrycount(index);
  std::string_view last;
  bool last_was_conflict = false;
  ObjectId last_before;
  const auto removed = [&](const TreeFile& f) { out.files.push_back({f.path, {}, {f.id}, f.kind, false}); };
  for (std::size_t i = 0; i < count; ++i) {
    const git_index_entry& e = *git_index_get_byindex(index, i);
    const std::string_view path = e.path;
    const bool conflict = git_index_entry_stage(&e) != 0;
    ObjectId before;
    EntryKind before_kind = EntryKind::none;
    if (path == last) {  // another stage
      before = last_before;
      before_kind = EntryKind::blob;
    } else {
      while (h < head.size() && head[h].path < path) removed(head[h++]);
      if (h < head.size() && head[h].path == path) {
        before = head[h].id;
        before_kind = head[h].kind;
        ++h;
      }
    }
    if (conflict && !(path == last && last_was_conflict)) ++out.conflicts;
    last = path;
    last_was_conflict = conflict;
    last_before = before;
    if ((e.flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0) {
      out.intent_to_add.emplace_back(path);
      continue;
    }
    const ObjectId id = from_oid(e.id);
    const EntryKind kind = kind_of(e);
    if (!conflict && id == before && kind == before_kind) continue;
    if (conflict && id == before) continue;  // the side that HEAD has already
    out.files.push_back({std::string(path), id, {kind == before_kind ? before : ObjectId{}}, kind, conflict});
  }
  while (h < head.size()) removed(head[h++]);
  return out;
}

}  // namespace

Staged staged_against(const Repository& repo, git_index* index, const std::vector<TreeFile>& head, TreeDiff& trees) {
  Staged out = against_head(index, head);
  for (const ObjectId& merged : commits_being_merged(repo)) {
    const std::vector<TreeFile> files = trees.files(trees.tree_of(merged));
    std::unordered_map<std::string_view, const TreeFile*> theirs;
    for (const TreeFile& f : files) theirs.emplace(f.path, &f);
    std::erase_if(out.files, [&](StagedFile& f) {
      if (f.id.is_zero()) return false;
      const auto found = theirs.find(f.path);
      const bool has = found != theirs.end() && found->second->kind == f.kind;
      f.before.push_back(has ? found->second->id : ObjectId{});
      return has && !f.conflict && found->second->id == f.id;
    });
  }
  return out;
}

Result<OnDisk> disk_against(const Repository& repo, git_index* index, std::uint64_t max_file_size) {
  OnDisk out;
  const WorktreeWalk walk(repo, index);
  const Folder root = GATE_TRY(Folder::open(repo.workdir()));
  WorktreeWalk::Listing found;
  walk.list(root, "", false, found);
  out.gaps = std::move(found.gaps);
  struct stat index_stat {};
  const char* index_path = git_index_path(index);
  const std::int64_t index_seconds = index_path != nullptr && stat(index_path, &index_stat) == 0 ? index_stat.st_mtim.tv_sec : 0;

  std::unordered_set<std::string_view> there;
  there.reserve(found.files.size());
  for (const WorktreeWalk::File& file : found.files) {
    there.insert(file.path);
    if (file.tracked == nullptr) {
      out.files.push_back({file.path, false, {}});
      continue;
    }
    const git_index_entry& e = *file.tracked;
    if (git_index_entry_stage(&e) != 0) {  // unsettled: compare with our side, scan what is there
      out.files.push_back({file.path, false, {}});
      continue;
    }
    struct stat st {};
    const bool added_later = (e.flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;
    // The walk has seen every folder on the way as a folder; what is read later is opened without following links.
    if (!added_later && fstatat(root.fd(), file.path.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        (surely_unchanged(e, st, index_seconds) || same_content(repo, root, file.path, e, max_file_size))) {
      continue;
    }
    out.files.push_back({file.path, false, added_later || (e.mode & 0170000U) == GIT_FILEMODE_LINK ? ObjectId{} : from_oid(e.id)});
  }
  for (const std::string& path : found.links) {
    there.insert(path);
    const git_index_entry* e = walk.tracked(path);
    struct stat st {};
    if (e == nullptr || fstatat(root.fd(), path.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0 || !surely_unchanged(*e, st, index_seconds)) {
      out.notes.push_back({NoteKind::symlink, path, "symbolic link, not followed"});
      out.links.push_back({path, root.link_target(path)});
    }
  }
  for (const std::string& path : found.other) {
    there.insert(path);
    out.notes.push_back({NoteKind::other, path, "neither file nor folder (socket, pipe or device)"});
  }
  for (const std::string& path : found.repositories) {
    if (walk.tracked(path) == nullptr) out.notes.push_back({NoteKind::submodule, path, "repository of its own, not entered"});
  }
  for (std::size_t i = 0, count = git_index_entrycount(index); i < count; ++i) {
    const git_index_entry& e = *git_index_get_byindex(index, i);
    const bool left_out = (e.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
    if (left_out || git_index_entry_stage(&e) != 0 || kind_of(e) == EntryKind::submodule || there.contains(e.path)) continue;
    out.files.push_back({e.path, true, from_oid(e.id)});
  }
  return out;
}

}  // namespace gogate::source
