#include "scanners/gopatterns/tree.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kFirstTable = 1024;

std::uint32_t hash_of(std::string_view s) {
  std::uint32_t h = 2166136261U;
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h;
}

}  // namespace

Names::Names() { clear(); }

void Names::clear() {
  names_.clear();
  names_.push_back({});
  if (table_.size() > (std::size_t{1} << 16) || table_.empty())
    table_.assign(kFirstTable, 0);
  else
    std::fill(table_.begin(), table_.end(), 0U);
}

void Names::grow() {
  table_.assign(table_.size() * 2, 0);
  const std::size_t mask = table_.size() - 1;
  for (Sym s = 1; s < names_.size(); ++s) {
    std::size_t at = names_[s].hash & mask;
    while (table_[at] != 0) at = (at + 1) & mask;
    table_[at] = s;
  }
}

Sym Names::intern(std::string_view text) {
  const std::uint32_t h = hash_of(text);
  const std::size_t mask = table_.size() - 1;
  std::size_t at = h & mask;
  for (; table_[at] != 0; at = (at + 1) & mask) {
    const Name& n = names_[table_[at]];
    if (n.hash == h && n.text == text) return table_[at];
  }
  const auto s = static_cast<Sym>(names_.size());
  names_.push_back({text, h});
  table_[at] = s;
  if (names_.size() * 2 > table_.size()) grow();
  return s;
}

Sym Names::find(std::string_view text) const {
  const std::uint32_t h = hash_of(text);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = h & mask; table_[at] != 0; at = (at + 1) & mask) {
    const Name& n = names_[table_[at]];
    if (n.hash == h && n.text == text) return table_[at];
  }
  return 0;
}

void Tree::clear(std::string_view new_text) {
  text = new_text;
  nodes.clear();
  nodes.push_back({});
  names.clear();
  decls.clear();
  decls.push_back({});
  package_scope.clear();
  imports.clear();
  statements.clear();
  reaching.clear();
  errors.clear();
  bounded = false;
}

NodeId Tree::value_at(NodeId ident) const {
  const DeclId id = decl_of(ident);
  if (id == 0) return 0;
  const Decl& d = decls[id];
  if (d.kind != DeclKind::constant && d.kind != DeclKind::variable) return 0;
  // A package's variables can be set by any of its functions and files.
  if (d.kind == DeclKind::variable && d.package_level) return 0;
  if (!d.rewritten) return d.shared ? 0 : d.value;
  const auto it = std::lower_bound(reaching.begin(), reaching.end(), ident, [](const Reaching& r, NodeId use) { return r.use < use; });
  return it != reaching.end() && it->use == ident ? it->value : 0;
}

DeclId Tree::decl_of(NodeId ident) const {
  const Node& n = nodes[ident];
  if (n.kind != Kind::ident) return 0;
  if (n.ref != 0) return n.ref;
  return n.name < package_scope.size() ? package_scope[n.name] : 0;
}

NodeId Tree::child(NodeId id, unsigned position) const {
  NodeId c = nodes[id].first;
  while (c != 0 && position-- > 0) c = nodes[c].next;
  return c;
}

std::string_view package_name(std::string_view path) {
  const auto last_of = [](std::string_view p) { return p.substr(p.rfind('/') + 1); };
  const auto is_version = [](std::string_view s) {
    return s.size() > 1 && s[0] == 'v' && s.find_first_not_of("0123456789", 1) == std::string_view::npos;
  };
  std::string_view last = last_of(path);
  if (is_version(last) && last.size() < path.size()) last = last_of(path.substr(0, path.size() - last.size() - 1));
  if (const std::size_t dot = last.rfind('.'); dot != std::string_view::npos && dot > 0 && is_version(last.substr(dot + 1)))
    last = last.substr(0, dot);  // gopkg.in/yaml.v3
  if (last.starts_with("go-")) last.remove_prefix(3);
  for (const std::string_view suffix : {std::string_view("-go"), std::string_view(".go")})
    if (last.ends_with(suffix) && last.size() > suffix.size()) last.remove_suffix(suffix.size());
  if (const std::size_t dash = last.rfind('-'); dash != std::string_view::npos) last = last.substr(dash + 1);
  return last;
}

}  // namespace gogate::gopatterns
