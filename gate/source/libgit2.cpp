#include "gate/source/libgit2.h"

namespace gogate::source {

bool start_libgit2() {
  static const bool started = [] {
    if (git_libgit2_init() < 0) return false;
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    static const char* extensions[] = {"worktreeconfig", "partialclone", "preciousobjects"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size_t{3});
    // The only global switches, and all before the first repository: a later one
    // would race with other threads' readers. Hashes stay verified.
    // What is read again soon (trees, commits) is little; the default would keep 256 MB.
    git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, static_cast<ssize_t>(32) << 20);
    return true;
  }();
  return started;
}

std::string git_error_text() {
  const git_error* e = git_error_last();
  return e != nullptr && e->message != nullptr ? e->message : "unknown error";
}

Error git_failure(int code, std::string_view tried) {
  const git_error* last = git_error_last();
  const int kind = last != nullptr ? last->klass : GIT_ERROR_NONE;
  Error e{Errc::unreadable, std::string(tried) + ": " + git_error_text(), {}};
  if (code == GIT_ENOTFOUND) e.code = Errc::not_found;
  // Of the object database, whatever is no absence and no error of the system is a damaged pack or object.
  if (code == GIT_EMISMATCH || kind == GIT_ERROR_ZLIB || (kind == GIT_ERROR_ODB && code != GIT_ENOTFOUND)) e.code = Errc::corrupt;
  if (kind == GIT_ERROR_NOMEMORY) e.code = Errc::internal;
  if (e.code == Errc::corrupt) e.next_step = "git fsck, then fetch or clone again";
  return e;
}

}  // namespace gogate::source
