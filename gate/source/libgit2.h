// The edge to libgit2: handles that free themselves, ids, and error text copied
// at once (libgit2 keeps one text per thread and overwrites it). Only files of
// this folder include this header.
#pragma once

#include <git2.h>
#include <git2/sys/repository.h>

#include <memory>
#include <string>
#include <string_view>

#include "gate/core/object_id.h"
#include "gate/core/result.h"

namespace gogate::source {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* handle) const {
    Free(handle);
  }
};
template <class T, auto Free>
using Handle = std::unique_ptr<T, FreeWith<Free>>;

using RepositoryHandle = Handle<git_repository, git_repository_free>;
using OdbHandle = Handle<git_odb, git_odb_free>;
using OdbObject = Handle<git_odb_object, git_odb_object_free>;
using ObjectHandle = Handle<git_object, git_object_free>;
using CommitHandle = Handle<git_commit, git_commit_free>;
using TagHandle = Handle<git_tag, git_tag_free>;
using TreeHandle = Handle<git_tree, git_tree_free>;
using TreeEntry = Handle<git_tree_entry, git_tree_entry_free>;
using IndexHandle = Handle<git_index, git_index_free>;
using ReferenceHandle = Handle<git_reference, git_reference_free>;
using ReferenceIterator = Handle<git_reference_iterator, git_reference_iterator_free>;
using ConfigHandle = Handle<git_config, git_config_free>;
using RemoteHandle = Handle<git_remote, git_remote_free>;

struct Buffer {
  git_buf buf{};
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { git_buf_dispose(&buf); }
  [[nodiscard]] std::string str() const { return buf.ptr == nullptr ? std::string() : std::string(buf.ptr, buf.size); }
};

// Once per process, at the first repository (it takes milliseconds): owner
// check off, since nothing that a repository configures is run; extensions that
// change nothing for a reader allowed. Any thread. False: libgit2 failed.
bool start_libgit2();

// Text of the last error of this thread; "unknown error" when there is none.
std::string git_error_text();
// The error for a libgit2 return code: what was tried, and why it failed.
Error git_failure(int code, std::string_view tried);

inline ObjectId from_oid(const git_oid& oid) {
  ObjectId id;
  std::memcpy(id.bytes.data(), oid.id, GIT_OID_RAWSZ);
  return id;
}
inline git_oid to_oid(const ObjectId& id) {
  git_oid oid;
  std::memcpy(oid.id, id.bytes.data(), GIT_OID_RAWSZ);
  return oid;
}

// "1a2b3c4"
inline std::string short_hex(const ObjectId& id) { return id.hex().substr(0, 7); }

}  // namespace gogate::source
