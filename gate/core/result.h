// Errors are values. A function that can fail returns Result<T>; GATE_TRY hands
// the value on or returns the error to the caller.
//
// An Error says what was tried, on what, and what the user can do next: no
// capital letter at the start, no full stop at the end, place first
// ("go.sum:14: hash is not base64"). Values; any thread.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace gogate {

enum class Errc : std::uint8_t {
  usage,        // wrong flag, unknown name, unknown revision: exit 2
  config,       // a rule file or configuration file is wrong: exit 2
  not_found,    // a file, object or revision is not there
  missing,      // an object that a shallow or partial clone lacks: a gap
  unreadable,   // it is there but could not be read (permission, I/O error)
  corrupt,      // bytes contradict their own format or checksum
  too_large,    // over a limit that a flag sets
  unsupported,  // known, and deliberately not handled
  interrupted,  // Ctrl-C
  internal,     // a broken invariant of ours: exit 4
};

struct [[nodiscard]] Error {
  Errc code = Errc::internal;
  std::string what;
  std::string next_step;  // what the user can do; may be empty

  // Prepends "place: ".
  [[nodiscard]] Error within(std::string_view place) && {
    what.insert(0, std::string(place) + ": ");
    return std::move(*this);
  }
};

template <class T>
using Result = std::expected<T, Error>;
struct Ok {};

[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string what, std::string next_step = {}) {
  return std::unexpected(Error{code, std::move(what), std::move(next_step)});
}

}  // namespace gogate

// GATE_TRY(expr): the value of expr, or return its error. A GNU statement
// expression, which g++ and clang both know.
#define GATE_TRY(...)                                                                 \
  __extension__({                                                                     \
    auto&& gate_try_result = (__VA_ARGS__);                                           \
    if (!gate_try_result) return std::unexpected(std::move(gate_try_result).error()); \
    std::move(*gate_try_result);                                                      \
  })
