// A JSON document written piece by piece, so that a report of a million
// findings never stands in memory as a tree. Pieces are small nlohmann values,
// one a line. For .cpp files of this folder only.
#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace gogate::reporters {

using Json = nlohmann::ordered_json;

class JsonStream {
 public:
  explicit JsonStream(std::ostream& out) : out_(out) {}

  void begin_object() { begin("{"); }
  void begin_object(std::string_view key) { begin(key, "{"); }
  void begin_array(std::string_view key) { begin(key, "["); }
  void end_object() { end("}"); }
  void end_array() { end("]"); }
  void field(std::string_view key, const Json& value) {
    separate();
    out_ << dumped(std::string(key)) << ": " << dumped(value);
  }
  void item(const Json& value) {
    separate();
    out_ << dumped(value);
  }

  // All beyond ASCII is escaped: a report that is printed must not reorder or
  // rewrite what a terminal shows. `replace` makes sure that nothing throws.
  static std::string dumped(const Json& v) { return v.dump(-1, ' ', true, Json::error_handler_t::replace); }

 private:
  void separate() {
    if (!first_) out_ << ",";
    if (depth_ > 0) out_ << "\n";
    first_ = false;
  }
  void begin(std::string_view bracket) {
    separate();
    out_ << bracket;
    first_ = true;
    ++depth_;
  }
  void begin(std::string_view key, std::string_view bracket) {
    separate();
    out_ << dumped(std::string(key)) << ": " << bracket;
    first_ = true;
    ++depth_;
  }
  void end(std::string_view bracket) {
    out_ << "\n" << bracket;
    first_ = false;
    if (--depth_ == 0) out_ << "\n";
  }

  std::ostream& out_;
  bool first_ = true;
  int depth_ = 0;
};

}  // namespace gogate::reporters
