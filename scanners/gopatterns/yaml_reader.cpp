#include "scanners/gopatterns/yaml_reader.h"

#include <algorithm>
#include <charconv>

namespace gogate::gopatterns {

std::unexpected<Error> YamlReader::error(const YAML::Node& at, std::string what, std::string next_step) const {
  std::string place = origin_;
  const YAML::Mark mark = at.Mark();
  if (!mark.is_null()) {
    place += ':';
    place += std::to_string(mark.line + 1);
    place += ':';
    place += std::to_string(mark.column + 1);
  }
  return fail(Errc::config, place + ": " + std::move(what), std::move(next_step));
}

Result<std::string> YamlReader::text(const YAML::Node& node, std::string_view key) const {
  if (!node.IsScalar()) return error(node, "'" + std::string(key) + "' must be a string");
  return node.Scalar();
}

Result<std::vector<std::string>> YamlReader::texts(const YAML::Node& node, std::string_view key) const {
  std::vector<std::string> out;
  if (node.IsNull()) return out;
  if (node.IsScalar()) {
    out.push_back(node.Scalar());
    return out;
  }
  if (!node.IsSequence()) return error(node, "'" + std::string(key) + "' must be a string or a list of strings");
  for (const YAML::Node& entry : node) out.push_back(GATE_TRY(text(entry, key)));
  return out;
}

Result<bool> YamlReader::flag(const YAML::Node& node, std::string_view key) const {
  const std::string word = GATE_TRY(text(node, key));
  if (word == "true" || word == "True" || word == "TRUE") return true;
  if (word == "false" || word == "False" || word == "FALSE") return false;
  return error(node, "'" + std::string(key) + "' must be true or false, not '" + word + "'");
}

Result<std::int64_t> YamlReader::whole_number(const YAML::Node& node, std::string_view key, std::int64_t least, std::int64_t most) const {
  const std::string word = GATE_TRY(text(node, key));
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failed != std::errc() || end != word.data() + word.size() || value < least || value > most)
    return error(node, "'" + std::string(key) + "' must be a whole number, not '" + word + "'",
                 "use one between " + std::to_string(least) + " and " + std::to_string(most));
  return value;
}

Result<Ok> YamlReader::go_on(const Error& mistake) const {
  if (collect_ == nullptr) return std::unexpected(mistake);
  collect_->push_back(mistake);
  return Ok{};
}

Result<Ok> YamlReader::check_keys(const YAML::Node& table, std::span<const std::string_view> known,
                                  std::string_view of) const {
  if (!table.IsMap()) return error(table, std::string(of) + " must be a table of keys");
  std::vector<std::string> seen;
  for (const auto& entry : table) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
      GATE_TRY(go_on(error(entry.first, "'" + key + "' stands twice in " + std::string(of), "remove one of them").error()));
    seen.push_back(key);
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    GATE_TRY(go_on(error(entry.first, "unknown key '" + key + "' in " + std::string(of), suggestion(key, known)).error()));
  }
  return Ok{};
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known, std::string otherwise) {
  const std::string_view meant = nearest(word, known);
  return meant.empty() ? otherwise : "did you mean '" + std::string(meant) + "'?";
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 2) + 1;
  for (const std::string_view candidate : known) {
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i + 1;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t substituted = diagonal + (word[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
      }
    }
    if (row.back() < best_distance) best_distance = row.back(), best = candidate;
  }
  return best;
}

}  // namespace gogate::gopatterns
