#include "scanners/gopatterns/tree_text.h"

#include <array>
#include <vector>

#include "gate/core/line_index.h"
#include "scanners/gopatterns/facts.h"
#include "scanners/gopatterns/lowering.h"

namespace gogate::gopatterns {
namespace {

// In the order of Kind and Op (tree.h).
constexpr std::array kKinds{
    "none", "absent", "bad", "file", "package_decl", "import_decl", "func_decl", "block", "expr_stmt", "send",
    "inc_dec", "assign", "define", "var_decl", "const_decl", "type_decl", "return_stmt", "go_stmt", "defer_stmt",
    "if_stmt", "for_stmt", "range_stmt", "switch_stmt", "type_switch", "select_stmt", "case_clause", "labeled",
    "branch", "ident", "selector", "call", "index", "slice", "type_assert", "composite", "key_value", "func_lit",
    "unary", "binary", "spread", "string", "number", "floating", "rune", "boolean", "nil", "iota", "array_type",
    "slice_type", "map_type", "chan_type", "struct_type", "field", "interface_type", "method_elem", "func_type",
    "union_type", "params", "param", "type_params", "list", "ellipsis", "metavar", "meta_ellipsis", "deep",
    "typed_metavar", "any_string", "string_metavar", "string_regex"};
static_assert(kKinds.size() == static_cast<std::size_t>(Kind::string_regex) + 1);
constexpr std::array kOps{
    "", "+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&^", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!",
    "<-", "~", "++", "--", "break", "continue", "goto", "fallthrough"};
static_assert(kOps.size() == static_cast<std::size_t>(Op::fallthrough) + 1);

constexpr std::size_t kLongest = 60;  // bytes of a literal

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kLongest)) out += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  return text.size() > kLongest ? out + "…" : out;
}

class Writer {
 public:
  Writer(const Tree& tree, std::string_view text) : tree_(tree), facts_(tree), lines_(text) {}

  std::string run() {
    struct Open {
      NodeId node;
      unsigned depth;
    };
    std::vector<Open> open{{1, 0}};
    while (!open.empty()) {
      const Open at = open.back();
      open.pop_back();
      const Node& n = tree_.node(at.node);
      line(at.node, at.depth);
      if (n.next != 0) open.push_back({n.next, at.depth});
      if (n.first != 0) open.push_back({n.first, at.depth + 1});
    }
    return std::move(out_);
  }

 private:
  void line(NodeId id, unsigned depth) {
    const Node& n = tree_.node(id);
    out_.append(2 * static_cast<std::size_t>(depth), ' ');
    out_ += kKinds[static_cast<std::size_t>(n.kind)];
    if (n.op != Op::none) out_ += std::string(" ") + kOps[static_cast<std::size_t>(n.op)];
    switch (n.kind) {
      case Kind::ident: identifier(id); break;
      case Kind::string:
      case Kind::number:
      case Kind::floating:
      case Kind::rune:
      case Kind::boolean: out_ += " " + shown(tree_.text_of(id)); break;
      default: break;
    }
    if ((n.flags & kVariadic) != 0) out_ += " variadic";
    if ((n.flags & kReceiver) != 0) out_ += " receiver";
    if ((n.flags & kAlias) != 0) out_ += " alias";
    if ((n.flags & kReturned) != 0) out_ += " returned";
    if (n.kind != Kind::absent) out_ += "  " + place(n);
    out_ += '\n';
  }

  void identifier(NodeId id) {
    const Node& n = tree_.node(id);
    out_ += " " + std::string(tree_.name_of(id));
    if ((n.flags & kName) != 0) return;
    if (const std::string_view path = facts_.import_path(id); !path.empty()) out_ += " (import \"" + std::string(path) + "\")";
    const std::string type = facts_.type_of(id);
    if (!type.empty()) out_ += " (" + type + ")";
    if (const Constant* const value = facts_.constant(id); value != nullptr && value->kind == Constant::Kind::string)
      out_ += " (= \"" + shown(value->text) + "\")";
  }

  std::string place(const Node& n) const {
    const auto at = [&](std::uint32_t offset) {
      const std::uint32_t line = lines_.line_of(offset);
      return std::to_string(line) + ":" + std::to_string(offset - lines_.line_span(line).begin + 1);
    };
    return at(n.begin) + "-" + at(n.end);
  }

  const Tree& tree_;
  Facts facts_;
  LineIndex lines_;
  std::string out_;
};

}  // namespace

Result<std::string> tree_text(std::string_view go) {
  if (go.size() > 0xFFFFFFF0U) return fail(Errc::unsupported, "Go files over 4 GiB are not read");
  GoParser parser;
  Tree tree;
  if (!parser.parse_file(go, tree)) return fail(Errc::unsupported, "parsing stopped at its limit");
  return Writer(tree, go).run();
}

}  // namespace gogate::gopatterns
