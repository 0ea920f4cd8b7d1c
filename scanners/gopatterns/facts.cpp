#include "scanners/gopatterns/facts.h"

#include <cstdlib>
#include <limits>

#include "scanners/gopatterns/pattern.h"

namespace gogate::gopatterns {
namespace {

constexpr unsigned kDepth = 200;             // nested constants
constexpr std::size_t kLongest = 1U << 20;   // bytes of a folded string

bool parse_integer(std::string_view text, std::int64_t& out) {
  std::string digits;
  for (const char c : text)
    if (c != '_') digits += c;
  int base = 10;
  std::size_t from = 0;
  if (digits.size() > 1 && digits[0] == '0') {
    const char mark = static_cast<char>(digits[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    from = mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1;
  }
  if (digits.empty()) return false;
  errno = 0;
  char* end = nullptr;
  const unsigned long long value = std::strtoull(digits.c_str() + from, &end, base);
  if (errno != 0 || *end != '\0' || value > static_cast<unsigned long long>(std::numeric_limits<std::int64_t>::max()))
    return false;
  out = static_cast<std::int64_t>(value);
  return true;
}

bool fold(Op op, std::int64_t a, std::int64_t b, std::int64_t& out) {
  switch (op) {
    case Op::add: return !__builtin_add_overflow(a, b, &out);
    case Op::sub: return !__builtin_sub_overflow(a, b, &out);
    case Op::mul: return !__builtin_mul_overflow(a, b, &out);
    case Op::div:
      if (b == 0 || (a == std::numeric_limits<std::int64_t>::min() && b == -1)) return false;
      out = a / b;
      return true;
    case Op::rem:
      if (b == 0 || b == -1) return false;
      out = a % b;
      return true;
    case Op::shl:
      if (b < 0 || b > 62 || a < 0 || a > (std::numeric_limits<std::int64_t>::max() >> b)) return false;
      out = a << b;
      return true;
    case Op::shr:
      if (b < 0 || b > 63) return false;
      out = a >> b;
      return true;
    case Op::bit_and: out = a & b; return true;
    case Op::bit_or: out = a | b; return true;
    case Op::bit_xor: out = a ^ b; return true;
    case Op::and_not: out = a & ~b; return true;
    default: return false;
  }
}

}  // namespace

void Facts::reset() {
  memo_.clear();
  constants_.clear();
  depth_ = 0;
}

const Constant* Facts::keep(Constant c) {
  constants_.push_back(std::move(c));
  return &constants_.back();
}

const Constant* Facts::constant(NodeId expression, bool literals_only) {
  const Node& n = tree_.node(expression);
  switch (n.kind) {
    case Kind::string:
    case Kind::number:
    case Kind::floating:
    case Kind::rune:
    case Kind::boolean: break;
    case Kind::ident:
    case Kind::binary:
    case Kind::unary:
    case Kind::call:
      if (literals_only) return nullptr;
      break;
    default: return nullptr;
  }
  if (memo_.empty()) memo_.resize(tree_.nodes.size(), 0);
  if (memo_[expression] == 1) return nullptr;
  if (memo_[expression] > 1) return &constants_[memo_[expression] - 2];
  if (depth_ >= kDepth) return nullptr;
  memo_[expression] = 1;  // a constant that needs itself is none
  ++depth_;
  const Constant* const found = compute(expression);
  --depth_;
  if (found != nullptr) {
    // Values are shared by the names that carry them: find the place by identity.
    if (found == &constants_.back()) {
      memo_[expression] = static_cast<std::uint32_t>(constants_.size() + 1);
    } else {
      constants_.push_back(*found);
      memo_[expression] = static_cast<std::uint32_t>(constants_.size() + 1);
    }
    return &constants_[memo_[expression] - 2];
  }
  return nullptr;
}

const Constant* Facts::compute(NodeId expression) {
  const Node& n = tree_.node(expression);
  Constant c;
  switch (n.kind) {
    case Kind::string:
      c.text = unquote(tree_.text_of(expression));
      return keep(std::move(c));
    case Kind::number:
      c.kind = Constant::Kind::integer;
      return parse_integer(tree_.text_of(expression), c.number) ? keep(std::move(c)) : nullptr;
    case Kind::floating: {
      c.kind = Constant::Kind::floating;
      std::string digits;
      for (const char d : tree_.text_of(expression))
        if (d != '_') digits += d;
      char* end = nullptr;
      c.real = std::strtod(digits.c_str(), &end);
      return *end == '\0' ? keep(std::move(c)) : nullptr;
    }
    case Kind::rune: {
      const std::string_view text = tree_.text_of(expression);
      if (text.size() != 3) return nullptr;
      c.kind = Constant::Kind::integer;
      c.number = static_cast<unsigned char>(text[1]);
      return keep(std::move(c));
    }
    case Kind::boolean:
      c.kind = Constant::Kind::boolean;
      c.number = tree_.text_of(expression) == "true" ? 1 : 0;
      return keep(std::move(c));
    case Kind::ident: return of_name(expression);
    case Kind::binary: return of_binary(expression);
    case Kind::unary: {
      const Constant* const inner = constant(n.first);
      if (inner == nullptr) return nullptr;
      c = *inner;
      if (n.op == Op::sub && c.kind == Constant::Kind::integer) c.number = -c.number;
      else if (n.op == Op::sub && c.kind == Constant::Kind::floating) c.real = -c.real;
      else if (n.op == Op::bit_xor && c.kind == Constant::Kind::integer) c.number = ~c.number;
      else if (n.op == Op::not_ && c.kind == Constant::Kind::boolean) c.number = c.number == 0 ? 1 : 0;
      else if (n.op != Op::add) return nullptr;
      return keep(std::move(c));
    }
    case Kind::call: {  // string("x"), os.FileMode(0o644), int64(5)
      const NodeId callee = n.first;
      const NodeId argument = callee != 0 ? tree_.node(callee).next : 0;
      if (argument == 0 || tree_.node(argument).next != 0) return nullptr;
      const Constant* const inner = constant(argument);
      if (inner == nullptr) return nullptr;
      if (tree_.node(callee).kind == Kind::ident && tree_.decl_of(callee) == 0) {
        const std::string_view name = tree_.name_of(callee);
        if (name == "string" && inner->kind == Constant::Kind::string) return inner;
        if ((name.starts_with("int") || name.starts_with("uint")) && inner->kind == Constant::Kind::integer) return inner;
      }
      // []byte("x") is no constant of Go's, but as much known.
      if (inner->kind == Constant::Kind::string && tree_.node(callee).kind == Kind::slice_type) {
        const NodeId element = tree_.node(callee).first;
        if (element != 0 && tree_.node(element).kind == Kind::ident && tree_.name_of(element) == "byte") return inner;
      }
      return nullptr;
    }
    default: return nullptr;
  }
}

const Constant* Facts::of_name(NodeId ident) {
  const NodeId value = tree_.value_at(ident);
  return value != 0 ? constant(value) : nullptr;
}

const Constant* Facts::of_binary(NodeId expression) {
  const Node& n = tree_.node(expression);
  const NodeId right = n.first != 0 ? tree_.node(n.first).next : 0;
  if (right == 0) return nullptr;
  const Constant* const b = constant(right);  // first: a long chain ends at its last operand
  if (b == nullptr) return nullptr;
  const Constant right_value = *b;
  const Constant* const a = constant(n.first);
  if (a == nullptr || a->kind != right_value.kind) return nullptr;
  Constant c;
  c.kind = a->kind;
  if (c.kind == Constant::Kind::string) {
    if (n.op != Op::add || a->text.size() + right_value.text.size() > kLongest) return nullptr;
    c.text = a->text + right_value.text;
    return keep(std::move(c));
  }
  if (c.kind == Constant::Kind::integer && fold(n.op, a->number, right_value.number, c.number)) return keep(std::move(c));
  return nullptr;
}

std::string_view Facts::import_path(NodeId ident) const {
  const DeclId id = tree_.decl_of(ident);
  return id != 0 && tree_.decls[id].kind == DeclKind::import ? tree_.decls[id].path : std::string_view();
}

}  // namespace gogate::gopatterns
