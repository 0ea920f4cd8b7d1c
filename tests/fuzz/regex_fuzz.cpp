// The regex parser and widener on any bytes: what RE2 accepts we accept, and
// the filter misses nothing that RE2 finds. Input: a regex, NUL, a text.
#include <re2/re2.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "gate/prefilter/literals.h"
#include "gate/prefilter/prefilter.h"

namespace {

[[noreturn]] void fault(const char* what, const std::string& regex) {
  std::fprintf(stderr, "%s: %s\n", what, regex.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = input.find('\0');
  const std::string regex = input.substr(0, cut);
  if (regex.size() > 200) return 0;  // RE2 and Vectorscan may take long over it
  const std::string text = cut == std::string::npos ? regex : input.substr(cut + 1);

  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re2(regex, options);
  if (re2.error_code() == RE2::ErrorPatternTooLarge) return 0;
  const bool accepted = check_regex(regex).has_value();
  // Which letters a group's name may hold is RE2's affair.
  if (re2.ok() != accepted && re2.error_code() != RE2::ErrorBadNamedCapture) fault("not agreed whether it is a regex", regex);
  if (!accepted || !re2.ok()) return 0;
  (void)prefilter::required_literals(regex);

  const std::vector<PatternSpec> patterns = {{PatternSpec::Kind::regex, false, regex}};
  const auto filter = Prefilter::compile(patterns);
  if (!filter) fault("not compiled", regex);
  PrefilterScratch scratch;
  Candidates out(1);
  filter->scan(text, scratch, out, 0);
  if (!out.has(0) && RE2::PartialMatch(text, re2)) fault("missed", regex);
  return 0;
}
