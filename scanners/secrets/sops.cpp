#include "scanners/secrets/sops.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "scanners/secrets/placeholders.h"

namespace gogate::secrets {
namespace {

constexpr std::size_t kLargestPolicy = std::size_t{1} << 20;
constexpr std::size_t kMostValues = 100;

std::string_view name_of_file(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_dotenv(std::string_view name) {
  return name.ends_with(".env") || name.starts_with(".env");
}

bool has_values(std::string_view path) {
  const std::string_view name = name_of_file(path);
  if (name == ".sops.yaml" || name == ".sops.yml" || name.starts_with("kustomization.")) return false;
  static constexpr std::array<std::string_view, 4> kSuffixes{".yaml", ".yml", ".json", ".ini"};
  return is_dotenv(name) || std::any_of(kSuffixes.begin(), kSuffixes.end(), [&](std::string_view s) { return name.ends_with(s); });
}

std::string_view trimmed(std::string_view s) {
  const std::size_t begin = s.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return s.substr(begin, s.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view unquoted(std::string_view s) {
  if (s.size() >= 2 && (s.front() == '"' || s.front() == '\'') && s.back() == s.front()) return s.substr(1, s.size() - 2);
  return s;
}

struct Key {
  std::size_t indent;
  std::string name;
};

// Leaves of YAML and JSON as people lay them out: one to a line, nested by
// indentation. What is written otherwise (flow style) is not judged.
class Leaves {
 public:
  Leaves(std::string_view bytes, std::string_view path) : bytes_(bytes), dotenv_(is_dotenv(name_of_file(path))), ini_(path.ends_with(".ini")) {}

  // Calls take(keys, value) for each leaf. False: SOPS' own metadata stands there.
  template <class Take>
  void each(Take&& take) {
    std::size_t at = 0;
    while (at < bytes_.size()) {
      const std::size_t end = std::min(bytes_.find('\n', at), bytes_.size());
      line(bytes_.substr(at, end - at), take);
      at = end + 1;
    }
  }
  [[nodiscard]] const std::string& kind() const { return kind_; }

 private:
  template <class Take>
  void leaf(std::string_view value, Take& take) {
    value = trimmed(value);
    if (value.ends_with(',')) value = trimmed(value.substr(0, value.size() - 1));
    if (const bool quoted = !value.empty() && (value.front() == '"' || value.front() == '\''); !quoted) {
      const std::size_t comment = value.find(" #");
      if (comment != std::string_view::npos) value = trimmed(value.substr(0, comment));
      if (value.empty() || value.front() == '{' || value.front() == '[' || value.front() == '&' || value.front() == '*' ||
          value.front() == '!' || value.front() == '}' || value.front() == ']')
        return;
    }
    value = unquoted(value);
    if (value.empty() || value == "null" || value == "~") return;
    std::vector<std::string> keys;
    for (const Key& key : stack_) keys.push_back(key.name);
    if (!keys.empty() && keys.front() == "sops") return;
    if (keys.size() == 1 && keys.front() == "kind") kind_ = value;
    take(keys, value);
  }

  template <class Take>
  void assignment(std::string_view text, Take& take) {
    if (text.starts_with('[') && text.ends_with(']')) {
      section_ = std::string(text.substr(1, text.size() - 2));
      return;
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || text.starts_with('#') || text.starts_with(';')) return;
    std::string_view name = trimmed(text.substr(0, equals));
    if (name.starts_with("export ")) name = trimmed(name.substr(7));
    if (name.starts_with("sops_") || section_ == "sops") return;
    stack_.clear();
    if (!section_.empty()) stack_.push_back({0, section_});
    stack_.push_back({1, std::string(name)});
    leaf(text.substr(equals + 1), take);
  }

  template <class Take>
  void line(std::string_view raw, Take& take) {
    std::size_t indent = raw.find_first_not_of(" \t");
    if (indent == std::string_view::npos) return;
    std::string_view text = trimmed(raw);
    if (dotenv_ || ini_) return assignment(text, take);
    if (block_ != kNone) {
      if (indent > block_) {
        if (!block_told_) leaf(text, take);
        block_told_ = true;
        return;
      }
      block_ = kNone;
    }
    if (text.starts_with('#')) return;
    if (text.starts_with("---")) {
      stack_.clear();
      kind_.clear();
      return;
    }
    while (text.starts_with("- ")) {
      const std::size_t gap = text.find_first_not_of(' ', 1);
      if (gap == std::string_view::npos) return;
      text = text.substr(gap);
      indent += gap;
    }
    const std::size_t colon = key_end(text);
    if (colon == std::string_view::npos) {
      while (!stack_.empty() && stack_.back().indent >= indent) stack_.pop_back();
      if (text.starts_with('}') || text.starts_with(']') || text.starts_with('{')) return;
      leaf(text, take);
      return;
    }
    while (!stack_.empty() && stack_.back().indent >= indent) stack_.pop_back();
    stack_.push_back({indent, std::string(unquoted(trimmed(text.substr(0, colon))))});
    const std::string_view value = trimmed(text.substr(colon + 1));
    if (!value.empty() && (value.front() == '|' || value.front() == '>') && value.size() <= 3) {
      block_ = indent;
      block_told_ = false;
      return;
    }
    leaf(value, take);
  }

  // Where the colon behind a key stands: followed by a blank or the line's end.
  static std::size_t key_end(std::string_view text) {
    std::size_t from = 0;
    if (text.starts_with('"') || text.starts_with('\'')) {
      from = text.find(text.front(), 1);
      if (from == std::string_view::npos) return from;
    }
    for (std::size_t at = text.find(':', from); at != std::string_view::npos; at = text.find(':', at + 1))
      if (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\t' || text.front() == '"') return at;
    return std::string_view::npos;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::string_view bytes_;
  bool dotenv_;
  bool ini_;
  std::vector<Key> stack_;
  std::string section_;
  std::string kind_;  // of a Kubernetes object
  std::size_t block_ = kNone;
  bool block_told_ = false;
};

bool matches(const std::unique_ptr<Regex>& regex, std::string_view text) { return regex && regex->matches(text) == Match::yes; }

// A scalar of a mapping, or nothing.
std::string scalar(const YAML::Node& map, const char* key) {
  const YAML::Node value = map[key];
  return value && value.IsScalar() ? value.Scalar() : std::string();
}

Result<std::unique_ptr<Regex>> compiled(const std::string& text, std::string_view origin, const char* key) {
  if (text.empty()) return std::unique_ptr<Regex>();
  const auto choice = choose_engine(text);
  auto regex = choice ? compile(choice->regexp) : CompiledRegex(std::unexpected(choice.error()));
  if (!regex) return fail(Errc::config, std::string(origin) + ": " + key + ": " + regex.error().what);
  return std::move(*regex);
}

}  // namespace

const Rule& sops_rule() {
  static const Rule rule = [] {
    Rule r;
    r.id = "sops-unencrypted-value";
    r.scanner = "secrets";
    r.title = "Value that .sops.yaml says must be encrypted";
    r.message = "Not encrypted, although .sops.yaml says that it must be";
    r.why = "The repository's own .sops.yaml names this file among those whose values are encrypted before they are committed. "
            "This one was committed, or is about to be, in plain text.";
    r.fix = "Encrypt the file (`sops encrypt --in-place FILE`). What was pushed in plain text is known: change each value at "
            "the system it belongs to, then encrypt the new one.";
    r.severity = Severity::high;
    r.confidence = Confidence::high;
    r.cwe = {"CWE-312"};
    r.references = {"https://getsops.io/docs/"};
    r.origin = "embedded";
    return r;
  }();
  return rule;
}

Result<SopsFile> SopsFile::parse(std::string_view yaml, std::string_view origin) {
  if (yaml.size() > kLargestPolicy) return fail(Errc::config, std::string(origin) + ": larger than 1 MB");
  SopsFile out;
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (!root.IsMap()) return fail(Errc::config, std::string(origin) + ": is no mapping");
    const YAML::Node rules = root["creation_rules"];
    if (!rules || !rules.IsSequence()) return out;
    for (const YAML::Node& entry : rules) {
      if (!entry.IsMap()) continue;
      Creation rule;
      rule.path = GATE_TRY(compiled(scalar(entry, "path_regex"), origin, "path_regex"));
      rule.encrypted = GATE_TRY(compiled(scalar(entry, "encrypted_regex"), origin, "encrypted_regex"));
      rule.unencrypted = GATE_TRY(compiled(scalar(entry, "unencrypted_regex"), origin, "unencrypted_regex"));
      rule.encrypted_suffix = scalar(entry, "encrypted_suffix");
      rule.unencrypted_suffix = scalar(entry, "unencrypted_suffix");
      if (!rule.encrypted && !rule.unencrypted && rule.encrypted_suffix.empty() && rule.unencrypted_suffix.empty())
        rule.unencrypted_suffix = "_unencrypted";  // SOPS' default
      out.rules_.push_back(std::move(rule));
      if (!out.rules_.back().path) break;  // takes whatever the ones before left
    }
  } catch (const YAML::Exception& error) {
    return fail(Errc::config, std::string(origin) + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
  }
  if (!out.rules_.empty() && !out.rules_.back().path) out.rules_.pop_back();
  return out;
}

const SopsFile::Creation* SopsFile::rule_for(std::string_view path) const {
  for (const Creation& rule : rules_)
    if (matches(rule.path, path)) return &rule;
  return nullptr;
}

bool SopsFile::may_hold_values(std::string_view path) { return has_values(path); }

bool SopsFile::covers(std::string_view path) const {
  return !rules_.empty() && !path.empty() && has_values(path) && rule_for(path) != nullptr;
}

bool SopsFile::Creation::selects(const std::vector<std::string>& keys) const {
  const auto any = [&](auto&& of) { return std::any_of(keys.begin(), keys.end(), of); };
  if (encrypted) return any([&](const std::string& k) { return matches(encrypted, k); });
  if (unencrypted) return !any([&](const std::string& k) { return matches(unencrypted, k); });
  if (!encrypted_suffix.empty()) return any([&](const std::string& k) { return k.ends_with(encrypted_suffix); });
  return !any([&](const std::string& k) { return k.ends_with(unencrypted_suffix); });
}

std::vector<SopsFile::Plain> SopsFile::plain_values(std::string_view path, std::string_view bytes) const {
  std::vector<Plain> out;
  const Creation* rule = has_values(path) ? rule_for(path) : nullptr;
  if (rule == nullptr) return out;
  // A rule that takes a name nobody would give takes every file of the format.
  const std::size_t dot = name_of_file(path).rfind('.');
  const std::string probe = "zq/xv" + std::string(dot == std::string_view::npos ? std::string_view() : name_of_file(path).substr(dot));
  const bool broad = matches(rule->path, probe);
  Leaves leaves(bytes, path);
  leaves.each([&](const std::vector<std::string>& keys, std::string_view value) {
    if (out.size() >= kMostValues || !rule->selects(keys)) return;
    if (is_encrypted(value) || is_template(value)) return;
    const auto begin = static_cast<std::uint32_t>(value.data() - bytes.data());
    out.push_back({{begin, begin + static_cast<std::uint32_t>(value.size())}, !broad || leaves.kind() == "Secret"});
  });
  return out;
}

}  // namespace gogate::secrets
