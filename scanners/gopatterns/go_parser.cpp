// Parsing a file, including what the grammar does not know yet.
//
// Go 1.26 lets `new` take any expression, and a program may declare a `make` of
// its own. The grammar takes only a type there, so `new(1 + 2)` is an error to
// it. When a file has errors and such calls, the text is parsed again with those
// callees spelled as an ordinary function of the same length: positions stay,
// and lowering reads names from the original text. The attempt with the fewest
// errors wins.
#include <algorithm>

#include "scanners/gopatterns/lowering.h"
#include "scanners/gopatterns/parse_memory.h"

namespace gogate::gopatterns {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Where a `new` or `make` stands before a parenthesis: the parenthesis.
std::vector<std::size_t> special_calls(std::string_view text) {
  std::vector<std::size_t> out;
  for (std::size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
    const std::string_view head = text.substr(0, at);
    const std::size_t length = head.ends_with("new") ? 3 : head.ends_with("make") ? 4 : 0;
    if (length != 0 && (at == length || !is_word(text[at - length - 1]))) out.push_back(at);
  }
  return out;
}

bool type_follows(std::string_view text, std::size_t parenthesis) {
  const std::size_t at = text.find_first_not_of(" \t\r\n", parenthesis + 1);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = text.substr(at);
  if (rest[0] == '[') return true;
  for (const std::string_view word : {"map[", "chan ", "chan<", "struct", "interface", "func(", "func ("})
    if (rest.starts_with(word)) return true;
  return rest.starts_with("<-chan");
}

// Spans of errors and missing tokens, outermost only, in order.
void collect_errors(const TSTree* tree, std::vector<Span>& out) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  bool descend = true;
  while (true) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const bool error = ts_node_is_error(node) || ts_node_is_missing(node);
    if (descend && error) {
      out.push_back({ts_node_start_byte(node), std::max(ts_node_end_byte(node), ts_node_start_byte(node) + 1)});
    }
    if (descend && !error && ts_node_has_error(node) && ts_tree_cursor_goto_first_child(&cursor)) continue;
    descend = true;
    if (ts_tree_cursor_goto_next_sibling(&cursor)) continue;
    if (!ts_tree_cursor_goto_parent(&cursor)) break;
    descend = false;
  }
  ts_tree_cursor_delete(&cursor);
}

std::vector<Span> errors_of(const TSTree* tree) {
  std::vector<Span> out;
  if (ts_node_has_error(ts_tree_root_node(tree))) collect_errors(tree, out);
  return out;
}

std::uint64_t weight(const std::vector<Span>& errors) {
  std::uint64_t sum = 0;
  for (const Span e : errors) sum += e.size() + 1;
  return sum;
}

}  // namespace

bool GoParser::parse_file(std::string_view text, Tree& out) {
  out.clear(text);
  const ParseMemory memory;
  ParserPtr parser = make_parser();
  if (!parser) return false;
  TreePtr tree = parse(parser.get(), text);
  if (!tree) return false;
  std::vector<Span> errors = errors_of(tree.get());
  if (!errors.empty()) {
    const std::vector<std::size_t> calls = special_calls(text);
    // First those before what can only be an expression; then, as `new([]T{…})`
    // begins like a type, also those on lines of errors that remain.
    for (int attempt = 0; attempt < 2 && !errors.empty() && !calls.empty(); ++attempt) {
      rewritten_.assign(text);
      for (const std::size_t at : calls) {
        const bool near_error = std::any_of(errors.begin(), errors.end(), [&](Span e) {
          return at <= e.end && text.substr(at, e.begin > at ? e.begin - at : 0).find('\n') == std::string_view::npos;
        });
        const bool is_new = text[at - 1] == 'w';
        if ((is_new && !type_follows(text, at)) || (attempt == 1 && near_error)) rewritten_[at - 1] = 'v';
      }
      TreePtr again = parse(parser.get(), rewritten_);
      if (!again) continue;
      std::vector<Span> fewer = errors_of(again.get());
      if (weight(fewer) >= weight(errors)) continue;
      tree = std::move(again);
      errors = std::move(fewer);
    }
  }
  Lowering(text, out, false).run(tree.get());
  out.errors = std::move(errors);
  // Their memory goes with `memory`: no need to visit every node for that.
  static_cast<void>(tree.release());
  static_cast<void>(parser.release());
  return true;
}

}  // namespace gogate::gopatterns
