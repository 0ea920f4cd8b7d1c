#include "gate/source/content_reader.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "gate/core/digest.h"
#include "gate/source/decode.h"
#include "gate/source/file_reading.h"
#include "gate/source/line_diff.h"
#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

// One version of a file, and what keeps its bytes alive.
struct Version {
  OdbObject object;
  std::string raw;      // from disk or the LFS store
  std::string decoded;  // from UTF-16
  std::string_view bytes;
  void release() {
    object.reset();
    bytes = {};
  }
};

class ContentReader final : public Reader {
 public:
  explicit ContentReader(std::shared_ptr<const ReadFrom> from) : from_(std::move(from)) {
    // Spans are 32 bits wide, whatever the flag says.
    limit_ = std::min<std::uint64_t>(from_->limits.max_file_size, std::numeric_limits<std::uint32_t>::max() - 1);
  }

  Result<Content> read(const Item& item) override {
    Content out;
    now_.release();
    for (Version& v : before_) v.release();
    GATE_TRY(open());
    if (item.is_message && !item.id.is_zero()) {
      read_message(item, out);
      return out;
    }
    if (const Text* text = find_text(item)) {
      now_.bytes = text->bytes;
      if (now_.bytes.size() > limit_) over_limit(item, now_.bytes.size(), out);
    } else if (item.id.is_zero()) {
      read_file(item, out);
    } else {
      read_blob(item.id, item.path, now_, out);
    }
    if (out.skip) return out;
    if (!item.is_message) unwrap(item.path, now_, out, true);
    if (out.skip) return out;
    out.bytes = now_.bytes;
    if (const std::string_view format = binary_format(out.bytes); !format.empty() && !item.is_message) {
      out.notes.push_back({NoteKind::binary, item.path, std::string(format)});
    }
    compare(item, out);
    return out;
  }

 private:
  Result<Ok> open() {
    if (from_->repository && !repo_) repo_ = std::make_unique<Repository>(GATE_TRY(from_->repository->reopen()));
    if (!from_->folder.empty() && !folder_) folder_.emplace(GATE_TRY(Folder::open(from_->folder)));
    return Ok{};
  }

  [[nodiscard]] const Text* find_text(const Item& item) const {
    for (const Text& t : from_->texts)
      if (t.name == item.path) return &t;
    return nullptr;
  }

  static void gap(Content& out, GapKind kind, const std::string& place, std::string why, std::string next = {}) {
    out.skip = true;
    out.gaps.push_back({kind, place, std::move(why), std::move(next), false});
  }
  void over_limit(const Item& item, std::uint64_t size, Content& out) const {
    gap(out, GapKind::too_large, item.path, size_text(size) + ", over the limit of " + size_text(limit_), "raise --max-file-size");
  }

  void read_file(const Item& item, Content& out) {
    if (!folder_) return gap(out, GapKind::unreadable_file, item.path, "there is no folder to read it from");
    if (const auto got = folder_->read(item.path, limit_, now_.raw); !got) {
      const Error& e = got.error();
      return gap(out, e.code == Errc::too_large ? GapKind::too_large : GapKind::unreadable_file, item.path, e.what, e.next_step);
    }
    now_.bytes = now_.raw;
  }

  void missing(const ObjectId& id, const std::string& place, Content& out) {
    out.skip = true;
    out.gaps.push_back(gap_of_object(*repo_, GIT_ENOTFOUND, place, "object " + id.hex()));
  }

  // Sets `version.bytes`, or adds a gap and sets skip.
  void read_blob(const ObjectId& id, const std::string& place, Version& version, Content& out, git_object_t type = GIT_OBJECT_BLOB) {
    if (!repo_) return gap(out, GapKind::missing_object, place, "there is no repository to read it from");
    const git_oid oid = to_oid(id);
    git_odb* odb = repo_->state().odb.get();
    // Looking again for packs that appeared meanwhile costs a folder listing each time: once is enough.
    if (git_odb_exists_ext(odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 0) {
      if (refreshed_ || git_odb_exists(odb, &oid) == 0) {
        refreshed_ = true;
        return missing(id, place, out);
      }
    }
    std::size_t size = 0;
    git_object_t found = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &found, odb, &oid) == 0 && size > limit_) {
      return gap(out, GapKind::too_large, place, size_text(size) + ", over the limit of " + size_text(limit_), "raise --max-file-size");
    }
    git_odb_object* raw = nullptr;
    if (const int code = git_odb_read(&raw, odb, &oid); code != 0) {
      out.skip = true;
      out.gaps.push_back(gap_of_object(*repo_, code, place, "object " + id.hex()));
      return;
    }
    version.object.reset(raw);
    if (type != GIT_OBJECT_ANY && git_odb_object_type(raw) != type) {
      return gap(out, GapKind::corrupt_object, place,
                 "object " + id.hex() + " is a " + git_object_type2string(git_odb_object_type(raw)), "git fsck");
    }
    version.bytes = {static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw)};
  }

  void read_message(const Item& item, Content& out) {
    read_blob(item.id, item.path, now_, out, GIT_OBJECT_ANY);
    if (out.skip) return;
    // Headers, an empty line, the message. A continuation line of a header is never empty.
    const std::size_t cut = now_.bytes.starts_with('\n') ? 0 : now_.bytes.find("\n\n");
    if (cut == std::string_view::npos) return;  // no message at all
    out.bytes = now_.bytes.substr(cut == 0 ? 1 : cut + 2);
  }

  // Replaces a Git LFS pointer by its object, and UTF-16 by UTF-8.
  void unwrap(const std::string& place, Version& version, Content& out, bool speak) {
    if (const auto pointer = parse_lfs_pointer(version.bytes)) {
      Content said;
      read_lfs(*pointer, place, version, said);
      if (speak) {
        out.skip = said.skip;
        std::ranges::move(said.gaps, std::back_inserter(out.gaps));
        std::ranges::move(said.notes, std::back_inserter(out.notes));
      } else if (said.skip) {
        version.bytes = {};  // the older version is not at hand: all of the newer one counts
      }
    }
    if (decode_utf16(version.bytes, version.decoded)) version.bytes = version.decoded;
  }

  void read_lfs(const LfsPointer& pointer, const std::string& place, Version& version, Content& out) {
    if (pointer.size == 0) {
      version.bytes = {};
      return;
    }
    std::string store = repo_ ? repo_->config("lfs.storage").value_or("lfs") : std::string();
    if (repo_ && !store.starts_with('/')) store = repo_->common_dir() + "/" + store;
    const auto folder = Folder::open(store);
    const std::string path = "objects/" + pointer.oid.substr(0, 2) + "/" + pointer.oid.substr(2, 2) + "/" + pointer.oid;
    if (pointer.size > limit_) {
      return gap(out, GapKind::too_large, place, "Git LFS object of " + size_text(pointer.size) + ", over the limit of " + size_text(limit_),
                 "raise --max-file-size");
    }
    std::string bytes;
    const Result<Ok> got = folder ? folder->read(path, limit_, bytes) : fail(Errc::not_found, "");
    if (!got && got.error().code == Errc::not_found) {
      out.skip = true;
      out.notes.push_back({NoteKind::lfs_pointer, place, "Git LFS object " + pointer.oid.substr(0, 12) + " is not here; `git lfs fetch` brings it"});
      return;
    }
    if (!got) return gap(out, GapKind::unreadable_file, place, "Git LFS object " + pointer.oid + ": " + got.error().what);
    if (bytes.size() != pointer.size || hex(sha256(bytes)) != pointer.oid) {
      return gap(out, GapKind::corrupt_object, place, "Git LFS object " + pointer.oid + " does not match its own checksum", "git lfs fsck");
    }
    version.object.reset();
    version.raw = std::move(bytes);
    version.bytes = version.raw;
  }

  // Fills in `previous` and `changed` from the versions that the item replaces.
  void compare(const Item& item, Content& out) {
    if (item.before.empty()) return;
    if (before_.size() < item.before.size()) before_.resize(item.before.size());
    std::vector<std::vector<Span>> per_parent;
    bool all_counts = false;
    for (std::size_t i = 0; i < item.before.size(); ++i) {
      if (item.before[i].is_zero()) continue;  // new against this parent: all of it counts there
      Version& version = before_[i];
      Content said;
      read_blob(item.before[i], item.path, version, said);
      if (said.skip) {
        for (Gap& g : said.gaps) {
          g.why = "its previous version: " + g.why;
          out.gaps.push_back(std::move(g));
        }
        all_counts = true;
        continue;
      }
      unwrap(item.path, version, said, false);
      if (i == 0) out.previous = version.bytes;
      auto ranges = changed_ranges(version.bytes, out.bytes);
      if (!ranges) {
        all_counts = true;  // too large for a diff: the safe side
        continue;
      }
      per_parent.push_back(std::move(*ranges));
    }
    if (all_counts || per_parent.empty()) return;
    changed_ = changed_against_all(out.bytes, per_parent);
    out.changed = std::span<const Span>(changed_);
  }

  std::shared_ptr<const ReadFrom> from_;
  std::uint64_t limit_ = 0;
  std::unique_ptr<Repository> repo_;
  std::optional<Folder> folder_;
  bool refreshed_ = false;
  Version now_;
  std::vector<Version> before_;
  std::vector<Span> changed_;
};

}  // namespace

std::unique_ptr<Reader> make_content_reader(std::shared_ptr<const ReadFrom> from) {
  return std::make_unique<ContentReader>(std::move(from));
}

}  // namespace gogate::source
