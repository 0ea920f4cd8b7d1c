#include "gate/source/history_parse.h"

#include <cstring>

#include "gate/source/pack_order_format.h"

namespace gogate::source {
namespace {

// Cuts the next line (without its LF) off `rest`.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

std::optional<std::string_view> value_of(std::string_view line, std::string_view key) {
  if (line.size() <= key.size() || !line.starts_with(key) || line[key.size()] != ' ') return std::nullopt;
  return line.substr(key.size() + 1);
}

// "Name <mail> 1700000000 +0100"
ParsedPerson parse_person(std::string_view line) {
  ParsedPerson p;
  const std::size_t end = line.rfind('>');
  if (end == std::string_view::npos) {
    p.who = line;
    return p;
  }
  p.who = line.substr(0, end + 1);
  std::string_view rest = line.substr(end + 1);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  std::int64_t t = 0;
  for (const char c : rest) {
    if (c < '0' || c > '9' || t > (std::int64_t{1} << 53)) break;
    t = t * 10 + (c - '0');
  }
  p.time = negative ? -t : t;
  return p;
}

}  // namespace

std::optional<ObjectId> parse_hex_id(std::string_view hex) {
  if (hex.size() != 2 * kIdBytes) return std::nullopt;
  ObjectId id;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else {
      return std::nullopt;
    }
    unsigned char& b = id.bytes[i / 2];
    b = static_cast<unsigned char>((b << 4 | digit) & 0xFF);
  }
  return id;
}

std::optional<ParsedCommit> parse_commit(std::string_view bytes) {
  ParsedCommit c;
  std::string_view rest = bytes;
  const auto tree = value_of(take_line(rest), "tree");
  const auto tree_id = tree ? parse_hex_id(*tree) : std::nullopt;
  if (!tree_id) return std::nullopt;
  c.tree = *tree_id;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (const auto parent = value_of(line, "parent")) {
      const auto id = parse_hex_id(*parent);
      if (!id) return std::nullopt;
      c.parents.push_back(*id);
    } else if (const auto author = value_of(line, "author")) {
      c.author = parse_person(*author);
    } else if (const auto committer = value_of(line, "committer")) {
      c.committer = parse_person(*committer);
    }
  }
  c.message = rest;
  return c;
}

std::optional<ParsedTag> parse_tag(std::string_view bytes) {
  ParsedTag t;
  std::string_view rest = bytes;
  const auto object = value_of(take_line(rest), "object");
  const auto target = object ? parse_hex_id(*object) : std::nullopt;
  const auto kind = value_of(take_line(rest), "type");
  if (!target || !kind) return std::nullopt;
  t.target = *target;
  t.kind = *kind;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (const auto name = value_of(line, "tag")) t.name = *name;
    if (const auto tagger = value_of(line, "tagger")) t.tagger = parse_person(*tagger);
  }
  t.message = rest;
  return t;
}

bool TreeCursor::next() {
  if (rest_.empty() || damaged_) return false;
  damaged_ = true;  // until the whole entry has been seen
  std::uint32_t mode = 0;
  std::size_t i = 0;
  for (; i < rest_.size() && i < 7 && rest_[i] >= '0' && rest_[i] <= '7'; ++i)
    mode = mode << 3 | static_cast<std::uint32_t>(rest_[i] - '0');
  if (i == 0 || i >= rest_.size() || rest_[i] != ' ') return false;
  const void* const nul = std::memchr(rest_.data() + i + 1, 0, rest_.size() - i - 1);
  if (nul == nullptr) return false;
  const auto end = static_cast<std::size_t>(static_cast<const char*>(nul) - rest_.data());
  if (end == i + 1 || rest_.size() - end - 1 < kIdBytes) return false;
  entry_ = {mode, rest_.substr(i + 1, end - i - 1), rest_.substr(end + 1, kIdBytes)};
  rest_.remove_prefix(end + 1 + kIdBytes);
  damaged_ = false;
  return true;
}

}  // namespace gogate::source
