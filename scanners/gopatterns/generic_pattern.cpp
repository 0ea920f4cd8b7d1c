#include "scanners/gopatterns/generic_pattern.h"

#include <algorithm>

#include "scanners/gopatterns/generic_document.h"

namespace gogate::gopatterns {
namespace {

using Does = GenericPattern::Op;
using Step = GenericPattern::Step;

constexpr std::size_t kMostSteps = 10'000;

// What the tokens from `at` on spell: `...`, $X, $...X or themselves.
struct Reader {
  std::string_view text;
  const GenericDocument& tokens;
  Metavariables& metavariables;

  [[nodiscard]] bool adjacent(std::size_t i) const {
    return i + 1 < tokens.tokens().size() && tokens.span_of(static_cast<std::uint32_t>(i)).end == tokens.tokens()[i + 1].begin;
  }
  [[nodiscard]] std::string_view spelled(std::size_t i) const {
    const Span s = tokens.span_of(static_cast<std::uint32_t>(i));
    return text.substr(s.begin, s.size());
  }
  // $ and a capital letter; whatever else the word holds belongs to the name.
  [[nodiscard]] bool is_name(std::size_t i) const {
    return tokens.is_word(static_cast<std::uint32_t>(i)) && spelled(i)[0] >= 'A' && spelled(i)[0] <= 'Z';
  }
  // How many dots stand here without a gap.
  [[nodiscard]] std::size_t dots(std::size_t i) const {
    std::size_t n = 0;
    while (i + n < tokens.tokens().size() && tokens.tokens()[i + n].symbol == '.') {
      ++n;
      if (!adjacent(i + n - 1)) break;
    }
    return n;
  }

  // Appends the step; returns how many tokens it took.
  std::size_t read(std::size_t i, std::vector<Step>& out) const {
    Step s;
    const std::uint32_t symbol = tokens.tokens()[i].symbol;
    if (symbol == '.') {
      const std::size_t n = dots(i);
      if (n == 3) {
        s.op = Does::skip;
        out.push_back(std::move(s));
        return 3;
      }
      s.byte = '.';
      out.insert(out.end(), n, s);
      return n;
    }
    if (symbol == '$' && adjacent(i)) {
      if (is_name(i + 1)) {
        s.op = Does::any_word;
        s.metavariable = metavariables.number("$" + std::string(spelled(i + 1)));
        out.push_back(std::move(s));
        return 2;
      }
      if (dots(i + 1) == 3 && adjacent(i + 3) && is_name(i + 4)) {
        s.op = Does::skip;
        s.metavariable = metavariables.number("$..." + std::string(spelled(i + 4)));
        out.push_back(std::move(s));
        return 5;
      }
    }
    if (symbol < 256) {
      s.byte = static_cast<unsigned char>(spelled(i)[0]);
    } else {
      s.op = Does::word;
      s.word = std::string(spelled(i));
    }
    out.push_back(std::move(s));
    return 1;
  }
};

}  // namespace

Result<std::unique_ptr<GenericPattern>> compile_generic(std::string_view text, Metavariables& metavariables) {
  // Brackets of a pattern make no blocks: only its indentation does.
  std::string flat(text);
  for (char& c : flat)
    if (c == '(' || c == '[' || c == '{') c = '<';
  GenericDocument document;
  document.read(flat, {0, static_cast<std::uint32_t>(flat.size())}, CommentStyle::none);

  auto out = std::make_unique<GenericPattern>();
  std::vector<Step>& steps = out->steps;
  std::vector<std::uint32_t> open;  // their numbers among the steps
  std::vector<std::uint32_t> stops;
  const auto close = [&](std::size_t token) {
    for (; !stops.empty() && stops.back() <= token; stops.pop_back(), open.pop_back()) {
      Step& o = steps[open.back()];
      o.stop = static_cast<std::uint32_t>(steps.size());
      o.empty = std::all_of(steps.begin() + open.back() + 1, steps.end(), [](const Step& s) {
        return s.op == Does::skip || s.op == Does::close || (s.op == Does::open && s.empty);
      });
      steps.push_back({.op = Does::close});
    }
  };
  const Reader reader{text, document, metavariables};
  const std::size_t count = document.tokens().size();
  for (std::size_t i = 0; i < count;) {
    close(i);
    if (const std::uint32_t block = document.block_at(static_cast<std::uint32_t>(i)); block != 0) {
      open.push_back(static_cast<std::uint32_t>(steps.size()));
      stops.push_back(document.blocks()[block].stop);
      steps.push_back({.op = Does::open});
    }
    const std::size_t before = steps.size();
    i += reader.read(i, steps);
    if (before == 0 || steps[before - 1].op != Does::skip || steps[before].op != Does::skip) continue;
    if (steps[before].metavariable != kAnonymous)
      return fail(Errc::config, "an ellipsis cannot be followed by an ellipsis with a name", "take one of the two away");
    ++steps[before - 1].times;
    steps.pop_back();
  }
  close(count);
  if (steps.empty()) return fail(Errc::config, "the pattern is empty");
  if (steps.size() > kMostSteps) return fail(Errc::config, "the pattern has more than " + std::to_string(kMostSteps) + " parts");
  std::vector<std::uint32_t> seen;
  for (const Step& s : steps)
    if (s.metavariable != kAnonymous) seen.push_back(s.metavariable);
  std::sort(seen.begin(), seen.end());
  out->repeats = std::adjacent_find(seen.begin(), seen.end()) != seen.end();
  return out;
}

}  // namespace gogate::gopatterns
