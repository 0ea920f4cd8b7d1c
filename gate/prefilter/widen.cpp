#include "gate/prefilter/widen.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "gate/prefilter/literals.h"
#include "gate/prefilter/reach.h"
#include "gate/prefilter/regex_syntax.h"
#include "gate/prefilter/utf8.h"

namespace gogate::prefilter {
namespace {

using BOp = ByteNode::Op;

struct Caps {
  int set;
  int group;
  std::uint64_t positions;
};
constexpr Caps kFull{64, 128, 1500};
constexpr Caps kReduced{12, 24, 400};
constexpr std::uint64_t kLongestAnchor = 128;  // across lines: every window is so much larger
constexpr std::uint64_t kShortPart = 64;
constexpr std::uint64_t kLeastPart = 6;

ByteSet one(unsigned char b) {
  ByteSet s;
  s.set(b);
  return s;
}
ByteNode bytes(std::string_view text) {
  std::vector<ByteNode> out;
  for (const char c : text) out.push_back(ByteNode::of(one(static_cast<unsigned char>(c))));
  return ByteNode::concat(std::move(out));
}

// Where a node stands: assertions are only kept at the edges, where Vectorscan
// knows them; elsewhere they are dropped.
struct Place {
  bool first = false;     // nothing at all before it
  bool leading = false;   // nothing before it that takes bytes
  bool last = false;
  bool trailing = false;
};

class Lowering {
 public:
  explicit Lowering(const Regex& regex) : regex_(regex), consumes_(regex.nodes.size()) {
    for (const CharClass& c : regex.classes) {
      folded_ = folded_ || ((c.kelvin() || c.long_s()) && c.ascii_and_folds());
    }
    // \C may take one byte of a character that folding would shorten.
    if (regex.has_any_byte) folded_ = false;
    for (std::size_t i = 0; i < regex.nodes.size(); ++i) {
      const Node& n = regex.nodes[i];
      consumes_[i] = n.op == Op::rune || n.op == Op::chars || n.op == Op::any_byte ||
                     std::ranges::any_of(n.children, [&](std::uint32_t c) { return consumes_[c]; });
    }
  }
  [[nodiscard]] bool folded() const { return folded_; }
  ByteNode run() { return lower(regex_.root, {true, true, true, true}); }

 private:
  // One character of the class is one byte of `set`, or up to `longest`.
  struct Wide {
    ByteSet set;
    int longest = 1;
  };
  [[nodiscard]] Wide wide(const CharClass& c) const {
    Wide w;
    for (unsigned b = 0; b < 128; ++b) w.set[b] = c.has_ascii(b);
    const bool others = c.others() != CharClass::Others::none;
    if (folded_) {
      if (c.kelvin()) w.set.set('k');
      if (c.long_s()) w.set.set('s');
    }
    if (others || (!folded_ && (c.kelvin() || c.long_s()))) {
      for (unsigned b = 128; b < 256; ++b) w.set.set(b);
      w.longest = others ? 4 : 3;
    }
    return w;
  }

  ByteNode lower(std::uint32_t id, Place place) {
    const Node& n = regex_.nodes[id];
    switch (n.op) {
      case Op::empty: return {};
      case Op::rune: {
        if (folded_ && n.rune == kKelvin) return ByteNode::of(one('k'));
        if (folded_ && n.rune == kLongS) return ByteNode::of(one('s'));
        std::string s;
        append_utf8(s, n.rune);
        return bytes(s);
      }
      case Op::chars: {
        const Wide w = wide(regex_.classes[n.chars]);
        return ByteNode::repeat(ByteNode::of(w.set), 1, w.longest);
      }
      case Op::any_byte: return ByteNode::of(ByteSet{}.set());
      case Op::concat: return lower_concat(n, place);
      case Op::alternate: {
        std::vector<ByteNode> branches;
        for (const std::uint32_t c : n.children) branches.push_back(lower(c, place));
        return ByteNode::alternate(std::move(branches));
      }
      case Op::repeat: return lower_repeat(n, place);
      case Op::begin_text: return place.leading ? ByteNode::make(BOp::begin) : ByteNode{};
      case Op::end_text: return place.trailing ? ByteNode::make(BOp::end) : ByteNode{};
      case Op::begin_line: return place.first ? line_edge(BOp::begin) : ByteNode{};
      case Op::end_line: return place.last ? line_edge(BOp::end) : ByteNode{};
      // On a folded text other places would be word boundaries.
      case Op::word_boundary: return folded_ ? ByteNode{} : ByteNode::make(BOp::boundary);
      case Op::not_word_boundary: return folded_ ? ByteNode{} : ByteNode::make(BOp::not_boundary);
    }
    return {};
  }

  // An edge of a line takes its LF along: sound at the very edge of the
  // pattern only, where nothing else needs that LF.
  static ByteNode line_edge(BOp edge) {
    std::vector<ByteNode> either;
    either.push_back(ByteNode::make(edge));
    either.push_back(ByteNode::of(one('\n')));
    return ByteNode::alternate(std::move(either));
  }

  ByteNode lower_concat(const Node& n, Place place) {
    const std::size_t count = n.children.size();
    std::size_t first_taker = 0;  // the first child that takes bytes
    while (first_taker < count && !consumes_[n.children[first_taker]]) ++first_taker;
    std::size_t last_taker = count;  // one past the last
    while (last_taker > 0 && !consumes_[n.children[last_taker - 1]]) --last_taker;
    std::vector<ByteNode> out;
    for (std::size_t i = 0; i < count; ++i) {
      Place p;
      p.first = place.first && i == 0;
      p.leading = place.leading && i <= first_taker;
      p.last = place.last && i + 1 == count;
      p.trailing = place.trailing && i + 1 >= last_taker;
      out.push_back(lower(n.children[i], p));
    }
    return ByteNode::concat(std::move(out));
  }

  ByteNode lower_repeat(const Node& n, Place place) {
    if (n.max == 0) return {};
    const Node& child = regex_.nodes[n.children.front()];
    if (child.op == Op::chars) {
      const Wide w = wide(regex_.classes[child.chars]);
      return ByteNode::repeat(ByteNode::of(w.set), n.min, n.max == kUnbounded ? -1 : n.max * w.longest);
    }
    if (n.max != 1) place = Place{};
    return ByteNode::repeat(lower(n.children.front(), place), n.min, n.max);
  }

  const Regex& regex_;
  std::vector<bool> consumes_;
  bool folded_ = false;
};

ByteNode caseless_byte(unsigned char b, bool folds_inline) {
  const auto lower = static_cast<unsigned char>(b >= 'A' && b <= 'Z' ? b + 32 : b);
  ByteSet s = one(lower);
  if (lower >= 'a' && lower <= 'z') s.set(lower - 32U);
  ByteNode letter = ByteNode::of(s);
  if (!folds_inline || (lower != 'k' && lower != 's')) return letter;
  std::vector<ByteNode> either;
  either.push_back(std::move(letter));
  either.push_back(bytes(lower == 'k' ? kKelvinBytes : kLongSBytes));
  return ByteNode::alternate(std::move(either));
}

// `folded` is set when the tree needs a folded text.
ByteNode lower_literal(std::string_view text, bool caseless, bool& folded) {
  if (!caseless) return bytes(text);
  std::string normal;
  fold_text(text, normal);
  // A stray byte could be part of a character that folding takes away.
  const bool ascii = std::ranges::all_of(normal, [](char c) { return static_cast<unsigned char>(c) < 128; });
  const bool has_fold = normal.find_first_of("kKsS") != std::string::npos;
  folded = folded || (ascii && has_fold);
  std::vector<ByteNode> out;
  for (const char c : normal) out.push_back(caseless_byte(static_cast<unsigned char>(c), !ascii));
  return ByteNode::concat(std::move(out));
}

ByteNode lower_literals(const RequiredLiterals& literals, bool& folded) {
  std::vector<ByteNode> either;
  for (const std::string& s : literals.any_of) either.push_back(lower_literal(s, literals.caseless, folded));
  return ByteNode::alternate(std::move(either));
}

Filter finish(ByteNode tree, bool folded) {
  Filter f;
  const Width w = width(tree);
  if (w.min == 0) {
    f.always = true;
    return f;
  }
  f.folded = folded;
  f.max_width = !folded ? w.max : w.max > kEndless / 3 ? kEndless : w.max * 3;
  f.expression = expression(tree);
  return f;
}

// In bytes of a text without U+212A and U+017F; the places in one that has them are not told.
std::uint64_t longest_match(const Regex& regex) { return width(Lowering(regex).run()).max; }

Filter always() {
  Filter f;
  f.always = true;
  return f;
}

// Wherever the pattern matches, one match of its filter lies inside the match.
Surroundings surroundings(const PatternSpec& pattern, const Regex& part, const Regex& whole, const Reach& reach) {
  Surroundings out;
  const std::uint64_t longest = longest_match(whole);
  out.before = longest;
  if (pattern.leads) out.before = std::min(longest, longest_match(part) + pattern.before);
  out.after = longest;
  if (out.before > kLongestPlace || out.after > kLongestPlace) out.before = out.after = kEndless;
  const bool by_bytes = reach.bytes <= kLongestPlace;
  out.lines = by_bytes || reach.feeds <= kMostPlaceLines;
  if (out.lines) (by_bytes ? out.reach : out.feeds) = by_bytes ? reach.bytes : reach.feeds;
  out.known = out.lines || out.after != kEndless;
  return out;
}

}  // namespace

void fold_text(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(kKelvinBytes)) {
      out += 'k';
      i += kKelvinBytes.size();
    } else if (text.substr(i).starts_with(kLongSBytes)) {
      out += 's';
      i += kLongSBytes.size();
    } else {
      out += text[i++];
    }
  }
}

Result<Filter> widen(const PatternSpec& pattern, Effort effort) {
  if (pattern.kind == PatternSpec::Kind::literal) {
    if (effort == Effort::always) return always();
    bool folded = false;
    ByteNode tree = lower_literal(pattern.text, pattern.caseless, folded);
    Filter f = finish(std::move(tree), folded);
    // What it stands for is the scanner's business, and may lie anywhere.
    f.anchored = true;
    f.margin = 3 * pattern.text.size();
    if (f.margin > kMostMargin) return always();
    return f;
  }
  const auto regex = parse_regex(pattern.text);
  if (!regex) {
    if (regex.error().code == Errc::unsupported) return always();
    return std::unexpected(regex.error());
  }
  if (effort == Effort::always) return always();
  const auto whole = parse_regex(pattern.whole.empty() ? pattern.text : pattern.whole);
  if (!whole) return always();
  Reach reach = lines_reach(*whole);
  Surroundings around = pattern.located && effort == Effort::full ? surroundings(pattern, *regex, *whole, reach) : Surroundings{};
  if (pattern.lines_around != 0) {
    reach.bytes = kEndless;
    reach.feeds = std::min<std::uint64_t>(reach.feeds, kEndless / 2) + 2 * std::uint64_t{pattern.lines_around};
  }
  const bool by_lines = reach.bytes > kMostMargin && reach.feeds <= kMostLines;
  const bool anchored = reach.bytes > kMostMargin && !by_lines;
  std::uint64_t margin = by_lines ? 0 : reach.bytes;
  const auto with_margin = [&](Filter f) {
    f.margin = margin;
    f.margin_lines = by_lines ? reach.feeds : 0;
    f.anchored = anchored;
    f.around = around;
    return f;
  };
  if (effort != Effort::literals) {
    Lowering lowering(*regex);
    ByteNode tree = lowering.run();
    if (anchored) {
      // Folds take up to three bytes for one.
      const std::uint64_t longest = lowering.folded() ? kLongestAnchor / 3 : kLongestAnchor;
      std::uint64_t until = kEndless;
      if (!cut_to_anchor(tree, longest, until)) return always();
      if (pattern.located && effort == Effort::full && pattern.whole.empty() && until < around.before && until <= kLongestPlace) {
        around.before = until;
        around.known = true;
      }
      margin = can_hold_line_feed(tree) ? width(tree).max : 0;
      if (lowering.folded()) margin *= 3;
    }
    trim(tree);
    drop_weak_edges(tree);
    for (const Caps& caps : {kFull, kReduced}) {
      if (effort == Effort::reduced && caps.set == kFull.set) continue;
      cap_repeats(tree, caps.set, caps.group);
      trim(tree);
      if (positions(tree) <= caps.positions) return with_margin(finish(std::move(tree), lowering.folded()));
    }
    // A short part of it says more than words of it alone.
    if (cut_to_part(tree, kShortPart) && width(tree).min >= kLeastPart) {
      trim(tree);
      if (positions(tree) <= kReduced.positions) return with_margin(finish(std::move(tree), lowering.folded()));
    }
  }
  const RequiredLiterals literals = required_literals(*regex);
  if (literals.any_of.empty()) return always();
  bool folded = false;
  ByteNode tree = lower_literals(literals, folded);
  if (anchored) margin = can_hold_line_feed(tree) ? kMostMargin : 0;
  return with_margin(finish(std::move(tree), folded));
}

}  // namespace gogate::prefilter
