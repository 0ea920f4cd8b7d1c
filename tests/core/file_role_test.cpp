#include "gate/core/file_role.h"

#include <doctest/doctest.h>

#include "gate/core/severity.h"

using namespace gogate;

TEST_CASE("file roles") {
  const auto role = [](std::string_view path) { return role_of(path); };
  CHECK(role("cmd/main.go") == FileRole::source);
  CHECK(role("internal/latest/contest.go") == FileRole::source);
  CHECK(role("pkg/a_test.go") == FileRole::test);
  CHECK(role("test/e2e/a.go") == FileRole::test);
  CHECK(role("pkg/testdata/a.txt") == FileRole::fixture);
  CHECK(role("examples/a/main.go") == FileRole::example);
  CHECK(role("docs/a.html") == FileRole::manual);
  CHECK(role("website/a.mdx") == FileRole::manual);
  CHECK(role("pkg/config_test_helpers.go") == FileRole::test);
  CHECK(role("pkg/test-fixtures/key.pem") == FileRole::fixture);
  CHECK(role("pkg/attestation/greatest.go") == FileRole::source);
  CHECK(role("README.md") == FileRole::documentation);
  CHECK(role(".env.example") == FileRole::template_);
  CHECK(role("vendor/x/y.go") == FileRole::vendored);
  CHECK(role("api/x.pb.go") == FileRole::generated);
  CHECK(role("internal/testcerts/a.go") == FileRole::test);
  CHECK(role("lib/testauthority/a.go") == FileRole::test);
  CHECK(role("caddytest/a.key") == FileRole::test);
  CHECK(role("internal/testimonials/backtest.go") == FileRole::source);
  CHECK(role("hack/certs/server.key") == FileRole::development);
  CHECK(role("hack/certs/server.key.insecure") == FileRole::fixture);
  CHECK(role("deploy/insecure.yaml") == FileRole::source);
  CHECK(role("environments/dev/main.tf") == FileRole::source);
  CHECK(role("website/source/intro.html.md") == FileRole::manual);
  CHECK(role("website/config.rb") == FileRole::source);
  CHECK(role("web/src/Auth.story.tsx") == FileRole::fixture);
  CHECK(role("rclone.1") == FileRole::manual);
  CHECK(role("app.log.1") == FileRole::source);
  CHECK(role("MANUAL.html") == FileRole::manual);
  CHECK(role("api/swagger.yaml") == FileRole::documentation);
  CHECK(role("api/shop.openapi.json") == FileRole::documentation);
  CHECK(role("api/swagger.go") == FileRole::source);
  CHECK(role("work/churn.ipynb") == FileRole::source);
  CHECK(role("docs/churn.ipynb") == FileRole::manual);
  CHECK(role("config/secrets-lock.json") == FileRole::source);
  CHECK(role("keys.sum") == FileRole::source);
  CHECK(role("go.sum") == FileRole::lock);
  CHECK(role("web/yarn.lock") == FileRole::lock);
  CHECK(role("") == FileRole::source);
}

TEST_CASE("how far a role lowers a credential") {
  const auto steps = [](CredentialKind kind, std::string_view path) { return steps_at(role_of(path), kind, path); };
  for (const CredentialKind kind : {CredentialKind::issued, CredentialKind::self_made, CredentialKind::by_name}) {
    CHECK(steps(kind, "cmd/main.go") == 0);
    CHECK(steps(kind, "cmd/main_test.go") == 3);
    CHECK(steps(kind, "app/fuzzer/fuzzer.go") == 3);
  }
  // What a provider issued is left behind in examples and copies of production as well.
  CHECK(steps(CredentialKind::issued, "examples/main.go") == 1);
  CHECK(steps(CredentialKind::by_name, "examples/main.go") == 2);
  CHECK(steps(CredentialKind::issued, "testdata/prod.env") == 1);
  CHECK(steps(CredentialKind::by_name, "testdata/prod.env") == 3);
  CHECK(lowered(Confidence::high, 1) == Confidence::medium);
  CHECK(lowered(Confidence::medium, 3) == Confidence::low);
}
