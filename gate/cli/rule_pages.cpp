#include "gate/cli/rule_pages.h"

#include <filesystem>

#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

std::string joined(const std::vector<std::string>& v) {
  std::string out;
  for (const std::string& s : v) out += (out.empty() ? "" : ", ") + s;
  return out;
}

std::string section(const std::string& heading, const std::string& text) {
  return text.empty() ? std::string() : "\n## " + heading + "\n\n" + text + (text.ends_with('\n') ? "" : "\n");
}

std::string code(const std::string& text) {
  return text.empty() ? std::string() : "```go\n" + text + (text.ends_with('\n') ? "" : "\n") + "```\n";
}

std::string table_cell(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '|') text.insert(i++, "\\");
  return text;
}

}  // namespace

std::string rule_page(const Rule& r) {
  std::string out = "# " + r.id + "\n\n" + r.title + "\n\n";
  out += "Severity " + std::string(name_of(r.severity)) + ", confidence " + std::string(name_of(r.confidence));
  if (!r.cwe.empty()) out += ", " + joined(r.cwe);
  if (!r.owasp.empty()) out += ", OWASP " + joined(r.owasp);
  out += ".";
  if (!r.aliases.empty()) out += " Elsewhere known as " + joined(r.aliases) + ".";
  out += "\n";
  out += section("Why it matters", r.why);
  out += section("How to fix it", r.fix);
  out += section("Found", code(r.bad));
  out += section("Not found", code(r.good));
  std::string references;
  for (const std::string& ref : r.references) references += "- <" + ref + ">\n";
  out += section("More", references);
  return out;
}

Result<Ok> write_rule_pages(std::span<const Rule* const> rules, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(Errc::usage, folder + ": " + error.message());
  std::string index = "# Rules\n\n| rule | what | severity, confidence |\n|---|---|---|\n";
  for (const Rule* r : rules) {
    GATE_TRY(sys::write_file(folder + "/" + r->id + ".md", rule_page(*r)));
    index += "| [" + r->id + "](" + r->id + ".md) | " + table_cell(r->title) + " | " + std::string(name_of(r->severity)) +
             ", " + std::string(name_of(r->confidence)) + " |\n";
  }
  return sys::write_file(folder + "/README.md", index);
}

}  // namespace gogate::cli
