#include "reporters/sarif_rules.h"

#include <algorithm>

#include "reporters/encoding.h"

namespace gogate::reporters {
namespace {

constexpr std::size_t kMaxTags = 10;    // GitHub keeps no more
constexpr std::size_t kMaxText = 1000;  // characters of a description that GitHub keeps (1,024)

// "go.sql-concat" -> "GoSqlConcat"
std::string pascal_case(std::string_view id) {
  std::string out;
  bool upper = true;
  for (const char c : id) {
    const bool lower_letter = c >= 'a' && c <= 'z';
    if (!lower_letter && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
      upper = true;
      continue;
    }
    out += upper && lower_letter ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

bool is_gosec_number(std::string_view alias) {
  return alias.size() > 1 && alias.front() == 'G' && alias.find_first_not_of("0123456789", 1) == alias.npos;
}

Json tags_of(const Rule& rule) {
  std::vector<std::string> tags{"security"};
  const auto add = [&](std::string tag) {
    if (tags.size() < kMaxTags && std::find(tags.begin(), tags.end(), tag) == tags.end())
      tags.push_back(std::move(tag));
  };
  for (const std::string& cwe : rule.cwe) {
    std::string lower = utf8(cwe);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    add("external/cwe/" + lower);
  }
  for (const std::string& alias : rule.aliases)
    if (is_gosec_number(alias)) add(alias);
  for (const std::string& owasp : rule.owasp) add("OWASP-" + utf8(owasp));
  for (const std::string& tag : rule.tags) add(utf8(tag));
  return tags;
}

// The first paragraph, cut at a character boundary.
std::string first_paragraph(std::string_view text) {
  std::string out = utf8(text.substr(0, text.find("\n\n")));
  std::replace(out.begin(), out.end(), '\n', ' ');
  if (out.size() <= kMaxText) return out;
  std::size_t end = kMaxText;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "\u2026";
}

// A fence longer than any run of backticks inside.
std::string code_block(std::string_view code) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : code) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  std::string out = fence + "go\n" + utf8(code);
  if (!out.ends_with('\n')) out += '\n';
  return out + fence;
}

Json help_of(const Rule& rule) {
  std::string text = utf8(rule.why);
  std::string markdown = text;
  const auto section = [&](std::string_view title, const std::string& plain, const std::string& marked) {
    if (plain.empty()) return;
    if (!text.empty()) text += "\n\n", markdown += "\n\n";
    text += std::string(title) + ":\n" + plain;
    markdown += "## " + std::string(title) + "\n\n" + marked;
  };
  section("How to fix", utf8(rule.fix), utf8(rule.fix));
  // A credential rule's example would be found again in our own report.
  const bool credential = std::find(rule.cwe.begin(), rule.cwe.end(), "CWE-798") != rule.cwe.end();
  if (!rule.bad.empty() && !credential) section("Found", utf8(rule.bad), code_block(rule.bad));
  if (!rule.good.empty()) section("Better", utf8(rule.good), code_block(rule.good));
  std::string links;
  std::string list;
  for (const std::string& url : rule.references) {
    if (!links.empty()) links += "\n", list += "\n";
    links += utf8(url);
    list += "- <" + utf8(url) + ">";
  }
  section("Read more", links, list);
  if (text.empty()) text = markdown = sentence(rule.title.empty() ? rule.id : rule.title);
  return Json{{"text", text}, {"markdown", markdown}};
}

bool is_link(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return false;
  for (const char c : url)
    if (c <= 0x20 || c >= 0x7f || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) return false;
  return true;
}

}  // namespace

std::string_view sarif_level(Severity s) {
  switch (s) {
    case Severity::critical:
    case Severity::high: return "error";
    case Severity::medium: return "warning";
    case Severity::low:
    case Severity::info: break;
  }
  return "note";
}

std::string security_severity(Severity s) {
  switch (s) {
    case Severity::critical: return "9.5";
    case Severity::high: return "8.0";
    case Severity::medium: return "5.5";
    case Severity::low: return "2.5";
    case Severity::info: break;
  }
  return "0.0";
}

std::string_view sarif_precision(Confidence c) {
  switch (c) {
    case Confidence::certain: return "very-high";
    case Confidence::high: return "high";
    case Confidence::medium: return "medium";
    case Confidence::low: break;
  }
  return "low";
}

std::string sentence(std::string_view text) {
  std::string out = visible(text, Newlines::keep);
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  if (out.empty()) return "(no message)";
  if (std::string_view(".!?").find(out.back()) == std::string_view::npos) out += '.';
  return out;
}

SarifRules::SarifRules(const Report& report, const std::vector<const Finding*>& findings, std::size_t most) {
  std::map<std::string_view, const Rule*> chosen;
  for (const Finding* f : findings)
    if (f->rule != nullptr && chosen.size() < most) chosen.try_emplace(f->rule->id, f->rule);
  for (const ScannerRun& run : report.runs)
    for (const Rule* rule : run.rules)
      if (rule != nullptr && chosen.size() < most) chosen.try_emplace(rule->id, rule);
  for (const auto& [id, rule] : chosen) {
    index_.emplace(id, static_cast<int>(rules_.size()));
    rules_.push_back(rule);
  }
}

int SarifRules::index_of(const Rule& rule) const {
  const auto at = index_.find(rule.id);
  return at == index_.end() ? -1 : at->second;
}

Json rule_descriptor(const Rule& rule) {
  Json out{{"id", utf8(rule.id)}};
  if (std::string name = pascal_case(rule.id); !name.empty() && name != rule.id) out["name"] = std::move(name);
  const std::string title = rule.title.empty() ? rule.message : rule.title;
  out["shortDescription"] = Json{{"text", sentence(first_paragraph(title.empty() ? rule.id : title))}};
  out["fullDescription"] = Json{{"text", sentence(first_paragraph(rule.why.empty() ? title : rule.why))}};
  out["help"] = help_of(rule);
  for (const std::string& url : rule.references) {
    if (!is_link(url)) continue;
    out["helpUri"] = url;
    break;
  }
  out["defaultConfiguration"] = Json{{"level", sarif_level(rule.severity)}};
  out["properties"] = Json{{"tags", tags_of(rule)},
                           {"precision", sarif_precision(rule.confidence)},
                           {"security-severity", security_severity(rule.severity)}};
  return out;
}

}  // namespace gogate::reporters
