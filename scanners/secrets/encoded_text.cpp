#include "scanners/secrets/encoded_text.h"

#include <algorithm>
#include <array>

namespace gogate::secrets {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::array<std::int8_t, 256> kBase64Values = [] {
  std::array<std::int8_t, 256> out{};
  out.fill(-1);
  for (int i = 0; i < 26; ++i) {
    out[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(i);
    out[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) out[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(52 + i);
  out['+'] = out['-'] = 62;
  out['/'] = out['_'] = 63;
  return out;
}();

int base64_value(char c) { return kBase64Values[static_cast<unsigned char>(c)]; }
bool is_printable(unsigned byte) { return byte > 0x08 && byte < 0x7F; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// The byte that "%XX" stands for, or -1.
int percent_at(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool decode_percent(std::string_view text, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < text.size();) {
    const int byte = percent_at(text, i);
    if (byte < 0) {
      out += text[i++];
      continue;
    }
    if (!is_printable(static_cast<unsigned>(byte))) return false;
    out += static_cast<char>(byte);
    i += 3;
  }
  return true;
}

int four_hex(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = hex_value(text[at + i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

void put_utf8(int code, std::string& out) {
  out.clear();
  if (code >= 0xD800 && code <= 0xDFFF) code = 0xFFFD;  // half of a pair is no character
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// Length of "\uXXXX" or "\\uXXXX" at `at`; 0: there is none.
std::size_t escape_at(std::string_view text, std::size_t at, int& code) {
  std::size_t letter = at + 1;
  if (letter < text.size() && text[letter] == '\\') ++letter;
  if (letter >= text.size() || (text[letter] != 'u' && text[letter] != 'U')) return 0;
  code = four_hex(text, letter + 1);
  return code < 0 ? 0 : letter + 5 - at;
}

// Length of "U+XXXX" and one white space at `at`; 0: there is none.
std::size_t code_point_at(std::string_view text, std::size_t at, int& code) {
  if (at + 6 >= text.size() || text[at] != 'U' || text[at + 1] != '+' || !is_space(text[at + 6])) return 0;
  code = four_hex(text, at + 2);
  return code < 0 ? 0 : 7;
}

bool decode_hex(std::string_view text, std::string& out) {
  out.clear();
  if (text.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int byte = hex_value(text[i]) * 16 + hex_value(text[i + 1]);
    if (!is_printable(static_cast<unsigned>(byte))) return false;
    out += static_cast<char>(byte);
  }
  return true;
}

// Whatever it holds, line ends and indentation between its characters left out.
bool unpack_base64(std::string_view text, std::string& out) {
  out.clear();
  unsigned word = 0;
  std::size_t count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) {
      if (is_space(c)) continue;
      break;  // its padding
    }
    word = (word << 6) | static_cast<unsigned>(value);
    if (count++ % 4 != 0) out += static_cast<char>((word >> (6 - 2 * ((count - 1) % 4))) & 0xFFU);
  }
  return count % 4 != 1;
}

// Where base64 ends that goes on over whole lines behind the run that ends at `run`.
std::size_t end_of_lines(std::string_view text, std::size_t run) {
  std::size_t last = run;
  for (std::size_t at = run; at < text.size();) {
    if (text[at] == '\r') ++at;
    if (at >= text.size() || text[at] != '\n') break;
    ++at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    const std::size_t begin = at;
    while (at < text.size() && base64_value(text[at]) >= 0) ++at;
    const std::size_t digits = at;
    while (at < text.size() && at < digits + 2 && text[at] == '=') ++at;
    if (digits == begin || (at < text.size() && text[at] != '\n' && text[at] != '\r')) break;
    last = at;
    if (at != digits) break;
  }
  return last;
}

// Length of "ESC [ 1 ; 31 m" at `at`; 0: there is none.
std::size_t colour_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 24;
  if (at + 2 >= text.size() || text[at + 1] != '[') return 0;
  for (std::size_t i = at + 2; i < text.size() && i < at + kLongest; ++i) {
    const char c = text[i];
    if (c == 'm' || c == 'K') return i + 1 - at;
    if (!(c >= '0' && c <= '9') && c != ';' && c != ':') return 0;
  }
  return 0;
}

// `text` without its padding of `padding` signs.
bool decode_base64(std::string_view text, std::size_t padding, std::string& out) {
  out.clear();
  const std::size_t rest = text.size() % 4;
  if (padding != 0 && rest + padding != 4) return false;
  if (rest == 1) return false;
  // Most runs are names and digests: the first bytes tell.
  unsigned word = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    word = (word << 6) | static_cast<unsigned>(base64_value(text[i]));
    if (i % 4 == 0) continue;
    const unsigned byte = (word >> (6 - 2 * (i % 4))) & 0xFFU;
    if (!is_printable(byte)) return false;
    out += static_cast<char>(byte);
  }
  bool other = false;
  bool standard = false;
  bool url = false;
  for (const char c : text) {
    standard = standard || c == '+' || c == '/';
    url = url || c == '-' || c == '_';
    other = other || !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }
  if (!other || (standard && url)) return false;
  if (padding != 0) return !url;
  return rest == 0 || !standard;
}

}  // namespace

std::string names_of(std::uint8_t encodings) {
  static constexpr std::array<std::pair<Encoding, std::string_view>, 7> kNames{{{kPercent, "percent"},
                                                                                {kUnicode, "unicode"},
                                                                                {kHex, "hex"},
                                                                                {kBase64, "base64"},
                                                                                {kGzip, "gzip"},
                                                                                {kDeflate, "deflate"},
                                                                                {kColour, "colour"}}};
  std::string out;
  for (const auto& [bit, name] : kNames) {
    if ((encodings & bit) == 0) continue;
    if (!out.empty()) out += " and ";
    out += name;
  }
  return out;
}

bool DecodedText::assign(std::string_view text, const DecodedText* outer, Decoders decoders) {
  decoders_ = decoders;
  inflated_ = 0;
  over_bound_ = false;
  joined_lines_ = false;
  text_.clear();
  parts_.clear();
  new_parts_.clear();
  sources_.clear();
  done_ = carried_ = 0;
  if (outer == nullptr) {
    read_lines(text, 0, text.size(), outer);
  } else {
    // A line in which the level before decoded nothing holds nothing that decodes.
    std::size_t until = 0;
    for (const Span part : outer->new_parts_) {
      if (part.end < until) continue;
      const std::size_t before = part.begin == 0 ? std::string_view::npos : text.rfind('\n', part.begin - 1);
      const std::size_t from = std::max(before == std::string_view::npos ? 0 : before + 1, until);
      until = std::min(text.find('\n', part.end), text.size());
      read_lines(text, from, until, outer);
    }
  }
  if (new_parts_.empty()) return false;
  keep_until(text, text.size(), outer);
  return true;
}

void DecodedText::read_lines(std::string_view text, std::size_t from, std::size_t until, const DecodedText* outer) {
  const std::string_view part = text.substr(0, until);
  // No run reaches over a line's end, so a line is read as a whole, once.
  for (std::size_t at = from; (at = find_encoded(part, at, decoders_)) != std::string_view::npos;) {
    if (text_.empty()) text_.reserve(text.size());
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const std::size_t begin = std::max(before == std::string_view::npos ? 0 : before + 1, done_);
    const std::size_t end = std::min(text.find('\n', at), text.size());
    read_line(text, begin, end, outer);
    at = end;
  }
}

void DecodedText::read_line(std::string_view text, std::size_t begin, std::size_t end, const DecodedText* outer) {
  for (std::size_t at = begin; at < end;) {
    const char c = text[at];
    int code = 0;
    if (c == '%' && percent_at(text.substr(0, end), at) >= 0) {
      std::size_t last = end - 3;
      while (percent_at(text.substr(0, end), last) < 0) --last;
      if (decode_percent(text.substr(at, last + 3 - at), piece_)) put(text, at, last + 3, kPercent, outer);
      at = last + 3;
    } else if (c == '\\') {
      const std::size_t length = escape_at(text.substr(0, end), at, code);
      if (length != 0) {
        put_utf8(code, piece_);
        put(text, at, at + length, kUnicode, outer);
      }
      at += std::max<std::size_t>(length, 1);
    } else if (c == '\x1b' && decoders_ == Decoders::ours) {
      const std::size_t length = colour_at(text.substr(0, end), at);
      piece_.clear();
      if (length != 0) put(text, at, at + length, kColour, outer);
      at += std::max<std::size_t>(length, 1);
    } else if (base64_value(c) >= 0) {
      at = read_run(text, at, end, outer);
    } else {
      ++at;
    }
  }
}

// A run of base64's characters; hex digits are among them. Returns where to go on.
std::size_t DecodedText::read_run(std::string_view text, std::size_t begin, std::size_t end, const DecodedText* outer) {
  std::size_t run = begin;
  while (run < end && base64_value(text[run]) >= 0) ++run;
  if (run - begin < 16) {
    for (std::size_t at = begin; at < run; ++at) {
      int code = 0;
      const std::size_t length = text[at] == 'U' ? code_point_at(text, at, code) : 0;
      if (length == 0) continue;
      put_utf8(code, piece_);
      put(text, at, at + length, kUnicode, outer);
      return at + length;
    }
    return run;
  }
  std::size_t digits = begin;
  while (digits < run && hex_value(text[digits]) >= 0) ++digits;
  if (digits - begin >= 32) {
    if (decode_hex(text.substr(begin, digits - begin), piece_)) put(text, begin, digits, kHex, outer);
    return digits;
  }
  std::size_t padding = 0;
  while (padding < 2 && run + padding < end && text[run + padding] == '=') ++padding;
  if (decode_base64(text.substr(begin, run - begin), padding, piece_)) {
    put(text, begin, run + padding, kBase64, outer);
    return run + padding;
  }
  std::size_t inflated_end = run + padding;
  if (decoders_ == Decoders::ours && inflate(text, begin, inflated_end, outer)) return inflated_end;
  return run + padding;
}

// `end`: of the run; then of all that was compressed.
bool DecodedText::inflate(std::string_view text, std::size_t begin, std::size_t& end, const DecodedText* outer) {
  const Container container = container_of(text.substr(begin, end - begin));
  if (container == Container::none) return false;
  const auto attempt = [&](std::size_t until) {
    if (!unpack_base64(text.substr(begin, until - begin), packed_)) return Inflated::no;
    return inflater_.inflate(container, packed_, std::min(kMostInflated, kMostInflatedOfLevel - inflated_), piece_);
  };
  // Of bare deflate only what is small is worth the try.
  constexpr std::size_t kMostBare = std::size_t{1} << 20;
  if (container == Container::deflate && end - begin > kMostBare) return false;
  Inflated got = attempt(end);
  if (got == Inflated::no && container != Container::deflate && text[end - 1] != '=') {
    const std::size_t further = end_of_lines(text, end);
    if (further != end) {
      joined_lines_ = true;
      got = attempt(further);
    }
    if (got != Inflated::no) end = further;
  }
  over_bound_ = over_bound_ || got == Inflated::over_bound;
  if (got != Inflated::yes) return false;
  inflated_ += piece_.size();
  put(text, begin, end, static_cast<std::uint8_t>(kBase64 | (container == Container::gzip ? kGzip : kDeflate)), outer);
  return true;
}

// Copies the text up to `end` with the parts that the level before decoded.
void DecodedText::keep_until(std::string_view text, std::size_t end, const DecodedText* outer) {
  while (outer && carried_ < outer->parts_.size() && outer->parts_[carried_].begin < end) {
    // A new part may have taken some of an older one: what is left of it stands
    // for the same bytes of the blob.
    Part part = outer->parts_[carried_];
    const std::size_t from = std::max(part.begin, done_);
    const std::size_t to = std::min(part.end, end);
    part.is_new = false;
    part.begin = from - done_ + text_.size();
    part.end = std::max(from, to) - done_ + text_.size();
    if (from < to) parts_.push_back(part);
    if (outer->parts_[carried_].end > end) break;
    ++carried_;
  }
  text_.append(text.substr(done_, end - done_));
  done_ = end;
}

void DecodedText::put(std::string_view text, std::size_t begin, std::size_t end, std::uint8_t encoding,
                      const DecodedText* outer) {
  keep_until(text, begin, outer);
  Part part;
  part.begin = text_.size();
  part.end = part.begin + piece_.size();
  const Place place = outer ? outer->in_blob(begin, end) : Place{begin, end, 0};
  part.blob_begin = place.begin;
  part.blob_end = place.end;
  part.encodings = static_cast<std::uint8_t>(place.encodings | encoding);
  part.is_new = true;
  parts_.push_back(part);
  new_parts_.push_back({static_cast<std::uint32_t>(part.begin), static_cast<std::uint32_t>(part.end)});
  sources_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  text_ += piece_;
  done_ = end;
}

std::size_t DecodedText::begin_here(std::size_t position) const {
  const auto after = std::upper_bound(sources_.begin(), sources_.end(), position, [](std::size_t p, Span s) { return p < s.begin; });
  if (after == sources_.begin()) return position;
  const auto i = static_cast<std::size_t>(after - sources_.begin()) - 1;
  return position < sources_[i].end ? new_parts_[i].begin : position - sources_[i].end + new_parts_[i].end;
}

std::size_t DecodedText::end_here(std::size_t position) const {
  const auto after = std::lower_bound(sources_.begin(), sources_.end(), position, [](Span s, std::size_t p) { return s.begin < p; });
  if (after == sources_.begin()) return position;
  const auto i = static_cast<std::size_t>(after - sources_.begin()) - 1;
  return position <= sources_[i].end ? new_parts_[i].end : position - sources_[i].end + new_parts_[i].end;
}

bool DecodedText::touches_new(std::size_t begin, std::size_t end) const {
  auto part = std::lower_bound(parts_.begin(), parts_.end(), begin,
                               [](const Part& p, std::size_t position) { return p.end < position; });
  for (; part != parts_.end() && part->begin <= end; ++part)
    if (part->is_new) return true;
  return false;
}

DecodedText::Place DecodedText::in_blob(std::size_t begin, std::size_t end) const {
  // The last part that begins at or before `position` and, unless it holds it, ends there.
  const auto back = [&](std::size_t position, bool is_end) {
    const auto after = std::upper_bound(parts_.begin(), parts_.end(), position,
                                        [&](std::size_t p, const Part& part) { return is_end ? p <= part.begin : p < part.begin; });
    if (after == parts_.begin()) return position;
    const Part& part = *(after - 1);
    if (position < part.end || (is_end && position == part.end)) return is_end ? part.blob_end : part.blob_begin;
    return position - part.end + part.blob_end;
  };
  Place out;
  out.begin = back(begin, false);
  out.end = std::max(back(end, true), out.begin);
  auto part = std::upper_bound(parts_.begin(), parts_.end(), begin,
                               [](std::size_t position, const Part& p) { return position < p.end; });
  for (; part != parts_.end() && part->begin < end; ++part) out.encodings |= part->encodings;
  return out;
}

}  // namespace gogate::secrets
