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
  std::uint64_t most_feeds = 0;
  bool only_first = true;     // no line feed but as the first byte
  bool only_last = true;
  std::uint64_t reach = 0;
};

class Reaches {
 public:
  explicit Reaches(const Regex& regex) : regex_(regex), known_(regex.nodes.size()) {}

  Reach run() {
    for (std::size_t i = 0; i < regex_.nodes.size(); ++i) known_[i] = look(regex_.nodes[i]);
    return {known_[regex_.root].reach, known_[regex_.root].most_feeds};
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
        k.most_feeds = k.feeds ? 1 : 0;
        return k;
      }
      case Op::chars: {
        const CharClass& c = regex_.classes[n.chars];
        k.longest = c.others() != CharClass::Others::none ? 4 : c.kelvin() || c.long_s() ? 3 : 1;
        k.feeds = c.has_ascii('\n');
        k.most_feeds = k.feeds ? 1 : 0;
        return k;
      }
      case Op::any_byte:
        k.longest = 1;
        k.feeds = true;
        k.most_feeds = 1;
        return k;
      case Op::concat: return in_order(n);
      case Op::alternate:
        for (const std::uint32_t id : n.children) {
          const Known& c = known_[id];
          k.longest = std::max(k.longest, c.longest);
          k.feeds = k.feeds || c.feeds;
          k.most_feeds = std::max(k.most_feeds, c.most_feeds);
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
        k.most_feeds = !c.feeds ? 0 : n.max == kUnbounded ? kEndless : times(c.most_feeds, static_cast<std::uint64_t>(n.max));
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
      k.most_feeds = plus(k.most_feeds, parts[i]->most_feeds);
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

Reach lines_reach(const Regex& regex) { return Reaches(regex).run(); }

namespace {

// How much a part says, by the bytes that its shortest match must have: those of
// one spelling or two much more than those of large classes, which any text has.
std::uint64_t worth(const ByteNode& n) {
  switch (n.op) {
    case ByteNode::Op::set: {
      const std::size_t size = n.set.count();
      return size == 1 ? 32 : size <= 2 ? 28 : size <= 4 ? 20 : size <= 16 ? 12 : 1;
    }
    case ByteNode::Op::concat: {
      std::uint64_t sum = 0;
      for (const ByteNode& c : n.children) sum = plus(sum, worth(c));
      return sum;
    }
    case ByteNode::Op::alternate: {
      std::uint64_t least = n.children.empty() ? 0 : kEndless;
      for (const ByteNode& c : n.children) least = std::min(least, worth(c));
      return least;
    }
    case ByteNode::Op::repeat: return times(worth(n.children.front()), static_cast<std::uint64_t>(n.min));
    default: return 0;
  }
}

struct Run {
  std::vector<ByteNode> nodes;
  std::uint64_t until = 0;  // bytes from the first child's begin to the run's end, at most
};

// The neighbours among `children` that say most, of those runs that `fits` allows.
template <class Fits>
Run best_run(const std::vector<ByteNode>& children, const Fits& fits) {
  std::size_t best = 0;
  std::size_t best_end = 0;
  std::uint64_t most = 0;
  for (std::size_t from = 0; from < children.size(); ++from) {
    std::uint64_t sum = 0;
    std::uint64_t longest = 0;
    std::size_t to = from;
    for (; to < children.size(); ++to) {
      longest = plus(longest, width(children[to]).max);
      if (!fits(children[to], longest)) break;
      sum = plus(sum, worth(children[to]));
    }
    if (sum > most) {
      most = sum;
      best = from;
      best_end = to;
    }
  }
  Run run{{children.begin() + static_cast<std::ptrdiff_t>(best), children.begin() + static_cast<std::ptrdiff_t>(best_end)}, 0};
  for (std::size_t i = 0; i < best_end; ++i) run.until = plus(run.until, width(children[i]).max);
  return run;
}

std::uint64_t worth_of(const std::vector<ByteNode>& run) {
  std::uint64_t sum = 0;
  for (const ByteNode& n : run) sum = plus(sum, worth(n));
  return sum;
}

}  // namespace

bool cut_to_anchor(ByteNode& tree, std::uint64_t longest, std::uint64_t& until) {
  const Width all = width(tree);
  until = all.max;
  if (all.max <= longest || !can_hold_line_feed(tree)) return all.min > 0;
  until = kEndless;
  std::uint64_t inner = 0;
  switch (tree.op) {
    case ByteNode::Op::alternate: {
      ByteNode cut = tree;
      for (ByteNode& c : cut.children)
        if (!cut_to_anchor(c, longest, inner)) return false;
      tree = ByteNode::alternate(std::move(cut.children));
      return true;
    }
    case ByteNode::Op::repeat: {
      if (tree.min == 0) return false;
      ByteNode child = tree.children.front();
      if (!cut_to_anchor(child, longest, inner)) return false;
      tree = std::move(child);
      return true;
    }
    case ByteNode::Op::concat: {
      auto best = best_run(tree.children, [](const ByteNode& n, std::uint64_t) { return !can_hold_line_feed(n); });
      auto other = best_run(tree.children, [&](const ByteNode&, std::uint64_t sum) { return sum <= longest; });
      if (worth_of(other.nodes) > worth_of(best.nodes)) best = std::move(other);
      for (const ByteNode& c : tree.children) {  // or inside one of them
        ByteNode alone = c;
        if (cut_to_anchor(alone, longest, inner) && worth(alone) > worth_of(best.nodes)) {
          best.nodes.assign(1, std::move(alone));
          best.until = kEndless;
        }
      }
      if (best.nodes.empty()) return false;
      until = best.until;
      tree = ByteNode::concat(std::move(best.nodes));
      return true;
    }
    default: return false;
  }
}

bool cut_to_part(ByteNode& tree, std::uint64_t longest) {
  if (tree.op != ByteNode::Op::concat) return false;
  auto best = best_run(tree.children, [&](const ByteNode&, std::uint64_t sum) { return sum <= longest; });
  if (best.nodes.empty()) return false;
  tree = ByteNode::concat(std::move(best.nodes));
  return true;
}

bool can_hold_line_feed(const ByteNode& tree) {
  if (tree.op == ByteNode::Op::set) return tree.set['\n'];
  return std::ranges::any_of(tree.children, can_hold_line_feed);
}

}  // namespace gogate::prefilter
