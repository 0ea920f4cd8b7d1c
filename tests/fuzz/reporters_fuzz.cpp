// A report whose every string is any bytes: each format is written whole, text
// and XML without a control character, JSON and SARIF in plain ASCII.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "reporters/encoding.h"
#include "reporters/reporter.h"

namespace {

class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}
  std::string text() {
    const std::size_t n = std::min<std::size_t>(number() % 97, bytes_.size());
    std::string out(bytes_.substr(0, n));
    bytes_.remove_prefix(n);
    return out;
  }
  std::uint32_t number() {
    std::uint32_t v = 0;
    for (int i = 0; i < 2 && !bytes_.empty(); ++i) {
      v = v * 256 + static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
    }
    return v > 0xFFF0 ? 0xFFFFFFFFU - (0xFFFFU - v) : v;  // the extremes as well
  }

 private:
  std::string_view bytes_;
};

bool safe(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto s = gogate::reporters::decode(text, at);
    if (!s.valid || (s.value < 0x20 && s.value != '\n' && s.value != '\t') || (s.value >= 0x7f && s.value < 0xa0))
      return false;
    at += s.size;
  }
  return true;
}

bool ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) > 0x7e || (static_cast<unsigned char>(c) < 0x20 && c != '\n')) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  Input in({reinterpret_cast<const char*>(data), size});
  Rule rule;
  rule.id = in.text();
  rule.title = in.text();
  rule.why = in.text();
  rule.bad = in.text();
  rule.references = {in.text()};
  rule.tags = {in.text()};
  Report report;
  report.scope = in.text();
  report.root = in.text();
  report.branch = in.text();
  report.repository_uri = in.text();
  report.reasons = {in.text()};
  report.warnings = {in.text()};
  report.facts.push_back({in.text(), in.text()});
  report.checks.push_back({in.text(), Check::Outcome::open, in.text()});
  report.gaps.push_back({GapKind::too_large, in.text(), in.text(), in.text(), false});
  report.notes.push_back({NoteKind::binary, in.text(), in.text()});
  report.runs.push_back({in.text(), (in.number() & 1U) != 0, in.text(), {&rule}});
  for (int i = 0; i < 2; ++i) {
    Finding f;
    f.rule = &rule;
    f.message = in.text();
    f.at.path = in.text();
    f.at.author = in.text();
    f.at.time = static_cast<std::int64_t>(in.number()) * in.number() * 99991;
    f.at.commit.bytes[0] = 1;
    f.region.begin = {in.number(), in.number(), in.number()};
    f.region.end = {in.number(), in.number(), in.number()};
    f.region.span = {in.number(), in.number()};
    f.excerpt = {in.number(), {in.text(), in.text()}, in.number(), in.number()};
    f.steps.push_back({f.region, in.text(), in.text(), f.excerpt});
    f.fix = Fix{in.text(), f.region.span, in.text(), f.region};
    f.blocks = (in.number() & 1U) != 0;
    report.findings.push_back(std::move(f));
  }
  ReportOptions options;
  options.verbosity = Verbosity::verbose;
  options.width = in.number() % 200;
  options.category = in.text();
  for (const ReportFormat& format : formats()) {
    std::ostringstream out;
    if (!format.write(report, options, out)) std::abort();
    const std::string text = out.str();
    const bool json = format.name == "json" || format.name == "sarif";
    if (!(json ? ascii(text) : safe(text))) std::abort();
  }
  return 0;
}
