#include "scanners/gopatterns/comparison.h"

#include <cctype>
#include <cstdlib>
#include <ctime>

#include "scanners/gopatterns/regex.h"

namespace gogate::gopatterns {
namespace {

using Value = ComparisonValue;
constexpr int kDepth = 100;

// Reads and computes in one pass. An unknown value is monostate and spreads.
class Evaluator {
 public:
  Evaluator(std::string_view text, const MetavariableValue& value) : text_(text), value_(value) {}

  std::optional<Value> run() {
    Value v = disjunction();
    skip();
    if (failed_ || at_ != text_.size()) {
      if (what_.empty()) what_ = "unexpected '" + std::string(text_.substr(std::min(at_, text_.size()), 12)) + "'";
      return std::nullopt;
    }
    return v;
  }
  [[nodiscard]] const std::string& what() const { return what_; }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  static bool word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(std::string_view token) {
    skip();
    if (!text_.substr(at_).starts_with(token)) return false;
    if (word_char(token[0]) && at_ + token.size() < text_.size() && word_char(text_[at_ + token.size()])) return false;
    at_ += token.size();
    return true;
  }
  Value error(std::string what) {
    if (!failed_) what_ = std::move(what);
    failed_ = true;
    return {};
  }

  static bool unknown(const Value& v) { return v.kind == Value::Kind::unknown || v.kind == Value::Kind::code; }
  static bool truth(const Value& v) {
    switch (v.kind) {
      case Value::Kind::unknown:
      case Value::Kind::code: return false;
      case Value::Kind::boolean:
      case Value::Kind::integer: return v.integer != 0;
      case Value::Kind::real: return v.real != 0;
      case Value::Kind::text: return !v.text.empty();
      case Value::Kind::list: break;
    }
    return !v.list.empty();
  }
  static const std::string* text(const Value& v) { return v.kind == Value::Kind::text ? &v.text : nullptr; }
  static bool is_int(const Value& v) { return v.kind == Value::Kind::integer; }
  static std::optional<double> number(const Value& v) {
    if (v.kind == Value::Kind::boolean || is_int(v)) return static_cast<double>(v.integer);
    if (v.kind == Value::Kind::real) return v.real;
    return std::nullopt;
  }

  Value disjunction() {
    if (++depth_ > kDepth) return --depth_, error("nested too deeply");
    Value left = conjunction();
    while (!failed_ && (take("or") || take("||"))) {
      const Value right = conjunction();
      left = Value::of_bool(truth(left) || truth(right));
    }
    --depth_;
    return left;
  }
  Value conjunction() {
    Value left = negation();
    while (!failed_ && (take("and") || take("&&"))) {
      const Value right = negation();
      left = Value::of_bool(truth(left) && truth(right));
    }
    return left;
  }
  Value negation() {
    skip();
    if (take("not")) {
      if (++depth_ > kDepth) return --depth_, error("nested too deeply");
      const Value v = negation();
      --depth_;
      return unknown(v) ? Value() : Value::of_bool(!truth(v));
    }
    return comparison();
  }

  static std::optional<int> order(const Value& a, const Value& b) {
    if (const std::string* x = text(a)) {
      const std::string* y = text(b);
      if (y == nullptr) return std::nullopt;
      return x->compare(*y) < 0 ? -1 : *x == *y ? 0 : 1;
    }
    if (is_int(a) && is_int(b)) return a.integer < b.integer ? -1 : a.integer == b.integer ? 0 : 1;
    const auto x = number(a);
    const auto y = number(b);
    // Unlike Python's, True is not 1 here.
    if (!x || !y || (a.kind == Value::Kind::boolean) != (b.kind == Value::Kind::boolean)) return std::nullopt;
    return *x < *y ? -1 : *x == *y ? 0 : 1;
  }
  static Value contains(const Value& a, const Value& b) {
    if (unknown(a) || unknown(b)) return {};
    if (b.kind == Value::Kind::list) {
      for (const Value& v : b.list)
        if (order(a, v) == 0) return Value::of_bool(true);
      return Value::of_bool(false);
    }
    const std::string* needle = text(a);
    const std::string* hay = text(b);
    if (needle == nullptr || hay == nullptr) return {};
    return Value::of_bool(hay->find(*needle) != std::string::npos);
  }

  Value comparison() {
    Value left = sum();
    std::optional<bool> all;
    bool vague = false;
    while (!failed_) {
      enum { eq, ne, le, ge, lt, gt, in, not_in } op{};
      if (take("==")) op = eq;
      else if (take("!=")) op = ne;
      else if (take("<=")) op = le;
      else if (take(">=")) op = ge;
      else if (take("<")) op = lt;
      else if (take(">")) op = gt;
      else if (take("in")) op = in;
      else if (take("not")) {
        if (!take("in")) return error("'in' is missing after 'not'");
        op = not_in;
      } else break;
      const Value right = sum();
      bool holds = false;
      if (op == in || op == not_in) {
        const Value c = contains(left, right);
        if (unknown(c)) vague = true;
        else holds = truth(c) == (op == in);
      } else if (unknown(left) || unknown(right)) {
        vague = true;
      } else if (const auto o = order(left, right)) {
        holds = op == eq ? *o == 0 : op == ne ? *o != 0 : op == le ? *o <= 0 : op == ge ? *o >= 0 : op == lt ? *o < 0 : *o > 0;
      } else {
        holds = op == ne;
      }
      all = all.value_or(true) && holds;
      left = right;
    }
    if (!all) return left;
    return vague ? Value() : Value::of_bool(*all);
  }

  Value sum() {
    Value left = product();
    while (!failed_) {
      if (take("+")) left = apply('+', left, product());
      else if (take("-")) left = apply('-', left, product());
      else break;
    }
    return left;
  }
  Value product() {
    Value left = unary();
    while (!failed_) {
      if (take("**")) left = apply('^', left, unary());
      else if (take("*")) left = apply('*', left, unary());
      else if (take("//") || take("/")) left = apply('/', left, unary());
      else if (take("%")) left = apply('%', left, unary());
      else if (take("&")) left = apply('&', left, unary());
      else if (take("|")) left = apply('|', left, unary());
      else break;
    }
    return left;
  }
  static Value apply(char op, const Value& a, const Value& b) {
    if (const std::string* x = text(a)) {
      const std::string* y = text(b);
      return op == '+' && y != nullptr && x->size() + y->size() < 1U << 20 ? Value::of_text(*x + *y) : Value();
    }
    if (is_int(a) && is_int(b)) {
      const std::int64_t* const i = &a.integer;
      const std::int64_t* const j = &b.integer;
      std::int64_t out = 0;
      switch (op) {
        case '+': return __builtin_add_overflow(*i, *j, &out) ? Value() : Value::of_int(out);
        case '-': return __builtin_sub_overflow(*i, *j, &out) ? Value() : Value::of_int(out);
        case '*': return __builtin_mul_overflow(*i, *j, &out) ? Value() : Value::of_int(out);
        case '&': return Value::of_int(*i & *j);
        case '|': return Value::of_int(*i | *j);
        case '/': return *j == 0 || *j == -1 ? Value() : Value::of_int(*i / *j);
        case '%': return *j == 0 || *j == -1 ? Value() : Value::of_int(((*i % *j) + *j) % *j);
        case '^': {
          if (*j < 0 || *j > 63) return {};
          out = 1;
          for (std::int64_t k = 0; k < *j; ++k)
            if (__builtin_mul_overflow(out, *i, &out)) return {};
          return Value::of_int(out);
        }
        default: return {};
      }
    }
    const auto x = number(a);
    const auto y = number(b);
    if (!x || !y) return {};
    switch (op) {
      case '+': return Value::of_real(*x + *y);
      case '-': return Value::of_real(*x - *y);
      case '*': return Value::of_real(*x * *y);
      case '/': return *y == 0 ? Value() : Value::of_real(*x / *y);
      default: return {};
    }
  }
  Value unary() {
    skip();
    if (take("-")) {
      if (++depth_ > kDepth) return --depth_, error("nested too deeply");
      const Value v = unary();
      --depth_;
      return apply('-', Value::of_int(0), v);
    }
    return primary();
  }

  Value primary() {
    skip();
    if (failed_ || at_ >= text_.size()) return error("the comparison ends too early");
    const char c = text_[at_];
    if (c == '(') {
      ++at_;
      Value v = disjunction();
      return take(")") ? v : error("')' is missing");
    }
    if (c == '[') {
      ++at_;
      Value list;
      list.kind = Value::Kind::list;
      while (!failed_ && !take("]")) {
        list.list.push_back(disjunction());
        if (!take(",")) {
          if (!take("]")) return error("']' is missing");
          break;
        }
      }
      return list;
    }
    if (c == '"' || c == '\'') return quoted(c);
    if (c == '$') {
      std::size_t end = at_ + 1;
      while (end < text_.size() && word_char(text_[end])) ++end;
      const std::string_view name = text_.substr(at_, end - at_);
      at_ = end;
      if (name.size() < 2) return error("'$' without a name");
      const auto v = value_(name);
      return v ? *v : Value();
    }
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return number_literal();
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) return named();
    return error("unexpected '" + std::string(text_.substr(at_, 12)) + "'");
  }

  Value quoted(char quote) {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == quote || text_[at_ + 1] == '\\')) ++at_;
      out += text_[at_];
    }
    if (at_ >= text_.size()) return error("a string does not end");
    ++at_;
    return Value::of_text(std::move(out));
  }

  Value number_literal() {
    const std::string rest(text_.substr(at_, 64));
    char* end = nullptr;
    std::int64_t value = 0;
    if (rest.starts_with("0o") || rest.starts_with("0O")) {
      value = std::strtoll(rest.c_str() + 2, &end, 8);
    } else if (rest.starts_with("0b") || rest.starts_with("0B")) {
      value = std::strtoll(rest.c_str() + 2, &end, 2);
    } else if (rest.starts_with("0x") || rest.starts_with("0X")) {
      value = std::strtoll(rest.c_str() + 2, &end, 16);
    } else {
      value = std::strtoll(rest.c_str(), &end, 10);
      if (*end == '.' || *end == 'e' || *end == 'E') {
        const double real = std::strtod(rest.c_str(), &end);
        at_ += static_cast<std::size_t>(end - rest.c_str());
        return Value::of_real(real);
      }
    }
    at_ += static_cast<std::size_t>(end - rest.c_str());
    return Value::of_int(value);
  }

  Value named() {
    std::size_t end = at_;
    while (end < text_.size() && (word_char(text_[end]) || text_[end] == '.')) ++end;
    const std::string name(text_.substr(at_, end - at_));
    at_ = end;
    if (name == "True" || name == "true") return Value::of_bool(true);
    if (name == "False" || name == "false") return Value::of_bool(false);
    if (!take("(")) return error("unknown name '" + name + "'");
    std::vector<Value> arguments;
    while (!failed_ && !take(")")) {
      arguments.push_back(disjunction());
      if (!take(",")) {
        if (!take(")")) return error("')' is missing");
        break;
      }
    }
    if (failed_) return {};
    return function(name, arguments);
  }

  Value function(const std::string& name, const std::vector<Value>& a) {
    const std::string* const first = a.empty() ? nullptr : text(a[0]);
    if (name == "int" && (a.size() == 1 || a.size() == 2)) {
      if (first != nullptr) {
        const int base = a.size() == 2 && is_int(a[1]) && a[1].integer >= 0 && a[1].integer <= 36 ? static_cast<int>(a[1].integer) : 10;
        char* end = nullptr;
        const std::int64_t v = std::strtoll(first->c_str(), &end, base);
        return first->empty() || *end != '\0' ? Value() : Value::of_int(v);
      }
      if (a[0].kind == Value::Kind::real && (a[0].real < -9e18 || a[0].real > 9e18)) return {};
      if (a[0].kind == Value::Kind::real) return Value::of_int(static_cast<std::int64_t>(a[0].real));
      return number(a[0]) ? Value::of_int(a[0].integer) : Value();
    }
    if (name == "float" && a.size() == 1) {
      if (first != nullptr) {
        char* end = nullptr;
        const double v = std::strtod(first->c_str(), &end);
        return first->empty() || *end != '\0' ? Value() : Value::of_real(v);
      }
      const auto v = number(a[0]);
      return v ? Value::of_real(*v) : Value();
    }
    if (name == "str" && a.size() == 1) {
      if (first != nullptr) return a[0];
      if (a[0].kind == Value::Kind::code) return Value::of_text(a[0].text);
      return is_int(a[0]) ? Value::of_text(std::to_string(a[0].integer)) : Value();
    }
    if (name == "len" && a.size() == 1) {
      if (first != nullptr) return Value::of_int(static_cast<std::int64_t>(first->size()));
      if (a[0].kind == Value::Kind::list) return Value::of_int(static_cast<std::int64_t>(a[0].list.size()));
      return {};
    }
    if (name == "today" && a.empty()) return Value::of_int(static_cast<std::int64_t>(std::time(nullptr)));
    if (name == "strptime" && (a.size() == 1 || a.size() == 2)) {
      const std::string* const format = a.size() == 2 ? text(a[1]) : nullptr;
      if (first == nullptr || (a.size() == 2 && format == nullptr)) return {};
      std::tm parts{};
      const char* const end = ::strptime(first->c_str(), format != nullptr ? format->c_str() : "%Y-%m-%d", &parts);
      return end == nullptr || *end != '\0' ? Value() : Value::of_int(static_cast<std::int64_t>(::timegm(&parts)));
    }
    if (name == "abs" && a.size() == 1)
      return !is_int(a[0]) ? Value() : a[0].integer < 0 ? apply('-', Value::of_int(0), a[0]) : a[0];
    if ((name == "re.match" || name == "re.search") && a.size() == 2) {
      const std::string* const subject = text(a[1]);
      if (first == nullptr || subject == nullptr) return {};
      const Result<Regex> regex = Regex::compile(*first, false);
      if (!regex) return error(regex.error().what);
      return Value::of_bool(regex->find(*subject, 0, name == "re.match", nullptr) == Regex::Found::yes);
    }
    return error("unknown function '" + name + "' with " + std::to_string(a.size()) + " arguments");
  }

  std::string_view text_;
  const MetavariableValue& value_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  std::string what_;
};

}  // namespace

std::optional<bool> evaluate_comparison(std::string_view text, const MetavariableValue& value) {
  const auto v = Evaluator(text, value).run();
  if (!v || v->kind != Value::Kind::boolean) return std::nullopt;
  return v->integer != 0;
}

Result<Ok> read_comparison(std::string_view text, std::vector<std::string>* names) {
  const MetavariableValue note = [&](std::string_view name) -> std::optional<ComparisonValue> {
    if (names != nullptr) names->emplace_back(name);
    return std::nullopt;
  };
  Evaluator e(text, note);
  if (!e.run()) return fail(Errc::config, "bad comparison: " + e.what() + " at offset " + std::to_string(e.at()));
  return Ok{};
}

}  // namespace gogate::gopatterns
