#include "gate/prefilter/byte_tree.h"

#include <algorithm>
#include <utility>

namespace gogate::prefilter {
namespace {

using Op = ByteNode::Op;

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kEndless - b ? kEndless : a + b; }
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  if (a == 0 || b == 0) return 0;
  return a > kEndless / b ? kEndless : a * b;
}

bool is_assertion(const ByteNode& n) {
  return n.op == Op::begin || n.op == Op::end || n.op == Op::boundary || n.op == Op::not_boundary;
}

// One end of a tree: which child comes first when looking from there.
enum class End : std::uint8_t { left, right };

void trim_end(ByteNode& node, End end);

void trim_concat(ByteNode& node, End end) {
  auto& c = node.children;
  std::size_t dropped = 0;
  const auto from_edge = [&](std::size_t i) -> ByteNode& { return end == End::left ? c[i] : c[c.size() - 1 - i]; };
  for (; dropped < c.size(); ++dropped) {
    ByteNode& outer = from_edge(dropped);
    // A \b next to something optional says nothing once that is gone.
    const bool boundary = outer.op == Op::boundary || outer.op == Op::not_boundary;
    if (boundary && dropped + 1 < c.size() && freely_empty(from_edge(dropped + 1))) continue;
    trim_end(outer, end);  // may turn out empty
    if (outer.op != Op::empty) break;
  }
  const auto count = static_cast<std::ptrdiff_t>(dropped);
  c.erase(end == End::left ? c.begin() : c.end() - count, end == End::left ? c.begin() + count : c.end());
  node = ByteNode::concat(std::move(c));
}

void trim_end(ByteNode& node, End end) {
  if (freely_empty(node)) {
    node = ByteNode{};
    return;
  }
  switch (node.op) {
    case Op::concat: trim_concat(node, end); break;
    case Op::alternate:
      for (ByteNode& c : node.children) trim_end(c, end);
      node = ByteNode::alternate(std::move(node.children));
      break;
    case Op::repeat:
      node.max = node.min;
      if (node.min == 1) {
        ByteNode child = std::move(node.children.front());
        node = std::move(child);
        trim_end(node, end);
      }
      break;
    default: break;
  }
}

// Says little about what is there: nearly any byte, or the text's edge instead.
bool weak(const ByteNode& n) {
  if (is_assertion(n)) return false;
  const Width w = width(n);
  if (w.min == 0) return true;
  return w.max == 1 && n.op == Op::set && n.set.count() >= 128;
}

void put_byte(std::string& out, unsigned b) {
  static constexpr char kHex[] = "0123456789abcdef";
  const bool plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || b == '_';
  if (plain) {
    out += static_cast<char>(b);
  } else {
    out += "\\x";
    out += kHex[b >> 4];
    out += kHex[b & 15];
  }
}

void put_set(std::string& out, const ByteSet& set) {
  if (set.count() == 1) {
    for (unsigned b = 0; b < 256; ++b) {
      if (set[b]) put_byte(out, b);
    }
    return;
  }
  out += '[';
  for (unsigned b = 0; b < 256; ++b) {
    if (!set[b]) continue;
    unsigned last = b;
    while (last < 255 && set[last + 1]) ++last;
    put_byte(out, b);
    if (last > b) {
      if (last > b + 1) out += '-';
      put_byte(out, last);
    }
    b = last;
  }
  out += ']';
}

void put(std::string& out, const ByteNode& node, bool atom) {
  const auto grouped = [&](auto body) {
    if (atom) out += "(?:";
    body();
    if (atom) out += ')';
  };
  switch (node.op) {
    case Op::empty: out += "(?:)"; break;
    case Op::set: put_set(out, node.set); break;
    case Op::begin: out += "\\A"; break;
    case Op::end: out += "\\z"; break;
    case Op::boundary: out += "\\b"; break;
    case Op::not_boundary: out += "\\B"; break;
    case Op::concat:
      grouped([&] {
        for (const ByteNode& c : node.children) put(out, c, c.op == Op::alternate);
      });
      break;
    case Op::alternate: {
      out += "(?:";
      bool first = true;
      for (const ByteNode& c : node.children) {
        if (!std::exchange(first, false)) out += '|';
        if (c.op != Op::empty) put(out, c, false);
      }
      out += ')';
      break;
    }
    case Op::repeat:
      grouped([&] {
        put(out, node.children.front(), node.children.front().op != Op::set);
        if (node.min == 0 && node.max == -1) {
          out += '*';
        } else if (node.min == 1 && node.max == -1) {
          out += '+';
        } else if (node.min == 0 && node.max == 1) {
          out += '?';
        } else {
          out += '{' + std::to_string(node.min);
          if (node.max != node.min) out += ',';
          if (node.max != node.min && node.max != -1) out += std::to_string(node.max);
          out += '}';
        }
      });
      break;
  }
}

}  // namespace

ByteNode ByteNode::make(Op op) {
  ByteNode n;
  n.op = op;
  return n;
}

ByteNode ByteNode::of(const ByteSet& set) {
  ByteNode n = make(Op::set);
  n.set = set;
  if (n.set.none()) n.set.set();  // a class without members: any filter will do
  return n;
}

ByteNode ByteNode::concat(std::vector<ByteNode> children) {
  ByteNode n = make(Op::concat);
  for (ByteNode& c : children) {
    if (c.op == Op::concat) {
      std::ranges::move(c.children, std::back_inserter(n.children));
    } else if (c.op != Op::empty) {
      n.children.push_back(std::move(c));
    }
  }
  if (n.children.empty()) return {};
  if (n.children.size() == 1) {
    ByteNode only = std::move(n.children.front());
    return only;
  }
  return n;
}

ByteNode ByteNode::alternate(std::vector<ByteNode> children) {
  ByteNode n = make(Op::alternate);
  for (ByteNode& c : children) {
    if (c.op == Op::alternate) {
      std::ranges::move(c.children, std::back_inserter(n.children));
    } else {
      n.children.push_back(std::move(c));
    }
  }
  // Branches of one byte each are a set.
  if (std::ranges::all_of(n.children, [](const ByteNode& c) { return c.op == Op::set; })) {
    ByteSet all;
    for (const ByteNode& c : n.children) all |= c.set;
    return n.children.empty() ? ByteNode{} : of(all);
  }
  return n;
}

ByteNode ByteNode::repeat(ByteNode child, int min, int max) {
  if (max == 0 || child.op == Op::empty) return {};
  if (is_assertion(child)) return min == 0 ? ByteNode{} : std::move(child);
  if (min == 1 && max == 1) return child;
  ByteNode n = make(Op::repeat);
  n.min = min;
  n.max = max;
  n.children.push_back(std::move(child));
  return n;
}

Width width(const ByteNode& node) {
  switch (node.op) {
    case Op::set: return {1, 1};
    case Op::concat: {
      Width w;
      for (const ByteNode& c : node.children) {
        const Width o = width(c);
        w = {plus(w.min, o.min), plus(w.max, o.max)};
      }
      return w;
    }
    case Op::alternate: {
      Width w{kEndless, 0};
      for (const ByteNode& c : node.children) {
        const Width o = width(c);
        w = {std::min(w.min, o.min), std::max(w.max, o.max)};
      }
      return w;
    }
    case Op::repeat: {
      const Width o = width(node.children.front());
      return {times(o.min, static_cast<std::uint64_t>(node.min)),
              node.max == -1 ? (o.max == 0 ? 0 : kEndless) : times(o.max, static_cast<std::uint64_t>(node.max))};
    }
    default: return {};
  }
}

bool freely_empty(const ByteNode& node) {
  switch (node.op) {
    case Op::empty: return true;
    case Op::concat: return std::ranges::all_of(node.children, freely_empty);
    case Op::alternate: return std::ranges::any_of(node.children, freely_empty);
    case Op::repeat: return node.min == 0 || freely_empty(node.children.front());
    default: return false;
  }
}

std::uint64_t positions(const ByteNode& node) {
  switch (node.op) {
    case Op::set: return 1;
    case Op::concat:
    case Op::alternate: {
      std::uint64_t sum = 0;
      for (const ByteNode& c : node.children) sum = plus(sum, positions(c));
      return sum;
    }
    case Op::repeat:
      return times(positions(node.children.front()),
                   static_cast<std::uint64_t>(node.max == -1 ? std::max(node.min, 1) : node.max));
    default: return 0;
  }
}

void trim(ByteNode& node) {
  trim_end(node, End::left);
  trim_end(node, End::right);
}

void drop_weak_edges(ByteNode& node) {
  constexpr std::uint64_t kEnough = 4;  // bytes that the rest must have
  while (node.op == Op::concat) {
    auto& c = node.children;
    const std::uint64_t all = width(node).min;
    const auto droppable = [&](const ByteNode& edge) { return weak(edge) && all >= kEnough + width(edge).min; };
    if (droppable(c.back())) {
      c.pop_back();
    } else if (droppable(c.front())) {
      c.erase(c.begin());
    } else {
      break;
    }
    node = ByteNode::concat(std::move(c));
    trim(node);
  }
}

void cap_repeats(ByteNode& node, int set_cap, int group_cap) {
  for (ByteNode& c : node.children) cap_repeats(c, set_cap, group_cap);
  if (node.op != Op::repeat) return;
  const ByteNode& child = node.children.front();
  const std::uint64_t size = std::max<std::uint64_t>(positions(child), 1);
  const int cap =
      child.op == Op::set ? set_cap : std::max(1, static_cast<int>(static_cast<std::uint64_t>(group_cap) / size));
  if (node.min > cap) {
    node.min = cap;
    node.max = -1;
  } else if (node.max > cap) {
    node.max = -1;
  }
}

std::string expression(const ByteNode& node) {
  std::string out;
  put(out, node, false);
  return out;
}

}  // namespace gogate::prefilter
