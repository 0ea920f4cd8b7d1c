// What is encoded is found where it stands, as gitleaks 8.30 finds it: every
// expectation here was seen there (see also gitleaks_diff_test.cpp).
#include "scanners/secrets/encoded_text.h"
#include "tests/secrets/encode.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

constexpr std::string_view kRules = R"~(
[[rules]]
id = "tok"
regex = '''zq_[a-z0-9]{8}'''
[[rules]]
id = "kv"
regex = '''(?i)pass(?:word)?=([a-z0-9_]{4,20})'''
[[rules]]
id = "word"
regex = '''kk[0-9]{4}'''
keywords = ["keyw"]
)~";

const std::string kToken = "zq_abcd1234";

// What `rule` found, with the text that it is reported at.
std::vector<std::string> places(const Scanned& s, std::string_view rule = "tok") {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < s.count(); ++i)
    if (s.result.findings[i].rule->id == rule) out.push_back(s.secret(i));
  return out;
}
std::vector<std::string> found(const std::string& text) { return places(scan(kRules, text)); }
using Places = std::vector<std::string>;

std::string decoded(std::string_view text) {
  DecodedText level;
  return level.assign(text, nullptr) ? std::string(level.text()) : std::string();
}

}  // namespace

TEST_CASE("base64: padded or not, standard or for URLs, never both") {
  const std::string plain = base64("hello " + kToken + "www");
  CHECK(found("x " + plain + " y\n") == Places{plain});
  const std::string odd = "hel?" "?>>>~~~" + kToken;
  const std::string standard = base64(odd);
  const std::string url = base64_url(odd);
  CHECK(found("x " + standard + " y\n") == Places{standard});
  CHECK(found("x " + url + " y\n") == Places{url});
  const std::string no_padding = standard.substr(0, standard.find('='));
  CHECK(found("x " + no_padding + " y\n").empty());  // + and / need their padding
  CHECK(found("x " + url + "== y\n").empty());
  std::string mixed = standard;
  mixed[mixed.find('+')] = '-';
  CHECK(found("x " + mixed + " y\n").empty());
}

TEST_CASE("base64: sixteen characters, one of them no letter") {
  CHECK(found("x " + base64(kToken) + " y\n").empty());             // fifteen and a '='
  CHECK(found("x " + base64(kToken + "w") + " y\n").size() == 1);
  CHECK(found("x " + base64(kToken + "q") + " y\n").empty());       // letters alone
}

TEST_CASE("base64: a character of its alphabet in front takes the run's start") {
  const std::string code = base64("hello " + kToken + "www");
  for (const char c : std::string_view("+-/_9aZ")) CHECK(found(std::string("x ") + c + code + "\n").empty());
  for (const char c : std::string_view("=\"'(:.%@")) CHECK(found(std::string("x ") + c + code + "\n") == Places{code});
}

TEST_CASE("what decodes must be printable") {
  for (int c = 0; c < 256; ++c) {
    const std::string text = "hello" + std::string(1, static_cast<char>(c)) + kToken + "www";
    const bool printable = c > 8 && c < 127;
    CAPTURE(c);
    CHECK(found("x " + base64(text) + " y\n").size() == (printable ? 1 : 0));
    CHECK(found("x " + hex_of(text) + " y\n").size() == (printable ? 1 : 0));
    CHECK(found("x zq%5Fabcd1234 " + percent(static_cast<unsigned char>(c)) + "\n").size() == (printable ? 1 : 0));
  }
}

TEST_CASE("hex: 32 digits, an even number") {
  CHECK(found("x " + hex_of(kToken + "abcde") + " y\n") == Places{hex_of(kToken + "abcde")});
  CHECK(found("x " + hex_of(kToken + "abcd") + " y\n").empty());
  CHECK(found("x " + hex_of("hello " + kToken) + "a y\n").empty());
  CHECK(found("x 0x" + hex_of("hello " + kToken) + " y\n").empty());
}

TEST_CASE("percent: from the first sign of a line to its last") {
  CHECK(found("x zq%5Fabcd1234 y\n") == Places{"zq%5Fabcd1234"});
  CHECK(found("x zq%5fabcd1234%0A y\n") == Places{"zq%5fabcd1234%0A"});
  CHECK(found("a %01 b zq%5Fabcd1234\n").empty());
  CHECK(found("a %01 b\nzq%5Fabcd1234\n").size() == 1);
  CHECK(found("zq%5Fabcd1234 %zz \xE9 %41\n").size() == 1);
  CHECK(places(scan(kRules, "pass%77ord=abcdefgh\n"), "kv") == Places{"abcdefgh"});
}

TEST_CASE("unicode escapes: with one or two backslashes, and code points") {
  CHECK(found("x zq\\u005fabcd1234 y\n") == Places{"zq\\u005fabcd1234"});
  CHECK(found("x zq\\\\U005Fabcd1234 y\n").size() == 1);
  CHECK(found("x zqU+005F abcd1234 y\n") == Places{"zqU+005F abcd1234"});
  CHECK(found("x zqU+005Fabcd1234 y\n").empty());
  CHECK(found("x zq\\u05fabcd1234 y\n").empty());
}

TEST_CASE("encodings inside encodings, to a depth") {
  std::string text = "hello " + kToken + "www";
  for (int depth = 1; depth <= 7; ++depth) {
    text = base64(text);
    CAPTURE(depth);
    CHECK(found("x " + text + " y\n").size() == (depth <= 5 ? 1 : 0));
  }
  const std::string percent_first = "aa%20" + base64("hello " + kToken + "www");
  const Scanned s = scan(kRules, "x " + base64(percent_first) + " y\n");
  REQUIRE(s.count() == 1);
  CHECK(s.secret() == base64(percent_first));
  CHECK(s.result.findings[0].message == "tok (inside base64)");
  const Scanned other = scan(kRules, "x " + base64("hello zq%5Fabcd1234 world") + " y\n");
  REQUIRE(other.count() == 1);
  CHECK(other.result.findings[0].message == "tok (inside percent and base64)");
}

TEST_CASE("a match may reach out of what is encoded, and the word may stand anywhere") {
  const std::string code = base64("abcdef_12345");
  const Scanned s = scan(kRules, "password=" + code + "\n");
  const Places kv = places(s, "kv");
  CHECK(kv == Places{code, code});  // as it stands, too
  CHECK(places(scan(kRules, "keyw\n\n" + base64("hello kk1234 is it") + "\n"), "word").size() == 1);
  CHECK(places(scan(kRules, "x\n" + base64("hello keyw kk1234 is it") + "\n"), "word").size() == 1);
}

TEST_CASE("what decoding did not touch is reported once") {
  const std::string code = base64("hello zq_qqqq5678 ");
  CHECK(found(kToken + " " + code + "\n") == Places{kToken, code});
  CHECK(found(kToken + "%20\n") == Places{kToken});  // beside a decoded part, but the same secret
  const std::string twice = base64("oo " + code);
  CHECK(found("A " + base64("hello " + kToken + "www") + " B " + twice + "\n").size() == 2);
}

TEST_CASE("the secret is the decoded one, the place the encoded one") {
  const Scanned s = scan(kRules, "l1\nl2 \n  " + base64("hello\n" + kToken + "\nwww") + " x\nl4\n");
  REQUIRE(s.count() == 1);
  const Finding& f = s.result.findings[0];
  CHECK(f.secret.length() == kToken.size());
  CHECK(f.secret.identity() == SecretText(kToken).identity());
  CHECK(s.text.substr(f.statement.begin, f.statement.size()) == "  " + base64("hello\n" + kToken + "\nwww") + " x");
}

TEST_CASE("no depth, no decoding") {
  Options options;
  auto set = resolve(load(kRules), nullptr, {});
  REQUIRE(set);
  options.added.push_back(*std::move(set));
  options.max_decode_depth = 0;
  CHECK(scan_with(scanner_of(std::move(options)), "x " + base64("hello " + kToken) + "\n").count() == 0);
}

TEST_CASE("positions lead back through two levels that overlap in part") {
  const std::string inner = base64("hello there 123");
  const std::string outer = "pre%41" + inner + "%42post";
  DecodedText first;
  REQUIRE(first.assign(outer, nullptr));
  CHECK(first.text() == "preA" + inner + "Bpost");
  DecodedText second;
  // 'A' in front and 'B' behind belong to the run now, so it does not decode; a space would.
  CHECK_FALSE(second.assign(first.text(), &first));
  const std::string spaced = "pre%20" + inner + "%20post tail";
  REQUIRE(first.assign(spaced, nullptr));
  REQUIRE(second.assign(first.text(), &first));
  CHECK(second.text() == "pre hello there 123 post tail");
  const std::size_t at = second.text().find("there");
  const DecodedText::Place place = second.in_blob(at, at + 5);
  CHECK(spaced.substr(place.begin, place.end - place.begin) == "%20" + inner + "%20");
  CHECK(place.encodings == (kPercent | kBase64));
  const std::size_t tail = second.text().find("tail");
  CHECK(spaced.substr(second.in_blob(tail, tail + 4).begin) == "tail");
  CHECK_FALSE(second.touches_new(tail, tail + 4));
}

TEST_CASE("the filter finds whatever decodes, with and without vector instructions") {
  // Pieces that decode, nearly decode, or stand in the way, at every alignment.
  const std::vector<std::string> pieces{base64("hello there"), base64("x1 y2 z3"), hex_of("sixteen letters."),
                                        hex_of("\x80" "ixteen letters."), "%41", "%ff", "%4", "\\u0041", "\\\\u00e9",
                                        "U+0041 ", "identifierInSource", "zzzzzzzzzzzzzzzzzzzzzzz", "=", "==", " ", "\n",
                                        "/", "-", "a", "0", "\xE9", "."};
  std::uint32_t state = 7;
  std::size_t decodes = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    state = state * 1664525U + 1013904223U;
    for (std::uint32_t n = state >> 28; n > 0; --n) {
      state = state * 1664525U + 1013904223U;
      text += pieces[(state >> 10) % pieces.size()];
    }
    const bool some = !decoded(text).empty();
    decodes += some ? 1 : 0;
    for (std::size_t from = 0; from <= text.size(); from += 3) {
      CAPTURE(text);
      REQUIRE(find_encoded(text, from) == find_encoded_plainly(text, from));
    }
  }
  CHECK(decodes > 1000);
}

TEST_CASE("every run that decodes passes the filter, wherever it stands") {
  std::uint32_t state = 11;
  const auto next = [&](std::uint32_t n) {
    state = state * 1664525U + 1013904223U;
    return (state >> 12) % n;
  };
  for (int round = 0; round < 3000; ++round) {
    std::string plain;
    for (std::uint32_t n = 16 + next(20); n > 0; --n) plain += static_cast<char>(9 + next(118));
    const std::string front(next(100), '.');
    const std::string behind(next(80), '.');
    for (const std::string& code : {base64(plain), base64_url(plain), hex_of(plain)}) {
      CAPTURE(plain);
      const std::string text = front + code + behind;
      REQUIRE(find_encoded(text, 0) != std::string_view::npos);
      REQUIRE(find_encoded(text, 0) <= front.size());
      REQUIRE(find_encoded_plainly(text, 0) == find_encoded(text, 0));
    }
  }
}

TEST_CASE("source code hardly ever passes the filter") {
  std::string code;
  for (int i = 0; i < 2000; ++i)
    code += "func (controller *ReplicaSetController) resolveControllerReference(namespace string, reference *Owner" +
            std::to_string(i) + ") error {\n\treturn fmt.Errorf(\"failed %s with %d\", namespace, http.StatusOK)\n}\n";
  CHECK(find_encoded(code, 0) == std::string_view::npos);
}

TEST_CASE("a long line with much to decode takes linear time") {
  std::string line;
  for (int i = 0; i < 200000; ++i) line += "\\u0041%41 ";
  line += base64("hello " + kToken);
  CHECK(found(line).size() == 1);
}
