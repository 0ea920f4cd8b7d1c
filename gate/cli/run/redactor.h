// Writes a stream through with its secrets masked, in bounded memory. Bytes in,
// bytes out; no I/O. One thread.
//
// Text is looked at in windows: a block of whole lines, some of what was written
// before it (the name that stands in front of a value) and some of what follows
// (the rest of a secret that began). Where a block ends depends on the stream
// alone, never on how it arrived. A byte is written once no later one can make it
// part of a secret: at the end of its line, or, from the first line of a private
// key on, when the last one has come.
//
// Bounds, beyond which a stream is looked at in pieces:
//   held   bytes of a private key without a last line; then, and at the end of
//          the input, what looks like its body is masked
//   line   bytes of a line; a secret of more than `ahead` bytes in a longer one,
//          or one in an encoding that long, may be missed: a gap
// A rule that asks for a word or another match anywhere in a file asks for it in
// the window.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gate/cli/run/blob_scanner.h"
#include "gate/core/span.h"

namespace gogate::run {

struct RedactorLimits {
  std::size_t block = std::size_t{512} << 10;
  std::size_t context = std::size_t{16} << 10;
  std::size_t ahead = std::size_t{64} << 10;
  std::size_t held = std::size_t{64} << 10;  // at most `ahead`
  std::size_t line = std::size_t{8} << 20;
};

class Redactor {
 public:
  // `scanners` outlive it.
  explicit Redactor(std::span<const PreparedScanner> scanners, RedactorLimits limits = {});
  ~Redactor();

  // Each appends to `out` what is settled now.
  void push(std::string_view bytes, std::string& out);
  void pause(std::string& out);   // nothing has come for a while: whole lines are settled
  void finish(std::string& out);  // the end of a file; the next one may follow

  [[nodiscard]] bool pending() const { return buffer_.size() > done_; }  // bytes that are not written
  // Masked places by the id of the rule; by "" those that belong to another secret.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
  // What a bound cut off, one line each.
  [[nodiscard]] const std::set<std::string>& gaps() const { return gaps_; }

 private:
  struct Mask {
    Span span;
    std::string rule;      // id; empty: belongs to another secret
    std::string identity;  // of the secret; may be empty
    bool counts = true;
  };
  void step(std::size_t until, std::size_t window_end, bool last, std::string& out);
  std::vector<Mask> find(std::string_view window);
  std::string mark_of(const Mask& mask);

  RedactorLimits limits_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::string buffer_;
  std::size_t done_ = 0;      // so much of it is written, and stays for its context
  std::size_t searched_ = 0;  // so much of what follows holds no line end
  std::size_t paused_at_ = 0;  // bytes that were pending at the last pause
  // The same secret gets the same mark: by identity, the rule and number it got first.
  std::unordered_map<std::string, std::pair<std::string, std::uint64_t>> marks_;
  std::map<std::string, std::uint64_t> distinct_;
  std::map<std::string, std::uint64_t> counts_;
  std::set<std::string> gaps_;
};

}  // namespace gogate::run
