#include "gate/net/curl_fetch.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "gate/net/curl_library.h"

namespace gogate::net {
namespace {

struct Transfer {
  std::string body;
  std::uint64_t limit = 0;
  bool over = false;
  const std::atomic<bool>* stop = nullptr;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) {
  Transfer& t = *static_cast<Transfer*>(to);
  const std::size_t n = size * count;
  t.over = t.body.size() + n > t.limit;
  if (t.over) return 0;
  t.body.append(bytes, n);
  return n;
}

int progress(void* of, curl_off_t /*total*/, curl_off_t /*now*/, curl_off_t /*up_total*/, curl_off_t /*up*/) {
  const Transfer& t = *static_cast<const Transfer*>(of);
  return t.stop != nullptr && t.stop->load() ? 1 : 0;
}

bool is_web(const std::string& url) { return url.starts_with("http://") || url.starts_with("https://"); }

}  // namespace

Result<Fetch::Answer> CurlFetch::get(const std::string& url, std::uint64_t limit) const {
  if (!is_web(url)) return fail(Errc::unreadable, "neither an http nor an https address");
  const CurlLibrary& curl = *GATE_TRY(curl_library());
  // A handle for each attempt: nothing of one host is remembered for another.
  for (unsigned attempt = 0;; ++attempt) {
    const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl.easy_init(), curl.easy_cleanup);
    if (!handle) return fail(Errc::internal, "libcurl gives no handle");
    Transfer transfer{{}, limit, false, options_.stop};
    const auto set = [&](CURLoption option, auto value) { curl.easy_setopt(handle.get(), option, value); };
    std::string why(CURL_ERROR_SIZE, '\0');
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_ERRORBUFFER, why.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, options_.agent);
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, 5L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, url.starts_with("https://") ? "https" : "http,https");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_OPTIONAL));  // as the go command logs in to a proxy
    set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::min(options_.timeout, 10U)));
    set(CURLOPT_TIMEOUT, static_cast<long>(options_.timeout));
    set(CURLOPT_WRITEFUNCTION, &take);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &progress);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
    const CURLcode code = curl.easy_perform(handle.get());
    if (options_.stop != nullptr && options_.stop->load()) return fail(Errc::interrupted, "interrupted");
    if (transfer.over) return fail(Errc::too_large, "more than " + std::to_string(limit) + " bytes");
    long status = 0;
    curl.easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    const bool fails = code != CURLE_OK || status >= 500;
    // What took its whole time would do so again; what is refused stays refused.
    const bool worth_it = code == CURLE_OK || code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
                          code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR;
    if (fails && worth_it && attempt < options_.retries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(options_.pause << attempt));
      continue;
    }
    if (code != CURLE_OK) {
      why.resize(why.find('\0') == std::string::npos ? why.size() : why.find('\0'));
      return fail(Errc::unreadable, why.empty() ? curl.easy_strerror(code) : why);
    }
    return Answer{static_cast<unsigned>(status), std::move(transfer.body)};
  }
}

}  // namespace gogate::net
