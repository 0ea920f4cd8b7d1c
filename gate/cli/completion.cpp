// Completion scripts, from the table of options that also parses.
#include <CLI/CLI.hpp>
#include <sstream>

#include "gate/cli/command_line.h"
#include "gate/cli/commands.h"
#include "gate/cli/version.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

struct Flag {
  std::string long_name;   // "--report"
  std::string short_name;  // "-q" or empty
  std::string text;
  bool takes_value = false;
  std::vector<std::string> values;
};

struct Command {
  std::vector<std::string> path;  // {"verify", "toolchain"}
  std::string text;
  std::vector<Flag> flags;
  std::vector<std::string> words;  // subcommands, or values of the first positional
  [[nodiscard]] std::string joined(const char* by) const {
    std::string out;
    for (const std::string& p : path) out += (out.empty() ? "" : by) + p;
    return out;
  }
};

// CLI11 keeps the members of IsMember only in its description: {a,b,c}.
std::vector<std::string> members(const CLI::Option& o) {
  std::vector<std::string> out;
  const std::string type = o.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return out;
  std::istringstream in(type.substr(open + 1, close - open - 1));
  for (std::string v; std::getline(in, v, ',');) out.push_back(v);
  return out;
}

void collect(const CLI::App& app, std::vector<std::string> path, std::vector<Command>& out) {
  Command c;
  c.path = path;
  c.text = app.get_description();
  for (const CLI::Option* o : app.get_options()) {
    if (o->get_positional() && o->get_lnames().empty()) {
      for (std::string& v : members(*o)) c.words.push_back(std::move(v));
      continue;
    }
    Flag f;
    if (!o->get_lnames().empty()) f.long_name = "--" + o->get_lnames().front();
    if (!o->get_snames().empty()) f.short_name = "-" + o->get_snames().front();
    if (f.long_name.empty()) continue;
    f.text = o->get_description();
    f.takes_value = o->get_items_expected_max() > 0 && o->get_type_size_max() > 0;
    f.values = members(*o);
    if (f.long_name == "--report") f.values = {"text", "json", "sarif", "junit"};
    c.flags.push_back(std::move(f));
  }
  std::vector<const CLI::App*> children;
  for (const CLI::App* s : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (s->get_group().empty()) continue;
    c.words.push_back(s->get_name());
    children.push_back(s);
  }
  out.push_back(std::move(c));
  for (const CLI::App* s : children) {
    std::vector<std::string> deeper = path;
    deeper.push_back(s->get_name());
    collect(*s, std::move(deeper), out);
  }
}

std::string words_of(const Command& c) {
  std::string out;
  for (const std::string& w : c.words) out += w + " ";
  for (const Flag& f : c.flags) out += f.long_name + " ";
  if (!out.empty()) out.pop_back();
  return out;
}

std::string bash(const std::vector<Command>& commands) {
  std::string out =
      "# bash completion for gogate\n"
      "_gogate() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"$command $word\" in\n";
  for (const Command& c : commands)
    if (!c.path.empty()) {
      Command parent;
      parent.path.assign(c.path.begin(), c.path.end() - 1);
      out += "      '" + parent.joined("_") + " " + c.path.back() + "') command=" + c.joined("_") + " ;;\n";
    }
  out += "    esac\n  done\n  case \"$prev\" in\n";
  std::vector<std::string> done;
  for (const Command& c : commands) {
    for (const Flag& f : c.flags) {
      if (!f.takes_value || std::find(done.begin(), done.end(), f.long_name) != done.end()) continue;
      done.push_back(f.long_name);
      if (f.values.empty()) {
        out += "    " + f.long_name + ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
      } else {
        std::string values;
        for (const std::string& v : f.values) values += (values.empty() ? "" : " ") + v;
        out += "    " + f.long_name + ") COMPREPLY=($(compgen -W '" + values + "' -- \"$cur\")); return ;;\n";
      }
    }
  }
  out += "  esac\n  case \"$command\" in\n";
  for (const Command& c : commands)
    out += "    '" + c.joined("_") + "') COMPREPLY=($(compgen -W '" + words_of(c) + "' -- \"$cur\")) ;;\n";
  out += "  esac\n  [[ $cur == -* ]] || COMPREPLY+=($(compgen -f -- \"$cur\"))\n}\n"
         "complete -o filenames -F _gogate gogate\n";
  return out;
}

std::string quoted(std::string text, const std::string& escape) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (escape.find(c) != std::string::npos)
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

std::string zsh(const std::vector<Command>& commands) {
  std::string out = "#compdef gogate\n# zsh completion for gogate\n";
  for (const Command& c : commands) {
    const std::string name = "_gogate" + (c.path.empty() ? "" : "_" + c.joined("_"));
    out += name + "() {\n  _arguments -s -C \\\n";
    for (const Flag& f : c.flags) {
      std::string spec = "'*" + f.long_name + (f.takes_value ? "=" : "") + "[" + quoted(f.text, "[]:") + "]";
      if (f.takes_value) {
        spec += ":value:";
        if (f.values.empty()) {
          spec += "_files";
        } else {
          spec += "(";
          for (const std::string& v : f.values) spec += v + " ";
          spec.back() = ')';
        }
      }
      out += "    " + spec + "' \\\n";
    }
    bool has_children = false;
    std::string children;
    for (const Command& child : commands) {
      if (child.path.size() != c.path.size() + 1 || !std::equal(c.path.begin(), c.path.end(), child.path.begin())) continue;
      has_children = true;
      children += "      " + child.path.back() + ") _gogate_" + child.joined("_") + " ;;\n";
    }
    if (has_children || !c.words.empty()) {
      std::string words;
      for (const std::string& w : c.words) words += w + " ";
      if (!words.empty()) words.pop_back();
      out += "    '1:what:(" + words + ")' '*::arguments:->rest'\n";
    } else {
      out += "    '*:file:_files'\n";
    }
    if (has_children) out += "  case $state in\n    rest) case $words[1] in\n" + children + "    esac ;;\n  esac\n";
    out += "}\n";
  }
  out += "_gogate \"$@\"\n";
  return out;
}

std::string fish(const std::vector<Command>& commands) {
  std::string out = "# fish completion for gogate\n";
  for (const Command& c : commands) {
    std::string condition;
    if (c.path.empty()) {
      condition = "__fish_use_subcommand";
    } else {
      for (const std::string& p : c.path) condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + p);
    }
    for (const std::string& w : c.words) {
      std::string text;
      for (const Command& child : commands)
        if (child.path.size() == c.path.size() + 1 && child.path.back() == w) text = child.text;
      out += "complete -c gogate -n '" + condition + "' -a " + w + (text.empty() ? "" : " -d '" + quoted(text, "") + "'") + "\n";
    }
    for (const Flag& f : c.flags) {
      out += "complete -c gogate -n '" + condition + "' -l " + f.long_name.substr(2);
      if (!f.short_name.empty()) out += " -s " + f.short_name.substr(1);
      if (f.takes_value) out += f.values.empty() ? " -r" : " -x";
      if (!f.values.empty()) {
        std::string values;
        for (const std::string& v : f.values) values += (values.empty() ? "" : " ") + v;
        out += " -a '" + values + "'";
      }
      out += " -d '" + quoted(f.text, "") + "'\n";
    }
  }
  return out;
}

}  // namespace

Result<std::string> completion_script(const std::string& shell) {
  Arguments unused;
  const auto app = make_app(unused, "");
  std::vector<Command> commands;
  collect(*app, {}, commands);
  if (shell == "bash") return bash(commands);
  if (shell == "zsh") return zsh(commands);
  if (shell == "fish") return fish(commands);
  return fail(Errc::usage, "completion: unknown shell \"" + shell + "\"", "bash, zsh or fish");
}

Result<int> run_completion(const Arguments& arguments, const Machine&) {
  const std::string script = GATE_TRY(completion_script(arguments.shell));
  GATE_TRY(sys::write_stdout(script));
  return 0;
}

}  // namespace gogate::cli
