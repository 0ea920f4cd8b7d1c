#include "scanners/secrets/placeholders.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/entropy.h"
#include "scanners/secrets/letter_model.h"
#include "scanners/secrets/published.h"

namespace gogate::secrets {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z'); }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

std::string lowered(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// Words by which people say that no secret stands here.
constexpr std::array<std::string_view, 44> kSayNone{
    "example",    "sample",     "dummy",      "changeme",  "change-me",  "change_me",  "placeholder", "redacted",
    "your-",      "your_",      "yourkey",    "yourtoken", "yoursecret", "yourpass",   "yourapi",     "mysecret",
    "my-secret",  "my_secret",  "insert-",    "insert_",   "replaceme",  "replace-",   "replace_",    "notareal",
    "not-a-real", "not_a_real", "notasecret", "foobar",    "fakekey",    "faketoken",  "fakesecret",  "fake-",
    "fake_",      "deadbeef",   "supersecret", "topsecret", "bogus",     "fixme",      "put-your",    "put_your",
    "-goes-here", "_goes_here", "-here",      "_here"};

// Words that say nothing by themselves, but are no part of a secret drawn at random.
constexpr std::array<std::string_view, 29> kNames{
    "password", "passw0rd", "passwd", "secret", "token",  "access",  "client", "bearer",  "api-key", "api_key",
    "apikey",   "private",  "public", "shared", "signing", "service", "account", "test",   "staging", "develop",
    "webhook",  "session",  "oauth",  "basic",  "admin",  "default", "value",  "github",  "string"};

// Parts of names that stand for a password when nothing else is left.
constexpr std::array<std::string_view, 4> kJoinedNames{"-password", "_password", "password-", "password_"};

// Whole values that are defaults or the name of what belongs there.
constexpr std::array<std::string_view, 42> kDefaults{
    "password", "passwd",   "pass",    "pwd",    "secret",   "token",   "apikey",     "api_key", "key",
    "user",     "username", "default", "admin",  "root",     "guest",   "test",       "tests",   "testing",
    "postgres", "mysql",    "mongo",   "redis",  "rabbitmq", "minio",   "minioadmin", "none",    "null",
    "nil",      "true",     "false",   "string", "value",    "empty",   "undefined",  "todo",    "foo",
    "bar",      "qwerty",   "letmein", "hunter", "passw0rd", "p@ssw0rd"};

// Beginnings of keys that vendors publish, whatever follows. In two pieces
// each, so that no scanner takes this file for a leak.
constexpr std::array<std::array<std::string_view, 2>, 5> kPublished{{
    {"Eby8vdM0", "2xNOcqFl"},       // storage emulator
    {"C2y6yDjf", "5/R+ob0N"},       // document database emulator
    {"4eC39Hq", "LyjWDarjtT1"},     // payment documentation
    {"BQokikJO", "vBiI2HlWgH"},     // payment documentation, older
    {"TYooMQau", "vdEDq54NiTphI"},  // payment documentation, public page
}};

// What of a value nobody's generator wrote, and what is left of it.
class Remains {
 public:
  Remains(std::string_view value, std::string_view regex)
      : value_(value), low_(lowered(value)), low_regex_(lowered(regex)), struck_(value.size(), false) {
    // The kind's own beginning is neither: "sk_live_" is left out of the rest.
    std::size_t own = 0;
    while (own < value.size() && own < 24 && regex.find(value.substr(0, own + 1)) != std::string_view::npos) ++own;
    if (own >= 3) strike(0, own);
    strike_runs(regex);
    strike_sequences(1);
    strike_sequences(2);
    strike_period();
    strike_mask();
    words(kSayNone, "an example");
    words(kJoinedNames, "an example");
    for (const std::string_view word : kNames) strike_all(word);
  }

  // Why it is a placeholder, if so: a sign of one, and no rest that looks drawn at random.
  [[nodiscard]] std::string_view reason() const { return sign_.empty() || random_rest() ? std::string_view() : sign_; }

 private:
  void strike(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) struck_[i] = true;
  }
  void sign(std::string_view why) {
    if (sign_.empty()) sign_ = why;
  }
  bool strike_all(std::string_view word) {
    bool any = false;
    for (std::size_t at = low_.find(word); at != std::string::npos; at = low_.find(word, at + 1)) {
      strike(at, at + word.size());
      any = true;
    }
    return any;
  }
  template <std::size_t N>
  void words(const std::array<std::string_view, N>& list, std::string_view why) {
    for (const std::string_view word : list)
      if (low_regex_.find(word) == std::string::npos && strike_all(word)) sign(why);
  }

  // Six or more times the same character, unless the kind prescribes it.
  void strike_runs(std::string_view regex) {
    const auto prescribed = [&](char c) {
      return regex.find(std::string(4, c)) != std::string_view::npos || regex.find(std::string{c, '{'}) != std::string_view::npos;
    };
    for (std::size_t begin = 0; begin < low_.size();) {
      std::size_t end = begin + 1;
      while (end < low_.size() && low_[end] == low_[begin]) ++end;
      if (end - begin >= 6 && !prescribed(value_[begin])) {
        strike(begin, end);
        sign("repeated characters");
      } else if (end - begin >= 4) {
        strike(begin, end);
      }
      begin = end;
    }
  }

  // 12345678, abcdefgh, zyxwvuts: up or down by one; with `step` 2 the two
  // halves of a1b2c3d4 each for themselves.
  void strike_sequences(std::size_t step) {
    constexpr std::size_t kLongest = 8;
    if (low_.size() <= step) return;
    const auto follows = [&](char a, char b, int by) {
      const bool same_kind = (is_digit(a) && is_digit(b)) || (is_letter(a) && is_letter(b));
      const bool wraps = by > 0 && ((a == '9' && b == '0') || (a == '9' && b == 'a') || (a == 'f' && b == '0'));
      return (same_kind && b - a == by) || wraps;
    };
    for (const int by : {1, -1}) {
      std::size_t length = 1;
      for (std::size_t i = step; i <= low_.size(); ++i) {
        const bool mixed = step == 1 || (i < low_.size() && is_digit(low_[i]) != is_digit(low_[i - 1]));
        if (i < low_.size() && mixed && follows(low_[i - step], low_[i], by)) {
          ++length;
          continue;
        }
        if (length + step - 1 >= kLongest) {
          strike(i + 1 - step - length, i);
          sign("a sequence");
        }
        length = 1;
      }
    }
  }

  // The last sixteen characters or more repeat a block of at most eight.
  void strike_period() {
    constexpr std::size_t kLeast = 16;
    if (low_.size() < kLeast) return;
    const std::string_view all = low_;
    for (std::size_t period = 1; period <= 8; ++period) {
      std::size_t begin = all.size() - period;
      while (begin > 0 && all[begin - 1] == all[begin - 1 + period]) --begin;
      if (all.size() - begin < kLeast) continue;
      strike(begin, all.size());
      sign("a repeated block");
      return;
    }
  }

  void strike_mask() {
    for (std::size_t begin = 0; begin < low_.size();) {
      std::size_t end = begin + 1;
      while (end < low_.size() && low_[end] == low_[begin]) ++end;
      if (end - begin >= 3 && (low_[begin] == '*' || low_[begin] == '.')) {
        // What is shortened has nothing behind the mark, or was never whole.
        const bool at_edge = begin == 0 || end == low_.size() || low_.size() - end <= 4;
        strike(at_edge ? 0 : begin, at_edge ? low_.size() : end);
        sign("masked");
      }
      begin = end;
    }
  }

  // Some stretch that was not struck out is long and mixed enough to be a
  // secret by itself: a password may hold the word "example".
  [[nodiscard]] bool random_rest() const {
    for (std::size_t begin = 0; begin < value_.size();) {
      if (struck_[begin]) {
        ++begin;
        continue;
      }
      std::size_t end = begin;
      while (end < value_.size() && !struck_[end]) ++end;
      std::string_view rest = value_.substr(begin, end - begin);
      begin = end;
      while (!rest.empty() && !is_digit(rest.front()) && !is_letter(rest.front())) rest.remove_prefix(1);
      while (!rest.empty() && !is_digit(rest.back()) && !is_letter(rest.back())) rest.remove_suffix(1);
      if (looks_drawn(rest)) return true;
    }
    return false;
  }

  static bool looks_drawn(std::string_view rest) {
    if (rest.size() < 8) return false;
    bool digit = false;
    bool upper = false;
    bool small = false;
    bool mark = false;
    std::size_t changes = 0;
    int last = -1;
    for (const char c : rest) {
      const int kind = is_digit(c) ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= 'a' && c <= 'z' ? 2 : 3;
      digit = digit || kind == 0;
      upper = upper || kind == 1;
      small = small || kind == 2;
      mark = mark || (kind == 3 && c != '-' && c != '_' && c != '.' && c != '/' && c != ':');
      changes += last >= 0 && kind != last ? 1U : 0U;
      last = kind;
    }
    const int classes = digit + upper + small + mark;
    if (changes < 3 || classes < (rest.size() < 10 ? 3 : 2)) return false;
    return word_share(rest) < 0.45 && shannon_entropy(rest) >= 2.7;
  }

  std::string_view value_;
  std::string low_;
  std::string low_regex_;
  std::vector<bool> struck_;
  std::string_view sign_;
};

// "secret" of "secret123!", "my-secret1" and "password%21".
std::string_view stem(std::string_view value) {
  for (const std::string_view my : {"my-", "my_", "the", "my"})
    if (value.starts_with(my)) {
      value.remove_prefix(my.size());
      break;
    }
  const std::size_t whole = value.size();
  while (!value.empty() && !is_letter(value.back())) value.remove_suffix(1);
  // So much behind a word is no ornament.
  return whole - value.size() > 8 ? std::string_view() : value;
}

bool few_characters(std::string_view s) {
  if (s.size() < 12) return false;
  std::string distinct(s);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  return distinct.size() <= 3;
}

// How vendors mark the keys of their documentation: AKIA…EXAMPLE, …EXAMPLEKEY.
bool ends_as_documented(std::string_view s) {
  for (const std::string_view mark : {"EXAMPLE", "EXAMPLEKEY", "EXAMPLETOKEN", "EXAMPLESECRET", "_EXAMPLE_KEY"})
    if (s.ends_with(mark)) return true;
  return false;
}

// A sealed secret: two bytes of length (512, the session key under RSA-4096),
// that key, then the value; all in base64.
bool is_sealed(std::string_view value) {
  if (value.size() < 700 || !value.starts_with("Ag") || value[2] < 'A' || value[2] > 'D') return false;
  return decode_base64(value.substr(0, value.size() / 4 * 4)).has_value();
}

bool is_name_char(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-'; }

// `open` … `close` around something that is no random value itself.
bool wraps_name(std::string_view value, char open, char close) {
  if (value.size() < 2 || value.front() != open || value.back() != close) return false;
  const std::string_view inner = value.substr(1, value.size() - 2);
  const auto letters = static_cast<std::size_t>(std::count_if(inner.begin(), inner.end(), is_letter));
  return inner.size() < 8 || letters * 4 >= inner.size() * 3 || word_share(inner) >= 0.4 ||
         inner.find(' ') != std::string_view::npos;
}

// An opening mark with its closing one behind it, and something between.
bool has_pair(std::string_view value, std::string_view open, std::string_view close) {
  const std::size_t at = value.find(open);
  return at != std::string_view::npos && value.find(close, at + open.size()) != std::string_view::npos;
}

// %s, %-10v, %(name)s, %{name}, %NAME%: the whole value, or all of it but signs.
bool is_format(std::string_view value) {
  if (value.size() < 2 || value.front() != '%') return false;
  if (value[1] == '(' || value[1] == '{') return value.find(value[1] == '(' ? ')' : '}') != std::string_view::npos;
  if (value.size() > 3 && value.back() == '%')
    return std::all_of(value.begin() + 1, value.end() - 1, is_name_char);
  std::size_t at = 1;
  while (at < value.size() && (is_digit(value[at]) || value[at] == '-' || value[at] == '.' || value[at] == '+')) ++at;
  return at < value.size() && is_letter(value[at]) && value.size() - at <= 2;
}

}  // namespace

bool is_template(std::string_view value) {
  if (value.empty()) return false;
  if (wraps_name(value, '<', '>') || wraps_name(value, '[', ']') || wraps_name(value, '{', '}')) return true;
  if (is_format(value)) return true;
  const char first = value.front();
  if (first == '$' && value.size() > 1 && (is_letter(value[1]) || value[1] == '_')) {
    // $NAME, but not a crypt hash ($2a$…) nor a password that begins so.
    const bool upper = std::none_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (std::all_of(value.begin() + 1, value.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; }) &&
        (upper || value.size() < 16 || word_share(value) >= 0.35))
      return true;
  }
  if (has_pair(value, "${", "}") || has_pair(value, "{{", "}}") || has_pair(value, "#{", "}") ||
      has_pair(value, "$(", ")") || has_pair(value, "<%", "%>") || has_pair(value, "${{", "}}"))
    return true;
  // Cut off by the regex before its end: still no value.
  if (value.starts_with("${") || value.starts_with("{{") || value.starts_with("$(") || value.starts_with("<%")) return true;
  const std::string low = lowered(value.substr(0, 512));
  static constexpr std::array<std::string_view, 6> kCalls{"getenv", "environ", "process.env", "os.env", "env::var", "lookupenv"};
  if (std::any_of(kCalls.begin(), kCalls.end(), [&](std::string_view m) { return low.find(m) != std::string::npos; }))
    return true;
  static constexpr std::array<std::string_view, 12> kReferences{
      "secrets.", "env.",    "vault:",    "arn:aws:", "var.",   "local.",
      "op://",    "ref+",    "awssm://",  "gcpsm://", "sm://",  "secretref:"};
  return std::any_of(kReferences.begin(), kReferences.end(), [&](std::string_view m) {
    return low.starts_with(m) && low.find_first_of("!#%^&*=+") == std::string::npos;
  });
}

bool is_encrypted(std::string_view value) {
  static constexpr std::array<std::string_view, 14> kMarks{"ENC[",
                                                           "ENC(",
                                                           "EJ[1:",
                                                           "$ANSIBLE_VAULT",
                                                           "age-encryption.org",
                                                           "-----BEGIN AGE ENCRYPTED",
                                                           "-----BEGIN PGP MESSAGE",
                                                           "{cipher}",
                                                           "vault:v",     // transit engine
                                                           "encrypted:",  // dotenvx
                                                           "AQICAH",      // KMS ciphertexts begin so
                                                           "AQECAH",
                                                           "gAAAAAB",  // Fernet: version 128, time, …
                                                           "{AQAAABAA"};
  if (std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view m) { return value.starts_with(m); })) {
    // The short ones only where a ciphertext can follow.
    return !value.starts_with("AQ") || value.size() >= 90;
  }
  return is_sealed(value);
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : !is_hex(value[i])) return false;
  }
  return true;
}

bool is_digest(std::string_view secret, std::string_view line_before) {
  if (secret.size() < 27) return false;
  static constexpr std::array<std::string_view, 13> kDigestNames{"sha1",    "sha256", "sha384",  "sha512",    "sha-256",
                                                           "sha-512", "md5",    "h1:",     "integrity", "checksum",
                                                           "digest",  "commit", "revision"};
  constexpr std::size_t kNear = 40;
  const std::string near = lowered(line_before.substr(line_before.size() - std::min(line_before.size(), kNear)));
  return std::any_of(kDigestNames.begin(), kDigestNames.end(),
                     [&](std::string_view n) { return near.find(n) != std::string::npos; });
}

bool is_password_hash(std::string_view value) {
  // Modular crypt format ($id$…, RFC 9106 among them), LDAP's {SCHEME}, Django's scheme$…$.
  if (value.size() >= 20 && value.front() == '$') {
    const std::size_t second = value.find('$', 1);
    if (second == std::string_view::npos || second < 2 || second > 20) return false;
    return value.find('$', second + 1) != std::string_view::npos || value.size() - second > 22;
  }
  static constexpr std::array<std::string_view, 9> kSchemes{"{SSHA",         "{SHA",    "{CRYPT}",  "{PBKDF2", "{ARGON2",
                                                            "pbkdf2_sha",    "pbkdf2:", "scrypt:",  "SCRAM-SHA-"};
  return value.size() >= 24 && std::any_of(kSchemes.begin(), kSchemes.end(),
                                           [&](std::string_view scheme) { return value.starts_with(scheme); });
}

std::string text_in_base64(std::string_view value) {
  if (value.size() < 8 || value.size() > 256 || value.size() % 4 != 0) return {};
  const auto bytes = decode_base64(value);
  if (!bytes) return {};
  std::string text(bytes->begin(), bytes->end());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return printable ? text : std::string();
}

std::string_view placeholder_reason(std::string_view secret, std::string_view regex) {
  if (is_template(secret)) return "a template";
  if (is_encrypted(secret)) return "encrypted";
  if (is_published_value(secret) || ends_as_documented(secret)) return "a published example";
  for (const auto& [first, second] : kPublished) {
    const std::size_t at = secret.find(first);
    if (at != std::string_view::npos && secret.substr(at + first.size()).starts_with(second))
      return "a published example";
  }
  const std::string low = lowered(secret.substr(0, 4096));
  if (std::find(kDefaults.begin(), kDefaults.end(), stem(low)) != kDefaults.end()) return "a default";
  if (few_characters(secret)) return "repeated characters";
  if (const std::string text = text_in_base64(secret); !text.empty()) {
    // A person's words, which are judged as such where a format says that it is base64.
    const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
    const bool words = text.find(':') == std::string::npos && digits * 3 <= text.size() && word_share(text) > 0.4;
    const std::string plain = lowered(text);
    if (words || std::find(kDefaults.begin(), kDefaults.end(), stem(plain)) != kDefaults.end() ||
        !Remains(text, regex).reason().empty())
      return "a placeholder in base64";
  }
  return Remains(secret.substr(0, 4096), regex).reason();
}

}  // namespace gogate::secrets
