// Documents of the network by libcurl: http and https alone (redirects, too, at
// most five of them), certificates verified, the environment's proxies used, a
// limit of bytes and of time. A server that is not there or fails (5xx) is
// asked again, twice.
#pragma once

#include <atomic>

#include "gate/core/world.h"

namespace gogate::net {

struct FetchOptions {
  unsigned timeout = 30;  // seconds for one document
  unsigned retries = 2;
  unsigned pause = 250;  // milliseconds before the first, doubled for each
  const std::atomic<bool>* stop = nullptr;
  const char* agent = "gogate";
};

class CurlFetch final : public Fetch {
 public:
  explicit CurlFetch(FetchOptions options) : options_(options) {}
  [[nodiscard]] Result<Answer> get(const std::string& url, std::uint64_t limit) const override;

 private:
  FetchOptions options_;
};

}  // namespace gogate::net
