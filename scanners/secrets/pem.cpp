// Private keys in text armor: PEM (RFC 7468, and the older form with headers),
// OpenSSH, OpenPGP (RFC 4880 section 6.2). The body must decode as what the
// first line announces; half of all "BEGIN PRIVATE KEY" in source code are
// parsers, templates and shortened examples. A key that decodes is plausible,
// not certain: test data is full of real keys.
#include <algorithm>
#include <string>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"

namespace gogate::secrets {
namespace {

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

Verified openssh(std::string_view bytes) {
  constexpr std::string_view kMagic("openssh-key-v1\0", 15);
  if (!bytes.starts_with(kMagic)) return {Proof::wrong, "its body is no OpenSSH key"};
  const std::string_view cipher = bytes.substr(kMagic.size(), 8);
  Verified out{Proof::plausible, "it decodes as a private key"};
  out.encrypted = cipher != std::string_view("\0\0\0\4none", 8);
  if (out.encrypted) out.why = "the key is encrypted with a passphrase";
  return out;
}

}  // namespace

Verified verify_private_key(std::string_view armor) {
  // Built of pieces: these lines are what rules for private keys look for.
  const std::string begin_mark = std::string("-----") + "BEGIN ";
  const std::string end_mark = std::string("-----") + "END ";
  const std::string text = with_real_line_ends(armor);
  const std::size_t begin = text.find(begin_mark);
  if (begin == std::string::npos) return {};
  const std::size_t label = begin + begin_mark.size();
  const std::size_t label_end = text.find("-----", label);
  if (label_end == std::string::npos) return {Proof::wrong, "its first line does not end"};
  const std::string_view kind = std::string_view(text).substr(label, label_end - label);
  std::string_view rest = std::string_view(text).substr(label_end + 5);
  rest = rest.substr(0, rest.find(end_mark));
  const Body body = body_of(rest);
  const auto bytes = body.clean ? decode_base64(body.base64) : std::nullopt;
  if (!bytes || bytes->size() < 16) return {Proof::wrong, "its body does not decode"};

  if (kind.starts_with("OPENSSH")) return openssh(*bytes);
  if (kind.starts_with("PGP")) {
    // Secret-Key packet, tag 5, in the old or new form.
    const auto first = static_cast<unsigned char>(bytes->front());
    if ((first & 0xFCU) != 0x94U && first != 0xC5U) return {Proof::wrong, "its body is no secret key packet"};
    return {Proof::plausible, "it decodes as a private key"};
  }
  Verified out{Proof::plausible, "it decodes as a private key"};
  out.encrypted = body.encrypted || kind.starts_with("ENCRYPTED");
  // The old form encrypts the whole value, so nothing inside can be read.
  if (!body.encrypted && !is_der_sequence(*bytes)) return {Proof::wrong, "its body is no DER sequence"};
  if (out.encrypted) out.why = "the key is encrypted with a passphrase";
  return out;
}

}  // namespace gogate::secrets
