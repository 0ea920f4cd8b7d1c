// Patterns and rules of other tools as text in the gitleaks format, and the
// texts of our own files. Every pattern is tried before it is written.
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "gate/cli/migrate.h"
#include "gate/policy/foreign_names.h"
#include "scanners/secrets/config.h"

namespace gogate::cli {
namespace {

std::string list_of(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& i : items) out += (out.size() > 1 ? ", " : "") + toml_string(i);
  return out + "]";
}

bool usable(const std::string& regex, const std::string& place, Migration& out) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  const re2::RE2 compiled(regex, options);
  if (compiled.ok()) return true;
  out.left.push_back(place + ": the pattern " + regex + " (" + compiled.error() + ")");
  return false;
}

void begin_rules(Migration& out) {
  if (out.rules.empty()) out.rules = "# Secret rules in the gitleaks format, beside the embedded ones.\n[extend]\nuseDefault = true\n";
}

void add_allowlist(const std::string& description, const char* key, const char* target, const std::vector<std::string>& patterns,
                   Migration& out) {
  if (patterns.empty()) return;
  begin_rules(out);
  out.rules += "\n[[allowlists]]\ndescription = " + toml_string(description) + "\n";
  if (*target != '\0') out.rules += "regexTarget = \"" + std::string(target) + "\"\n";
  out.rules += std::string(key) + " = " + list_of(patterns) + "\n";
  out.carried.push_back(std::to_string(patterns.size()) + " " + description + ", as an allowlist in .gogate/secrets.toml");
}

std::string slug(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const char l = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if ((l >= 'a' && l <= 'z') || (l >= '0' && l <= '9'))
      out += l;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "custom" : out;
}

std::vector<std::string> strings_of(const YAML::Node& n) {
  std::vector<std::string> out;
  if (n && n.IsSequence())
    for (const auto& i : n)
      if (i.IsScalar()) out.push_back(i.Scalar());
  return out;
}

void add_detector(const YAML::Node& d, const std::string& place, Migration& out) {
  if (!d.IsMap() || !d["name"] || !d["name"].IsScalar() || !d["regex"] || !d["regex"].IsMap()) {
    out.left.push_back(place + ": has no name or no regex");
    return;
  }
  const std::string name = d["name"].Scalar();
  const bool several = d["regex"].size() > 1;
  for (const auto& r : d["regex"]) {
    const std::string which = place + " " + name + "." + r.first.Scalar();
    if (!r.second.IsScalar() || !usable(r.second.Scalar(), which, out)) continue;
    begin_rules(out);
    std::string rule = "\n[[rules]]\nid = " + toml_string(slug(name) + (several ? "-" + slug(r.first.Scalar()) : "")) + "\ndescription = " +
                       toml_string(name) + "\nregex = " + toml_string(r.second.Scalar()) + "\n";
    if (const auto words = strings_of(d["keywords"]); !words.empty()) rule += "keywords = " + list_of(words) + "\n";
    if (d["entropy"] && d["entropy"].IsScalar()) {
      try {
        rule += "entropy = " + std::to_string(d["entropy"].as<double>()) + "\n";
      } catch (const YAML::Exception&) {
        out.left.push_back(which + ": entropy is no number");
      }
    }
    const auto allow = [&](const char* key, const char* toml_key, const char* target) {
      std::vector<std::string> fit;
      for (const std::string& p : strings_of(d[key]))
        if (*target == '\0' || usable(p, which + ", " + key, out)) fit.push_back(p);
      if (fit.empty()) return;
      rule += "[[rules.allowlists]]\n";
      if (*target != '\0') rule += "regexTarget = \"" + std::string(target) + "\"\n";
      rule += std::string(toml_key) + " = " + list_of(fit) + "\n";
    };
    allow("exclude_words", "stopwords", "");
    allow("exclude_regexes_capture", "regexes", "secret");
    allow("exclude_regexes_match", "regexes", "match");
    const auto parsed = secrets::load_config("[extend]\nuseDefault = true\n" + rule, which);
    if (!parsed) {
      out.left.push_back(parsed.error().what);
      continue;
    }
    out.rules += rule;
    out.carried.push_back("detector " + which.substr(place.size() + 1) + ", as a rule in .gogate/secrets.toml");
  }
  if (several) out.left.push_back(place + " " + name + ": trufflehog wants all of its regexes near each other; here each is a rule of its own");
  if (d["verify"] && d["verify"].IsDefined()) out.left.push_back(place + " " + name + ": verify (gogate asks no server whether a secret works)");
  if (d["validations"] && d["validations"].IsDefined()) out.left.push_back(place + " " + name + ": validations");
}

}  // namespace

std::string toml_string(std::string_view text) {
  const bool plain = text.find("'''") == std::string_view::npos && !text.ends_with('\'') && !text.starts_with('\n') &&
                     std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
  if (plain && text.find_first_of("\\\"") != std::string_view::npos) return "'''" + std::string(text) + "'''";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      static constexpr char kHex[] = "0123456789ABCDEF";
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void migrate_patterns(const std::vector<policy::IgnorePattern>& patterns, Migration& out) {
  using On = policy::IgnorePattern::On;
  for (const auto& [on, what, key, target] : {std::tuple{On::path, "patterns of files that are left out", "paths", ""},
                                              std::tuple{On::line, "patterns of lines that are left out", "regexes", "line"},
                                              std::tuple{On::value, "patterns of values that are left out", "regexes", "secret"}}) {
    std::vector<std::string> fit;
    for (const policy::IgnorePattern& p : patterns)
      if (p.on == on && usable(p.regex, p.place, out)) fit.push_back(p.regex);
    add_allowlist(what, key, target, fit, out);
  }
}

void migrate_path_patterns(std::string_view text, std::string_view origin, Migration& out) {
  std::vector<std::string> fit;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t eol = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, eol));
    text.remove_prefix(std::min(eol + 1, text.size()));
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    if (usable(line, std::string(origin) + ":" + std::to_string(number), out)) fit.push_back(line);
  }
  add_allowlist("patterns of paths that are left out", "paths", "", fit, out);
}

void migrate_excluded_detectors(const std::vector<std::string>& names, const Catalogue& catalogue, Migration& out) {
  for (const std::string& given : names) {
    const std::string name = given.substr(0, given.find(".v"));
    std::size_t n = 0;
    for (const auto& scanner : catalogue.scanners) {
      if (scanner->name() != "secrets") continue;
      for (const Rule* r : scanner->rules()) {
        if (!policy::names_rule(*r, name) || std::find(out.skip.begin(), out.skip.end(), r->id) != out.skip.end()) continue;
        out.skip.push_back(r->id);
        ++n;
      }
    }
    if (n != 0)
      out.carried.push_back("detector " + given + " switched off: " + std::to_string(n) + (n == 1 ? " rule" : " rules") + " under [secrets] skip");
    else
      out.left.push_back("detector " + given + ": no rule here goes by that name, so nothing is to be switched off");
  }
}

Result<Ok> migrate_trufflehog(std::string_view yaml, std::string_view origin, Migration& out) {
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (!root.IsMap()) return fail(Errc::config, std::string(origin) + ": is no configuration of trufflehog", "it holds detectors, sources or both");
    for (const auto& pair : root) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
      if (key == "detectors") {
        std::size_t number = 0;
        for (const auto& d : pair.second) add_detector(d, std::string(origin) + ", detector " + std::to_string(++number), out);
      } else if (key == "sources") {
        out.left.push_back(std::string(origin) + ": sources (gogate scans the repository it is run in; each place needs a run of its own)");
      } else {
        out.left.push_back(std::string(origin) + ": " + key);
      }
    }
  } catch (const YAML::Exception& e) {
    const int line = e.mark.is_null() ? 1 : e.mark.line + 1;
    return fail(Errc::config, std::string(origin) + ":" + std::to_string(line) + ": is not YAML: " + e.msg, "mend the file, or name another with --config");
  }
  return Ok{};
}

std::string policy_text(const Migration& m, std::string_view tool) {
  std::string out = "# From " + std::string(tool) + ", by gogate migrate. docs/policy.md lists all keys.\n";
  const bool own = !m.rules.empty();
  if (own || !m.gitleaks_config.empty() || !m.skip.empty()) out += "\n[secrets]\n";
  if (own)
    out += "gitleaks-config = \".gogate/secrets.toml\"\n";
  else if (!m.gitleaks_config.empty())
    out += "gitleaks-config = " + toml_string(m.gitleaks_config) + "\n";
  if (!m.skip.empty()) out += "skip = " + list_of(m.skip) + "\n";
  return out;
}

std::string waivers_text(const Migration& m, std::string_view tool, std::string_view owner, std::string_view expires) {
  std::string out = "# From " + std::string(tool) + ", by gogate migrate: look at each before it expires.\n";
  for (const NewWaiver& w : m.waivers) {
    std::string where = w.where;
    std::erase_if(where, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    out += "\n# " + where + "\n[[waiver]]\n";
    out += w.secret.empty() ? "fingerprint = \"" + w.fingerprint + "\"\n" : "id = \"" + w.secret + "\"\n";
    out += "owner = " + toml_string(owner) + "\nreason = " + toml_string(w.reason) + "\nexpires = " + std::string(expires) + "\n";
  }
  return out;
}

}  // namespace gogate::cli
