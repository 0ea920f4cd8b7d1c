#include "gate/sys/store.h"

#include <sys/stat.h>

#include <filesystem>

#include "gate/sys/files.h"
#include "gate/sys/output.h"

namespace gogate::sys {

Result<std::string> FolderStore::load(const std::string& name) const {
  return DiskFiles().read(folder_ + "/" + name, std::uint64_t{1} << 20);
}

Result<Ok> FolderStore::save(const std::string& name, std::string_view bytes) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) return fail(Errc::unreadable, folder_ + ": " + error.message());
  ::chmod(folder_.c_str(), 0700);  // what it holds is trusted later
  return write_file(folder_ + "/" + name, bytes);
}

}  // namespace gogate::sys
