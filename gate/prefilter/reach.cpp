#include "gate/prefilter/reach.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "gate/prefilter/utf8.h"

namespace gogate::prefilter {
namespace {

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kEndless - b ? kEndless : a + b; }
std::uint64_t times(std::uint64_t a, std::uint64_t b) { return b != 0 && a > kEndless / b ? kEndless : a * b; }

// What is known of a node, its children first.
struct Known {
  std::uint64_t longest = 0;  // bytes
  bool feeds = false;         // can hold a line feed
  bool only_first = true;     // no line feed but as the first byte
  bool only_last = true;
  std::uint64_t reach = 0;
};

class Reaches {
 public:
  explicit Reaches(const Regex& regex) : regex_(regex), known_(regex.nodes.size()) {}

  std::uint64_t run() {
    for (std::size_t i = 0; i < regex_.nodes.size(); ++i) known_[i] = look(regex_.nodes[i]);
    return known_[regex_.root].reach;
  }

 private:
  [[nodiscard]] Known look(const Node& n) const {
    Known k;
    switch (n.op) {
      case Op::rune: {
        std::string s;
        append_utf8(s, n.rune);
        k.longest = s.size();
        k.feeds = n.rune == '\n';
        return k;
      }
      case Op::chars: {
        const CharClass& c = regex_.classes[n.chars];
        k.longest = c.others() != CharClass::Others::none ? 4 : c.kelvin() || c.long_s() ? 3 : 1;
        k.feeds = c.has_ascii('\n');
        return k;
      }
      case Op::any_byte:
        k.longest = 1;
        k.feeds = true;
        return k;
      case Op::concat: return in_order(n);
      case Op::alternate:
        for (const std::uint32_t id : n.children) {
          const Known& c = known_[id];
          k.longest = std::max(k.longest, c.longest);
          k.feeds = k.feeds || c.feeds;
          k.only_first = k.only_first && c.only_first;
          k.only_last = k.only_last && c.only_last;
          k.reach = std::max(k.reach, c.reach);
        }
        return k;
      case Op::repeat: {
        const Known& c = known_[n.children.front()];
        if (n.max == 0) return k;
        if (n.max == 1) return c;
        k.longest = n.max == kUnbounded ? (c.longest == 0 ? 0 : kEndless) : times(c.longest, static_cast<std::uint64_t>(n.max));
        k.feeds = c.feeds;
        k.only_first = k.only_last = !c.feeds;
        k.reach = c.feeds ? k.longest : 0;
        return k;
      }
      default: return k;
    }
  }

  [[nodiscard]] Known in_order(const Node& n) const {
    std::vector<const Known*> parts;
    for (const std::uint32_t id : n.children)
      if (known_[id].longest != 0) parts.push_back(&known_[id]);
    Known k;
    std::size_t first = parts.size();  // of those with a line feed
    std::size_t last = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      k.longest = plus(k.longest, parts[i]->longest);
      if (!parts[i]->feeds) continue;
      k.feeds = true;
      k.only_first = k.only_first && i == 0 && parts[i]->only_first;
      k.only_last = k.only_last && i + 1 == parts.size() && parts[i]->only_last;
      // At the edges of the match a line feed belongs to the line it ends.
      const bool edge = (i == 0 && parts[i]->only_first) || (i + 1 == parts.size() && parts[i]->only_last);
      if (edge) continue;
      first = std::min(first, i);
      last = i;
    }
    for (std::size_t i = first; i <= last && i < parts.size(); ++i) k.reach = plus(k.reach, parts[i]->longest);
    return k;
  }

  const Regex& regex_;
  std::vector<Known> known_;
};

}  // namespace

std::uint64_t lines_reach(const Regex& regex) { return Reaches(regex).run(); }

bool cut_to_anchor(ByteNode& tree, std::uint64_t longest) {
  const Width all = width(tree);
  if (all.max <= longest) return all.min > 0;
  switch (tree.op) {
    case ByteNode::Op::alternate: {
      ByteNode cut = tree;
      for (ByteNode& c : cut.children)
        if (!cut_to_anchor(c, longest)) return false;
      tree = ByteNode::alternate(std::move(cut.children));
      return true;
    }
    case ByteNode::Op::repeat: {
      if (tree.min == 0) return false;
      ByteNode child = tree.children.front();
      if (!cut_to_anchor(child, longest)) return false;
      tree = std::move(child);
      return true;
    }
    case ByteNode::Op::concat: {
      // The neighbours whose shortest match is longest; one child may hold its own.
      std::vector<ByteNode> best;
      std::uint64_t most = 0;
      const auto& c = tree.children;
      for (std::size_t from = 0; from < c.size(); ++from) {
        std::uint64_t least = 0;
        std::uint64_t longest_here = 0;
        std::size_t to = from;
        for (; to < c.size(); ++to) {
          const Width w = width(c[to]);
          if (plus(longest_here, w.max) > longest) break;
          longest_here += w.max;
          least += w.min;
        }
        if (least > most) {
          most = least;
          best.assign(c.begin() + static_cast<std::ptrdiff_t>(from), c.begin() + static_cast<std::ptrdiff_t>(to));
        }
        if (to == from) {
          ByteNode alone = c[from];
          if (cut_to_anchor(alone, longest) && width(alone).min > most) {
            most = width(alone).min;
            best.assign(1, std::move(alone));
          }
        }
      }
      if (most == 0) return false;
      tree = ByteNode::concat(std::move(best));
      return true;
    }
    default: return false;
  }
}

bool can_hold_line_feed(const ByteNode& tree) {
  if (tree.op == ByteNode::Op::set) return tree.set['\n'];
  return std::ranges::any_of(tree.children, can_hold_line_feed);
}

}  // namespace gogate::prefilter
