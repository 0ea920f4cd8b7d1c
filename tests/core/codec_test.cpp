#include "gate/core/codec.h"

#include <doctest/doctest.h>

#include "gate/core/rule.h"

TEST_CASE("a rule survives the codec, and damage is noticed") {
  gogate::Rule rule;
  rule.id = "x";
  rule.cwe = {"CWE-1", "CWE-2"};
  rule.confidence = gogate::Confidence::certain;
  gogate::codec::Writer w;
  w(rule);
  const std::string bytes = w.take();
  gogate::Rule back;
  gogate::codec::Reader r(bytes);
  r(back);
  CHECK(r.done());
  CHECK(back.cwe == rule.cwe);
  CHECK(back.confidence == rule.confidence);
  gogate::codec::Reader cut(std::string_view(bytes).substr(0, bytes.size() - 1));
  cut(back);
  CHECK_FALSE(cut.done());
}
