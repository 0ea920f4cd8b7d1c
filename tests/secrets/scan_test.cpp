// Matching as gitleaks does it: what users' rules rely on.
#include <chrono>
#include <thread>

#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

std::string rule(const std::string& body) { return "[[rules]]\nid='r'\ndescription='d'\n" + body + "\n"; }

ObjectId commit_id(unsigned char first) {
  ObjectId id;
  id.bytes[0] = first;
  return id;
}

}  // namespace

TEST_CASE("secret group, first group that is not empty, whole match") {
  CHECK(scan(rule("regex='k=((a+)|(b+))'\nsecretGroup=3"), "k=bbb").secret() == "bbb");
  CHECK(scan(rule("regex='k=(?:(a*)|(b+))(c+)'"), "k=cc").secret() == "cc");
  CHECK(scan(rule("regex='k=[a-z]+'"), "xk=bbb;").secret() == "k=bbb");
}

TEST_CASE("groups are those of the match alone, as gitleaks takes them") {
  // In its place the word boundary fails before 'x'; alone the match ends there.
  const Scanned s = scan(rule("regex='k=(\\w+?)(?:;|$|\\b)'"), "k=abc;");
  CHECK(s.secret() == "abc");
}

TEST_CASE("all matches that do not overlap, line feeds around a match left out") {
  CHECK(scan(rule("regex='ab'"), "abab xab").count() == 3);
  const Scanned s = scan(rule("regex='\\nk[0-9]\\n'"), "a\nk1\nb\nk2\n");
  CHECK(s.secrets() == std::vector<std::string>{"k1", "k2"});
}

TEST_CASE("spans: secret, and the lines of the whole match") {
  const Scanned s = scan(rule("regex='begin (s+)\\nend'"), "x\n  begin sss\nend y\nz");
  REQUIRE(s.count() == 1);
  CHECK(s.secret() == "sss");
  const Span lines = s.result.findings[0].statement;
  CHECK(s.text.substr(lines.begin, lines.size()) == "  begin sss\nend y");
  CHECK(s.result.findings[0].secret.length() == 3);
}

TEST_CASE("a match behind one of several lines has its own line") {
  const Scanned s = scan(rule("regex='(?s)begin.+?end'"), "begin\n\nend begin x end");
  REQUIRE(s.count() == 2);
  CHECK(s.result.findings[0].statement.begin == 0);
  CHECK(s.result.findings[1].statement.begin == 7);
}

TEST_CASE("keywords: any of them, in any case, in the whole blob") {
  const std::string r = rule("regex='s[0-9]'\nkeywords=['alpha','Kilo']");
  CHECK(scan(r, "s1 ALPHA").count() == 1);
  CHECK(scan(r, "kilO s1").count() == 1);
  CHECK(scan(r, "\xE2\x84\xAAilo s1").count() == 1);  // KELVIN SIGN
  CHECK(scan(r, "s1 alph a").count() == 0);
  CHECK(scan(r, "s1").count() == 0);
}

TEST_CASE("entropy must be exceeded") {
  CHECK(scan(rule("regex='k=(\\S+)'\nentropy=2.0"), "k=abcd").count() == 0);  // exactly 2
  CHECK(scan(rule("regex='k=(\\S+)'\nentropy=2.0"), "k=abcde").count() == 1);
  CHECK(scan(rule("regex='k=(\\S+)'\nentropy=1.9"), "k=abcd").count() == 1);
}

TEST_CASE("allowlists: target, condition, stopwords") {
  const std::string base = rule("regex='key=(\\w+)'");
  const auto with = [&](const std::string& allow) { return base + "[[rules.allowlists]]\n" + allow + "\n"; };
  const std::string text = "a\nlet key=Hidden99 // note\nb";
  CHECK(scan(base, text).count() == 1);
  CHECK(scan(with("regexes=['^Hid']"), text).count() == 0);
  CHECK(scan(with("regexes=['^key']"), text).count() == 1);
  CHECK(scan(with("regexTarget='match'\nregexes=['^key']"), text).count() == 0);
  CHECK(scan(with("regexTarget='line'\nregexes=['note$']"), text).count() == 0);
  CHECK(scan(with("regexTarget='line'\nregexes=['^b']"), text).count() == 1);
  CHECK(scan(with("stopwords=['DDEN']"), text).count() == 0);
  CHECK(scan(with("stopwords=['note']"), text).count() == 1);
  CHECK(scan(with("condition='AND'\nregexes=['^Hid']\nstopwords=['nope']"), text).count() == 1);
  CHECK(scan(with("condition='AND'\nregexes=['^Hid']\nstopwords=['hidden']"), text).count() == 0);
  CHECK(scan(with("condition='OR'\nregexes=['^Hid']\nstopwords=['nope']"), text).count() == 0);
  CHECK(scan(base + "[[allowlists]]\nstopwords=['hidden']\n", text).count() == 0);
  CHECK(scan(base + "[[allowlists]]\ntargetRules=['r']\nstopwords=['hidden']\n", text).count() == 0);
}

TEST_CASE("a line of an allowlist begins with the line feed before it, as in gitleaks") {
  const std::string r = rule("regex='key=(\\w+)'") + "[[rules.allowlists]]\nregexTarget='line'\nregexes=['^let']\n";
  CHECK(scan(r, "let key=abc").count() == 0);
  CHECK(scan(r, "\nlet key=abc").count() == 1);
}

TEST_CASE("paths and commits are settled where the blob stands") {
  const std::string r = rule("regex='k=(\\w+)'\npath='\\.env$'") +
                        "[[rules.allowlists]]\npaths=['^test/']\ncommits=['01" + std::string(38, '0') + "']\n";
  Scanned s = scan(r, "k=abc");
  REQUIRE(s.count() == 1);
  Finding& f = s.result.findings[0];
  CHECK(s.scanner->place(f, "app/.env", {}));
  CHECK_FALSE(s.scanner->place(f, "app/x.go", {}));
  CHECK_FALSE(s.scanner->place(f, "test/.env", {}));
  CHECK_FALSE(s.scanner->place(f, "app/.env", commit_id(1)));
  CHECK(s.scanner->place(f, "app/.env", commit_id(2)));
}

TEST_CASE("AND joins content and place") {
  const std::string r =
      rule("regex='k=(\\w+)'") + "[[rules.allowlists]]\ncondition='AND'\npaths=['^docs/']\nregexes=['^demo']\n";
  Scanned demo = scan(r, "k=demo1");
  REQUIRE(demo.count() == 1);
  CHECK_FALSE(demo.scanner->place(demo.result.findings[0], "docs/a", {}));
  CHECK(demo.scanner->place(demo.result.findings[0], "src/a", {}));
  Scanned real = scan(r, "k=real1");
  REQUIRE(real.count() == 1);
  CHECK(real.scanner->place(real.result.findings[0], "docs/a", {}));
}

TEST_CASE("rules about paths alone") {
  const std::string r = rule("path='(^|/)id_rsa$'") + "[[allowlists]]\npaths=['^testdata/']\n";
  Options options;
  options.added.push_back(load(r));
  const auto scanner = scanner_of(std::move(options));
  BlobResult out;
  scanner->scan_path("home/id_rsa", out);
  CHECK(out.findings.size() == 1);
  scanner->scan_path("home/id_rsa.pub", out);
  scanner->scan_path("testdata/id_rsa", out);
  CHECK(out.findings.size() == 1);
}

TEST_CASE("required rules: near enough, or no finding") {
  const auto config = [](const std::string& distance) {
    return "[[rules]]\nid='main'\nregex='main=(\\w+)'\n[[rules.required]]\nid='aux'\n" + distance +
           "\n[[rules]]\nid='aux'\nregex='aux=(\\w+)'\nskipReport=true\n";
  };
  CHECK(scan(config(""), "main=a\n\n\n\naux=b").secrets() == std::vector<std::string>{"a"});
  CHECK(scan(config(""), "main=a\n").count() == 0);
  CHECK(scan(config("withinLines=3"), "main=a\n\n\n\naux=b").count() == 0);
  CHECK(scan(config("withinLines=4"), "main=a\n\n\n\naux=b").count() == 1);
  CHECK(scan(config("withinLines=1\nwithinColumns=3"), "x\nmain=a\n   aux=b").count() == 1);
  CHECK(scan(config("withinLines=1\nwithinColumns=3"), "x\nmain=a\n    aux=b").count() == 0);
}

TEST_CASE("a generic rule yields to one that knows the secret") {
  const std::string r =
      "[[rules]]\nid='generic-key'\nregex='key=(\\w+)'\n[[rules]]\nid='acme'\nregex='acme_\\w+'\n"
      "[[rules]]\nid='other'\nregex='acme_[a-z]+'\n";
  const Scanned s = scan(r, "key=acme_abc\nkey=plain");
  // Two rules of users never merge: gitleaks reports both.
  REQUIRE(s.count() == 3);
  CHECK(s.result.findings[0].rule->id == "acme");
  CHECK(s.result.findings[1].rule->id == "other");
  CHECK(s.result.findings[2].rule->id == "generic-key");
  CHECK(s.secret(2) == "plain");
}

TEST_CASE("a rule that its place may take away pushes nobody aside") {
  const std::string r =
      "[[rules]]\nid='generic-key'\nregex='key=(\\w+)'\n[[rules]]\nid='acme'\nregex='acme_\\w+'\npath='x'\n";
  CHECK(scan(r, "key=acme_abc").count() == 2);
  CHECK(scan(r, "key=acme_abc", "y").count() == 2);
  CHECK(scan(r, "key=acme_abc", "x").count() == 1);
}

TEST_CASE("lookaround runs on PCRE2, and its limit is a gap") {
  CHECK(scan(rule("regex='(?<!no)key=(\\w+)(?!!)'"), "key=abc").secret() == "abc");
  CHECK(scan(rule("regex='(?<!no)key=(a+);'"), "nokey=aaa;").count() == 0);
  const Scanned bad = scan(rule("regex='(?=x)(x+x+)+y'"), std::string(2000, 'x') + " y");
  CHECK(bad.count() == 0);
  REQUIRE(bad.result.gaps.size() == 1);
  CHECK(bad.result.gaps[0].kind == GapKind::analysis_bounded);
  CHECK(bad.result.gaps[0].why.find("rule r") != std::string::npos);
  CHECK(bad.scanner->wants_without_candidate({}));
}

TEST_CASE("invalid bytes match as one character each, and positions stay those of the blob") {
  const Scanned beside = scan(rule("regex='key=([a-z0-9]+)'"), "\xE9\xFFkey=abc1\xE9 \x80");
  CHECK(beside.secret() == "abc1");
  CHECK(scan(rule("regex='key=.(.)z'"), "key=\xE9yz").secret() == "y");
  CHECK(scan(rule("regex='key=([^ ]+)'"),
             "\xC3 key=a\xE9"
             "b c")
            .secret() ==
        "a\xE9"
        "b");
  CHECK(scan(rule("regex='key=(a.{2}b)'"),
             "key=a\xC3\xA9\xC3\xA9"
             "b")
            .secret() ==
        "a\xC3\xA9\xC3\xA9"
        "b");
  std::string zeros("\0\0key=abc\0", 10);
  CHECK(scan(rule("regex='key=(\\w+)'"), zeros).secret() == "abc");
  // Far behind many odd bytes of every kind.
  std::string far;
  for (int i = 0; i < 3000; ++i) far += i % 3 == 0 ? "\xFF" : i % 3 == 1 ? "\xE2\x82\xAC" : "plain \x80";
  far += "key=found1 ";
  far += std::string(5000, '\xFE');
  far += "key=found2";
  const Scanned s = scan(rule("regex='key=(\\w+)'"), far);
  CHECK(s.secrets() == std::vector<std::string>{"found1", "found2"});
}

TEST_CASE("findings beyond the limit are counted in a gap") {
  Options options;
  options.max_findings = 5;
  options.added.push_back(load(rule("regex='k\\d'")));
  std::string text;
  for (int i = 0; i < 12; ++i) text += "k1 ";
  const Scanned s = scan_with(scanner_of(std::move(options)), text);
  CHECK(s.count() == 5);
  REQUIRE(s.result.gaps.size() == 1);
  CHECK(s.result.gaps[0].why == "rule r: reported 5 findings here, 7 more were left out");
}

TEST_CASE("only, skip, disabled and skipReport") {
  const std::string two =
      our_rule("a-key", "regex='a=(\\w+)'", "aliases=['old-a']") + our_rule("b-key", "regex='b=(\\w+)'");
  const std::string bytes = encode(load(two, Dialect::ours));
  const auto ids = [&](Options options) {
    options.embedded_rules = bytes;
    std::string out;
    const auto scanner = scanner_of(std::move(options));
    // Switched-off rules keep their patterns: the prebuilt database must fit.
    CHECK(scanner->pattern_sets()[0].patterns.size() == 2);
    for (const Rule* r : scanner->rules()) out += r->id + " ";
    for (const Finding& f : scan_with(scanner, "a=qZ7pL2 b=wX8rT3").result.findings) out += f.rule->id + "! ";
    return out;
  };
  CHECK(ids({}) == "a-key b-key a-key! b-key! ");
  Options only;
  only.only = {"old-a"};
  CHECK(ids(std::move(only)) == "a-key a-key! ");
  Options skip;
  skip.skip = {"old-a"};
  CHECK(ids(std::move(skip)) == "b-key b-key! ");
  Options extended;
  extended.with_embedded = false;
  const RuleSet embedded = load(two, Dialect::ours);
  extended.added.push_back(*resolve(
      load("[extend]\nuseDefault=true\ndisabledRules=['a-key']\n[[rules]]\nid='c'\nregex='zzz'\n"), &embedded, {}));
  CHECK(ids(std::move(extended)) == "b-key c b-key! ");
  Options replaced;
  replaced.with_embedded = false;
  replaced.embedded_rules = bytes;
  replaced.added.push_back(load("[[rules]]\nid='c'\nregex='zzz'\n"));
  CHECK(scanner_of(std::move(replaced))->pattern_sets().size() == 1);
  Options damaged;
  damaged.embedded_rules = "nonsense";
  CHECK_FALSE(make_scanner(std::move(damaged)).has_value());
}

TEST_CASE("a user's global allowlist reaches the embedded rules it extends, and theirs his") {
  const std::string ours = our_rule("a-key", "regex='a=(\\w+)'") + "[[allowlists]]\nstopwords=['ours']\n";
  const std::string bytes = encode(load(ours, Dialect::ours));
  const RuleSet embedded = load(ours, Dialect::ours);
  Options options;
  options.embedded_rules = bytes;
  options.with_embedded = false;
  options.added.push_back(*resolve(
      load("[extend]\nuseDefault=true\n[[rules]]\nid='c'\nregex='c=(\\w+)'\n[[allowlists]]\nstopwords=['mine']\n"),
      &embedded, {}));
  const Scanned s =
      scan_with(scanner_of(std::move(options)), "a=qxmineZ7 a=qxoursZ7 c=qxminez c=qxoursz a=kept8Qz c=kept9Qz");
  CHECK(s.secrets() == std::vector<std::string>{"kept8Qz", "kept9Qz"});
}

TEST_CASE("workers share lazily compiled regexes") {
  Options options;
  std::string toml;
  for (int i = 0; i < 50; ++i)
    toml += "[[rules]]\nid='r" + std::to_string(i) + "'\nregex='k" + std::to_string(i) + "=(\\w+)'\n";
  options.added.push_back(load(toml));
  const auto scanner = scanner_of(std::move(options));
  std::string text;
  for (int i = 0; i < 50; ++i) text += "k" + std::to_string(i) + "=abc\n";
  std::vector<std::size_t> counts(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < counts.size(); ++t)
    threads.emplace_back([&, t] { counts[t] = scan_with(scanner, text).count(); });
  for (std::thread& t : threads) t.join();
  for (const std::size_t count : counts) CHECK(count == 50);
}

TEST_CASE("a line of two million characters and many matches stays quick") {
  std::string text;
  while (text.size() < 2'000'000) text += "key=a1b2c3 ";
  const auto begin = std::chrono::steady_clock::now();
  const Scanned s = scan(rule("regex='key=(\\w+)'\nkeywords=['key']"), text);
  CHECK(s.count() == Options().max_findings);
  CHECK(s.result.gaps.size() == 1);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("an allowlist about lines looks at a long line once") {
  std::string text;
  while (text.size() < 2'000'000) text += "key=a1b2c3 ";
  const std::string r =
      rule("regex='key=(\\w+)'") + "[[rules.allowlists]]\nregexTarget='line'\nregexes=['nowhere[0-9]','elsewhere']\n";
  const auto begin = std::chrono::steady_clock::now();
  const Scanned s = scan(r, text + "\nkey=d4 nowhere7\n");
  CHECK(s.count() == Options().max_findings);
  REQUIRE(s.result.gaps.size() == 1);  // of the limit, none of the clock
  CHECK(s.result.gaps[0].why.find("left out") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(9));
}

TEST_CASE("a required rule's own path and allowlists count, its keywords and requirements do not") {
  const std::string rules =
      "[[rules]]\nid='main'\nregex='main=(\\w+)'\n[[rules.required]]\nid='aux'\n"
      "[[rules]]\nid='aux'\nregex='aux=(\\w+)'\nskipReport=true\npath='\\.env$'\nkeywords=['nowhere']\n"
      "[[rules.required]]\nid='key-file'\n[[rules.allowlists]]\ncondition='AND'\npaths=['^docs/']\nregexes=['^x']\n"
      "[[rules]]\nid='key-file'\npath='\\.pem$'\n"
      "[[rules]]\nid='by-path'\nregex='bp=(\\w+)'\n[[rules.required]]\nid='key-file'\n";
  const auto stands = [&](const std::string& text, std::string_view path, bool blind) {
    Scanned s = scan(rules, text, blind ? std::string_view() : path);
    REQUIRE(s.count() == 1);
    CHECK(s.result.gaps.empty());
    return s.scanner->place(s.result.findings[0], path, {});
  };
  for (const bool blind : {false, true}) {
    CAPTURE(blind);
    CHECK(stands("main=abc aux=def\n", "a.env", blind));
    CHECK_FALSE(stands("main=abc aux=def\n", "a.txt", blind));
    CHECK(stands("main=abc aux=def\n", "docs/a.env", blind));
    CHECK_FALSE(stands("main=abc aux=xyz\n", "docs/a.env", blind));
    CHECK(stands("main=abc aux=xyz aux=def\n", "docs/a.env", blind));
    CHECK(stands("bp=abc\n", "a.pem", blind));
    CHECK_FALSE(stands("bp=abc\n", "a.txt", blind));
  }
}

TEST_CASE("a generic finding yields to a better one only where that one stands") {
  const std::string rules =
      "[[rules]]\nid='generic-value'\nregex='key=(\\w+)'\n[[rules]]\nid='acme'\nregex='acme_\\w+'\n"
      "[[rules.allowlists]]\npaths=['^docs/']\n";
  for (const bool blind : {false, true}) {
    CAPTURE(blind);
    const auto standing = [&](std::string_view path) {
      Scanned s = scan(rules, "key=acme_a1b2c3\n", blind ? std::string_view() : path);
      std::vector<std::string> out;
      for (Finding& f : s.result.findings)
        if (s.scanner->place(f, path, {})) out.push_back(f.rule->id);
      return out;
    };
    CHECK(standing("src/a.go") == std::vector<std::string>{"acme"});
    CHECK(standing("docs/a.md") == std::vector<std::string>{"generic-value"});
  }
}
