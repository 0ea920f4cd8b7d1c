// Suppression comments: any bytes, as each kind of file; every directive stands
// on a line of the text, and no finding comes to harm.
#include <cstdlib>

#include "gate/policy/directives.h"
#include "gate/policy/directive_grammar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const LineIndex lines(text);
  Rule rule;
  rule.id = "go.lang.weak-rand";
  rule.aliases = {"G404"};
  rule.scanner = "go";
  std::vector<Finding> findings;
  for (std::uint32_t line = 1; line <= lines.line_count(); ++line) {
    Finding f;
    f.rule = &rule;
    f.region = lines.region(lines.line_span(line));
    f.statement = {f.region.span.begin, static_cast<std::uint32_t>(size)};
    findings.push_back(std::move(f));
  }
  for (const char* path : {"a.go", "b.yaml"}) {
    for (const policy::ParsedDirective& d : policy::parse_directives(path, text, lines)) {
      if (d.line == 0 || d.line > lines.line_count()) std::abort();
      // A comment that nothing closes may end on the empty line behind the text.
      if (d.kind == Directive::nosec &&
          (d.first_held > d.line || d.last_held < d.line || d.last_held > lines.line_count() + 1))
        std::abort();
    }
    std::vector<Finding> marked = findings;
    std::vector<std::string> warnings;
    policy::apply_directives(path, text, lines, std::nullopt, {}, marked, warnings);
  }
  return 0;
}
