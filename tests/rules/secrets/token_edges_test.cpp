// test_secret_token_edges: the tokens of all rules, glued to what stands around them in real text.
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "catalogue.h"
#include "finder.h"
#include "sample_template.h"
#include "scanners/secrets/token_edges.h"

namespace gogate::samples {
namespace {

// What ends in letters and digits alone, a fixed number of them.
bool ends_anywhere(std::string_view regex) { return regex.ends_with("(?:\\b|_)"); }

int run() {
  const Catalogue catalogue = read_catalogue();
  const Finder finder(catalogue.rules);
  const std::string edge = secrets::token_regex("");
  const std::string before = edge.substr(0, edge.find("()"));
  std::size_t rules = 0;
  std::size_t faults = 0;
  for (const secrets::SecretRule& rule : catalogue.rules.rules) {
    const std::string& id = rule.info.id;
    const auto samples = catalogue.samples.find(id);
    if (!rule.regex.text.starts_with(before) || samples == catalogue.samples.end() || samples->second.token.empty())
      continue;
    ++rules;
    std::size_t turn = 0;
    const auto expect = [&](bool wanted, std::string_view front, std::string_view behind) {
      Dice dice(id + " edge " + std::to_string(turn++));
      const std::string text = std::string(front) + build(samples->second.token, {}, dice) + std::string(behind);
      bool found = false;
      for (const Found& f : finder.find(text, "notes.txt")) found = found || f.rule == id;
      if (found == wanted) return;
      // One draw may look like a placeholder: another one decides.
      Dice other(id + " edge again " + std::to_string(turn));
      const std::string again = std::string(front) + build(samples->second.token, {}, other) + std::string(behind);
      found = false;
      for (const Found& f : finder.find(again, "notes.txt")) found = found || f.rule == id;
      if (found == wanted) return;
      ++faults;
      std::cerr << id << (wanted ? " misses its token between \"" : " takes for its token what stands between \"") << front
                << "\" and \"" << behind << "\"\n";
    };
    for (const std::string_view front : {"first\\n", "first\\t", "\\r\\n", "a\\u003d", "a\\x3d", "\x1b[31m", "\\u001b[1;31m", "old_"})
      expect(true, front, "\\n");
    for (const std::string_view behind : {"\\n", "\x1b[0m", ".txt", "&x=1", "%0A"}) expect(true, " ", behind);
    if (ends_anywhere(rule.regex.text)) {
      expect(true, " ", "_old");
      expect(true, " ", "-old");
      expect(false, " ", "b7");
    }
    if (samples->second.token.find(' ') != std::string::npos) continue;  // begins with a word that may be missing
    expect(false, "a7Zx", " ");
    expect(false, "9", " ");
  }
  std::cout << rules << " rules, " << faults << " faults\n";
  return rules > 100 && faults == 0 ? 0 : 1;
}

}  // namespace
}  // namespace gogate::samples

int main() {
  try {
    return gogate::samples::run();
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 2;
}
