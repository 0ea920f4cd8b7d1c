// The manual page, man(7) macros, from the table of options that also parses.
#include <CLI/CLI.hpp>

#include "gate/cli/command_line.h"
#include "gate/cli/commands.h"
#include "gate/cli/version.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

std::string roff(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_start = c == '\n';
  }
  return out;
}

void options_of(const CLI::App& app, std::string& out) {
  for (const CLI::Option* o : app.get_options()) {
    if (o->get_lnames().empty() && o->get_snames().empty()) continue;
    std::string names;
    for (const std::string& s : o->get_snames()) names += (names.empty() ? "" : ", ") + ("\\fB" + roff("-" + s) + "\\fR");
    for (const std::string& l : o->get_lnames()) names += (names.empty() ? "" : ", ") + ("\\fB" + roff("--" + l) + "\\fR");
    if (o->get_items_expected_max() > 0) {
      const std::string type = o->get_type_name().substr(0, o->get_type_name().find(':'));
      if (!type.empty()) names += " \\fI" + roff(type) + "\\fR";
    }
    out += ".TP\n" + names + "\n" + roff(o->get_description()) + "\n";
  }
}

void commands_of(const CLI::App& app, const std::string& prefix, std::string& out) {
  for (const CLI::App* s : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (s->get_group().empty()) continue;
    const std::string name = prefix + " " + s->get_name();
    std::string synopsis = name;
    for (const CLI::Option* o : s->get_options())
      if (o->get_lnames().empty() && o->get_snames().empty()) synopsis += " [" + o->get_single_name() + "]";
    out += ".SS " + roff(synopsis) + "\n" + roff(s->get_description()) + "\n";
    options_of(*s, out);
    commands_of(*s, name, out);
  }
}

}  // namespace

std::string man_page(const std::string& version) {
  Arguments unused;
  const auto app = make_app(unused, "");
  std::string out = ".TH GOGATE 1 \"\" \"gogate " + version + "\" \"User Commands\"\n";
  out += ".SH NAME\ngogate \\- stands between a Go change and production\n";
  out += ".SH SYNOPSIS\n\\fBgogate\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n";
  out += ".SH DESCRIPTION\n" + roff(app->get_description()) + "\n";
  out += ".SH COMMANDS\n";
  commands_of(*app, "gogate", out);
  out += ".SH OPTIONS\n";
  options_of(*app, out);
  out += ".SH EXIT STATUS\n";
  for (const auto& [code, text] : {std::pair{"0", "passed"}, std::pair{"1", "blocked"},
                                   std::pair{"2", "wrong usage or configuration; nothing was judged"},
                                   std::pair{"3", "incomplete: something in scope could not be looked at"},
                                   std::pair{"4", "internal failure"}, std::pair{"130", "interrupted"}})
    out += std::string(".TP\n.B ") + code + "\n" + text + "\n";
  out += ".SH FILES\n.TP\n.I .gogate.toml\nThe policy.\n.TP\n.I .gogate/waivers.toml\nFindings that someone answers for.\n"
         ".TP\n.I .gitleaks.toml\nSecret rules in place of the embedded ones.\n"
         ".TP\n.I $XDG_CACHE_HOME/gogate\nCompiled forms of users' rules; may be deleted at any time.\n";
  return out;
}

Result<int> run_man(const Arguments&, const Machine&) {
  GATE_TRY(sys::write_stdout(man_page(version_number())));
  return 0;
}

}  // namespace gogate::cli
