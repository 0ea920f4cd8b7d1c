// Container images without a daemon.
#pragma once

#include <memory>
#include <string>

#include "gate/source/source.h"

namespace gogate::source {

// What `docker save` writes (a tar, compressed or not) or an OCI image layout (a
// folder or a tar): every layer of every image in it, once, with the files that a
// later one deletes; environment, labels, instructions and the rest of each
// configuration as texts. Paths are "app.tar!/sha256:1a2b3c4d5e6f/etc/app.conf".
// Errc::usage: not there, or no image.
Result<std::unique_ptr<Source>> open_image(const std::string& path, Limits limits = {});

}  // namespace gogate::source
