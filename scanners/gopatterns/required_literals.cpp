// Which words a file must hold for a formula to match in it.
//
// Names of functions, methods, fields and types cannot be spelled otherwise in
// Go, and a package's name stands in its import path whatever its alias. The
// content of strings and the value of numbers can (constants are folded), so
// these are never asked for; nor are types of typed metavariables, which may
// come from a function's result.
#include <algorithm>
#include <string>

#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/pattern.h"

namespace gogate::gopatterns {
namespace {

using Group = std::vector<std::string>;  // any of these
using Needs = std::vector<Group>;        // all of these

constexpr std::size_t kShortest = 3;
constexpr std::size_t kMostGroups = 8;

void tidy(Needs& needs) {
  for (Group& g : needs) {
    std::sort(g.begin(), g.end());
    g.erase(std::unique(g.begin(), g.end()), g.end());
  }
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
}

// How much a group tells: its shortest word decides, few words are better.
std::size_t strength(const Group& g) {
  std::size_t shortest = 1000;
  for (const std::string& s : g) shortest = std::min(shortest, s.size());
  return shortest * 16 / (g.size() + 1);
}

void words_of(const Tree& t, NodeId id, Needs& out, unsigned depth) {
  if (id == 0 || depth > 200) return;
  const Node& n = t.node(id);
  switch (n.kind) {
    case Kind::ident: {
      const std::string_view name = t.name_of(id);
      // `any` is also written interface{}.
      if (name.size() >= kShortest && name != "any") out.push_back({std::string(name)});
      return;
    }
    case Kind::import_decl: {
      const NodeId path = t.child(id, 1);
      if (path != 0 && t.node(path).kind == Kind::string) out.push_back({unquote(t.text_of(path))});
      return;
    }
    case Kind::typed_metavar:
    case Kind::string: return;
    default: break;
  }
  for (NodeId c = n.first; c != 0; c = t.node(c).next) words_of(t, c, out, depth + 1);
}

Needs needs_of(const Formula& f, unsigned depth) {
  Needs out;
  if (f.negated || depth > 100) return out;
  switch (f.op) {
    case FormulaOp::pattern: {
      Metavariables names;
      const auto pattern = compile_pattern(f.text, names);
      if (!pattern) return out;
      const Pattern& p = **pattern;
      for (NodeId n = p.root; n != 0; n = p.shape == Pattern::Shape::sequence ? p.tree.node(n).next : 0)
        words_of(p.tree, n, out, 0);
      break;
    }
    case FormulaOp::regex: break;
    case FormulaOp::all:
      for (const Formula& child : f.children)
        for (Group& g : needs_of(child, depth + 1)) out.push_back(std::move(g));
      break;
    case FormulaOp::any: {
      std::vector<Needs> ways;
      for (const Formula& child : f.children) {
        ways.push_back(needs_of(child, depth + 1));
        if (ways.back().empty()) return {};
      }
      if (ways.empty()) return {};
      // What every way needs…
      for (const Group& g : ways[0])
        if (std::all_of(ways.begin(), ways.end(),
                        [&](const Needs& w) { return std::find(w.begin(), w.end(), g) != w.end(); }))
          out.push_back(g);
      // …and of each way the word that tells most.
      Group any;
      for (const Needs& w : ways) {
        const Group& best = *std::max_element(w.begin(), w.end(), [](const Group& a, const Group& b) {
          return strength(a) < strength(b);
        });
        any.insert(any.end(), best.begin(), best.end());
      }
      out.push_back(std::move(any));
      break;
    }
  }
  tidy(out);
  return out;
}

}  // namespace

std::vector<std::vector<std::string>> required_literals(const Formula& formula) {
  Needs needs = needs_of(formula, 0);
  std::sort(needs.begin(), needs.end(), [](const Group& a, const Group& b) {
    return strength(a) != strength(b) ? strength(a) > strength(b) : a < b;
  });
  if (needs.size() > kMostGroups) needs.resize(kMostGroups);
  return needs;
}

}  // namespace gogate::gopatterns
