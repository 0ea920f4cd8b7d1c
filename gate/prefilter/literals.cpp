#include "gate/prefilter/literals.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "gate/prefilter/utf8.h"

namespace gogate::prefilter {
namespace {

using Strings = std::set<std::string>;

constexpr std::size_t kMaxStrings = 24;  // of one set; more filter little
constexpr std::size_t kMaxLength = 64;
constexpr std::size_t kMaxClass = 4;     // letters of a class that is spelled out

// What is known of one node.
struct Known {
  std::optional<Strings> exact;  // all that it can match, assertions aside
  Strings required;              // one of these is in every match; empty: unknown
};

std::size_t shortest(const Strings& s) {
  std::size_t n = s.empty() ? 0 : kMaxLength;
  for (const std::string& e : s) n = std::min(n, e.size());
  return n;
}
// Longer strings are rarer, and few of them cheaper to look for.
std::size_t worth(const Strings& s) { return std::min<std::size_t>(shortest(s), 12) * 32 + kMaxStrings - s.size(); }

void keep_better(Strings& best, const Strings& other) {
  if (other.empty() || other.size() > kMaxStrings || shortest(other) == 0) return;
  if (best.empty() || worth(other) > worth(best)) best = other;
}

std::optional<Strings> product(const Strings& a, const Strings& b) {
  if (a.size() * b.size() > kMaxStrings) return std::nullopt;
  Strings out;
  for (const std::string& x : a) {
    for (const std::string& y : b) {
      if (x.size() + y.size() > kMaxLength) return std::nullopt;
      out.insert(x + y);
    }
  }
  return out;
}

class Finder {
 public:
  explicit Finder(const Regex& regex) : regex_(regex), known_(regex.nodes.size()) {
    for (const Node& n : regex.nodes) caseless_ = caseless_ || n.caseless;
    for (const CharClass& c : regex.classes) caseless_ = caseless_ || (c.ascii_and_folds() && (c.kelvin() || c.long_s()));
  }

  RequiredLiterals run() {
    for (std::size_t i = 0; i < regex_.nodes.size(); ++i) known_[i] = look(regex_.nodes[i]);
    Known& root = known_[regex_.root];
    Strings best = root.required;
    if (root.exact) keep_better(best, *root.exact);
    return {{best.begin(), best.end()}, caseless_};
  }

 private:
  Known look(const Node& n) {
    switch (n.op) {
      case Op::rune: {
        std::string s;
        append_utf8(s, caseless_ && n.rune >= 'A' && n.rune <= 'Z' ? n.rune + 32 : n.rune);
        return {Strings{s}, {}};
      }
      case Op::chars: return spelled_out(regex_.classes[n.chars]);
      case Op::any_byte: return {};
      case Op::concat: return in_order(n);
      case Op::alternate: return either(n);
      case Op::repeat: return repeated(n);
      default: return {Strings{""}, {}};
    }
  }

  [[nodiscard]] Known spelled_out(const CharClass& c) const {
    if (!c.ascii_and_folds()) return {};
    Strings s;
    for (unsigned b = 0; b < 128 && s.size() <= kMaxClass; ++b) {
      if (c.has_ascii(b)) s.insert(std::string(1, static_cast<char>(caseless_ && b >= 'A' && b <= 'Z' ? b + 32 : b)));
    }
    if (s.empty() || s.size() > kMaxClass) return {};
    return {std::move(s), {}};
  }

  // Takes the children's knowledge: a node has one parent.
  Known in_order(const Node& n) {
    Known out;
    Strings run{""};
    bool whole = true;
    for (const std::uint32_t id : n.children) {
      Known& child = known_[id];
      std::optional<Strings> longer;
      if (child.exact) longer = product(run, *child.exact);
      if (longer) {
        run = std::move(*longer);
        continue;
      }
      whole = false;
      keep_better(out.required, run);
      keep_better(out.required, child.required);
      run = child.exact ? *child.exact : Strings{""};
    }
    keep_better(out.required, run);
    if (whole) out.exact = std::move(run);
    return out;
  }

  Known either(const Node& n) {
    Strings exact;
    Strings required;
    bool all_exact = true;
    bool all_required = true;
    for (const std::uint32_t id : n.children) {
      const Known& child = known_[id];
      all_exact = all_exact && child.exact;
      if (all_exact) exact.insert(child.exact->begin(), child.exact->end());
      Strings best = child.required;
      if (child.exact) keep_better(best, *child.exact);
      all_required = all_required && !best.empty();
      required.insert(best.begin(), best.end());
      all_exact = all_exact && exact.size() <= kMaxStrings;
      all_required = all_required && required.size() <= kMaxStrings;
      if (!all_exact && !all_required) return {};
    }
    Known out;
    if (all_exact) out.exact = std::move(exact);
    if (all_required) out.required = std::move(required);
    return out;
  }

  Known repeated(const Node& n) {
    const Known& child = known_[n.children.front()];
    if (n.max == 0) return {Strings{""}, {}};
    if (n.min == 0) {
      if (n.max != 1 || !child.exact || child.exact->size() >= kMaxStrings) return {};
      Strings s = *child.exact;
      s.insert("");
      return {std::move(s), {}};
    }
    Known out;
    out.required = child.required;
    if (!child.exact) return out;
    Strings run = *child.exact;
    int done = 1;
    for (; done < n.min; ++done) {
      auto longer = product(run, *child.exact);
      if (!longer) break;
      run = std::move(*longer);
    }
    keep_better(out.required, run);
    if (done == n.min && n.max == n.min) out.exact = std::move(run);
    return out;
  }

  const Regex& regex_;
  std::vector<Known> known_;
  bool caseless_ = false;
};

}  // namespace

RequiredLiterals required_literals(const Regex& regex) { return Finder(regex).run(); }

RequiredLiterals required_literals(std::string_view regex) {
  const auto parsed = parse_regex(regex);
  return parsed ? required_literals(*parsed) : RequiredLiterals{};
}

}  // namespace gogate::prefilter
