// Random pieces of configs over random bytes: no input stops a scan, spans stay
// inside the blob and in order, and every finding can be placed.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scanners/secrets/checksum.h"
#include "scanners/secrets/config.h"
#include "scanners/secrets/generic_value.h"
#include "scanners/secrets/go_text.h"
#include "scanners/secrets/placeholders.h"
#include "scanners/secrets/scanner.h"

using namespace gogate;

namespace {

constexpr std::array<std::string_view, 14> kRegexes{R"([a-z]+=([^\n]*))",
                                                    R"((?s)a.*?b)",
                                                    R"((?i)key\W+(\w{3,})|(x)(y?))",
                                                    R"(\b[0-9a-f]{4,8}\b)",
                                                    R"(.(.).)",
                                                    R"((?:))",
                                                    R"(\n*k\n*)",
                                                    R"((?<!a)b+(?=c))",
                                                    R"((a+)+$)",
                                                    R"([^a]{2,5})",
                                                    R"(^.*$)",
                                                    R"((?m)^[ \t]*(\S+))",
                                                    R"(eyJ[\w.-]+)",
                                                    R"(-----BEGIN(?s).+?-----)"};
constexpr std::array<std::string_view, 6> kChecks{"none", "github", "gitlab-routable", "jwt", "aws-access-key", "pem"};

std::string config_of(const std::uint8_t*& data, std::size_t& size) {
  const auto next = [&]() -> unsigned {
    if (size == 0) return 0;
    --size;
    return *data++;
  };
  std::string out;
  const unsigned rules = 1 + next() % 4;
  for (unsigned i = 0; i < rules; ++i) {
    const unsigned a = next();
    const unsigned b = next();
    out += "[[rules]]\nid='r" + std::to_string(i) + (a % 3 == 0 ? "-generic" : "") + "'\ndescription='d'\nregex='''" +
           std::string(kRegexes[a % kRegexes.size()]) + "'''\n";
    if (b % 5 == 1) out += "keywords=['k','i']\n";
    if (b % 5 == 2) out += "entropy=1.5\n";
    if (b % 7 == 3) out += "path='x'\n";
    if (b % 4 == 1) out += "[[rules.required]]\nid='r0'\nwithinLines=2\nwithinColumns=9\n";
    if (b % 6 == 1)
      out += "[[rules.allowlists]]\ncondition='" + std::string(b % 2 != 0 ? "AND" : "OR") +
             "'\nregexTarget='line'\nregexes=['a$']\npaths=['x']\n";
    if (b % 6 == 2) out += "[[rules.allowlists]]\nstopwords=['k']\n";
    out += "[rules.gogate]\ntitle='t'\nwhy='w'\nfix='f'\nchecksum='" + std::string(kChecks[(a / 16) % kChecks.size()]) +
           "'\n";
    if (b % 9 == 0) out += "generic=true\n";
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const unsigned mode = size > 0 ? data[0] : 0;
  if (size > 0) ++data, --size;
  const std::string config = config_of(data, size);
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  secrets::GoText go;
  go.assign(text);
  if (!secrets::valid_utf8(go.text()) || go.in_blob(go.text().size()) != text.size()) std::abort();
  (void)secrets::placeholder_reason(text, "x");
  (void)secrets::judge_generic(text, text, "pass");
  for (int kind = 0; kind <= static_cast<int>(secrets::Checksum::slack); ++kind)
    (void)secrets::verify(static_cast<secrets::Checksum>(kind), text, text);

  auto set =
      secrets::load_config(config, "fuzz.toml", mode % 2 == 0 ? secrets::Dialect::users : secrets::Dialect::ours);
  if (!set) std::abort();
  auto resolved = secrets::resolve(*std::move(set), nullptr, {});
  if (!resolved) std::abort();
  secrets::Options options;
  options.max_findings = 1 + mode / 8;
  options.added.push_back(*std::move(resolved));
  auto scanner = secrets::make_scanner(std::move(options));
  if (!scanner) std::abort();
  std::size_t patterns = 0;
  for (const PatternSet& s : (*scanner)->pattern_sets()) patterns += s.patterns.size();
  Candidates candidates(patterns);
  for (std::size_t i = 0; i < patterns; ++i) candidates.set(static_cast<std::uint32_t>(i));
  Blob blob;
  blob.bytes = text;
  BlobResult out;
  (*scanner)->make_worker()->scan(blob, candidates, out);
  std::uint32_t last = 0;
  for (Finding& finding : out.findings) {
    const Span span = finding.region.span;
    if (span.empty() || span.end > text.size() || span.begin < last || !finding.statement.contains(span)) std::abort();
    if (finding.secret.length() != span.size()) std::abort();
    last = span.begin;
    (void)(*scanner)->place(finding, "x/a_test.go", {});
  }
  return 0;
}
