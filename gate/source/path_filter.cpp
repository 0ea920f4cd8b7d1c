#include "gate/core/glob.h"
#include "gate/source/source.h"

namespace gogate::source {

bool PathFilter::accepts(std::string_view path) const {
  for (const std::string& glob : exclude)
    if (glob_covers(glob, path)) return false;
  if (include.empty()) return true;
  for (const std::string& glob : include)
    if (glob_covers(glob, path)) return true;
  return false;
}

}  // namespace gogate::source
