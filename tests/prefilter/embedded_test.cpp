// The rules that were compiled into the program load and match.
#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "gate/prefilter/database.h"
#include "gate/prefilter/prefilter.h"
#include "gate/rulec/embedded.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/secrets/rule_set.h"

namespace {

using namespace gogate;

TEST_CASE("the embedded secret rules fit their database") {
  const auto set = secrets::decode(embedded::secret_rules());
  REQUIRE(set);
  const auto patterns = secrets::patterns_of(*set);
  const auto start = std::chrono::steady_clock::now();
  const auto filter = Prefilter::load(embedded::secret_database(), patterns.size());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  REQUIRE(filter);
  WARN(took.count() < 1.0);
  CHECK(patterns.size() > 80);
  PrefilterScratch scratch;
  Candidates out(patterns.size());
  filter->scan("id = " + std::string("AK") + "IA" + "QYLPMN5HFIQR7XYZ\n", scratch, out, 0);
  CHECK(out.any());
  if (!prefilter::engine_works()) return;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    CHECK_MESSAGE(filter->effort(i) != prefilter::Effort::always, patterns[i].text);
  }
}

TEST_CASE("the embedded Go rules fit their database") {
  if (embedded::go_rules().empty()) return;
  const auto set = gopatterns::decode(embedded::go_rules());
  REQUIRE(set);
  CHECK(Prefilter::load(embedded::go_database(), gopatterns::patterns_of(*set).size()));
}

TEST_CASE("the rules' date") {
  REQUIRE(embedded::rules_date().size() == 10);
  CHECK(embedded::rules_date() > std::string_view("2020-01-01"));
}

}  // namespace
