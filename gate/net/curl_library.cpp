#include "gate/net/curl_library.h"

#include <dlfcn.h>

#include <optional>

namespace gogate::net {
namespace {

constexpr const char* kName = "libcurl.so.4";

struct Loaded {
  CurlLibrary library;
  std::optional<Error> error;
};

template <class Function>
bool find(void* handle, const char* name, Function& to) {
  to = reinterpret_cast<Function>(dlsym(handle, name));
  return to != nullptr;
}

Loaded load() {
  Loaded out;
  const auto failed = [&](const char* why) {
    out.error = Error{Errc::unsupported, std::string(kName) + why, "apt-get install libcurl4"};
  };
  // Never closed: transfers of all threads use it.
  void* handle = dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    failed(" cannot be loaded, which asks servers");
    return out;
  }
  CurlLibrary& l = out.library;
  if (!find(handle, "curl_global_init", l.global_init) || !find(handle, "curl_easy_init", l.easy_init) ||
      !find(handle, "curl_easy_cleanup", l.easy_cleanup) || !find(handle, "curl_easy_setopt", l.easy_setopt) ||
      !find(handle, "curl_easy_perform", l.easy_perform) || !find(handle, "curl_easy_getinfo", l.easy_getinfo) ||
      !find(handle, "curl_easy_strerror", l.easy_strerror)) {
    failed(" lacks functions that asking servers needs");
    return out;
  }
  if (l.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) failed(" could not be started");
  return out;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  static const Loaded loaded = load();
  if (loaded.error) return std::unexpected(*loaded.error);
  return &loaded.library;
}

}  // namespace gogate::net
