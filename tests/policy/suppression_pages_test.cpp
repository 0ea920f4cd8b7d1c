// The examples of docs/suppressions.md, and the corners that the comparison
// with the other tools reads, against apply_directives.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "gate/policy/directives.h"

using namespace gogate;

namespace {

struct Example {
  std::string place;
  std::string language;
  std::string text;
  bool silenced = false;
};

std::vector<Example> examples_of(const std::string& page) {
  std::ifstream in(std::string(GOGATE_SOURCE_DIR) + "/" + page);
  REQUIRE(in.good());
  std::vector<Example> out;
  std::string line;
  Example e;
  bool inside = false;
  for (std::size_t n = 1; std::getline(in, line); ++n) {
    const bool silenced = line.ends_with(" silenced");
    if (!inside && line.starts_with("```") && silenced) {
      inside = true;
      e = {page + ":" + std::to_string(n + 1), line.substr(3, line.find(' ') - 3), "", !line.ends_with(" not silenced")};
    } else if (inside && (line == "```" || line == "----")) {
      out.push_back(e);
      inside = line == "----";
      e.place = page + ":" + std::to_string(n + 1);
      e.text.clear();
    } else if (inside) {
      e.text += line + "\n";
    }
  }
  return out;
}

// What the examples' words stand for.
struct Rules {
  Rule rand, tls, roll, secret;
  Rules() {
    rand.id = "rand-int", rand.aliases = {"G404"}, rand.scanner = "go";
    tls.id = "no-verify", tls.aliases = {"G402"}, tls.scanner = "go";
    roll.id = "go.lang.weak-roll", roll.scanner = "go";
    secret.id = "github-pat", secret.scanner = "secrets";
  }
};

std::size_t call_end(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    depth += text[at] == '(' ? 1 : 0;
    depth -= text[at] == ')' ? 1 : 0;
    if (text[at] == ')' && depth == 0) return at + 1;
  }
  return at;
}

std::vector<Finding> findings_in(const Rules& rules, std::string_view text, const LineIndex& lines, bool rolls) {
  std::vector<Finding> out;
  const auto add = [&](const Rule& rule, std::size_t at, std::size_t end) {
    Finding f;
    f.rule = &rule;
    f.region = lines.region({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    const std::size_t line = lines.line_span(f.region.begin.line).begin;
    const std::size_t call = text.find('(', line);  // the examples' statements are calls
    const bool in_call = call < at;
    f.statement = {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(in_call ? call_end(text, call) : end)};
    out.push_back(std::move(f));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (!rolls && rest.starts_with("rand.Int()")) add(rules.rand, i, i + 10);
    if (!rolls && rest.starts_with("InsecureSkipVerify: true")) add(rules.tls, i + 20, i + 24);
    if (rolls && rest.starts_with("roll(")) add(rules.roll, i, call_end(text, i));
    if (rest.starts_with("SECRET")) add(rules.secret, i, i + 6);
  }
  return out;
}

}  // namespace

TEST_CASE("every example of the pages is silenced or not as they say") {
  const Rules rules;
  std::size_t count = 0;
  for (const char* page : {"docs/suppressions.md", "tests/e2e/foreign_directives.md"}) {
    for (const Example& e : examples_of(page)) {
      CAPTURE(e.place);
      CAPTURE(e.text);
      ++count;
      const bool go = e.language == "go";
      std::string text = e.text;
      if (go) {
        const bool declares = text.find("func a(") != std::string::npos || text.find("var ") != std::string::npos;
        text = "package p\n\n" + (declares ? text : "func _() {\n" + text + "}\n") + "\nvar _ = 1\n";
      }
      const LineIndex lines(text);
      const bool rolls = text.find("roll(") != std::string::npos && text.find("weak-roll") != std::string::npos;
      std::vector<Finding> findings = findings_in(rules, text, lines, rolls || text.find("rand.") == std::string::npos);
      if (findings.empty()) findings = findings_in(rules, text, lines, false);
      REQUIRE_FALSE(findings.empty());
      std::vector<std::string> warnings;
      policy::apply_directives("a." + e.language, text, lines, std::nullopt, {}, findings, warnings);
      for (const Finding& f : findings) CHECK(f.suppression.has_value() == e.silenced);
    }
  }
  CHECK(count > 200);
}
