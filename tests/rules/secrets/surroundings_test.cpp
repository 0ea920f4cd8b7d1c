// test_secret_surroundings: what providers issue, in the places where people leave it. formats.toml says what
// each kind looks like; the places are below, and know nothing of any rule.
//   --brief: each kind in some of the places, in turn; without: in all of them.
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue.h"
#include "finder.h"
#include "sample_template.h"

namespace gogate::samples {
namespace {

// @camel@, @Pascal@, @snake@, @SCREAM@, @kebab@, @dot@: word and name together; @word@ @WORD@ @Word@ and @name@
// apart, the name as a key; @v@: the value.
struct Place {
  std::string_view id;
  std::string_view text;
  bool apart = false;  // the name is not right behind the word
};
constexpr std::array kPlaces{
    Place{"go const", "const @camel@ = \"@v@\"\n"},
    Place{"go var typed", "var @Pascal@ string = \"@v@\"\n"},
    Place{"go short", "\t@camel@ := \"@v@\"\n"},
    Place{"go backquotes", "\t@camel@ := `@v@`\n"},
    Place{"go struct literal", "c := @word@.Config{\n\t@Name@: \"@v@\",\n}\n", true},
    Place{"go setenv", "os.Setenv(\"@SCREAM@\", \"@v@\")\n"},
    Place{"go call", "@word@.Set@Name@(\"@v@\")\n"},
    Place{"go pointer", "in := &@word@.Input{@Name@: aws.String(\"@v@\")}\n", true},
    Place{"go bytes", "var @camel@ = []byte(\"@v@\")\n"},
    Place{"go comparison", "if @camel@ == \"@v@\" {\n"},
    Place{"flag default", "flag.String(\"@kebab@\", \"@v@\", \"how to log in\")\n"},
    Place{"javascript", "const @camel@ = '@v@';\r\n"},
    Place{"javascript fallback", "const k = process.env.@SCREAM@ || '@v@'\n"},
    Place{"typescript", "  private readonly @camel@: string = '@v@';\n"},
    Place{"python", "@SCREAM@ = '@v@'\n"},
    Place{"python getenv", "key = os.environ.get('@SCREAM@', '@v@')\n"},
    Place{"python keyword", "client = @Word@(@name@='@v@')\n"},
    Place{"java", "private static final String @SCREAM@ = \"@v@\";\n"},
    Place{"csharp", "string @Pascal@ = \"@v@\";\n"},
    Place{"kotlin", "val @camel@: String = \"@v@\"\n"},
    Place{"php", "$@camel@ .= \"@v@\";\n"},
    Place{"php define", "define('@SCREAM@', '@v@');\n"},
    Place{"ruby hash", "  :@snake@ => '@v@',\n"},
    Place{"rust", "let @snake@: &str = \"@v@\";\n"},
    Place{"env", "@SCREAM@=@v@\n"},
    Place{"env quoted", "@SCREAM@=\"@v@\"\r\n"},
    Place{"env at the end", "A=1\n@SCREAM@=@v@"},
    Place{"shell export", "export @SCREAM@='@v@'\n"},
    Place{"shell default", "key=${@SCREAM@:-@v@}\n"},
    Place{"docker env", "ENV @SCREAM@ @v@\n"},
    Place{"docker run", "docker run -e @SCREAM@=@v@ image\n"},
    Place{"option", "run --@kebab@=@v@ --fast\n"},
    Place{"option apart", "run --@kebab@ @v@ --fast\n"},
    Place{"make", "@SCREAM@ ?= @v@\n"},
    Place{"yaml", "@snake@: @v@\n"},
    Place{"yaml quoted", "@camel@: '@v@'\n"},
    Place{"yaml comment", "@kebab@: \"@v@\" # of the test account\n"},
    Place{"yaml nested", "@word@:\n  enabled: true\n  @name@: @v@\n", true},
    Place{"yaml block", "@snake@: |\n  @v@\n"},
    Place{"yaml folded", "@snake@: >-\n  @v@\n"},
    Place{"kubernetes env", "  - name: @SCREAM@\n    value: @v@\n"},
    Place{"compose", "      - @SCREAM@=@v@\n"},
    Place{"json", "{\"@snake@\": \"@v@\"}\n"},
    Place{"json camel", "{\"@camel@\":\"@v@\",\"x\":1}\n"},
    Place{"json nested", "{\"@word@\": {\"@name@\": \"@v@\"}}\n"},
    Place{"json neighbour", "{\"@word@\": {\n  \"region\": \"eu\",\n  \"@name@\": \"@v@\"\n}}\n", true},
    Place{"json pair", "{\"name\": \"@SCREAM@\", \"value\": \"@v@\"}\n"},
    Place{"json escaped", "\"{\\\"@snake@\\\":\\\"@v@\\\"}\"\n"},
    Place{"toml", "[@word@]\n@name@ = \"@v@\"\n"},
    Place{"properties", "@dot@=@v@\n"},
    Place{"properties kebab", "@word@.@name@ = @v@\n"},
    Place{"hcl", "variable \"@snake@\" {\n  default = \"@v@\"\n}\n"},
    Place{"xml element", "<@camel@>@v@</@camel@>\n"},
    Place{"xml lines", "<@camel@>\n    @v@\n</@camel@>\n"},
    Place{"xml attribute", "<add key=\"@Pascal@\" value=\"@v@\" />\n"},
    Place{"query", "https://example.net/v1/@word@?@name@=@v@&page=2\n"},
    Place{"header", "req.Header.Set(\"X-@Word@-@Name@\", \"@v@\")\n"},
    Place{"header curl", "curl -H 'X-@Word@-@Name@: @v@' https://example.net\n"},
    Place{"comment", "// @word@ @name@: @v@\n"},
    Place{"comment sentence", "# the @word@ @name@ is @v@.\n"},
    Place{"table", "| @word@ @name@ | @v@ |\n"},
};

struct Kind {
  std::string rule;  // who must find it; empty: anybody but the generic ones
  std::string word;  // snake case: "drop_box"
  std::string name;  // snake case: "api_key"
  std::string path = "notes.txt";
  bool near = false;                // the form alone says nothing
  bool strict = false;              // an everyday word: it must stand right beside the name
  std::vector<std::string> values;  // templates
};

std::vector<std::string> parts_of(const std::string& snake) {
  std::vector<std::string> out(1);
  for (const char c : snake) {
    if (c == '_')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}
std::string upper(std::string s) {
  for (char& c : s)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return s;
}
std::string capital(std::string s) { return s.empty() ? s : upper(s.substr(0, 1)) + s.substr(1); }
std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}
std::string pascal(const std::string& snake) {
  std::string out;
  for (const std::string& part : parts_of(snake)) out += capital(part);
  return out;
}

std::string placed(std::string_view text, const Kind& kind, const std::string& value) {
  const std::string both = kind.word + "_" + kind.name;
  const std::string pascal_both = pascal(both);
  const std::map<std::string_view, std::string> fields{
      {"camel", std::string(1, both[0]) + pascal_both.substr(1)},
      {"Pascal", pascal_both},
      {"snake", both},
      {"SCREAM", upper(both)},
      {"kebab", joined(parts_of(both), "-")},
      {"dot", joined(parts_of(both), ".")},
      {"word", joined(parts_of(kind.word), "")},
      {"Word", capital(joined(parts_of(kind.word), ""))},
      {"name", kind.name},
      {"Name", pascal(kind.name)},
      {"v", value},
  };
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find('@');
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    const std::size_t end = text.find('@', at + 1);
    out += fields.at(text.substr(at + 1, end - at - 1));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::vector<Kind> read_kinds() {
  const toml::table root = toml::parse_file(std::string(GOGATE_SOURCE_DIR) + "/tests/rules/secrets/formats.toml");
  std::vector<Kind> out;
  for (const auto& node : *root["kind"].as_array()) {
    const toml::table& table = *node.as_table();
    Kind& kind = out.emplace_back();
    kind.rule = table["rule"].value_or("");
    kind.word = table["word"].value_or("");
    kind.name = table["name"].value_or("api_key");
    kind.strict = table["strict"].value_or(false);
    kind.near = !kind.word.empty();
    if (!kind.near) kind.word = "service";
    for (const auto& value : *table["values"].as_array()) kind.values.emplace_back(value.value_or(""));
  }
  return out;
}

// Words in a row, as in identifiers: as long as the values of the kind, and no secret.
std::string identifier(std::size_t length, std::string_view between, bool capitals, Dice& dice) {
  static constexpr std::array<std::string_view, 16> kWords{
      "reference", "provider", "default", "account", "service", "resource", "manager", "version",
      "container", "request",  "handler", "cluster", "region",  "endpoint", "storage", "instance"};
  std::string out;
  while (out.size() < length) {
    if (!out.empty()) out += between;
    const std::string word(kWords[static_cast<std::size_t>(dice.below(kWords.size()))]);
    out += capitals && !out.empty() ? capital(word) : word;
  }
  out.resize(length);
  return out;
}

struct Tally {
  std::size_t tried = 0;
  std::size_t faults = 0;
};

// A draw may look like a placeholder, so one miss in forty places is chance.
void find_everywhere(const Kind& kind, const Finder& finder, const std::map<std::string, bool>& generic, bool brief,
                     std::size_t turn, Tally& tally) {
  for (const std::string& value : kind.values) {
    std::size_t tried = 0;
    std::vector<std::string> missed;
    for (std::size_t p = 0; p < kPlaces.size(); ++p) {
      const Place& place = kPlaces[p];
      if ((brief && (p + turn) % 7 != 0) || (kind.strict && place.apart)) continue;
      Dice dice(kind.rule + value + std::string(place.id));
      const auto found = finder.find(placed(place.text, kind, build(value, {}, dice)), kind.path);
      ++tried;
      const auto right = std::find_if(found.begin(), found.end(), [&](const Found& f) {
        return kind.rule.empty() ? !generic.at(f.rule) : f.rule == kind.rule;
      });
      if (right != found.end() && found.size() == 1) continue;
      std::string what = "nothing found";
      if (!found.empty()) what = "found as";
      for (const Found& f : found) what += " " + f.rule;
      // The template, never the text made of it.
      missed.push_back(kind.rule + ": " + value + " [" + std::string(place.id) + "]: " + what);
    }
    ++turn;
    tally.tried += tried;
    if (missed.size() <= 1 + tried / 40) continue;
    tally.faults += missed.size();
    for (const std::string& line : missed) std::cerr << line << "\n";
  }
}

// What stands in the same places and is no secret.
void find_no_lookalike(const Kind& kind, const Finder& finder, const std::map<std::string, bool>& generic,
                       Tally& tally) {
  if (!kind.near) return;
  Dice dice(kind.rule + kind.word);
  const std::size_t length = build(kind.values.front(), {}, dice).size();
  const std::vector<std::pair<std::string_view, std::string>> values{
      {"identifier", identifier(length, "", true, dice)},
      {"lower case words", identifier(length, "", false, dice)},
      {"snake case", identifier(length, "_", false, dice)},
      {"kebab case", identifier(length, "-", false, dice)},
      {"constant", upper(identifier(length, "_", false, dice))},
      {"path", identifier(length, "/", false, dice)},
      {"x", std::string(length, 'x')},
      {"zeros", std::string(length, '0')},
      {"stars", std::string(length, '*')},
      {"variable", "${" + upper(kind.word) + "_API_KEY}"},
      {"template", "{{ .Values." + kind.word + ".apiKey }}"},
      {"placeholder", "<your-" + kind.word + "-api-key>"},
      {"placeholder words", "your_" + kind.word + "_api_key_here_0123456789"},
  };
  for (const auto& [name, value] : values) {
    for (const Place& place : kPlaces) {
      ++tally.tried;
      for (const Found& f : finder.find(placed(place.text, kind, value), kind.path)) {
        if (generic.at(f.rule)) continue;
        ++tally.faults;
        std::cerr << kind.word << ": " << f.rule << " takes a look-alike, " << name << " [" << place.id << "]\n";
      }
    }
  }
}

int run(bool brief) {
  const Catalogue catalogue = read_catalogue();
  const Finder finder(catalogue.rules);
  std::map<std::string, bool> generic;
  for (const secrets::SecretRule& rule : catalogue.rules.rules) generic[rule.info.id] = rule.generic;
  Tally found, lookalikes;
  std::size_t turn = 0;
  for (const Kind& kind : read_kinds()) {
    find_everywhere(kind, finder, generic, brief, turn, found);
    if (!brief || turn % 23 == 0) find_no_lookalike(kind, finder, generic, lookalikes);
    ++turn;
  }
  std::cout << found.tried << " places, " << found.faults << " faults; " << lookalikes.tried << " look-alikes, "
            << lookalikes.faults << " faults\n";
  return found.faults + lookalikes.faults == 0 && found.tried != 0 ? 0 : 1;
}

}  // namespace
}  // namespace gogate::samples

int main(int argc, char** argv) {
  try {
    return gogate::samples::run(argc == 2 && std::string_view(argv[1]) == "--brief");
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 2;
}
