// The files of a container image on disk: a folder, or a tar that is mapped and
// never unpacked to disk.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/source/archive.h"
#include "gate/source/file_reading.h"
#include "gate/source/pack_order_file.h"

namespace gogate::source {

// Views live as long as this. One thread while get() is called; it maps lazily.
class ImageFiles {
 public:
  // `limit`: for files of a compressed tar, which have to be held in memory.
  static Result<ImageFiles> open(const std::string& path, std::uint64_t limit);

  // A tar in memory, which must outlive it.
  static ImageFiles of_bytes(std::string_view tar, std::uint64_t limit);

  // Errc::not_found, unreadable, too_large. `name` is relative; links within the
  // image are followed once, nothing outside of it is reached.
  Result<std::string_view> get(const std::string& name);
  // What the tar itself could not give: damage at its end, say.
  [[nodiscard]] const std::vector<Error>& damage() const { return damage_; }

 private:
  void index(std::string_view all, std::uint64_t limit);

  std::vector<Folder> folder_;  // one, of a folder
  MappedFile tar_;
  std::map<std::string, std::string_view> files_;
  std::map<std::string, std::string> links_;
  std::map<std::string, std::string> held_;  // of a compressed tar
  std::map<std::string, std::uint64_t> too_large_;
  std::map<std::string, MappedFile> mapped_;
  std::vector<Error> damage_;
};

}  // namespace gogate::source
