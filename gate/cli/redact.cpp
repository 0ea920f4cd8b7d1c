// gogate redact: standard input or files to standard output, secrets masked.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "gate/cli/commands.h"
#include "gate/cli/run/redactor.h"
#include "gate/cli/run/utf16_stream.h"
#include "gate/sys/environment.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Whoever looks on sees a line so long after it came, or after the last one of
// a burst.
constexpr std::chrono::milliseconds kPause{60};
constexpr std::chrono::milliseconds kLongest{250};
constexpr std::size_t kHead = 512;
constexpr std::size_t kRead = std::size_t{128} << 10;

struct Input {
  std::string name;
  int descriptor = -1;
  bool owned = false;
  Input(std::string n, int d, bool o) : name(std::move(n)), descriptor(d), owned(o) {}
  Input(Input&& other) noexcept : name(std::move(other.name)), descriptor(other.descriptor), owned(std::exchange(other.owned, false)) {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  Input& operator=(Input&&) = delete;
  ~Input() {
    if (owned) ::close(descriptor);
  }
};

// All of them before the first byte is written.
Result<Ok> check_files(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    struct stat st {};
    if (name == "-") continue;
    if (::stat(name.c_str(), &st) != 0) {
      const int why = errno;
      return fail(why == ENOENT || why == ENOTDIR ? Errc::usage : Errc::unreadable, name + ": " + std::strerror(why));
    }
    if (S_ISDIR(st.st_mode)) return fail(Errc::usage, name + ": is a folder", "name the files in it");
    if (::access(name.c_str(), R_OK) != 0) return fail(Errc::unreadable, name + ": " + std::strerror(errno), "check its permissions");
  }
  return Ok{};
}

Result<Input> open_input(const std::string& name) {
  if (name == "-") return Input("standard input", STDIN_FILENO, false);
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(Errc::unreadable, name + ": " + std::strerror(errno), "check its permissions");
  return Input(name, descriptor, true);
}

// Reads to the end and writes what is settled as soon as the input pauses.
class Stream {
 public:
  Stream(run::Redactor& redactor, const Machine& machine) : redactor_(redactor), machine_(machine) {}

  Result<Ok> copy(const Input& input) {
    std::vector<char> piece(kRead);
    bool waiting = false;  // a byte is unwritten, since:
    Clock::time_point since;
    for (;;) {
      if (stopped()) return fail(Errc::interrupted, "interrupted");
      if (waiting) {
        const Clock::duration left = since + kLongest - Clock::now();
        const auto wait = std::min(kPause, std::chrono::ceil<std::chrono::milliseconds>(left));
        if (wait.count() <= 0 || !readable(input.descriptor, static_cast<int>(wait.count()))) {
          settle_encoding();
          redactor_.pause(out_);
          GATE_TRY(flush());
          waiting = false;
          continue;
        }
      }
      const ssize_t n = ::read(input.descriptor, piece.data(), piece.size());
      if (n < 0) {
        if (errno == EINTR) continue;
        return fail(Errc::unreadable, input.name + ": " + std::strerror(errno));
      }
      if (n == 0) break;
      take({piece.data(), static_cast<std::size_t>(n)});
      GATE_TRY(flush());
      if (waiting || (head_.empty() && !redactor_.pending())) continue;
      waiting = true;
      since = Clock::now();
    }
    return Ok{};
  }

  // The end of a file.
  Result<Ok> finish() {
    settle_encoding();
    if (utf16_) {
      text_.clear();
      utf16_->end(text_);
      redactor_.push(text_, out_);
    }
    redactor_.finish(out_);
    GATE_TRY(flush());
    const std::string rest(utf16_ ? utf16_->rest() : std::string_view());
    utf16_.reset();
    settled_ = false;
    return rest.empty() ? Result<Ok>(Ok{}) : sys::write_stdout(rest);
  }

 private:
  [[nodiscard]] bool stopped() const { return machine_.stop != nullptr && machine_.stop->load(); }

  static bool readable(int descriptor, int milliseconds) {
    struct pollfd p {
      descriptor, POLLIN, 0
    };
    return ::poll(&p, 1, milliseconds) != 0;  // an error shows when reading
  }

  // UTF-16 is looked at as UTF-8, and told by its beginning.
  void take(std::string_view bytes) {
    if (settled_) {
      push(bytes);
      return;
    }
    head_ += bytes;
    if (head_.size() >= kHead) settle_encoding();
  }

  void settle_encoding() {
    if (std::exchange(settled_, true)) return;
    const auto order = run::Utf16Stream::order_of(std::string_view(head_).substr(0, kHead));
    if (order != run::Utf16Stream::Order::none) utf16_.emplace(order);
    push(std::exchange(head_, {}));
  }

  void push(std::string_view bytes) {
    if (!utf16_) {
      redactor_.push(bytes, out_);
      return;
    }
    text_.clear();
    utf16_->decode(bytes, text_);
    redactor_.push(text_, out_);
  }

  Result<Ok> flush() {
    if (out_.empty()) return Ok{};
    if (utf16_) {
      text_.clear();
      utf16_->encode(out_, text_);
      std::swap(out_, text_);
    }
    GATE_TRY(sys::write_stdout(out_));
    out_.clear();
    return Ok{};
  }

  run::Redactor& redactor_;
  const Machine& machine_;
  std::string head_;  // of a file, until its encoding is settled
  bool settled_ = false;
  std::optional<run::Utf16Stream> utf16_;
  std::string text_;
  std::string out_;
};

std::string summary(const run::Redactor& redactor) {
  std::uint64_t all = 0;
  std::string kinds;
  for (const auto& [rule, count] : redactor.counts()) {
    all += count;
    kinds += (kinds.empty() ? "" : ", ") + (rule.empty() ? "ids of them" : rule) + " " + std::to_string(count);
  }
  if (all == 0) return "gogate: nothing masked\n";
  return "gogate: " + std::to_string(all) + " masked: " + kinds + "\n";
}

}  // namespace

Result<int> run_redact(const Arguments& arguments, const Machine& machine) {
  const RedactArguments& a = arguments.redact;
  const std::vector<std::string> names = a.files.empty() ? std::vector<std::string>{"-"} : a.files;
  GATE_TRY(check_files(names));
  CommonArguments common = a.common;
  common.secrets_only = true;
  const Setup setup = GATE_TRY(make_setup(common, machine.environment, trust_folder("."), "", false));
  const std::filesystem::path cache = sys::cache_directory(machine.environment);
  // Whatever the policy or a user's configuration switches off, the embedded rules mask.
  std::vector<run::PreparedScanner> prepared;
  bool masking = false;
  for (const auto& scanner : setup.catalogue.scanners) {
    if (scanner->rules().empty()) continue;
    prepared.push_back(GATE_TRY(run::prepare(*scanner, cache)));
    masking = masking || scanner.get() == setup.catalogue.masking_scanner;
  }
  if (!masking && setup.catalogue.masking_scanner != nullptr)
    prepared.push_back(GATE_TRY(run::prepare(*setup.catalogue.masking_scanner, cache)));

  run::Redactor redactor(prepared);
  Stream stream(redactor, machine);
  Result<Ok> done = Ok{};
  for (const std::string& name : names) {
    const Input input = GATE_TRY(open_input(name));
    done = stream.copy(input);
    // Also of an input that broke off, what came is written.
    if (const Result<Ok> rest = stream.finish(); !rest) return std::unexpected(rest.error());
    if (!done) break;
  }
  if (!common.quiet) {
    std::string said = summary(redactor);
    for (const std::string& warning : setup.warnings) said += "gogate: " + warning + "\n";
    for (const std::string& gap : redactor.gaps()) said += "gogate: not looked at as a whole: " + gap + "\n";
    std::fwrite(said.data(), 1, said.size(), stderr);
  }
  if (!done) return std::unexpected(done.error());
  if (a.check && !redactor.counts().empty()) return 1;
  return redactor.gaps().empty() ? 0 : 3;
}

}  // namespace gogate::cli
