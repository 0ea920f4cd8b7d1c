#include "scanners/gopatterns/syntax.h"

#include <utility>

#include "scanners/gopatterns/parse_memory.h"

extern "C" const TSLanguage* tree_sitter_go(void);

namespace gogate::gopatterns {
namespace {

constexpr std::pair<std::string_view, Ts> kTypes[] = {
    {"comment", Ts::comment}, {"source_file", Ts::source_file}, {"package_clause", Ts::package_clause},
    {"import_declaration", Ts::import_declaration}, {"import_spec", Ts::import_spec},
    {"import_spec_list", Ts::import_spec_list}, {"dot", Ts::dot}, {"blank_identifier", Ts::blank_identifier},
    {"const_declaration", Ts::const_declaration}, {"const_spec", Ts::const_spec},
    {"var_declaration", Ts::var_declaration}, {"var_spec", Ts::var_spec}, {"var_spec_list", Ts::var_spec_list},
    {"function_declaration", Ts::function_declaration}, {"method_declaration", Ts::method_declaration},
    {"type_parameter_list", Ts::type_parameter_list}, {"type_parameter_declaration", Ts::type_parameter_declaration},
    {"parameter_list", Ts::parameter_list}, {"parameter_declaration", Ts::parameter_declaration},
    {"variadic_parameter_declaration", Ts::variadic_parameter_declaration}, {"type_alias", Ts::type_alias},
    {"type_declaration", Ts::type_declaration}, {"type_spec", Ts::type_spec},
    {"expression_list", Ts::expression_list}, {"parenthesized_type", Ts::parenthesized_type},
    {"generic_type", Ts::generic_type}, {"type_arguments", Ts::type_arguments}, {"pointer_type", Ts::pointer_type},
    {"array_type", Ts::array_type}, {"implicit_length_array_type", Ts::implicit_length_array_type},
    {"slice_type", Ts::slice_type}, {"struct_type", Ts::struct_type}, {"negated_type", Ts::negated_type},
    {"field_declaration_list", Ts::field_declaration_list}, {"field_declaration", Ts::field_declaration},
    {"interface_type", Ts::interface_type}, {"method_elem", Ts::method_elem}, {"type_elem", Ts::type_elem},
    {"type_constraint", Ts::type_constraint}, {"map_type", Ts::map_type}, {"channel_type", Ts::channel_type},
    {"function_type", Ts::function_type}, {"block", Ts::block}, {"statement_list", Ts::statement_list},
    {"expression_statement", Ts::expression_statement}, {"send_statement", Ts::send_statement},
    {"receive_statement", Ts::receive_statement}, {"inc_statement", Ts::inc_statement},
    {"dec_statement", Ts::dec_statement}, {"assignment_statement", Ts::assignment_statement},
    {"short_var_declaration", Ts::short_var_declaration}, {"labeled_statement", Ts::labeled_statement},
    {"label_name", Ts::label_name}, {"fallthrough_statement", Ts::fallthrough_statement},
    {"break_statement", Ts::break_statement}, {"continue_statement", Ts::continue_statement},
    {"goto_statement", Ts::goto_statement}, {"return_statement", Ts::return_statement},
    {"go_statement", Ts::go_statement}, {"defer_statement", Ts::defer_statement}, {"if_statement", Ts::if_statement},
    {"for_statement", Ts::for_statement}, {"for_clause", Ts::for_clause}, {"range_clause", Ts::range_clause},
    {"expression_switch_statement", Ts::expression_switch_statement}, {"expression_case", Ts::expression_case},
    {"default_case", Ts::default_case}, {"type_switch_statement", Ts::type_switch_statement},
    {"type_case", Ts::type_case}, {"select_statement", Ts::select_statement},
    {"communication_case", Ts::communication_case}, {"empty_statement", Ts::empty_statement},
    {"parenthesized_expression", Ts::parenthesized_expression}, {"call_expression", Ts::call_expression},
    {"variadic_argument", Ts::variadic_argument}, {"argument_list", Ts::argument_list},
    {"selector_expression", Ts::selector_expression}, {"index_expression", Ts::index_expression},
    {"slice_expression", Ts::slice_expression}, {"type_assertion_expression", Ts::type_assertion_expression},
    {"type_conversion_expression", Ts::type_conversion_expression},
    {"type_instantiation_expression", Ts::type_instantiation_expression},
    {"composite_literal", Ts::composite_literal}, {"literal_value", Ts::literal_value},
    {"literal_element", Ts::literal_element}, {"keyed_element", Ts::keyed_element},
    {"func_literal", Ts::func_literal}, {"unary_expression", Ts::unary_expression},
    {"binary_expression", Ts::binary_expression}, {"qualified_type", Ts::qualified_type},
    {"identifier", Ts::identifier}, {"type_identifier", Ts::type_identifier},
    {"field_identifier", Ts::field_identifier}, {"package_identifier", Ts::package_identifier},
    {"raw_string_literal", Ts::raw_string_literal}, {"interpreted_string_literal", Ts::interpreted_string_literal},
    {"int_literal", Ts::int_literal}, {"float_literal", Ts::float_literal},
    {"imaginary_literal", Ts::imaginary_literal}, {"rune_literal", Ts::rune_literal}, {"nil", Ts::nil},
    {"true", Ts::true_}, {"false", Ts::false_}, {"iota", Ts::iota},
};
constexpr std::pair<std::string_view, Field> kFields[] = {
    {"alias", Field::alias}, {"alternative", Field::alternative}, {"arguments", Field::arguments},
    {"body", Field::body}, {"capacity", Field::capacity}, {"channel", Field::channel},
    {"communication", Field::communication}, {"condition", Field::condition}, {"consequence", Field::consequence},
    {"element", Field::element}, {"end", Field::end}, {"field", Field::field}, {"function", Field::function},
    {"index", Field::index}, {"initializer", Field::initializer}, {"key", Field::key}, {"label", Field::label},
    {"left", Field::left}, {"length", Field::length}, {"name", Field::name}, {"operand", Field::operand},
    {"operator", Field::operator_}, {"package", Field::package}, {"parameters", Field::parameters},
    {"path", Field::path}, {"receiver", Field::receiver}, {"result", Field::result}, {"right", Field::right},
    {"start", Field::start}, {"tag", Field::tag}, {"type", Field::type}, {"type_arguments", Field::type_arguments},
    {"type_parameters", Field::type_parameters}, {"update", Field::update}, {"value", Field::value},
};
constexpr std::pair<std::string_view, Op> kOps[] = {
    {"+", Op::add}, {"-", Op::sub}, {"*", Op::mul}, {"/", Op::div}, {"%", Op::rem}, {"<<", Op::shl}, {">>",
    Op::shr}, {"&", Op::bit_and}, {"|", Op::bit_or}, {"^", Op::bit_xor}, {"&^", Op::and_not}, {"==", Op::eq},
    {"!=", Op::ne}, {"<", Op::lt}, {"<=", Op::le}, {">", Op::gt}, {">=", Op::ge}, {"&&", Op::and_and}, {"||",
    Op::or_or}, {"!", Op::not_}, {"<-", Op::receive}, {"+=", Op::add}, {"-=", Op::sub}, {"*=", Op::mul}, {"/=",
    Op::div}, {"%=", Op::rem}, {"<<=", Op::shl}, {">>=", Op::shr}, {"&=", Op::bit_and}, {"|=", Op::bit_or},
    {"^=", Op::bit_xor}, {"&^=", Op::and_not},
};

}  // namespace

const Grammar& Grammar::go() {
  static const Grammar grammar;
  return grammar;
}

Grammar::Grammar() : language_(tree_sitter_go()) {
  ParseMemory::install();
  const std::uint32_t symbols = ts_language_symbol_count(language_);
  for (std::uint32_t s = 0; s < symbols && s < types_.size(); ++s) {
    const auto symbol = static_cast<TSSymbol>(s);
    const std::string_view name = ts_language_symbol_name(language_, symbol);
    if (ts_language_symbol_type(language_, symbol) == TSSymbolTypeRegular) {
      for (const auto& [text, type] : kTypes)
        if (text == name) types_[s] = type;
    } else {
      for (const auto& [text, op] : kOps)
        if (text == name) ops_[s] = op;
    }
  }
  for (const auto& [text, field] : kFields) {
    const TSFieldId id = ts_language_field_id_for_name(language_, text.data(), static_cast<std::uint32_t>(text.size()));
    fields_[id] = field;
    ids_[static_cast<std::size_t>(field)] = id;
  }
  fields_[0] = Field::none;
}

ParserPtr make_parser() {
  const Grammar& grammar = Grammar::go();  // first: it decides whose memory the parser takes
  ParserPtr parser(ts_parser_new());
  if (parser && !ts_parser_set_language(parser.get(), grammar.language())) parser.reset();
  return parser;
}

namespace {

struct Reading {
  std::string_view text;
  std::uint64_t calls_left;
};

const char* read_text(void* payload, std::uint32_t at, TSPoint, std::uint32_t* size) {
  const std::string_view text = static_cast<Reading*>(payload)->text;
  *size = at < text.size() ? static_cast<std::uint32_t>(text.size()) - at : 0;
  return at < text.size() ? text.data() + at : "";
}

bool over_budget(TSParseState* state) {
  auto* reading = static_cast<Reading*>(state->payload);
  if (reading->calls_left == 0) return true;
  --reading->calls_left;
  return false;
}

}  // namespace

TreePtr parse(TSParser* parser, std::string_view text) {
  // tree-sitter asks every hundred steps; ordinary code takes less than one
  // step a byte, so this stops only what recovers from errors without end.
  Reading reading{text, 10'000 + text.size() / 2};
  const TSInput input{&reading, read_text, TSInputEncodingUTF8, nullptr};
  const TSParseOptions options{&reading, over_budget};
  TreePtr tree(ts_parser_parse_with_options(parser, nullptr, input, options));
  if (!tree) ts_parser_reset(parser);
  return tree;
}

}  // namespace gogate::gopatterns
