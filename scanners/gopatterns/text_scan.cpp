#include "scanners/gopatterns/text_scan.h"

#include "scanners/gopatterns/fix_regex.h"

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kLooked = 8000;  // bytes, as git does
constexpr std::size_t kMostText = std::size_t{64} << 20;  // bytes that the findings of one rule in one file take

}  // namespace

bool TextScan::is_text(std::string_view bytes) { return bytes.substr(0, kLooked).find('\0') == std::string_view::npos; }

void TextScan::run(const CompiledRule& rule, BlobResult& out) {
  const GoRule& source = *rule.source;
  ranges_.clear();
  if (!evaluator_.run(rule, ranges_))
    out.gaps.push_back({GapKind::analysis_bounded, {}, "rule " + source.info.id + " stopped at its limit of steps", {}, false});
  // A match may span much of a text, and so may what its message names.
  std::size_t room = kMostText;
  for (const Range& r : ranges_) {
    const std::size_t size = r.span.size() * (1 + std::size_t{source.has_fix || rule.fix_regex}) + source.info.message.size();
    if (size > room) {
      out.gaps.push_back({GapKind::analysis_bounded, {}, "rule " + source.info.id + " matched more than can be shown", {}, false});
      break;
    }
    room -= size;
    Finding& f = out.findings.emplace_back();
    f.rule = &source.info;
    f.severity = source.info.severity;
    f.confidence = source.info.confidence;
    f.message = evaluator_.interpolate(source.info.message, rule, r);
    f.region.span = r.span;
    if (!source.has_fix && !rule.fix_regex) continue;
    Fix fix;
    fix.description = source.info.title;
    fix.span = r.span;
    fix.replacement = rule.fix_regex ? replaced(subject_.text().substr(r.span.begin, r.span.size()), *rule.fix_regex, source.fix_regex[0])
                                     : evaluator_.interpolate(source.fix, rule, r);
    f.fix = std::move(fix);
  }
}

}  // namespace gogate::gopatterns
