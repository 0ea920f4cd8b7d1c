// libcurl's functions, found at run time: linked in, they would cost every start.
#pragma once

#include <curl/curl.h>

#include "gate/core/result.h"

namespace gogate::net {

// Immutable once loaded; any thread.
struct CurlLibrary {
  // NOLINTBEGIN(readability-identifier-naming): as in curl.h
  CURLcode (*global_init)(long) = nullptr;
  CURL* (*easy_init)() = nullptr;
  void (*easy_cleanup)(CURL*) = nullptr;
  CURLcode (*easy_setopt)(CURL*, CURLoption, ...) = nullptr;
  CURLcode (*easy_perform)(CURL*) = nullptr;
  CURLcode (*easy_getinfo)(CURL*, CURLINFO, ...) = nullptr;
  const char* (*easy_strerror)(CURLcode) = nullptr;
  // NOLINTEND(readability-identifier-naming)
};

// Loads it the first time. Errc::unsupported: not there.
Result<const CurlLibrary*> curl_library();

}  // namespace gogate::net
