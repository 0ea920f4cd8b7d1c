#include "scanners/secrets/human_value.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "scanners/secrets/generic_value.h"
#include "scanners/secrets/placeholders.h"
#include "scanners/secrets/program_words.h"

namespace gogate::secrets {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_separator(char c) { return c == '-' || c == '_' || c == '.' || c == '/' || c == ':'; }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

template <std::size_t N>
bool any(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}
template <std::size_t N>
bool starts(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view s) { return text.starts_with(s); });
}
template <std::size_t N>
bool ends(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view s) { return text.ends_with(s); });
}

// Types, settings and what forms and schemas say.
constexpr std::array<std::string_view, 56> kNoValues{
    "true",     "false",    "null",     "nil",      "none",      "undefined", "yes",      "no",
    "on",       "off",      "string",   "str",      "text",      "int",       "bool",     "boolean",
    "number",   "integer",  "varchar",  "bytes",    "byte",      "char",      "object",   "array",
    "required", "optional", "always",   "never",    "sensitive", "enabled",   "disabled", "empty",
    "unset",    "hidden",   "value",    "default",  "plain",     "plaintext", "sha",      "scram",
    "basic",    "bearer",   "external", "internal", "self",      "this",      "static",   "final",
    "const",    "prompt",   "ask",      "generate", "random",    "any",       "auto",     "invalid"};
// What installers and tutorials set.
constexpr std::array<std::string_view, 30> kDefaults{
    "password", "passwd",  "pass",  "secret",  "admin",    "root",   "toor",       "guest",   "test",    "postgres",
    "mysql",    "mariadb", "mongo", "redis",   "rabbitmq", "minio",  "minioadmin", "letmein", "qwerty",  "changeme",
    "changeit", "welcome", "user",  "default", "dev",      "docker", "grafana",    "elastic", "vagrant", "topsecret"};
constexpr std::array<std::string_view, 44> kTellingWords{
    "password",    "passwd",    "passphrase", "pwd",         "secret", "token",   "key",      "keys",  "credential",
    "credentials", "auth",      "pass",       "field",       "name",   "user",    "username", "test",  "example",
    "sample",      "dummy",     "fake",       "foo",         "bar",    "my",      "your",     "some",  "change",
    "changeme",    "default",   "value",      "placeholder", "login",  "admin",   "invalid",  "wrong", "valid",
    "secrets",     "passwords", "mock",       "testing",     "client", "service", "account",  "demo"};
// Digits that belong to a name: sha256, oauth2, utf8.
constexpr std::array<std::string_view, 22> kNamesWithDigits{
    "sha",    "md",    "base", "aes", "oauth", "hs",      "rs",  "utf", "http", "bcrypt", "pbkdf",
    "scrypt", "argon", "ed",   "x",   "v",     "version", "ipv", "p",   "ssha", "crypt",  "rfc"};
constexpr std::array<std::string_view, 21> kReferences{
    "file:", "vault:",  "env:",  "ref:",  "secret:",   "arn:",    "op:",      "ssm:", "projects/", "var.", "local.",
    "data.", "module.", "self.", "this.", "settings.", "config.", "process.", "os.",  "req.",      "npm:"};
constexpr std::array<std::string_view, 43> kFileEnds{
    ".pem", ".key", ".txt", ".json", ".yml",  ".yaml", ".crt",  ".p12",        ".jks",  ".pub", ".env",
    ".enc", ".sh",  ".py",  ".go",   ".html", ".md",   ".exe",  ".pass",       ".conf", ".xml", ".js",
    ".ts",  ".php", ".com", ".gz",   ".tgz",  ".zip",  ".tar",  ".png",        ".jpg",  ".svg", ".ico",
    ".jar", ".whl", ".rpm", ".deb",  ".cer",  ".der",  ".toml", ".properties", ".bz2",  ".xz"};

struct Look {
  std::size_t digits = 0, upper = 0, lower = 0, separators = 0, marks = 0, other = 0;
  std::size_t foreign = 0;  // bytes of letters beyond ASCII
  std::size_t tail = 0;     // digits at the end
  [[nodiscard]] std::size_t letters() const { return upper + lower; }
};

Look look_of(std::string_view value) {
  Look out;
  for (const char c : value) {
    if (is_digit(c))
      ++out.digits;
    else if (is_upper(c))
      ++out.upper;
    else if (is_lower(c))
      ++out.lower;
    else if (is_separator(c))
      ++out.separators;
    else if (c > 0x20 && c < 0x7f)
      ++out.marks;
    else if (static_cast<unsigned char>(c) >= 0x80)
      ++out.foreign;
    else
      ++out.other;
  }
  while (out.tail < value.size() && is_digit(value[value.size() - 1 - out.tail])) ++out.tail;
  return out;
}

std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    const char c = i < value.size() ? value[i] : ' ';
    const bool hump = is_upper(c) && i > 0 && is_lower(value[i - 1]);
    if ((hump || !is_letter(c)) && !word.empty()) out.push_back(std::exchange(word, {}));
    if (is_letter(c)) word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// The part of the words that programs are made of; the shortest say nothing.
double program_share(const std::vector<std::string>& words) {
  std::size_t all = 0;
  std::size_t theirs = 0;
  for (const std::string& word : words) {
    if (word.size() < 3) continue;
    ++all;
    theirs += is_program_word(word) ? 1U : 0U;
  }
  return all == 0 ? 0 : static_cast<double>(theirs) / static_cast<double>(all);
}

// winter.coffee.dragon, Horse-battery-staple42: three words and more that no
// program is made of, with one kind of mark between them.
bool is_pass_phrase(std::string_view value) {
  const std::size_t end = value.find_last_not_of("0123456789!");
  if (end == std::string_view::npos || value.size() - end > 5) return false;
  const std::string_view phrase = value.substr(0, end + 1);
  const std::size_t first = phrase.find_first_of("-_. ");
  if (first == std::string_view::npos) return false;
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= phrase.size();) {
    const std::size_t next = std::min(phrase.find(phrase[first], begin), phrase.size());
    const std::string_view word = phrase.substr(begin, next - begin);
    if (word.size() < 3 || word.size() > 14 || !is_letter(word.front()) ||
        !std::all_of(word.begin() + 1, word.end(), is_lower))
      return false;
    words.push_back(lowered(word));
    begin = next + 1;
  }
  return words.size() >= 3 && words.size() <= 8 && program_share(words) < 0.34;
}

// Such words stand for the value itself; "service" may stand in a pass phrase.
bool tells_much(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 6> kHarmless{"service", "account", "client", "login", "demo", "valid"};
  return std::any_of(words.begin(), words.end(), [](const std::string& w) {
    const bool joined =
        w.ends_with("password") || w.ends_with("secret") || w.ends_with("token") || w.starts_with("pass");
    return joined || (any(kTellingWords, w) && !any(kHarmless, w));
  });
}

bool is_dotted(std::string_view value) {
  if (value.find('.') == std::string_view::npos) return false;
  bool at_start = true;
  for (const char c : value) {
    if (at_start
            ? !(is_letter(c) || c == '_' || c == '$')
            : !(is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '[' || c == ']' || c == '?' || c == '!'))
      return false;
    at_start = c == '.';
  }
  return true;
}

// user:9735e278:profile, a key of a cache: plain words around what is theirs.
bool is_colon_path(std::string_view v) {
  const std::size_t first = v.find(':');
  const std::size_t last = v.rfind(':');
  if (first == std::string_view::npos || first == last) return false;
  const auto plain = [](std::string_view word) {
    return word.size() >= 2 && std::all_of(word.begin(), word.end(), is_lower);
  };
  return plain(v.substr(0, first)) && plain(v.substr(last + 1));
}

bool is_code_or_reference(std::string_view v, std::string_view low, bool quoted) {
  if (is_template(v) || is_encrypted(v)) return true;
  if (low.starts_with("data:") && v.find(',') != std::string_view::npos) return true;
  // What an SSH public key's body begins with.
  if (low.starts_with("ssh-") || v.starts_with("AAAAB3NzaC1") || v.starts_with("AAAAC3NzaC1")) return true;
  if (is_colon_path(v)) return true;
  const char first = v.front();
  if (first == '$' && (v.size() <= 3 || is_digit(v[1]) || v[1] == '(' || v[1] == '{' || !quoted))
    return v.find('$', 1) == std::string_view::npos;
  if ((first == '%' || first == '@') && v.back() == first) return true;
  if (first == '<' || first == '^' || first == '[' || first == '(' || first == '|' || first == '\\' || first == '=' ||
      first == ')')
    return true;
  if (!quoted && (first == '&' || first == '*' || first == '{' || first == ',' || first == ':' || first == '?'))
    return true;
  if (quoted && (first == '#' || first == '.') && look_of(v).digits == 0) return true;
  // Not the end of base64.
  if (const std::size_t at = v.find("=="); at != std::string_view::npos && at + 2 < v.size()) return true;
  for (const std::string_view mark :
       {"()", "->", "::",  "=>",  "&&",  "||",  "${",  "#{", "{{", "$(", "\\d", "\\w", "%s",  "%d", "%v",
        "%q", "{}", "{0}", "://", "[^", "[A-", "[a-", "[0-", "]{", "]+", "(?", "\\.", "\\b", "\\s", ".*", ".+"})
    if (v.find(mark) != std::string_view::npos) return true;
  if (const std::size_t open = v.find('(');
      open != std::string_view::npos && open > 0 && (is_letter(v[open - 1])) && (!quoted || v.back() == ')'))
    return true;
  // A field of some template: {name}, {alnum:20}
  if (const std::size_t open = v.find('{'); open != std::string_view::npos && open + 1 < v.size() &&
                                            is_letter(v[open + 1]) && v.find('}', open) != std::string_view::npos)
    return true;
  if (starts(kReferences, low) || ends(kFileEnds, low)) return true;
  if (first == '/' || first == '~' || v.starts_with("./") || v.starts_with("../") ||
      (v.size() > 2 && v[1] == ':' && v[2] == '\\'))
    return word_share(v) > 0.3 || v.size() < 16;
  if (is_dotted(v) && (!quoted || look_of(v).digits == 0)) return true;
  return !quoted && v.find('[') != std::string_view::npos;
}

// a/b/c and words with marks of names between them.
bool is_path(std::string_view v, const Look& look) {
  return v.find('/') != std::string_view::npos && look.marks == 0 && (look.upper == 0 || word_share(v) > 0.45);
}

bool is_version(std::string_view v) {
  return std::all_of(v.begin(), v.end(),
                     [](char c) {
                       return is_digit(c) || c == '.' || c == '^' || c == '~' || c == '>' || c == '<' || c == '=' ||
                              c == '*' || c == 'v' || c == 'x' || c == '-' || c == ':';
                     }) &&
         v.find('.') != std::string_view::npos;
}

bool same_words(std::string_view a, std::string_view b) {
  const auto letters = [](std::string_view text) {
    std::string out;
    for (const char c : lowered(text))
      if (is_letter(c)) out += c;
    return out;
  };
  const std::string x = letters(a);
  const std::string y = letters(b);
  return !x.empty() && (x == y || (x.size() >= 6 && y.ends_with(x)));
}

// P@ssw0rd, s3cr3t!, myPa55word: a default in its other spelling, and little else.
bool is_disguised_default(std::string_view value, std::string_view low) {
  std::string plain(low);
  for (char& c : plain) {
    constexpr std::string_view kFrom = "013457@$";
    constexpr std::string_view kTo = "oieastas";
    if (const std::size_t at = kFrom.find(c); at != std::string_view::npos) c = kTo[at];
  }
  for (const std::string_view word : {"password", "passwd", "passwort", "secret", "letmein", "admin", "welcome"}) {
    const std::size_t at = plain.find(word);
    if (at == std::string::npos || low.find(word) != std::string_view::npos) continue;
    const std::string_view behind = value.substr(at + word.size());
    if (at <= 5 && behind.size() <= 3) return true;
  }
  return false;
}

HumanVerdict none(std::string_view why) { return {false, Confidence::low, Believed::anywhere, why}; }

HumanVerdict judge_password(std::string_view value, std::string_view low, std::string_view name, bool quoted,
                            const Look& look, std::string_view line) {
  constexpr HumanVerdict kDefault{true, Confidence::low, Believed::in_configuration,
                                  "name says password; value is a default or placeholder"};
  if (any(kNoValues, low)) return none("a setting");
  if (is_type_name(value)) return none("a type");
  const std::size_t stem_end = low.find_last_not_of("0123456789!@#$.*");
  const std::string_view stem = low.substr(0, stem_end == std::string_view::npos ? 0 : stem_end + 1);
  const bool ornate = look.upper != 0 && look.digits >= 2 && look.marks != 0;  // Admin2024!: bad, and somebody's
  if (!stem.empty() && value.size() - stem.size() <= 4 && any(kDefaults, stem) && !ornate) return kDefault;
  if (is_disguised_default(value, low)) return kDefault;
  if (same_words(value, name) && !ornate)
    return look.digits + look.marks == 0 ? (quoted ? none("its own name") : kDefault) : kDefault;
  const GenericVerdict random = judge_generic(value, line, name);
  // your_acme_api_key_here_0123456789
  const bool asks = low.starts_with("your") || low.starts_with("<your") || low.starts_with("insert") ||
                    low.find("_here") != std::string_view::npos || low.find("-here") != std::string_view::npos;
  if (asks && word_share(value) > 0.3) return none("a placeholder");
  if (random.secret)
    return {true, Confidence::medium, quoted ? Believed::anywhere : Believed::outside_code,
            "name says password; value looks random", true};
  if (!placeholder_reason(value, {}).empty()) {
    // changeme is what some install; your_secret and CHANGE_ME_PLEASE stand in templates.
    const bool change = low.find("change") != std::string_view::npos || low.find("secret") != std::string_view::npos;
    return change && look.separators == 0 ? kDefault : none("a placeholder");
  }
  const std::vector<std::string> words = words_of(value);
  const bool telling = std::any_of(words.begin(), words.end(), [](const std::string& w) {
    return any(kTellingWords, w) || w.ends_with("password") || w.ends_with("secret") || w.ends_with("token") ||
           w.starts_with("pass") || w.ends_with("pass");
  });
  if (is_pass_phrase(value) && (!telling || words.size() >= 4) && !tells_much(words)) {
    // Three words with dashes are what resources are called, too.
    const bool named_so = words.size() < 4 && value.find_first_of("-_") != std::string_view::npos && look.digits == 0;
    return {true, named_so ? Confidence::low : Confidence::medium,
            named_so ? Believed::in_configuration : Believed::anywhere, "name says password; value is a pass phrase"};
  }
  if (telling && !ornate) {
    if (look.separators != 0 || words.size() > 2 || look.digits == 0) return none("an identifier");
    return kDefault;
  }
  if (look.letters() == 0) {
    if (look.separators + look.marks != 0 && look.digits < 4) return none("a number");
    if (look.separators != 0 || value.size() < 4) return none("a number");
    if (value.size() >= 6 && look.marks == 0 && value.find("1234") == std::string_view::npos &&
        value.find("0000") == std::string_view::npos)
      return {true, Confidence::medium, Believed::in_configuration, "name says password; value is a number"};
    return kDefault;
  }
  if (value.size() < 5) return none("too short");
  if (look.digits != 0) {
    if (words.size() == 1 && any(kNamesWithDigits, words[0]) && look.marks == 0) return none("an identifier");
    // name-of-something-2
    if (look.separators != 0 && look.marks == 0 && look.tail < 2 && look.upper == 0)
      return {true, Confidence::low, Believed::in_configuration, "name says password; value reads as an identifier"};
    const bool named_in_code = look.separators != 0 && look.marks == 0 && look.upper == 0;
    const Believed where = !quoted                          ? Believed::outside_code
                           : named_in_code && look.tail < 2 ? Believed::outside_code
                                                            : Believed::anywhere;
    return {true, Confidence::medium, where,
            look.marks != 0 ? "name says password; value mixes letters, digits and marks"
                            : "name says password; value is letters and digits"};
  }
  if (look.marks != 0) {
    if (value.size() < 6) return none("too short");
    return {true, Confidence::medium, quoted ? Believed::in_configuration : Believed::outside_code,
            "name says password; value holds marks"};
  }
  // Letters alone.
  if (look.separators == 0 && value.size() >= 10 && look.upper >= 3 && look.lower >= 3 && word_share(value) < 0.35)
    return {true, Confidence::medium, Believed::anywhere, "name says password; value is random letters", true};
  if (program_share(words) >= 0.5) return none(words.size() > 1 ? "an identifier" : "a word of programs");
  if (look.separators != 0)
    return {true, Confidence::low, Believed::in_configuration, "name says password; value is words"};
  if (look.upper == 1 && is_upper(value.front()))
    return quoted
               ? none("a word")
               : HumanVerdict{true, Confidence::low, Believed::in_configuration, "name says password; value is a word"};
  return {true, quoted ? Confidence::low : Confidence::medium, Believed::in_configuration,
          "name says password; value is a word"};
}

HumanVerdict judge_key(std::string_view value, std::string_view low, std::string_view name, bool quoted,
                       const Look& look, std::string_view line) {
  if (value.size() < 8 || any(kNoValues, low)) return none("too short");
  if (!placeholder_reason(value, {}).empty()) return none("a placeholder");
  const Believed where = quoted ? Believed::anywhere : Believed::outside_code;
  if (is_version(value) || is_uuid(value)) return none("a number");
  // A bootstrap token: its own rule knows where those stand.
  if (value.size() == 23 && value[6] == '.' && look.upper + look.marks == 0) return none("another kind");
  if (value.size() >= 16 && judge_generic(value, line, name).secret)
    return {true, Confidence::medium, where, "name says secret; value looks random", true};
  const std::vector<std::string> words = words_of(value);
  const bool telling =
      std::any_of(words.begin(), words.end(), [](const std::string& w) { return any(kTellingWords, w); });
  if (telling || same_words(value, name)) return none("an identifier");
  const int classes = (look.digits != 0) + (look.upper != 0) + (look.lower != 0) + (look.marks != 0);
  if (look.separators == 0 && classes >= 3 && look.digits >= 2)
    return {true, Confidence::low, Believed::in_configuration, "name says secret; value mixes letters and digits"};
  return none("words");
}

// What its own rule judges, wherever it stands.
bool is_of_known_kind(std::string_view value) {
  static constexpr std::array<std::string_view, 12> kBegin{"ghp_",    "gho_",  "ghs_",  "npm_", "glpat-", "SWMTKN-",
                                                           "SWMKEY-", "xoxb-", "xoxp-", "eyJ",  "AKIA",   "hvs."};
  return starts(kBegin, value);
}

}  // namespace

HumanVerdict judge_human(std::string_view value, std::string_view name, NameSays says, bool quoted,
                         std::string_view line) {
  if (value.size() < 4) return none("too short");
  const Look look = look_of(value);
  const bool password = says == NameSays::password;
  if (look.other != 0) return none("text");
  // Letters of other scripts make a password only where digits stand between them.
  if (look.foreign != 0 && (!password || look.digits == 0 || look.foreign > 8)) return none("text");
  const std::string low = lowered(value);
  const bool phrase = password && is_pass_phrase(value) && !ends(kFileEnds, low);
  if (!phrase && is_code_or_reference(value, low, quoted)) return none("a reference");
  if (is_path(value, look)) return none("a path");
  if (is_version(value)) return none("a number");
  if (is_of_known_kind(value)) return none("another kind");
  if (password) return judge_password(value, low, name, quoted, look, line);
  return judge_key(value, low, name, quoted, look, line);
}

bool is_believed_at(Believed believed, std::string_view path) {
  if (believed == Believed::anywhere || path.empty()) return true;
  static constexpr std::array<std::string_view, 47> kCode{
      ".go",  ".py",   ".js",   ".jsx", ".ts",     ".tsx",   ".mjs",  ".cjs",   ".java",   ".kt",   ".scala", ".c",
      ".h",   ".cc",   ".cpp",  ".hpp", ".cs",     ".rb",    ".rs",   ".swift", ".php",    ".pl",   ".pm",    ".lua",
      ".vb",  ".fs",   ".ex",   ".exs", ".erl",    ".clj",   ".dart", ".m",     ".mm",     ".html", ".htm",   ".xhtml",
      ".css", ".scss", ".less", ".vue", ".svelte", ".proto", ".tmpl", ".hbs",   ".gohtml", ".erb",  ".groovy"};
  static constexpr std::array<std::string_view, 8> kText{".md",   ".mdx", ".markdown", ".rst",
                                                         ".adoc", ".txt", ".asciidoc", ".ipynb"};
  const std::string low = lowered(path);
  if (ends(kCode, low)) return false;
  return believed == Believed::outside_code || !ends(kText, low);
}

}  // namespace gogate::secrets
