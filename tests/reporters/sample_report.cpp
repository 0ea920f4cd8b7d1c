#include "tests/reporters/sample_report.h"

#include "gate/core/line_index.h"

namespace gogate::tests {
namespace {

// No literal of this file may look like a secret: they are put together here.
std::string made(std::string_view prefix, std::size_t n, std::uint32_t seed) {
  static constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  std::string out(prefix);
  for (std::size_t i = 0; i < n; ++i) {
    seed = seed * 1664525U + 1013904223U;
    out += alphabet[(seed >> 16) % alphabet.size()];
  }
  return out;
}

ObjectId id(unsigned char first) {
  ObjectId out;
  for (std::size_t i = 0; i < out.size; ++i) out.bytes[i] = static_cast<unsigned char>(first + i * 7);
  return out;
}

Rule& add_rule(Sample& s, std::string name, std::string scanner, Severity severity, Confidence confidence) {
  Rule& r = s.rules.emplace_back();
  r.id = std::move(name);
  r.scanner = std::move(scanner);
  r.severity = severity;
  r.confidence = confidence;
  r.title = "Sample rule " + r.id;
  r.message = "What " + r.id + " says";
  r.why = "Anyone who can read the repository can use it.\n\nSecond paragraph with `code`.";
  r.fix = "1. Revoke it.\n2. Read it from the environment.";
  r.origin = "embedded";
  return r;
}

// A finding on `bytes` of `text`, as the pipeline would fill it in.
Finding finding(const Rule& rule, std::string path, std::string_view text, Span span, std::vector<Span> secrets,
                unsigned number) {
  const LineIndex lines(text);
  const Masker masker(text, secrets);
  Finding f;
  f.rule = &rule;
  f.severity = rule.severity;
  f.confidence = rule.confidence;
  f.message = rule.message;
  f.at.path = std::move(path);
  f.region = lines.region(span);
  f.statement = span;
  if (!secrets.empty()) f.secret = SecretText(text.substr(secrets[0].begin, secrets[0].size()));
  f.excerpt.first_line = f.region.begin.line;
  for (std::uint32_t l = f.region.begin.line; l <= f.region.end.line; ++l)
    f.excerpt.lines.push_back(masker.show(lines.line_span(l)));
  const Span first = lines.line_span(f.region.begin.line);
  const std::uint32_t stop = span.end < first.end ? span.end : first.end;
  f.excerpt.caret_column = static_cast<std::uint32_t>(masker.show({first.begin, span.begin}).size()) + 1;
  f.excerpt.caret_length = static_cast<std::uint32_t>(masker.show({span.begin, stop}).size());
  const std::string digits = std::to_string(1000 + number);
  f.fingerprint = std::string(32 - digits.size(), 'a') + digits;
  f.line_hash = "f36c83a76317" + digits + ":1";
  return f;
}

Span find(std::string_view text, std::string_view what) {
  const auto at = static_cast<std::uint32_t>(text.find(what));
  return {at, at + static_cast<std::uint32_t>(what.size())};
}

void set_run(Sample& s, std::string verdict_reason, Verdict verdict) {
  Report& r = s.report;
  r.command = "scan";
  r.tool_version = "0.1.0";
  r.tool_commit = "0123456789ab";
  r.rules_date = "2026-11-20";
  r.scope = "range 1a2b3c4..5d6e7f8 (3 commits)";
  r.root = "/src/my app";
  r.revision = id(0x5d).hex();
  r.repository_uri = "https://git.example.com/team/app.git";
  r.branch = "feature/login";
  r.start_time = 1772600767;
  r.end_time = 1772600769;
  r.hostname = "runner-7";
  r.policy_origin = "defaults";
  r.rule_sources = {"2 embedded secret rules", "3 embedded Go rules"};
  r.counts = {.commits = 3, .blobs = 1204, .bytes = 34'567'890, .lines = 98'765, .files_excluded = 2};
  r.verdict = verdict;
  r.reasons = {std::move(verdict_reason)};
  ScannerRun secrets{"secrets", true, "", {}};
  ScannerRun go{"go", true, "", {}};
  for (const Rule& rule : s.rules) (rule.scanner == "secrets" ? secrets : go).rules.push_back(&rule);
  r.runs = {std::move(secrets), std::move(go)};
}

void add_rules(Sample& s) {
  Rule& pat = add_rule(s, "github-pat", "secrets", Severity::critical, Confidence::certain);
  pat.message =
      "GitHub personal access token in the source. Whoever can read this repository, its forks or its "
      "history can use it, so it has to be revoked";
  pat.cwe = {"CWE-798"};
  pat.owasp = {"A07:2021"};
  pat.references = {"https://docs.example.com/tokens?a=1&b=2"};
  add_rule(s, "generic-password", "secrets", Severity::high, Confidence::low);
  Rule& sql = add_rule(s, "go.sql-concat", "go", Severity::high, Confidence::high);
  sql.cwe = {"CWE-89", "CWE-564"};
  sql.aliases = {"G201", "G202", "go-sql-injection"};
  sql.tags = {"sql", "injection", "database", "taint", "web", "server", "query"};
  sql.bad = "db.Query(\"SELECT \" + name)";
  sql.good = "db.Query(\"SELECT ?\", name)";
  Rule& rand = add_rule(s, "go.weak-rand", "go", Severity::medium, Confidence::medium);
  rand.cwe = {"CWE-338"};
  rand.aliases = {"G404"};
  add_rule(s, "go.unused-rule", "go", Severity::info, Confidence::low);
}

void add_findings(Sample& s) {
  auto& out = s.report.findings;
  const Rule& pat = s.rules[0];
  const Rule& password = s.rules[1];
  const Rule& sql = s.rules[2];
  const Rule& weak = s.rules[3];

  {  // a token behind a tab and an emoji, in a commit, found in other places too
    const std::string secret = made("ghp_", 36, 7);
    s.secrets.push_back(secret);
    const std::string text = "package main\n\n\t/* \U0001F511 */ token := \"" + secret + "\" // ]]> & <b>\n";
    Finding f = finding(pat, "config/prod.go", text, find(text, secret), {find(text, secret)}, 1);
    f.at.commit = id(0x1a);
    f.at.author = "Ann \x1b[31mLee <ann@example.com>";
    f.at.time = 1772500000;
    f.blocks = true;
    f.confidence_why = "the checksum in the token is right";
    for (unsigned char i = 0; i < 5; ++i)
      f.also.push_back({"old/copy " + std::to_string(i) + ".go", id(static_cast<unsigned char>(0x20 + i)),
                        "Bob <bob@example.com>", 1772400000 + i});
    f.also_rules = {&password};
    out.push_back(std::move(f));
  }
  {  // a flow over two files, with a fix, on a line of 11,000 bytes
    const std::string text =
        std::string(6'000, 'x') + " rows := db.Query(\"SELECT '\" + name) " + std::string(5'000, 'y');
    Finding f = finding(sql, "db/query.go", text, find(text, "db.Query(\"SELECT '\" + name)"), {}, 2);
    f.blocks = true;
    f.message = "`name` comes from the request and is \"concatenated\" into SQL\r\nsecond line";
    const std::string source = "name := r.FormValue(\"name\")\n";
    const LineIndex lines(source);
    Step step{lines.region(find(source, "r.FormValue(\"name\")")), "web/handler.go", "read from the request", {}};
    step.excerpt = {1, {"name := r.FormValue(\"name\")"}, 9, 19};
    f.steps.push_back(step);
    f.steps.push_back({f.region, "db/query.go", "used in the query", f.excerpt});
    f.fix = Fix{"use a placeholder", find(text, "\"SELECT '\" + name"), "\"SELECT ?\", name",
                LineIndex(text).region(find(text, "\"SELECT '\" + name"))};
    out.push_back(std::move(f));
  }
  {  // hostile path: control characters, invalid UTF-8, right-to-left override, quote, percent
    const std::string text = "a\n\x1b]0;owned\x07seed \xff\xfe\xe2\x80\xae rand.Int()\n";
    Finding f = finding(weak, std::string("evil\n\x1b[2K/\xff\"%20:\xe2\x80\xae") + "gpj.go", text,
                        find(text, "rand.Int()"), {}, 3);
    f.suppression = Suppression{Directive::nosec, 2, "not for keys", true, false};
    out.push_back(std::move(f));
  }
  {  // suppressed: same file, so its line stands there too
    const std::string text = "x := rand.Int() // #nosec G404 -- shuffling cards\n";
    Finding f = finding(weak, "game/cards.go", text, find(text, "rand.Int()"), {}, 4);
    f.suppression = Suppression{Directive::nosec, 1, "shuffling cards", false, true};
    out.push_back(std::move(f));
  }
  {  // waived, a secret over several lines
    const std::string secret = made("", 40, 21) + "\n" + made("", 40, 22);
    s.secrets.push_back(secret);
    const std::string text = "password = \"\"\"" + secret + "\"\"\"\n";
    Finding f = finding(password, "testdata/\u00fcml\u00e4ut/\u65e5\u672c.toml", text, find(text, secret),
                        {find(text, secret)}, 5);
    f.waiver = Waiver{"team-auth", "test \"fixture\" <only>", "2027-01-31"};
    out.push_back(std::move(f));
  }
  {  // by its path alone
    Finding f;
    f.rule = &password;
    f.severity = Severity::low;
    f.confidence = Confidence::low;
    f.message = "a file of this name usually holds a private key";
    f.at.path = "keys/id_rsa";
    f.fingerprint = std::string(28, 'b') + "1006";
    f.line_hash = "f36c83a763171006:1";
    out.push_back(std::move(f));
  }
}

}  // namespace

Sample blocked_sample() {
  Sample s;
  add_rules(s);
  set_run(s, "2 findings of severity high or above", Verdict::blocked);
  add_findings(s);
  Report& r = s.report;
  r.reasons.emplace_back("1 gap: what could not be read may hold more");
  r.gaps.push_back({GapKind::missing_object, "assets/\xff\x1b[1m.bin", "object 1a2b3c is not in this clone",
                    "git fetch --unshallow", false});
  r.gaps.push_back(
      {GapKind::too_large, "data/dump.sql", "300 MB, over the limit of 256 MB", "--max-file-size=512M", true});
  r.notes.push_back({NoteKind::submodule, "third_party/lib", "not entered"});
  r.notes.push_back({NoteKind::binary, "logo.png", "PNG image"});
  r.notes.push_back({NoteKind::binary, "icon.png", "PNG image"});
  r.warnings.emplace_back(
      "game/cards.go:9: \"gogate:ignore weak-rand\" silences nothing; write "
      "\"gogate:ignore go.weak-rand -- reason\"");
  return s;
}

Sample passed_sample() {
  Sample s;
  add_rules(s);
  set_run(s, "nothing was found that blocks", Verdict::passed);
  return s;
}

Sample incomplete_sample() {
  Sample s;
  add_rules(s);
  set_run(s, "the Go scanner did not finish", Verdict::incomplete);
  s.report.runs[1].complete = false;
  s.report.runs[1].why_not = "a rule file vanished while it ran";
  s.report.counts = {};
  s.report.root.clear();
  s.report.repository_uri = "git@git.example.com:team/app.git";
  return s;
}

Sample toolchain_sample() {
  Sample s;
  set_run(s, "1 gap", Verdict::incomplete);
  s.report.command = "verify toolchain";
  s.report.scope = "toolchain /opt/go";
  s.report.counts = {};
  s.report.rule_sources.clear();
  s.report.runs = {{"toolchain", true, "", {}}};
  s.report.facts = {{"version", "go1.26.5, read from VERSION and from the build info of bin/go"},
                    {"platform", "linux/amd64"}};
  s.report.checks = {{"content", Check::Outcome::open, "no hash of go1.26.5 linux-amd64 is known"},
                     {"go.env", Check::Outcome::failed, "not as released"},
                     {"places", Check::Outcome::passed, "no links & no set-uid bits"}};
  s.report.gaps.push_back({GapKind::unproven, "/opt/go", "version read, content unproven", "", false});
  return s;
}

Sample large_sample(std::size_t findings) {
  Sample s;
  add_rules(s);
  set_run(s, "one finding blocks", Verdict::blocked);
  const std::string text = "x := rand.Int()\n";
  const Finding one = finding(s.rules[3], "a.go", text, find(text, "rand.Int()"), {}, 9);
  s.report.findings.assign(findings, one);
  s.report.findings.back().rule = &s.rules[0];  // the gravest comes last
  s.report.findings.back().severity = Severity::critical;
  s.report.findings.back().blocks = true;
  return s;
}

}  // namespace gogate::tests
