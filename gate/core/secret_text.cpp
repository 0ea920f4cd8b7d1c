#include "gate/core/secret_text.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "gate/core/digest.h"
#include "gate/core/fingerprint.h"
#include "gate/core/secret_text_strength.h"

namespace gogate {
namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr std::size_t kRun = 8;  // bytes in a row of a secret that must not be shown

constexpr std::size_t kShortestPiece = 4;

// Up to eight bytes as a number: of one length, equal where the bytes are.
std::uint64_t packed(std::string_view piece) {
  std::uint64_t out = 0;
  for (const char c : piece) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

std::string process_key() {
  std::random_device device;
  std::string key;
  for (int i = 0; i < 8; ++i) {
    const unsigned int word = device();
    key.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  return key;
}

bool is_token_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/' ||
         c == '=' || c == '_' || c == '-';
}

// A run that looks like a credential although no rule took it for one: 16 or
// more token characters with a digit, an upper- and a lower-case letter, or
// 32 or more with a digit and a letter (hex). Slashes end it, or every path would do.
bool looks_random(std::string_view run) {
  bool digit = false;
  bool upper = false;
  bool lower = false;
  for (const char c : run) {
    digit = digit || (c >= '0' && c <= '9');
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
  }
  return digit && ((run.size() >= 16 && upper && lower) || (run.size() >= 32 && (upper || lower)));
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Whether a quote behind so many backslashes ends a literal whose opening one
// stands behind `opening` of them: 0 in a file, 1 in a string, 3 in one of that.
bool closes(std::size_t opening, std::size_t backslashes) {
  for (; opening != 0; opening /= 2) {
    if (backslashes % 2 == 0) return true;  // the outer literal ends
    backslashes /= 2;
  }
  return backslashes % 2 == 0;
}

// Where the closing quote stands, with its backslashes, that ends the literal in
// which `at` lies, or the end of the line.
std::uint32_t literal_end(std::string_view text, std::uint32_t at, char quote, std::size_t opening) {
  for (std::uint32_t run = at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == quote && (quote != '"' || closes(opening, at - run))) return opening == 0 ? at : run;
    if (text[at] != '\\') run = at + 1;
  }
  return at;
}

// A rule may end a password at a sign that belongs to it, and sees one half of
// "a" + "b": what is hidden reaches to the end of the literal, and of the ones added to it.
std::uint32_t hidden_end(std::string_view text, Span secret) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t at = secret.end;
  const char before = secret.begin == 0 ? '\n' : text[secret.begin - 1];
  if (is_blank(before) || before == '=') {
    while (at < size && !is_blank(text[at]) && !is_quote(text[at]) && std::string_view(",;)}]").find(text[at]) == std::string_view::npos) ++at;
    return at;
  }
  if (!is_quote(before)) return at;
  char quote = before;
  std::size_t opening = 0;
  while (opening < 7 && secret.begin >= opening + 2 && text[secret.begin - 2 - opening] == '\\') ++opening;
  if (opening % 2 == 0) opening = 0;  // backslashes of their own
  for (;;) {
    at = literal_end(text, at, quote, opening);
    if (opening != 0) return at;
    std::uint32_t next = at + 1;
    const auto skip_blanks = [&] {
      while (next < size && is_blank(text[next])) ++next;
    };
    skip_blanks();
    if (next >= size || text[next] != '+') return at;
    ++next;
    skip_blanks();
    if (next >= size || !is_quote(text[next])) return at;
    quote = text[next];
    at = next + 1;
  }
}

std::string preview_of(std::string_view secret) {
  std::string out;
  if (secret.size() >= 12) {
    for (const char c : secret.substr(0, 4)) {
      if (c < 0x21 || c > 0x7e) break;
      out += c;
    }
  }
  out += kEllipsis;
  return out;
}

}  // namespace

namespace {

// A key in a YAML block, in a file and in a JSON string is one key.
std::string one_form(std::string_view bytes) {
  if (bytes.find("-----BEGIN ") == std::string_view::npos) return std::string(bytes);
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (is_blank(bytes[i])) continue;
    if (bytes[i] == '\\' && i + 1 < bytes.size() && (bytes[i + 1] == 'n' || bytes[i + 1] == 'r')) {
      ++i;
      continue;
    }
    out += bytes[i];
  }
  return out;
}

}  // namespace

SecretText::SecretText(std::string_view bytes, std::span<const std::string> known)
    : length_(bytes.size()), preview_(preview_of(bytes)) {
  static const std::string key = process_key();
  const Sha256 keyed = sha256(key + std::string(bytes));
  identity_.assign(reinterpret_cast<const char*>(keyed.data()), 16);
  if (estimated_bits(bytes, known) < kIdBits) return;
  // The salt is public: it only sets these digests apart from anybody else's.
  const std::string digest = hex(sha256("gogate secret id 1\n" + one_form(bytes)));
  id_ = "s1-" + digest.substr(0, 16);
}

Masker::Masker(std::string_view text, std::vector<Span> secrets) : text_(text), secrets_(std::move(secrets)) {
  std::sort(secrets_.begin(), secrets_.end());
  std::vector<Span> merged;
  bool widened = false;  // the last of them, over what follows it: what lies in there would reach no further
  for (Span s : secrets_) {
    s.end = std::min<std::uint32_t>(s.end, static_cast<std::uint32_t>(text_.size()));
    if (s.empty()) continue;
    if (widened && s.end <= merged.back().end) continue;
    const std::uint32_t hidden = hidden_end(text_, s);
    widened = hidden > s.end;
    s.end = std::max(s.end, hidden);
    if (!merged.empty() && s.begin < merged.back().end)
      merged.back().end = std::max(merged.back().end, s.end);
    else
      merged.push_back(s);
  }
  secrets_ = std::move(merged);
}

std::string Masker::show(Span span) const { return render(span, Hidden::preview); }

std::string Masker::outline(Span span) const { return without_white_space(render(span, Hidden::mark)); }

std::string Masker::render(Span span, Hidden hidden) const {
  std::string out;
  auto next = std::lower_bound(secrets_.begin(), secrets_.end(), span.begin,
                               [](const Span& s, std::uint32_t at) { return s.end <= at; });
  std::uint32_t at = span.begin;
  const auto plain = [&](std::uint32_t end) {
    while (at < end) {
      std::uint32_t run_end = at;
      while (run_end < end && is_token_char(text_[run_end]) && text_[run_end] != '/') ++run_end;
      if (run_end == at) {
        out += text_[at++];
        continue;
      }
      const std::string_view run = text_.substr(at, run_end - at);
      if (looks_random(run))
        out += hidden == Hidden::mark ? std::string(kEllipsis) : preview_of(run);
      else
        out += run;
      at = run_end;
    }
  };
  while (at < span.end) {
    if (next == secrets_.end() || next->begin >= span.end) {
      plain(span.end);
      break;
    }
    if (at < next->begin) plain(next->begin);
    // A secret that began on an earlier line shows nothing of its inside.
    const bool inside = next->begin < span.begin || hidden == Hidden::mark;
    out += inside ? std::string(kEllipsis) : preview_of(text_.substr(next->begin, next->size()));
    at = std::min(next->end, span.end);
    ++next;
  }
  return out;
}

void Masker::index_pieces() const {
  if (indexed_) return;
  indexed_ = true;
  for (const Span s : secrets_) {
    const std::string_view secret = text_.substr(s.begin, s.size());
    const std::size_t length = std::min(kRun, secret.size());
    if (length < kShortestPiece) continue;  // too short to be told from ordinary text
    for (std::size_t i = 0; i + length <= secret.size(); ++i) pieces_[length].push_back(packed(secret.substr(i, length)));
  }
  for (std::vector<std::uint64_t>& of_length : pieces_) {
    std::sort(of_length.begin(), of_length.end());
    of_length.erase(std::unique(of_length.begin(), of_length.end()), of_length.end());
  }
}

std::string Masker::mask(std::string_view other) const {
  index_pieces();
  std::vector<bool> hide(other.size(), false);
  bool any = false;
  for (std::size_t length = kShortestPiece; length <= kRun; ++length) {
    const std::vector<std::uint64_t>& of_length = pieces_[length];
    if (of_length.empty()) continue;
    for (std::size_t at = 0; at + length <= other.size(); ++at) {
      if (!std::binary_search(of_length.begin(), of_length.end(), packed(other.substr(at, length)))) continue;
      std::fill_n(hide.begin() + static_cast<std::ptrdiff_t>(at), length, true);
      any = true;
    }
  }
  if (!any) return std::string(other);
  std::string out;
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (!hide[i])
      out += other[i];
    else if (i == 0 || !hide[i - 1])
      out += kEllipsis;
  }
  return out;
}

}  // namespace gogate
