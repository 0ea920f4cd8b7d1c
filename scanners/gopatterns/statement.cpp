#include "scanners/gopatterns/statement.h"

#include <algorithm>

namespace gogate::gopatterns {

void Statements::build(const Tree& tree) {
  all_.clear();
  all_.reserve(tree.statements.size());
  for (const NodeId id : tree.statements) {
    const Node& n = tree.node(id);
    One one{{n.begin, n.end}, n.end};
    switch (n.kind) {
      case Kind::func_decl:
      case Kind::if_stmt:
      case Kind::for_stmt:
      case Kind::range_stmt:
        for (NodeId c = n.first; c != 0; c = tree.node(c).next)
          if (tree.node(c).kind == Kind::block) {
            one.head_end = tree.node(c).begin + 1;
            break;
          }
        break;
      case Kind::switch_stmt:
      case Kind::type_switch:
      case Kind::select_stmt:
        for (NodeId c = n.first; c != 0; c = tree.node(c).next)
          if (tree.node(c).kind == Kind::case_clause) {
            one.head_end = tree.node(c).begin;
            break;
          }
        break;
      default: break;
    }
    all_.push_back(one);
  }
  std::sort(all_.begin(), all_.end(), [](const One& a, const One& b) {
    return a.whole.begin != b.whole.begin ? a.whole.begin < b.whole.begin : a.whole.end > b.whole.end;
  });
}

Span Statements::around(Span span) const {
  auto it = std::upper_bound(all_.begin(), all_.end(), span.begin, [](std::uint32_t at, const One& s) { return at < s.whole.begin; });
  while (it != all_.begin()) {
    --it;
    if (!it->whole.contains(span)) continue;
    if (span.end <= it->head_end && it->head_end < it->whole.end) return {it->whole.begin, it->head_end};
    if (it->head_end < it->whole.end && span != it->whole) return span;  // several statements of its body
    return it->whole;
  }
  return span;
}

}  // namespace gogate::gopatterns
