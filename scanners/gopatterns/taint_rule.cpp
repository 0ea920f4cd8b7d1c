#include "scanners/gopatterns/taint_rule.h"

namespace gogate::gopatterns {
namespace {

constexpr unsigned kMostNested = 200;

class Labels {
 public:
  Labels(std::string_view text, const std::function<bool(std::string_view)>& has) : text_(text), has_(has) { next(); }

  bool read() {
    const bool out = either();
    if (ok_ && !token_.empty()) wrong("'" + std::string(token_) + "' is not expected here");
    return out;
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

  void next() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    if (at_ == begin && at_ < text_.size()) ++at_;
    token_ = text_.substr(begin, at_ - begin);
  }
  void wrong(std::string why) {
    if (ok_) problem_ = std::move(why);
    ok_ = false;
  }
  bool either() {
    bool out = both();
    while (ok_ && token_ == "or") {
      next();
      const bool right = both();
      out = out || right;
    }
    return out;
  }
  bool both() {
    bool out = single();
    while (ok_ && token_ == "and") {
      next();
      const bool right = single();
      out = out && right;
    }
    return out;
  }
  bool single() {
    if (++depth_ > kMostNested) wrong("nested too deeply");
    bool out = false;
    if (!ok_) {
      return false;
    }
    if (token_ == "not") {
      next();
      out = !single();
    } else if (token_ == "(") {
      next();
      out = either();
      if (token_ != ")") wrong("a ')' is missing");
      next();
    } else if (token_.empty() || !is_word(token_.front()) || token_ == "and" || token_ == "or") {
      wrong(token_.empty() ? "a label is missing at the end" : "a label is expected at '" + std::string(token_) + "'");
    } else {
      out = has_(token_);
      next();
    }
    --depth_;
    return out;
  }

  std::string_view text_;
  const std::function<bool(std::string_view)>& has_;
  std::size_t at_ = 0;
  std::string_view token_;
  unsigned depth_ = 0;
  bool ok_ = true;
  std::string problem_;
};

}  // namespace

Result<Ok> check_labels(std::string_view text) {
  const std::function<bool(std::string_view)> any = [](std::string_view) { return true; };
  Labels labels(text, any);
  labels.read();
  if (labels.ok()) return Ok{};
  return fail(Errc::config, "'requires': " + labels.problem(), "write labels with and, or, not and parentheses: A and not B");
}

bool labels_hold(std::string_view text, const std::function<bool(std::string_view)>& has) {
  Labels labels(text, has);
  const bool out = labels.read();
  return labels.ok() && out;
}

}  // namespace gogate::gopatterns
