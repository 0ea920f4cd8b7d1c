// tree-sitter's Go grammar as small numbers, and its parser and tree as owners.
#pragma once

#include <tree_sitter/api.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// The grammar's node types that lowering knows; other: punctuation and keywords.
enum class Ts : std::uint8_t {
  other, error, comment, source_file, package_clause, import_declaration, import_spec, import_spec_list, dot,
  blank_identifier, const_declaration, const_spec, var_declaration, var_spec, var_spec_list, function_declaration,
  method_declaration, type_parameter_list, type_parameter_declaration, parameter_list, parameter_declaration,
  variadic_parameter_declaration, type_alias, type_declaration, type_spec, expression_list, parenthesized_type,
  generic_type, type_arguments, pointer_type, array_type, implicit_length_array_type, slice_type, struct_type,
  negated_type, field_declaration_list, field_declaration, interface_type, method_elem, type_elem, type_constraint,
  map_type, channel_type, function_type, block, statement_list, expression_statement, send_statement,
  receive_statement, inc_statement, dec_statement, assignment_statement, short_var_declaration, labeled_statement,
  label_name, fallthrough_statement, break_statement, continue_statement, goto_statement, return_statement,
  go_statement, defer_statement, if_statement, for_statement, for_clause, range_clause, expression_switch_statement,
  expression_case, default_case, type_switch_statement, type_case, select_statement, communication_case,
  empty_statement, parenthesized_expression, call_expression, variadic_argument, argument_list, selector_expression,
  index_expression, slice_expression, type_assertion_expression, type_conversion_expression,
  type_instantiation_expression, composite_literal, literal_value, literal_element, keyed_element, func_literal,
  unary_expression, binary_expression, qualified_type, identifier, type_identifier, field_identifier,
  package_identifier, raw_string_literal, interpreted_string_literal, int_literal, float_literal, imaginary_literal,
  rune_literal, nil, true_, false_, iota,
};

enum class Field : std::uint8_t {
  none, alias, alternative, arguments, body, capacity, channel, communication, condition, consequence, element, end,
  field, function, index, initializer, key, label, left, length, name, operand, operator_, package, parameters, path,
  receiver, result, right, start, tag, type, type_arguments, type_parameters, update, value,
};

// Numbers of this grammar build. Immutable; one for all threads.
class Grammar {
 public:
  static const Grammar& go();
  [[nodiscard]] Ts type(TSSymbol s) const { return s == static_cast<TSSymbol>(-1) ? Ts::error : types_[s]; }
  [[nodiscard]] Op op(TSSymbol s) const { return s == static_cast<TSSymbol>(-1) ? Op::none : ops_[s]; }
  [[nodiscard]] Field field(TSFieldId f) const { return fields_[f]; }
  [[nodiscard]] TSFieldId id(Field f) const { return ids_[static_cast<std::size_t>(f)]; }
  [[nodiscard]] const TSLanguage* language() const { return language_; }

 private:
  Grammar();
  const TSLanguage* language_;
  std::array<Ts, 512> types_{};
  std::array<Op, 512> ops_{};
  std::array<Field, 128> fields_{};
  std::array<TSFieldId, 64> ids_{};
};

struct FreeParser {
  void operator()(TSParser* p) const { ts_parser_delete(p); }
};
struct FreeTree {
  void operator()(TSTree* t) const { ts_tree_delete(t); }
};
using ParserPtr = std::unique_ptr<TSParser, FreeParser>;
using TreePtr = std::unique_ptr<TSTree, FreeTree>;

ParserPtr make_parser();
// Null when the parser gave up (its work is bounded in proportion to the text).
TreePtr parse(TSParser* parser, std::string_view text);

}  // namespace gogate::gopatterns
