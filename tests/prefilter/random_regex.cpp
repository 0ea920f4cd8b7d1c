#include "tests/prefilter/random_regex.h"

namespace gogate::test {
namespace {

const std::vector<std::string> kCharacters = {
    "a", "b", "c", "k", "K", "s", "S", "x", "_", "0", "1", "9", "k", "s", " ", "\n", "\r", "\t", "-", ".", "=", "\"", "Z", "e",
    "\xC3\xA9" /* é */, "\xC3\x89" /* É */, "\xE2\x84\xAA" /* K */, "\xC5\xBF" /* ſ */, "\xC3\xA5" /* å */,
    "\xE2\x84\xAB" /* Å */, "\xE2\x82\xAC" /* € */, "\xF0\x9F\x98\x80", "\xCF\x82" /* ς */};
const std::vector<std::string> kInvalid = {"\xFF", "\x80", "\xE2\x84", "\xC5", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC0\xAF",
                                           std::string(1, '\0')};

struct ClassItem {
  const char* regex;
  std::vector<std::string> members;
};
const std::vector<ClassItem> kClassItems = {
    {"\\d", {"0", "7"}},
    {"\\D", {"a", "\xC3\xA9", "\xE2\x84\xAA"}},
    {"\\w", {"a", "_", "k", "S", "3"}},
    {"\\W", {" ", "\xC3\xA9", "\xE2\x84\xAA", "\xC5\xBF", "."}},
    {"\\s", {" ", "\n", "\t"}},
    {"\\S", {"a", "\xC5\xBF", "\xF0\x9F\x98\x80"}},
    {"\\pL", {"a", "\xC3\xA9", "\xE2\x84\xAA", "\xC5\xBF"}},
    {"\\p{Lu}", {"K", "\xC3\x89", "\xE2\x84\xAA"}},
    {"\\P{L}", {"0", " ", "\xE2\x82\xAC"}},
    {"\\p{^Latin}", {"0", "-", "\xCF\x82"}},
    {"\\p{Greek}", {"\xCF\x82"}},
    {"[[:alpha:]]", {"a", "k", "Z"}},
    {"[[:^alnum:]]", {" ", "-", "\xE2\x84\xAA"}},
    {"[[:word:]x-z]", {"s", "_"}},
    {"[^a]", {"b", "k", "\n", "\xC3\xA9", "\xE2\x84\xAA"}},
    {"[^k]", {"b", "\xE2\x84\xAA", "s"}},
    {"[^\\W]", {"b", "k"}},
    {"[^\"\\n]", {"b", "s", "\xC5\xBF", "\xF0\x9F\x98\x80"}},
    {"[a-cK-]", {"a", "c", "K", "-"}},
    {"[]k]", {"k", "]"}},
    {"[\\x{2129}-\\x{212B}]", {"\xE2\x84\xAA", "\xE2\x84\xAB"}},
    {"[\\x{80}-\\x{10FFFF}]", {"\xE2\x84\xAA", "\xC3\xA9"}},
    {"[\xC3\xA9s]", {"\xC3\xA9", "s"}},
    {".", {"a", "\xC3\xA9", "\xE2\x84\xAA", "\xF0\x9F\x98\x80"}},
    {"(?s:.)", {"a", "\n", "\xE2\x82\xAC"}},
    {"\\C", {"a", "\xE2", "\xFF", "\x80"}},
};

}  // namespace

std::string RandomRegex::character() { return pick(kCharacters); }

std::string RandomRegex::escaped(const std::string& character) {
  if (character.size() == 1 && character.find_first_of(".=\"-_ ]") == 0) return character == "_" ? "_" : "\\" + character;
  return character;
}

RandomRegex::Piece RandomRegex::bracket() {
  Piece p;
  const ClassItem& item = pick(kClassItems);
  p.regex = item.regex;
  p.kind = Piece::Kind::one_of;
  p.one_of = item.members;
  return p;
}

RandomRegex::Piece RandomRegex::atom(int depth, bool fold) {
  Piece p;
  switch (below(depth > 0 ? 9 : 6)) {
    case 0: case 1: return bracket();
    case 2: {  // a character in an unusual spelling
      static const std::vector<std::pair<const char*, const char*>> kSpelled = {
          {"\\x6b", "k"}, {"\\x{212a}", "\xE2\x84\xAA"}, {"\\x{e9}", "\xC3\xA9"}, {"\\n", "\n"}, {"\\t", "\t"},
          {"\\060", "0"}, {"\\Qa.b\\E", "a.b"}, {"\\Qsk", "sk"}, {"\\x{017F}", "\xC5\xBF"}, {"{", "{"}, {"a{,2}", "a{,2}"}};
      const auto& [regex, text] = pick(kSpelled);
      p.regex = regex;
      if (p.regex == "\\Qsk") p.regex = "\\Qsk\\E";
      p.kind = Piece::Kind::literal;
      p.literal = text;
      return p;
    }
    case 6: case 7: case 8: {
      static const std::vector<std::string> kOpen = {"(", "(?:", "(?P<n>", "(?i:", "(?s:", "(?U:", "(?m:", "(?-i:", "(?is-m:"};
      const std::string open = pick(kOpen);
      const bool inner = open == "(?i:" || open == "(?is-m:" || (fold && open != "(?-i:");
      p = alternation(depth - 1, inner);
      p.regex = open + p.regex + ")";
      return p;
    }
    default: {
      const int n = 1 + below(4);
      p.kind = Piece::Kind::literal;
      for (int i = 0; i < n; ++i) {
        const std::string c = character();
        p.regex += escaped(c);
        p.literal += c;
      }
      if (n > 1) p.regex = "(?:" + p.regex + ")";
      return p;
    }
  }
}

RandomRegex::Piece RandomRegex::element(int depth, bool& fold) {
  static const std::vector<std::string> kAssertions = {"^", "$", "\\b", "\\B", "\\A", "\\z", "(?m:^)", "(?m:$)", "(?m)^", "(?:^|\\b)"};
  Piece p;
  if (one_in(7)) {
    p.regex = pick(kAssertions);
    return p;
  }
  if (one_in(12)) {
    static const std::vector<std::string> kFlags = {"(?i)", "(?s)", "(?m)", "(?-i)", "(?U)", "(?i-s)"};
    p.regex = pick(kFlags);
    if (p.regex.find("(?i") == 0) fold = true;
    if (p.regex == "(?-i)") fold = false;
    return p;
  }
  Piece a = atom(depth, fold);
  if (!one_in(3)) return a;
  struct Repeat {
    const char* regex;
    int min, max;
  };
  static const std::vector<Repeat> kRepeats = {{"*", 0, 3},      {"+", 1, 4},       {"?", 0, 1},     {"{2}", 2, 2},
                                               {"{0,3}", 0, 3},  {"{1,2}", 1, 2},   {"{3,}", 3, 5},  {"*?", 0, 2},
                                               {"+?", 1, 2},     {"{0}", 0, 0},     {"{12,90}", 12, 90}, {"{70,}", 70, 72},
                                               {"{0,40}?", 0, 9}, {"{5,7}", 5, 7}};
  const Repeat& r = pick(kRepeats);
  p.kind = Piece::Kind::repeat;
  // Of several characters the operator takes the last only: group them.
  p.regex = "(?:" + a.regex + ")" + r.regex;
  if (a.kind == Piece::Kind::one_of) p.regex = a.regex + r.regex;
  p.min = r.min;
  p.max = r.max;
  p.children = {std::move(a)};
  return p;
}

RandomRegex::Piece RandomRegex::sequence(int depth, bool& fold) {
  Piece p;
  p.kind = Piece::Kind::sequence;
  const int n = one_in(12) ? 0 : 1 + below(4);
  for (int i = 0; i < n; ++i) {
    p.children.push_back(element(depth, fold));
    p.regex += p.children.back().regex;
  }
  return p;
}

RandomRegex::Piece RandomRegex::alternation(int depth, bool fold) {
  if (!one_in(3)) return sequence(depth, fold);
  Piece p;
  p.kind = Piece::Kind::choice;
  const int n = 2 + below(3);
  for (int i = 0; i < n; ++i) {
    if (i > 0) p.regex += '|';
    p.children.push_back(sequence(depth, fold));
    p.regex += p.children.back().regex;
  }
  return p;
}

std::string RandomRegex::regex() {
  last_folds_ = one_in(3);
  last_ = alternation(3, last_folds_);
  if (last_folds_) last_.regex = "(?i)" + last_.regex;
  return last_.regex;
}

void RandomRegex::sample(const Piece& p, bool fold, std::string& out) {
  switch (p.kind) {
    case Piece::Kind::literal: {
      for (const char c : p.literal) {
        if (!fold || !one_in(2)) {
          out += c;
        } else if (c == 'k' || c == 'K') {
          out += one_in(2) ? "\xE2\x84\xAA" : "K";
        } else if (c == 's' || c == 'S') {
          out += one_in(2) ? "\xC5\xBF" : "S";
        } else if (c >= 'a' && c <= 'z') {
          out += static_cast<char>(c - 32);
        } else {
          out += c;
        }
      }
      break;
    }
    case Piece::Kind::one_of: out += pick(p.one_of); break;
    case Piece::Kind::sequence:
      for (const Piece& c : p.children) sample(c, fold, out);
      break;
    case Piece::Kind::choice: sample(pick(p.children), fold, out); break;
    case Piece::Kind::repeat: {
      const int n = p.min + below(p.max - p.min + 1);
      for (int i = 0; i < n && out.size() < 4000; ++i) sample(p.children.front(), fold, out);
      break;
    }
    case Piece::Kind::nothing: break;
  }
}

std::string RandomRegex::noise(int pieces) {
  std::string out;
  for (int i = 0; i < pieces; ++i) out += one_in(6) ? pick(kInvalid) : character();
  return out;
}

std::string RandomRegex::text() {
  if (one_in(8)) return noise(below(60));
  std::string out = one_in(3) ? "" : noise(below(8));
  sample(last_, last_folds_ || one_in(3), out);
  if (one_in(4)) sample(last_, true, out);
  if (!one_in(3)) out += noise(below(8));
  if (one_in(4) && !out.empty()) out.erase(static_cast<std::size_t>(below(static_cast<int>(out.size()))), 1);
  return out;
}

}  // namespace gogate::test
