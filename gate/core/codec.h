// A small binary form for rules that are compiled at build time and embedded.
// Not a format for files from elsewhere: written and read by one build.
//
// A type takes part by a function `template <class C> void visit(C& c, T& t)`
// that calls c(field) for each field in a fixed order; Writer and Reader use
// the same function, so they cannot drift apart. Reader never reads outside its
// bytes: after an error ok() is false and all further fields keep their values.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "gate/core/rule.h"

namespace gogate::codec {

class Writer {
 public:
  static constexpr bool writing = true;
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void operator()(const T& v) {
    out_.append(reinterpret_cast<const char*>(&v), sizeof v);
  }
  void operator()(const std::string& s) {
    (*this)(static_cast<std::uint32_t>(s.size()));
    out_ += s;
  }
  template <class T>
  void operator()(const std::vector<T>& v) {
    (*this)(static_cast<std::uint32_t>(v.size()));
    for (const T& e : v) (*this)(e);
  }
  template <class T>
  void operator()(const std::optional<T>& v) {
    (*this)(static_cast<std::uint8_t>(v.has_value()));
    if (v) (*this)(*v);
  }
  template <class T>
    requires(std::is_class_v<T>)
  void operator()(const T& t) {
    visit(*this, const_cast<T&>(t));  // visit() only reads when writing
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  static constexpr bool writing = false;
  explicit Reader(std::string_view in) : in_(in) {}
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool done() const { return ok_ && in_.empty(); }

  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void operator()(T& v) {
    if (!need(sizeof v)) return;
    std::memcpy(&v, in_.data(), sizeof v);
    in_.remove_prefix(sizeof v);
  }
  void operator()(bool& v) {
    std::uint8_t byte = 0;
    (*this)(byte);
    ok_ = ok_ && byte <= 1;
    if (ok_) v = byte == 1;
  }
  void operator()(std::string& s) {
    std::uint32_t n = 0;
    (*this)(n);
    if (!need(n)) return;
    s.assign(in_.substr(0, n));
    in_.remove_prefix(n);
  }
  template <class T>
  void operator()(std::vector<T>& v) {
    std::uint32_t n = 0;
    (*this)(n);
    if (!need(n)) return;  // every element takes at least one byte
    v.resize(n);
    for (T& e : v) (*this)(e);
  }
  template <class T>
  void operator()(std::optional<T>& v) {
    std::uint8_t has = 0;
    (*this)(has);
    if (has != 0) (*this)(v.emplace());
  }
  template <class T>
    requires(std::is_class_v<T>)
  void operator()(T& t) {
    visit(*this, t);
  }

 private:
  bool need(std::size_t n) { return ok_ = ok_ && in_.size() >= n; }
  std::string_view in_;
  bool ok_ = true;
};

}  // namespace gogate::codec

namespace gogate {

template <class C>
void visit(C& c, Rule& r) {
  c(r.id), c(r.scanner), c(r.title), c(r.message), c(r.why), c(r.fix), c(r.bad), c(r.good);
  c(r.severity), c(r.confidence);
  c(r.cwe), c(r.owasp), c(r.aliases), c(r.tags), c(r.references), c(r.origin);
}

}  // namespace gogate
