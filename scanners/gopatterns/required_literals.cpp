// Which words a file must hold for a formula to match in it.
//
// Names of functions, methods, fields and types cannot be spelled otherwise in
// Go, and a package's name stands in its import path whatever its alias. The
// content of strings and the value of numbers can (constants are folded), so
// these are never asked for; nor are types of typed metavariables, which may
// come from a function's result.
//
// A condition's regex sees a piece of the file as it is written, unless its
// metavariable stands for a string's content ("$X"). Content is asked for only
// where constants are not folded; then it stands in one literal, and only
// escapes can hide it.
#include <algorithm>
#include <set>
#include <string>

#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/generic_pattern.h"
#include "scanners/gopatterns/pattern.h"
#include "scanners/gopatterns/regex.h"
#include "scanners/gopatterns/text_regex.h"

namespace gogate::gopatterns {
namespace {

struct Word {
  PatternSpec spec;
  std::size_t weight = 0;  // letters
  auto operator<=>(const Word&) const = default;
};
using Group = std::vector<Word>;         // any of these
using Needs = std::vector<Group>;        // all of these

constexpr std::size_t kShortest = 3;
constexpr std::size_t kMostGroups = 8;

Word word(std::string_view text) {
  return {{PatternSpec::Kind::literal, false, std::string(text)}, text.size()};
}

bool is_ascii_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// An identifier is a token of its own. Behind the name of what is called comes
// a parenthesis (or brackets, the end of parentheses around it, a comment).
Word name_word(std::string_view name, bool called) {
  if (!is_ascii_word(name)) return word(name);
  std::string regex = "\\b" + std::string(name) + "\\b";
  if (called) regex += "[\\s\\x0b]*[(\\[)/]";
  return {{PatternSpec::Kind::regex, false, std::move(regex)}, name.size() + (called ? 1U : 0U)};
}

// A string literal that begins with these printable characters.
Group string_words(const std::string& content) {
  Group g{word('"' + content), word('`' + content)};
  g.push_back({{PatternSpec::Kind::regex, false, std::string(kNumericEscape)}, content.size() + 2});
  return g;
}

// The rule that is read: which metavariables stand for a string's content.
struct Context {
  Language language = Language::go;
  bool constants = true;
  std::set<std::string> contents;
};

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
  for (const Word& w : g) shortest = std::min(shortest, w.weight);
  return shortest * 16 / (g.size() + 1);
}

void words_of(const Tree& t, NodeId id, Needs& out, unsigned depth, bool called = false) {
  if (id == 0 || depth > 200) return;
  const Node& n = t.node(id);
  switch (n.kind) {
    case Kind::ident: {
      const std::string_view name = t.name_of(id);
      // `any` is also written interface{}.
      if (name.size() >= kShortest && name != "any") out.push_back({name_word(name, called)});
      return;
    }
    case Kind::import_decl: {
      const NodeId path = t.child(id, 1);
      if (path != 0 && t.node(path).kind == Kind::string) out.push_back(string_words(unquote(t.text_of(path))));
      return;
    }
    case Kind::call:
      for (NodeId c = n.first; c != 0; c = t.node(c).next) words_of(t, c, out, depth + 1, c == n.first);
      return;
    case Kind::selector: {
      const NodeId name = n.first != 0 ? t.node(n.first).next : 0;
      words_of(t, n.first, out, depth + 1);
      words_of(t, name, out, depth + 1, called);
      return;
    }
    case Kind::defer_stmt: out.push_back({word("defer")}); break;
    case Kind::select_stmt: out.push_back({word("select")}); break;
    case Kind::switch_stmt: out.push_back({word("switch")}); break;
    case Kind::typed_metavar:
    case Kind::string: return;
    default: break;
  }
  for (NodeId c = n.first; c != 0; c = t.node(c).next) words_of(t, c, out, depth + 1);
}

void contents_of(const Formula& f, std::set<std::string>& out, unsigned depth) {
  if (depth > 100) return;
  if (f.op == FormulaOp::pattern) {
    Metavariables names;
    const auto pattern = compile_pattern(f.text, names);
    if (!pattern) return;
    for (const Node& n : (*pattern)->tree.nodes)
      if (n.kind == Kind::string_metavar && n.ref < names.names().size()) out.insert(names.names()[n.ref]);
  }
  for (const Formula& child : f.children) contents_of(child, out, depth + 1);
  for (const Condition& c : f.conditions)
    for (const Formula& inner : c.formula) contents_of(inner, out, depth + 1);
}

void regex_needs(const std::string& regex, bool content, Needs& out) {
  const std::optional<TextRegex> weak = text_regex(regex, content);
  if (!weak || weak->literal < kShortest || !Regex::is_re2(weak->text)) return;
  Group& g = out.emplace_back();
  g.push_back({{PatternSpec::Kind::regex, false, weak->text}, weak->literal});
  if (!content) return;
  g.push_back({{PatternSpec::Kind::regex, false, std::string(kNumericEscape)}, weak->literal});
  g.push_back({{PatternSpec::Kind::literal, false, "\r"}, weak->literal});
}

// Every word of the pattern stands in the text, as a word of its own.
void generic_needs(const std::string& text, Needs& out) {
  Metavariables names;
  const auto pattern = compile_generic(text, names);
  if (!pattern) return;
  for (const GenericPattern::Step& step : (*pattern)->steps)
    if (step.op == GenericPattern::Op::word) out.push_back({name_word(step.word, false)});
}

Needs needs_of(const Formula& f, const Context& context, unsigned depth) {
  Needs out;
  if (f.negated || depth > 100) return out;
  switch (f.op) {
    case FormulaOp::pattern: {
      if (context.language != Language::go) {
        generic_needs(f.text, out);
        break;
      }
      Metavariables names;
      const auto pattern = compile_pattern(f.text, names);
      if (!pattern) return out;
      const Pattern& p = **pattern;
      for (NodeId n = p.root; n != 0; n = p.shape == Pattern::Shape::sequence ? p.tree.node(n).next : 0)
        words_of(p.tree, n, out, 0);
      break;
    }
    case FormulaOp::regex: regex_needs(f.text, false, out); break;
    case FormulaOp::all:
      for (const Formula& child : f.children)
        for (Group& g : needs_of(child, context, depth + 1)) out.push_back(std::move(g));
      for (const Condition& c : f.conditions) {
        const bool content = context.contents.contains(c.metavariable);
        if (c.kind == Condition::Kind::regex && !(content && context.constants)) regex_needs(c.text, content, out);
        if (c.kind == Condition::Kind::pattern && c.language.value_or(context.language) == context.language)
          for (const Formula& inner : c.formula)
            for (Group& g : needs_of(inner, context, depth + 1)) out.push_back(std::move(g));
      }
      break;
    case FormulaOp::any: {
      std::vector<Needs> ways;
      for (const Formula& child : f.children) {
        ways.push_back(needs_of(child, context, depth + 1));
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

std::vector<std::vector<PatternSpec>> required_literals(const GoRule& rule) {
  Context context;
  context.language = rule.language;
  context.constants = rule.options.constant_propagation;
  // A taint rule needs a source and a sink.
  Formula both;
  if (rule.taint) {
    both.op = FormulaOp::all;
    for (const auto* parts : {&rule.taint->sources, &rule.taint->sinks}) {
      Formula& any = both.children.emplace_back();
      any.op = FormulaOp::any;
      for (const TaintPart& part : *parts) any.children.push_back(part.formula);
    }
  }
  const Formula& formula = rule.taint ? both : rule.formula;
  if (rule.language == Language::go) contents_of(formula, context.contents, 0);
  Needs needs = needs_of(formula, context, 0);
  std::sort(needs.begin(), needs.end(), [](const Group& a, const Group& b) {
    return strength(a) != strength(b) ? strength(a) > strength(b) : a < b;
  });
  if (needs.size() > kMostGroups) needs.resize(kMostGroups);
  std::vector<std::vector<PatternSpec>> out;
  for (Group& g : needs) {
    std::vector<PatternSpec>& specs = out.emplace_back();
    for (Word& w : g) specs.push_back(std::move(w.spec));
  }
  return out;
}

}  // namespace gogate::gopatterns
