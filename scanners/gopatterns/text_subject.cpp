#include "scanners/gopatterns/text_subject.h"

#include <charconv>
#include <cstdint>
#include <string>

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kMostKnown = 3;

// Digits with underscores between them, a sign, 0x, 0o and 0b.
std::optional<std::int64_t> integer_of(std::string_view text) {
  std::string digits;
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  int base = 10;
  if (text.size() > 2 && text[0] == '0') {
    switch (text[1]) {
      case 'x': case 'X': base = 16; break;
      case 'o': case 'O': base = 8; break;
      case 'b': case 'B': base = 2; break;
      default: break;
    }
    if (base != 10) text.remove_prefix(2);
  }
  if (text.empty() || text[0] == '_' || text[0] == '-') return std::nullopt;
  for (const char c : text)
    if (c != '_') digits += c;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > INT64_MAX) return std::nullopt;
  return minus ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
}

}  // namespace

void TextSubject::open(std::string_view text) {
  text_ = text;
  known_.clear();
}

void TextSubject::begin(const CompiledRule& rule) {
  options_ = rule.source->text;
  settings_.metavariables = static_cast<std::uint32_t>(rule.metavariables.names().size());
  settings_.lines = options_.ellipsis_lines;
  matcher_.refill(kTextSteps);
  too_large_ = false;
}

TextSubject::Read& TextSubject::read(Span within) {
  for (Read& r : known_)
    if (r.within == within && r.comments == options_.comments) return r;
  // The whole text, read first, serves the next rules, too.
  if (known_.size() >= kMostKnown) known_.erase(known_.begin() + 1);
  Read& r = known_.emplace_back();
  r.within = within;
  r.comments = options_.comments;
  r.whole = r.document.read(text_, within, options_.comments);
  // Parts are read again for each binding: that counts.
  if (within.size() != text_.size()) matcher_.charge(1 + r.document.tokens().size());
  return r;
}

void TextSubject::find(const CompiledFormula& leaf, Span within, const Bindings& known, std::vector<NameFilter*>&,
                       std::vector<Range>& out) {
  if (!leaf.generic) return;
  Read& r = read(within);
  too_large_ = too_large_ || !r.whole;
  matcher_.find_all(r.document, *leaf.generic, settings_, known, out);
}

std::optional<ComparisonValue> TextSubject::value(const Binding& b) {
  const std::string_view text = text_of(b);
  if (const std::optional<std::int64_t> number = integer_of(text)) return ComparisonValue::of_int(*number);
  double real = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), real);
  if (error == std::errc{} && end == text.data() + text.size() && text.find_first_of("0123456789") != std::string_view::npos)
    return ComparisonValue::of_real(real);
  return ComparisonValue::of_text(std::string(text));
}

}  // namespace gogate::gopatterns
