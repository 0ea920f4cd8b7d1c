#include "gate/source/object_database.h"

#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <memory>

#include "gate/source/pack_order.h"
#include "gate/source/pack_order_inflate.h"

namespace gogate::source {
namespace {

namespace fs = std::filesystem;

constexpr int kLoosePriority = 1;  // as in libgit2: packs first
constexpr int kPackPriority = 2;
// What compresses to a thousandth must not take the memory: no commit, tree or
// tag of a real repository comes near, and a blob's bytes are counted in 32 bits.
constexpr std::uint64_t kMostOfBlob = 0xFFFFFFFFU;
constexpr std::uint64_t kMostOfOthers = std::uint64_t{256} << 20;

int git_code(const Error& e) {
  switch (e.code) {
    case Errc::missing:
    case Errc::not_found: return GIT_ENOTFOUND;
    case Errc::corrupt:
    case Errc::too_large:
      git_error_set_str(GIT_ERROR_ODB, e.what.c_str());
      return GIT_EMISMATCH;
    default:
      git_error_set_str(GIT_ERROR_OS, e.what.c_str());
      return GIT_ERROR;
  }
}

struct Found {
  LooseHeader header;
  std::string path;
};

class LooseFolders {
 public:
  explicit LooseFolders(std::vector<std::string> folders) : folders_(std::move(folders)) {}

  [[nodiscard]] bool exists(const git_oid& oid) const {
    std::error_code ec;
    return std::ranges::any_of(folders_, [&](const std::string& f) { return fs::exists(path_in(f, oid), ec); });
  }

  // Errc::missing: in no folder. Where one copy is damaged, the next may be good.
  [[nodiscard]] Result<Found> header(const git_oid& oid) const {
    return first_good<Found>(oid, [](const std::string& path) -> Result<Found> {
      const std::string head = GATE_TRY(read_file_head(path, 512));
      const auto header = parse_loose_header(head);
      if (!header) return fail(Errc::corrupt, path + (head.empty() ? ": is empty" : ": is no git object, or cut short"));
      return Found{*header, path};
    });
  }

  [[nodiscard]] Result<std::pair<ObjectKind, std::string>> read(const git_oid& oid) const {
    using Read = std::pair<ObjectKind, std::string>;
    return first_good<Read>(oid, [&](const std::string& path) -> Result<Read> {
      const std::string head = GATE_TRY(read_file_head(path, 512));
      const auto header = parse_loose_header(head);
      if (!header) return fail(Errc::corrupt, path + (head.empty() ? ": is empty" : ": is no git object, or cut short"));
      if (header->size > (header->kind == ObjectKind::blob ? kMostOfBlob : kMostOfOthers)) {
        return fail(Errc::too_large, path + ": says that it unpacks to " + std::to_string(header->size) + " bytes");
      }
      return Read{header->kind, GATE_TRY(read_loose(path, header->kind, header->size, from_oid(oid)))};
    });
  }

  // The ids that begin with the first `digits` of `oid`; two at most, which is one too many.
  [[nodiscard]] std::vector<git_oid> beginning_with(const git_oid& oid, std::size_t digits) const {
    std::vector<git_oid> out;
    const std::string hex = from_oid(oid).hex();
    for (const std::string& f : folders_) {
      list(f, hex.substr(0, 2), [&](const git_oid& each) {
        const bool fits = from_oid(each).hex().compare(0, digits, hex, 0, digits) == 0;
        const bool known = std::ranges::any_of(out, [&](const git_oid& o) { return git_oid_equal(&o, &each) != 0; });
        if (fits && !known) out.push_back(each);
        return out.size() < 2;
      });
    }
    return out;
  }

  // `visit` returns false to stop.
  template <class Visit>
  void each(Visit visit) const {
    bool on = true;
    for (const std::string& f : folders_) {
      for (unsigned i = 0; on && i < 256; ++i) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const std::string name{kDigits[i >> 4], kDigits[i & 15]};
        list(f, name, [&](const git_oid& oid) { return on = visit(oid); });
      }
    }
  }

 private:
  [[nodiscard]] static std::string path_in(const std::string& folder, const git_oid& oid) {
    const std::string hex = from_oid(oid).hex();
    return folder + "/" + hex.substr(0, 2) + "/" + hex.substr(2);
  }

  template <class T, class Read>
  [[nodiscard]] Result<T> first_good(const git_oid& oid, Read read) const {
    Error worst{Errc::missing, "object " + from_oid(oid).hex() + " is not here", {}};
    for (const std::string& f : folders_) {
      const std::string path = path_in(f, oid);
      std::error_code ec;
      if (!fs::exists(fs::symlink_status(path, ec)) && ec != std::errc::permission_denied) continue;
      Result<T> got = read(path);
      if (got) return got;
      if (got.error().code != Errc::missing && worst.code == Errc::missing) worst = std::move(got).error();
    }
    return std::unexpected(std::move(worst));
  }

  template <class Visit>
  static void list(const std::string& folder, const std::string& two, Visit visit) {
    std::error_code ec;
    for (fs::directory_iterator it(folder + "/" + two, ec), end; !ec && it != end; it.increment(ec)) {
      const std::string hex = two + it->path().filename().string();
      git_oid oid;
      if (hex.size() == GIT_OID_HEXSZ && git_oid_fromstrn(&oid, hex.data(), hex.size()) == 0 && !visit(oid)) return;
    }
  }

  std::vector<std::string> folders_;
};

// libgit2's struct first, so that its pointer is ours.
struct LooseBackend {
  git_odb_backend parent{};
  LooseFolders folders;
};

const LooseFolders& folders_of(git_odb_backend* backend) { return reinterpret_cast<LooseBackend*>(backend)->folders; }

// No exception may cross libgit2's frames.
template <class Work>
int guarded(Work work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    git_error_set_str(GIT_ERROR_NOMEMORY, "out of memory");
  } catch (const std::exception& e) {
    git_error_set_str(GIT_ERROR_INTERNAL, e.what());
  }
  return GIT_ERROR;
}

git_object_t git_type(ObjectKind kind) { return static_cast<git_object_t>(kind); }
static_assert(static_cast<int>(ObjectKind::commit) == GIT_OBJECT_COMMIT && static_cast<int>(ObjectKind::tree) == GIT_OBJECT_TREE &&
              static_cast<int>(ObjectKind::blob) == GIT_OBJECT_BLOB && static_cast<int>(ObjectKind::tag) == GIT_OBJECT_TAG);

int on_read(void** data, std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* oid) {
  return guarded([&] {
    const auto got = folders_of(backend).read(*oid);
    if (!got) return git_code(got.error());
    const std::string& bytes = got->second;
    *data = git_odb_backend_data_alloc(backend, bytes.size() + 1);  // libgit2's parsers like a NUL behind the end
    if (*data == nullptr) return static_cast<int>(GIT_ERROR);
    std::memcpy(*data, bytes.c_str(), bytes.size() + 1);
    *size = bytes.size();
    *type = git_type(got->first);
    return 0;
  });
}

int on_read_header(std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* oid) {
  return guarded([&] {
    const auto got = folders_of(backend).header(*oid);
    if (!got) return git_code(got.error());
    *size = got->header.size;
    *type = git_type(got->header.kind);
    return 0;
  });
}

int on_exists(git_odb_backend* backend, const git_oid* oid) {
  try {
    return folders_of(backend).exists(*oid) ? 1 : 0;
  } catch (const std::exception&) {
    return 0;
  }
}

int on_exists_prefix(git_oid* full, git_odb_backend* backend, const git_oid* oid, std::size_t digits) {
  return guarded([&]() -> int {
    const std::vector<git_oid> found = folders_of(backend).beginning_with(*oid, std::min<std::size_t>(digits, GIT_OID_HEXSZ));
    if (found.empty()) return GIT_ENOTFOUND;
    if (found.size() > 1) {
      git_error_set_str(GIT_ERROR_ODB, "several loose objects begin with these digits");
      return GIT_EAMBIGUOUS;
    }
    *full = found.front();
    return 0;
  });
}

int on_read_prefix(git_oid* full, void** data, std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* oid,
                   std::size_t digits) {
  if (const int code = on_exists_prefix(full, backend, oid, digits); code != 0) return code;
  return on_read(data, size, type, backend, full);
}

int on_foreach(git_odb_backend* backend, git_odb_foreach_cb visit, void* payload) {
  return guarded([&] {
    int code = 0;
    folders_of(backend).each([&](const git_oid& oid) { return (code = visit(&oid, payload)) == 0; });
    return code;
  });
}

int on_refresh(git_odb_backend* /*backend*/) { return 0; }  // nothing is remembered

void on_free(git_odb_backend* backend) { delete reinterpret_cast<LooseBackend*>(backend); }

// Gives `backend` to `odb`, or frees it.
int add(git_odb* odb, git_odb_backend* backend, int priority) {
  const int code = git_odb_add_backend(odb, backend, priority);
  if (code != 0) backend->free(backend);
  return code;
}

int add_loose(git_odb* odb, std::vector<std::string> folders) {
  auto made = std::make_unique<LooseBackend>(LooseBackend{{}, LooseFolders(std::move(folders))});
  git_odb_backend& b = made->parent;
  if (const int code = git_odb_init_backend(&b, GIT_ODB_BACKEND_VERSION); code != 0) return code;
  b.read = on_read;
  b.read_prefix = on_read_prefix;
  b.read_header = on_read_header;
  b.exists = on_exists;
  b.exists_prefix = on_exists_prefix;
  b.refresh = on_refresh;
  b.foreach = on_foreach;
  b.free = on_free;
  return add(odb, &made.release()->parent, kLoosePriority);
}

}  // namespace

std::vector<std::string> all_object_folders(const std::vector<std::string>& first) {
  std::vector<std::string> out;
  std::vector<Gap> ignored;  // what a lost folder held is missing, and a gap where it is needed
  for (const std::string& folder : first) {
    std::error_code ec;
    const fs::path real = fs::canonical(folder, ec);
    if (ec) continue;
    for (std::string& each : object_folders(real.string(), ignored))
      if (std::ranges::find(out, each) == out.end()) out.push_back(std::move(each));
  }
  return out;
}

Result<OdbHandle> open_object_database(const std::vector<std::string>& folders) {
  git_odb* raw = nullptr;
  if (const int code = git_odb_new(&raw); code != 0) return std::unexpected(git_failure(code, "object database"));
  OdbHandle odb(raw);
  for (const std::string& folder : folders) {
    git_odb_backend* packs = nullptr;
    int code = git_odb_backend_pack(&packs, folder.c_str());
    if (code == 0) code = add(raw, packs, kPackPriority);
    if (code != 0) return std::unexpected(git_failure(code, folder));
  }
  if (const int code = add_loose(raw, folders); code != 0) return std::unexpected(git_failure(code, "loose objects"));
  return odb;
}

}  // namespace gogate::source
