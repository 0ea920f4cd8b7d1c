#include "scanners/gopatterns/check_rule.h"

#include "scanners/gopatterns/regex.h"

namespace gogate::gopatterns {

Result<Ok> check_pattern(const std::string& go) {
  if (go.empty()) return fail(Errc::config, "the pattern is empty");
  return Ok{};
}

Result<Ok> check_regex(const std::string& regex, bool lines) {
  GATE_TRY(Regex::compile(regex, lines));
  return Ok{};
}

Result<Ok> check_comparison(const std::string& text) {
  if (text.empty()) return fail(Errc::config, "the comparison is empty");
  return Ok{};
}

Result<Ok> check_metavariables(const GoRule&) { return Ok{}; }

std::vector<std::vector<std::string>> required_literals(const Formula&) { return {}; }

}  // namespace gogate::gopatterns
