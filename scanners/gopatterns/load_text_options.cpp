#include "scanners/gopatterns/load_text_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gogate::gopatterns {

Result<Ok> read_text_options(const YamlReader& yaml, const YAML::Node& options, Language language, TextOptions& out) {
  if (language != Language::generic) return Ok{};
  if (const YAML::Node engine = options["generic_engine"]) {
    static constexpr std::array<std::string_view, 2> kEngines{"spacegrep", "aliengrep"};
    const std::string name = GATE_TRY(yaml.text(engine, "generic_engine"));
    if (name == kEngines[1])
      return yaml.error(engine, "generic_engine: aliengrep is not supported",
                        "write the rule for spacegrep, which is the default, or with pattern-regex");
    if (name != kEngines[0]) return yaml.error(engine, "unknown generic_engine '" + name + "'", "use spacegrep");
  }
  if (const YAML::Node span = options["generic_ellipsis_max_span"]) {
    const std::string text = GATE_TRY(yaml.text(span, "generic_ellipsis_max_span"));
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.ellipsis_lines);
    if (error != std::errc{} || end != text.data() + text.size())
      return yaml.error(span, "'generic_ellipsis_max_span' must be a number of lines", "0 keeps an ellipsis on its line");
  }
  if (const YAML::Node style = options["generic_comment_style"]) {
    const std::string name = GATE_TRY(yaml.text(style, "generic_comment_style"));
    static constexpr std::array<std::pair<std::string_view, CommentStyle>, 3> kStyles{
        {{"c", CommentStyle::c}, {"cpp", CommentStyle::cpp}, {"shell", CommentStyle::shell}}};
    const auto* const found = std::find_if(kStyles.begin(), kStyles.end(), [&](const auto& s) { return s.first == std::string_view(name); });
    if (found == kStyles.end()) return yaml.error(style, "unknown comment style '" + name + "'", "use c, cpp or shell");
    out.comments = found->second;
  }
  return Ok{};
}

}  // namespace gogate::gopatterns
