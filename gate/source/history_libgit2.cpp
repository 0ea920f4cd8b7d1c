// Packed objects through libgit2's object database. Each reader opens its own: handles
// are not to be shared, and neither is the error text.
#include <memory>
#include <string>
#include <utility>

#include "gate/source/history_objects.h"
#include "gate/source/libgit2.h"
#include "gate/source/object_database.h"

namespace gogate::source {
namespace {

class Libgit2Reader final : public ObjectReader {
 public:
  Libgit2Reader(const ObjectIndex& index, OdbHandle odb) : index_(index), odb_(std::move(odb)) {}

  Result<std::string_view> read(ObjectNumber number, std::uint64_t most) override {
    const ObjectEntry& entry = index_.entries()[number];
    object_.reset();
    if (entry.kind == ObjectKind::corrupt) return fail(Errc::corrupt, "object " + name(number) + " is damaged");
    const auto size = index_.size_of(number);
    if (!size) return fail(Errc::corrupt, "object " + name(number) + ": " + size.error().what);
    if (*size > most) return fail(Errc::too_large, too_large(*size, most));
    if (entry.pack == kLoose) {
      auto loose = read_loose(index_.loose_path(number), entry.kind, entry.offset, index_.id_of(number));
      if (loose) {
        loose_ = std::move(*loose);
        return loose_;
      }
      if (loose.error().code != Errc::missing) return std::unexpected(std::move(loose).error());
      return read_again(number);  // packed since the index was built
    }
    if (const auto packed = index_.packed_bytes(number); !packed) {
      Error e = packed.error();
      return std::unexpected(std::move(e).within("object " + name(number)));
    }
    return from_database(number, !entry.has_crc);
  }

 private:
  Result<std::string_view> read_again(ObjectNumber number) {
    if (git_odb_refresh(odb_.get()) != 0) return fail(Errc::missing, "object " + name(number) + " has vanished");
    return from_database(number, true);
  }

  Result<std::string_view> from_database(ObjectNumber number, bool check_id) {
    const ObjectEntry& entry = index_.entries()[number];
    git_oid oid;
    git_oid_fromraw(&oid, entry.id.data());
    git_odb_object* raw = nullptr;
    const int rc = git_odb_read(&raw, odb_.get(), &oid);
    if (rc != 0) {
      const std::string why = git_error_text();
      return fail(rc == GIT_ENOTFOUND ? Errc::missing : Errc::corrupt, "object " + name(number) + " cannot be read: " + why);
    }
    object_.reset(raw);
    if (static_cast<int>(git_odb_object_type(raw)) != static_cast<int>(entry.kind))
      return fail(Errc::corrupt, "object " + name(number) + " is of another kind than its pack says");
    const std::string_view bytes(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw));
    if (check_id) {
      git_oid actual;
      if (git_odb_hash(&actual, bytes.data(), bytes.size(), git_odb_object_type(raw)) != 0 ||
          git_oid_cmp(&actual, &oid) != 0)
        return fail(Errc::corrupt, "object " + name(number) + " does not hash to its id");
    }
    return bytes;
  }

  [[nodiscard]] std::string name(ObjectNumber n) const { return index_.id_of(n).hex(); }
  const ObjectIndex& index_;
  OdbHandle odb_;
  OdbObject object_;
  std::string loose_;
};

class Libgit2Readers final : public ObjectReaders {
 public:
  Libgit2Readers(const ObjectIndex& index, std::string objects) : index_(index), objects_(std::move(objects)) {
    start_libgit2();
  }

  [[nodiscard]] Result<std::unique_ptr<ObjectReader>> make() const override {
    return std::make_unique<Libgit2Reader>(index_, GATE_TRY(open_object_database(all_object_folders({objects_}))));
  }

 private:
  const ObjectIndex& index_;
  std::string objects_;
};

}  // namespace

std::unique_ptr<ObjectReaders> libgit2_readers(const ObjectIndex& index, std::string objects) {
  return std::make_unique<Libgit2Readers>(index, std::move(objects));
}

}  // namespace gogate::source
