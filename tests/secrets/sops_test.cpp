// Files that .sops.yaml says must be encrypted.
#include "scanners/secrets/sops.h"

#include <map>

#include "scanners/secrets/sops_policy.h"

#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

SopsFile policy(std::string_view yaml) {
  auto out = SopsFile::parse(yaml, ".sops.yaml");
  if (!out) {
    FAIL(out.error().what);
    return {};
  }
  return *std::move(out);
}

std::vector<std::string> plain(const SopsFile& p, std::string_view path, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& v : p.plain_values(path, text)) out.push_back(text.substr(v.value.begin, v.value.size()));
  return out;
}
using Values = std::vector<std::string>;

// A tree with one file, at its root.
SopsPolicy of_root(std::string_view yaml) {
  return SopsPolicy([text = std::string(yaml)](const std::string& path) -> Result<std::optional<std::string>> {
    return path == ".sops.yaml" ? std::optional(text) : std::optional<std::string>();
  });
}

constexpr std::string_view kSecrets = "creation_rules:\n  - path_regex: secrets/.*\\.(ya?ml|json|env|ini)$\n    age: age1abc\n";

}  // namespace

TEST_CASE("the first rule whose path matches decides; one without a path names no file") {
  const SopsFile p = policy(kSecrets);
  CHECK(p.covers("secrets/a.yaml"));
  CHECK(p.covers("deploy/secrets/a.env"));
  CHECK_FALSE(p.covers("deploy/a.yaml"));
  CHECK_FALSE(p.covers("secrets/README.md"));
  CHECK_FALSE(p.covers(""));
  CHECK_FALSE(policy("creation_rules:\n  - age: age1abc\n").covers("secrets/a.yaml"));
  CHECK_FALSE(policy("stores: {}\n").covers("secrets/a.yaml"));
  const SopsFile two = policy("creation_rules:\n- path_regex: public/.*\\.yaml$\n  encrypted_regex: ^never$\n- path_regex: \\.yaml$\n");
  CHECK(plain(two, "public/a.yaml", "a: b\n").empty());
  CHECK(plain(two, "private/a.yaml", "a: b\n") == Values{"b"});
  CHECK_FALSE(policy(kSecrets).covers("secrets/.sops.yaml"));
}

TEST_CASE("values in every layout, encrypted ones aside") {
  const SopsFile p = policy(kSecrets);
  CHECK(plain(p, "secrets/a.yaml", "a: one # said\nb:\n  - two\n  - c: 'three'\nd: |\n  four\n  five\ne: ENC[AES256_GCM,data:x]\n") ==
        Values{"one", "two", "three", "four"});
  CHECK(plain(p, "secrets/a.yaml", "a: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[x]\n  age:\n    - recipient: age1\n").empty());
  CHECK(plain(p, "secrets/a.yaml", "a: ''\nb: null\nc: {}\n# d: e\n").empty());
  CHECK(plain(p, "secrets/a.json", "{\n  \"a\": {\n    \"b\": \"one\",\n    \"c\": \"ENC[x]\"\n  },\n  \"n\": 5\n}\n") == Values{"one", "5"});
  CHECK(plain(p, "secrets/a.env", "# x\nA=one\nexport B=\"two\"\nC=ENC[x]\nsops_version=3\n") == Values{"one", "two"});
  CHECK(plain(p, "secrets/a.ini", "[s]\na = one\n[sops]\nmac = x\n") == Values{"one"});
  CHECK(plain(p, "secrets/a.yaml", "a: x_unencrypted\nb_unencrypted: two\n") == Values{"x_unencrypted"});
  CHECK(plain(p, "secrets/a.yaml", "a: {{ .Values.a }}\nb: ${B}\n").empty());
}

TEST_CASE("which keys: regexes and suffixes") {
  const auto with = [](const std::string& line) {
    return policy("creation_rules:\n  - path_regex: ^k8s/.*\\.yaml$\n    " + line + "\n");
  };
  const std::string manifest = "kind: Secret\nmetadata:\n  name: n\ndata:\n  password: one\n";
  CHECK(plain(with("encrypted_regex: ^(data|stringData)$"), "k8s/a.yaml", manifest) == Values{"one"});
  CHECK(plain(with("unencrypted_regex: ^(kind|metadata)$"), "k8s/a.yaml", manifest) == Values{"one"});
  CHECK(plain(with("encrypted_suffix: word"), "k8s/a.yaml", manifest) == Values{"one"});
  CHECK(plain(with("unencrypted_suffix: a"), "k8s/a.yaml", manifest) == Values{"Secret"});
}

TEST_CASE("a rule for every file of a format is sure of Kubernetes Secrets alone") {
  const SopsFile p = policy("creation_rules:\n- path_regex: .*\\.yaml$\n  encrypted_regex: ^(data|stringData)$\n");
  const auto sure = [&](const std::string& text) { return p.plain_values("app/x.yaml", text).at(0).sure; };
  CHECK(sure("kind: Secret\ndata:\n  a: one\n"));
  CHECK_FALSE(sure("kind: ConfigMap\ndata:\n  a: one\n"));
  CHECK_FALSE(sure("kind: Secret\n---\nkind: ConfigMap\ndata:\n  a: one\n"));
}

TEST_CASE("what cannot be read is an error, not an empty policy") {
  for (const std::string_view bad : {"creation_rules: [", "- a", "creation_rules:\n- path_regex: 'a('\n", "{{{{"})
    CHECK_MESSAGE(!SopsFile::parse(bad, ".sops.yaml"), bad);
}

TEST_CASE("a file in plain text is a finding of its own, once for each change") {
  Options options;
  options.sops.push_back(of_root(kSecrets));
  const auto scanner = scanner_of(std::move(options));
  const std::string text = "a: ENC[x]\nuser: somebody\nlevel: one\n";
  const auto scan_at = [&](std::string_view path, std::optional<std::span<const Span>> changed) {
    Blob blob;
    blob.bytes = text;
    blob.path = path;
    blob.changed = changed;
    BlobResult out;
    if (scanner->wants_without_candidate(blob)) scanner->make_worker()->scan(blob, Candidates(0), out);
    return out;
  };
  const BlobResult whole = scan_at("secrets/a.yaml", std::nullopt);
  REQUIRE(whole.findings.size() == 1);
  CHECK(whole.findings[0].rule->id == "sops-unencrypted-value");
  CHECK(whole.findings[0].confidence == Confidence::high);
  CHECK(whole.findings[0].region.span.begin == text.find("somebody"));
  CHECK(whole.hidden.size() == 2);
  const std::vector<Span> changed{{static_cast<std::uint32_t>(text.find("level")), static_cast<std::uint32_t>(text.size())}};
  const BlobResult part = scan_at("secrets/a.yaml", std::span(changed));
  REQUIRE(part.findings.size() == 1);
  CHECK(part.findings[0].region.span.begin == text.find("one"));
  const std::vector<Span> first{{0, 5}};
  CHECK(scan_at("secrets/a.yaml", std::span(first)).findings.empty());
  CHECK(scan_at("deploy/a.yaml", std::nullopt).findings.empty());
  CHECK(scan_at("", std::nullopt).findings.empty());  // a history's content
  Options off;
  off.sops.push_back(of_root(kSecrets));
  off.skip = {"sops-unencrypted-value"};
  Blob blob;
  blob.bytes = text;
  blob.path = "secrets/a.yaml";
  CHECK_FALSE(scanner_of(std::move(off))->wants_without_candidate(blob));
}

TEST_CASE("the nearest .sops.yaml decides, and reads paths from its folder on") {
  const std::map<std::string, std::string> tree{
      {".sops.yaml", "creation_rules:\n- path_regex: ^all/.*\\.yaml$\n- path_regex: ^secrets/\n"},
      {"all/inner/.sops.yaml", "creation_rules:\n- path_regex: ^secrets/.*\\.yaml$\n  encrypted_regex: ^key$\n"},
      {"all/broken/.sops.yaml", "creation_rules: [\n"}};
  std::map<std::string, int> asked;
  const SopsPolicy p([&](const std::string& path) -> Result<std::optional<std::string>> {
    ++asked[path];
    const auto it = tree.find(path);
    return it == tree.end() ? std::optional<std::string>() : std::optional(it->second);
  });
  CHECK(p.covers("all/a.yaml"));
  CHECK(p.covers("secrets/a.json"));
  CHECK_FALSE(p.covers("all/inner/a.yaml"));
  CHECK(p.covers("all/inner/secrets/a.yaml"));
  CHECK(p.covers("all/inner/secrets/deep/a.yaml"));
  CHECK_FALSE(p.covers("inner/secrets/a.yaml"));
  CHECK_FALSE(p.covers(""));
  CHECK(p.plain_values("all/inner/secrets/a.yaml", "key: a value\nname: another\n").size() == 1);
  CHECK(p.plain_values("all/a.yaml", "key: a value\nname: another\n").size() == 2);
  CHECK(p.faults().empty());
  CHECK_FALSE(p.covers("all/broken/a.yaml"));
  REQUIRE(p.faults().size() == 1);
  CHECK(p.faults()[0].first == "all/broken/.sops.yaml");
  // A folder without a file that may hold values is not asked about, the others once.
  CHECK_FALSE(p.covers("src/main.go"));
  CHECK_FALSE(asked.contains("src/.sops.yaml"));
  for (const auto& [path, times] : asked) CHECK(times == 1);
}
