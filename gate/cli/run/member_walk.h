// Goes through an archive and whatever archives stand in it, one member in
// memory at a time for each that is open. What a bound cuts off is a gap.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/result.h"
#include "gate/source/archive.h"

namespace gogate::run {

struct MemberBounds {
  unsigned depth = 5;  // archives within archives
  std::uint64_t member_size = 0;
  const std::atomic<bool>* stop = nullptr;
};

// One thread.
class MemberWalk {
 public:
  // `inner` is "!/app/.env", or "!/a.tar!/b"; "!/" for what was compressed and has
  // no name. Its views hold during the call.
  using See = std::function<Result<Ok>(const std::string& inner, std::string_view bytes, bool is_link)>;
  MemberWalk(MemberBounds bounds, See see) : bounds_(bounds), see_(std::move(see)) {}

  // False: no member could be read, so that the bytes are to be scanned as they
  // are. Errors are those of `see`, or Errc::interrupted.
  Result<bool> walk(std::string_view archive);

  std::vector<Gap> gaps;    // place: as `inner`; empty: the archive itself
  std::vector<Note> notes;  // likewise

 private:
  Result<bool> walk(std::string_view archive, const std::string& at, unsigned depth);
  Result<Ok> take(std::string_view bytes, const std::string& inner, unsigned depth);
  void gap(GapKind kind, const std::string& at, std::string why, std::string next_step = {});

  MemberBounds bounds_;
  See see_;
  source::Allowance allowance_;
  bool spent_ = false;  // said so already
};

}  // namespace gogate::run
