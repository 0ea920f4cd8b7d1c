// Private keys in text armor: PEM (RFC 7468, and the older form with headers),
// OpenSSH, OpenPGP (RFC 4880 section 6.2). The body must decode as what the
// first line announces; half of all "BEGIN PRIVATE KEY" in source code are
// parsers, templates and shortened examples. A key that decodes is plausible,
// not certain: test data is full of real keys.
#include <algorithm>
#include <string>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"
#include "scanners/secrets/key_body.h"
#include "scanners/secrets/published.h"

namespace gogate::secrets {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

// One line of the body without what source code puts around it: quotes, plus
// signs of a concatenation, indentation, comment marks, YAML's pipe.
std::string_view bare(std::string_view line) {
  const std::string_view around = " \t\r\"'`,;()[]#*|>\\";
  const std::size_t begin = line.find_first_not_of(around);
  if (begin == std::string_view::npos) return {};
  line = line.substr(begin, line.find_last_not_of(around) - begin + 1);
  // Comment marks of two signs; one slash alone may begin base64.
  if (line == "//") return {};
  if (line.starts_with("// ")) line.remove_prefix(3);
  // `+ "abc"` and the lone sign that `\n" +` leaves once line ends are real.
  if (line == "+") return {};
  if (line.starts_with("+ ") || line.starts_with("+\"") || line.starts_with("+'"))
    line.remove_prefix(std::min(line.find_first_not_of(around, 1), line.size()));
  // `"abc" +` leaves the quote behind once the sign is off; but + also ends base64.
  if (line.ends_with('+')) {
    const std::string_view cut = line.substr(0, line.size() - 1);
    const std::size_t end = cut.find_last_not_of(around);
    if (end + 1 < cut.size()) line = cut.substr(0, end + 1);
  }
  return line;
}

std::string with_real_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      std::size_t j = i;
      while (j < text.size() && text[j] == '\\') ++j;
      if (j < text.size() && (text[j] == 'n' || text[j] == 'r')) {
        out += '\n';
        i = j;
        continue;
      }
      if (j < text.size() && text[j] == '/') {  // JSON may write / so
        out += '/';
        i = j;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

struct Body {
  std::string base64;
  bool encrypted = false;  // by the old header
  bool clean = true;       // nothing but base64 and headers
};

Body body_of(std::string_view text) {
  Body out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = bare(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty()) continue;
    if (line.find(": ") != std::string_view::npos) {  // a header
      if (line.starts_with("Proc-Type:") && line.find("ENCRYPTED") != std::string_view::npos) out.encrypted = true;
      continue;
    }
    if (line.starts_with('=') && line.size() == 5) continue;  // OpenPGP's own checksum
    for (const char c : line) {
      if (is_base64(c))
        out.base64 += c;
      else if (c != ' ' && c != '\t')  // one line with blanks for line ends
        out.clean = false;
    }
  }
  return out;
}

// The body without the words that a log puts before each line (a time, a
// container's name): as many as stand before the last line. Empty: none do.
std::string without_prefixes(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t last = text.rfind('\n');
  if (last == std::string_view::npos) return {};
  std::size_t words = 0;
  const std::string_view prefix = text.substr(last + 1);
  for (std::size_t at = 0; (at = prefix.find_first_not_of(kBlank, at)) != std::string_view::npos; ++words)
    at = std::min(prefix.find_first_of(kBlank, at), prefix.size());
  if (words == 0) return {};
  std::string out;
  for (text = text.substr(0, last + 1); !text.empty();) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    for (std::size_t i = 0; i < words; ++i) {
      line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
      line.remove_prefix(std::min(line.find_first_of(kBlank), line.size()));
    }
    out.append(line) += '\n';
  }
  return out;
}

// The outermost SEQUENCE of a DER value fits into the bytes.
bool is_der_sequence(std::string_view der) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(der[i])); };
  if (der.size() < 16 || byte(0) != 0x30) return false;
  std::size_t length = byte(1);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length & 0x7F;
    if (count == 0 || count > 3) return false;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | byte(2 + i);
    header += count;
  }
  // INTEGER version of a plain key, SEQUENCE of an encrypted one.
  return header + length <= der.size() && length >= 8 && (byte(header) == 0x02 || byte(header) == 0x30);
}

constexpr std::string_view kDecodes = "it decodes as a private key";
constexpr std::string_view kNeedsPassphrase = "the key is encrypted with a passphrase";

void mark_encrypted(Verified& out) {
  out.encrypted = true;
  out.why = kNeedsPassphrase;
  out.says += out.says.empty() ? "encrypted" : ", encrypted";
}

Verified from_outline(KeyOutline outline, std::string_view bytes) {
  if (outline.body == KeyBody::not_private) return {Proof::wrong, "nothing private is in its body"};
  Verified out{Proof::plausible, kDecodes};
  out.says = std::move(outline.says);
  out.example = is_published_key(bytes);
  if (outline.body == KeyBody::encrypted) mark_encrypted(out);
  if (outline.body == KeyBody::hardware) {
    out.at_most = Severity::medium;
    out.why = "the key itself stays in a hardware token";
  }
  if (outline.toy) {
    out.doubtful = true;
    out.why = "it decodes as a private key, too small for any use";
  }
  return out;
}

// PuTTY's own form: headers, then so many lines of base64 as they say.
Verified putty(std::string_view text) {
  const auto after = [&](std::string_view name) {
    const std::size_t at = text.find(name);
    if (at == std::string_view::npos) return std::string_view();
    const std::string_view rest = text.substr(at + name.size());
    return rest.substr(0, rest.find_first_of("\r\n"));
  };
  const std::size_t at = text.find("Private-Lines: ");
  std::size_t lines = 0;
  for (const char c : after("Private-Lines: ").substr(0, 3)) {
    if (c < '0' || c > '9') break;
    lines = lines * 10 + static_cast<std::size_t>(c - '0');
  }
  if (at == std::string_view::npos || lines == 0) return {Proof::wrong, "it has no private lines"};
  std::string_view rest = text.substr(at);
  std::string body;
  for (std::size_t line = 0; line <= lines; ++line) {
    const std::size_t end = rest.find('\n');
    if (line > 0) body += bare(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (rest.empty() && line < lines) return {Proof::wrong, "it has fewer private lines than it says"};
  }
  const auto bytes = decode_base64(body);
  if (!bytes || bytes->size() < 16) return {Proof::wrong, "its body does not decode"};
  Verified out{Proof::plausible, kDecodes};
  if (after("Encryption: ") != "none") mark_encrypted(out);
  return out;
}

}  // namespace

Verified verify_private_key(std::string_view armor) {
  // The whole armor in base64 once more, as a Kubernetes Secret has it. Cut off
  // at a line's end it cannot be judged.
  if (const std::string again = std::string("LS0tLS1") + "CRUdJTi"; armor.starts_with(again)) {
    const std::string_view whole = armor.substr(0, armor.find_first_not_of(kBase64));
    const auto inner = decode_base64(whole.ends_with('=') ? whole : whole.substr(0, whole.size() / 4 * 4));
    if (!inner) return {};
    if (inner->find(std::string("-----") + "END ") == std::string::npos) return {Proof::plausible, "it begins as a private key"};
    return verify_private_key(*inner);
  }
  // Built of pieces: these lines are what rules for private keys look for.
  const std::string begin_mark = std::string("-----") + "BEGIN ";
  const std::string end_mark = std::string("-----") + "END ";
  const std::string text = with_real_line_ends(armor);
  if (text.starts_with("PuTTY-User-Key-File-")) return putty(text);
  const std::size_t begin = text.find(begin_mark);
  if (begin == std::string::npos) return {};
  const std::size_t label = begin + begin_mark.size();
  const std::size_t label_end = text.find("-----", label);
  if (label_end == std::string::npos) return {Proof::wrong, "its first line does not end"};
  const std::string_view kind = std::string_view(text).substr(label, label_end - label);
  std::string_view rest = std::string_view(text).substr(label_end + 5);
  rest = rest.substr(0, rest.find(end_mark));
  Body body = body_of(rest);
  if (!body.clean)
    if (const std::string bare_lines = without_prefixes(rest); !bare_lines.empty()) body = body_of(bare_lines);
  const auto bytes = body.clean ? decode_base64(body.base64) : std::nullopt;
  if (!bytes || bytes->size() < 16) return {Proof::wrong, "its body does not decode"};

  if (kind.starts_with("OPENSSH")) return from_outline(outline_of_openssh(*bytes), *bytes);
  if (kind.starts_with("PGP")) return from_outline(outline_of_pgp(*bytes), *bytes);
  // The old form encrypts the whole value, so nothing inside can be read.
  if (body.encrypted) {
    Verified out{Proof::plausible, kDecodes};
    mark_encrypted(out);
    return out;
  }
  if (!is_der_sequence(*bytes)) return {Proof::wrong, "its body is no DER sequence"};
  Verified out = from_outline(outline_of_der(*bytes), *bytes);
  if (kind.starts_with("ENCRYPTED") && !out.encrypted && out.proof != Proof::wrong) mark_encrypted(out);
  return out;
}

}  // namespace gogate::secrets
