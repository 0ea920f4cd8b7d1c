// JUnit XML in the one shape that both schemas in use accept, so that GitLab,
// Jenkins, Azure and GitHub's test reporters all read it.
//
// Red here means what the verdict means: a finding that blocks is a failure, a
// gap or an unfinished scanner an error. A finding that only warns and one that
// is suppressed or waived are skipped tests with their reasons: a failure would
// turn a passed run red in Jenkins. Rules that found nothing are passing tests,
// unless their scanner did not finish. The suite "gogate" holds the verdict.
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <vector>

#include "reporters/encoding.h"
#include "reporters/excerpt.h"
#include "reporters/reporter.h"
#include "reporters/wording.h"

namespace gogate {
namespace {

using namespace reporters;

struct Case {
  std::string classname;
  std::string name;
  const char* outcome = nullptr;  // "failure", "error", "skipped"; nullptr: passed
  std::string type;
  std::string message;
  std::string body;
};

struct Suite {
  std::string name;
  std::vector<Case> cases;
  std::map<std::string, unsigned> used;  // names so far, for the ordinal

  void add(Case c) {
    const unsigned n = ++used[c.classname + '\n' + c.name];
    if (n > 1) c.name += " #" + std::to_string(n);
    cases.push_back(std::move(c));
  }
};

std::string details(const Finding& f) {
  std::string out = visible(f.message, Newlines::keep) + "\n\n" + visible(place_of(f)) + "\n";
  for (const DrawnLine& d : draw(f.excerpt, f.region.begin.line, 100)) {
    const std::string number = d.number == 0 ? "" : std::to_string(d.number);
    out += std::string(number.size() < 6 ? 6 - number.size() : 0, ' ') + number + " | " + d.text + "\n";
  }
  for (const Step& s : f.steps)
    out += visible(s.path) + ":" + std::to_string(s.region.begin.line) + ": " + visible(s.message) + "\n";
  if (!f.at.commit.is_zero())
    out += "commit " + f.at.commit.hex() + (f.at.author.empty() ? "" : " by " + visible(author_name(f.at.author))) +
           (f.at.time == 0 ? "" : ", " + date(f.at.time)) + "\n";
  if (const std::string standing = standing_text(f, false); !standing.empty()) out += visible(standing) + "\n";
  if (!f.advice.empty()) out += visible(f.advice) + "\n";
  if (const std::string all = occurrences_text(f); !all.empty()) out += visible(all) + "\n";
  for (const Occurrence& o : f.also) {
    if (&o - f.also.data() == 20) {
      out += "and at " + grouped(f.also.size() - 20) + " more places\n";
      break;
    }
    out += visible(also_text(o)) + "\n";
  }
  if (!f.confidence_why.empty())
    out += "confidence " + std::string(name_of(f.confidence)) + ": " + visible(f.confidence_why) + "\n";
  if (!f.secret.id().empty()) out += "secret " + f.secret.id() + "\n";
  if (!f.fingerprint.empty()) out += "fingerprint " + visible(f.fingerprint) + "\n";
  return out;
}

Case case_of(const Finding& f) {
  Case c;
  c.classname = f.rule == nullptr ? "gogate" : visible(f.rule->id);
  c.name = visible(path_of(f.at));
  if (!f.region.span.empty()) c.name += ":" + std::to_string(f.region.begin.line);
  c.type = name_of(f.severity);
  c.body = details(f);
  if (const std::string why = set_aside_why(f); !why.empty()) {
    c.outcome = "skipped";
    c.message = visible(why);
  } else {
    c.outcome = f.blocks ? "failure" : "skipped";
    c.message = std::string(name_of(f.severity)) + ": " + visible(f.message, Newlines::space);
    if (!f.blocks) c.message += " (warns, does not block)";
  }
  return c;
}

Suite verdict_suite(const Report& r) {
  Suite suite{"gogate", {}, {}};
  Case verdict;
  verdict.classname = "gogate";
  verdict.name = "verdict";
  if (r.verdict != Verdict::passed) {
    verdict.outcome = r.verdict == Verdict::blocked ? "failure" : "error";
    verdict.type = name_of(r.verdict);
    verdict.message = std::string(name_of(r.verdict));
    if (!r.reasons.empty()) verdict.message += ": " + visible(r.reasons.front());
  }
  for (const std::string& reason : r.reasons) verdict.body += visible(reason) + "\n";
  suite.add(std::move(verdict));
  for (const Gap& g : r.gaps) {
    Case c;
    c.classname = "gogate.gap." + std::string(name_of(g.kind));
    c.name = g.place.empty() ? std::string(name_of(g.kind)) : visible(g.place);
    c.outcome = g.accepted ? "skipped" : "error";
    c.type = name_of(g.kind);
    c.message = visible(g.why) + (g.accepted ? " (accepted by the policy)" : "");
    c.body = visible(g.why) + "\n" + (g.next_step.empty() ? "" : "next: " + visible(g.next_step) + "\n");
    suite.add(std::move(c));
  }
  return suite;
}

// What a verifier proved, and what not. Red only where the verdict is.
Case case_of(const Check& check, Verdict verdict) {
  Case c{"gogate.check", visible(check.name), nullptr, std::string(name_of(check.outcome)), visible(check.detail), {}};
  c.body = c.message + "\n";
  if (check.outcome == Check::Outcome::failed)
    c.outcome = verdict == Verdict::blocked ? "failure" : "skipped";
  else if (check.outcome == Check::Outcome::open)
    c.outcome = verdict == Verdict::passed ? "skipped" : "error";
  return c;
}

std::vector<Suite> suites_of(const Report& r) {
  std::vector<Suite> out{verdict_suite(r)};
  for (const Check& check : r.checks) out.front().add(case_of(check, r.verdict));
  std::map<std::string_view, std::size_t> by_scanner;
  for (const ScannerRun& run : r.runs) {
    by_scanner.try_emplace(run.name, out.size());
    out.push_back({run.name, {}, {}});
  }
  std::set<std::pair<std::size_t, std::string_view>> found;
  for (const Finding& f : r.findings) {
    std::size_t suite = 0;
    if (f.rule != nullptr) {
      const auto at = by_scanner.find(f.rule->scanner);
      suite = at == by_scanner.end() ? 0 : at->second;
      found.emplace(suite, f.rule->id);
    }
    out[suite].add(case_of(f));
  }
  for (const ScannerRun& run : r.runs) {
    Suite& suite = out[by_scanner[run.name]];
    if (!run.complete) {
      suite.add({"gogate", "scanner " + visible(run.name) + " finished", "error", "incomplete",
                 "did not finish: " + visible(run.why_not), visible(run.why_not) + "\n"});
      continue;
    }
    for (const Rule* rule : run.rules)
      if (rule != nullptr && !found.contains({by_scanner[run.name], rule->id}))
        suite.add({visible(rule->id), "found nothing", nullptr, {}, {}, {}});
  }
  return out;
}

void add_property(pugi::xml_node& to, const char* name, const std::string& value) {
  pugi::xml_node p = to.append_child("property");
  p.append_attribute("name") = name;
  p.append_attribute("value") = value.c_str();
}

void add_properties(pugi::xml_node& suite, const Report& r) {
  pugi::xml_node p = suite.append_child("properties");
  add_property(p, "gogate.version", visible(r.tool_version));
  add_property(p, "gogate.verdict", std::string(name_of(r.verdict)));
  add_property(p, "gogate.scope", visible(r.scope));
  add_property(p, "gogate.revision", visible(r.revision));
  add_property(p, "gogate.policy", visible(r.policy_origin));
  std::string rules;
  for (const ScannerRun& run : r.runs)
    rules += (rules.empty() ? "" : ", ") + visible(run.name) + " " + std::to_string(run.rules.size());
  add_property(p, "gogate.rules", rules.empty() ? "none" : rules);
  std::size_t occurrences = 0;
  for (const Finding& f : r.findings) occurrences += f.also.size() + 1;
  add_property(p, "gogate.findings", std::to_string(r.findings.size()));
  add_property(p, "gogate.occurrences", std::to_string(occurrences));
  add_property(p, "gogate.commits", std::to_string(r.counts.commits));
  add_property(p, "gogate.blobs", std::to_string(r.counts.blobs));
  add_property(p, "gogate.bytes", std::to_string(r.counts.bytes));
  add_property(p, "gogate.lines", std::to_string(r.counts.lines));
}

// Rule sources, facts, notes and warnings: for people who open the suite.
std::string remarks(const Report& r) {
  std::string out;
  for (const std::string& s : r.rule_sources) out += visible(s) + "\n";
  for (const Fact& f : r.facts) out += visible(f.name) + ": " + visible(f.value) + "\n";
  for (const Check& c : r.checks)
    out += "check " + std::string(name_of(c.outcome)) + ": " + visible(c.name) + ": " + visible(c.detail) + "\n";
  for (const std::string& w : r.warnings) out += "warning: " + visible(w) + "\n";
  for (const Note& n : r.notes)
    out += "note: " + std::string(name_of(n.kind)) + " " + visible(n.place) + ": " + visible(n.what) + "\n";
  return out;
}

void add_case(pugi::xml_node& suite, const Case& c) {
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = c.name.c_str();
  test.append_attribute("classname") = c.classname.c_str();
  test.append_attribute("time") = "0.000";
  if (c.outcome == nullptr) return;
  pugi::xml_node outcome = test.append_child(c.outcome);
  outcome.append_attribute("message") = c.message.c_str();
  // One schema requires the type of a failure or error, and forbids that of a skipped test.
  if (std::string_view(c.outcome) != "skipped") outcome.append_attribute("type") = c.type.c_str();
  outcome.text().set(c.body.c_str());
}

void add_suite(pugi::xml_node& root, const Suite& suite, std::size_t id, const Report& r) {
  unsigned failures = 0;
  unsigned errors = 0;
  unsigned skipped = 0;
  for (const Case& c : suite.cases) {
    const std::string_view outcome = c.outcome == nullptr ? "" : c.outcome;
    failures += outcome == "failure" ? 1U : 0U;
    errors += outcome == "error" ? 1U : 0U;
    skipped += outcome == "skipped" ? 1U : 0U;
  }
  const bool first = id == 0;
  const std::int64_t seconds = first && r.end_time > r.start_time ? r.end_time - r.start_time : 0;
  const std::string name = visible(suite.name);
  pugi::xml_node node = root.append_child("testsuite");
  node.append_attribute("name") = name.empty() ? "scanner" : name.c_str();
  node.append_attribute("package") = "gogate";
  node.append_attribute("id") = std::to_string(id).c_str();
  node.append_attribute("timestamp") = date_time(r.start_time).c_str();
  node.append_attribute("hostname") = r.hostname.empty() ? "localhost" : visible(r.hostname).c_str();
  node.append_attribute("tests") = std::to_string(suite.cases.size()).c_str();
  node.append_attribute("failures") = failures;
  node.append_attribute("errors") = errors;
  node.append_attribute("skipped") = skipped;
  node.append_attribute("time") = (std::to_string(seconds) + ".000").c_str();
  add_properties(node, r);
  for (const Case& c : suite.cases) add_case(node, c);
  node.append_child("system-out").text().set(first ? remarks(r).c_str() : "");
  node.append_child("system-err");
}

}  // namespace

Result<Ok> write_junit(const Report& report, const ReportOptions& /*options*/, std::ostream& out) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  std::size_t id = 0;
  for (const Suite& suite : suites_of(report)) add_suite(root, suite, id++, report);
  document.save(out, " ", pugi::format_default, pugi::encoding_utf8);
  return finish(out, "junit");
}

}  // namespace gogate
