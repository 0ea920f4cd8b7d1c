#include "scanners/gopatterns/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace gogate::gopatterns {

namespace {

constexpr std::uint32_t kMatchLimit = 200'000;
constexpr std::uint32_t kDepthLimit = 10'000;

struct FreeCode {
  void operator()(pcre2_code* p) const { pcre2_code_free(p); }
};
struct FreeData {
  void operator()(pcre2_match_data* p) const { pcre2_match_data_free(p); }
};
struct FreeContext {
  void operator()(pcre2_match_context* p) const { pcre2_match_context_free(p); }
};

}  // namespace

struct Regex::Engine {
  std::unique_ptr<re2::RE2> re2;
  std::unique_ptr<pcre2_code, FreeCode> pcre;
  std::size_t groups = 0;
  std::vector<std::string> names;
};

Regex::Regex(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;
std::size_t Regex::group_count() const { return engine_->groups; }
const std::vector<std::string>& Regex::group_names() const { return engine_->names; }

bool Regex::is_re2(const std::string& text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return re2::RE2(text, options).ok();
}

Result<Regex> Regex::compile(const std::string& text, bool lines) {
  auto engine = std::make_unique<Engine>();
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{32} << 20);
  engine->re2 = std::make_unique<re2::RE2>(lines ? "(?m)" + text : text, options);
  if (engine->re2->ok()) {
    engine->groups = static_cast<std::size_t>(engine->re2->NumberOfCapturingGroups());
    engine->names.resize(engine->groups + 1);
    for (const auto& [number, name] : engine->re2->CapturingGroupNames())
      engine->names[static_cast<std::size_t>(number)] = name;
    return Regex(std::move(engine));
  }
  const std::string why = engine->re2->error();
  engine->re2.reset();
  int error = 0;
  PCRE2_SIZE at = 0;
  engine->pcre.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                   PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | (lines ? PCRE2_MULTILINE : 0U), &error, &at,
                                   nullptr));
  if (!engine->pcre) {
    std::array<unsigned char, 200> words{};
    pcre2_get_error_message(error, words.data(), words.size());
    return fail(Errc::config, "bad regex: " + std::string(reinterpret_cast<const char*>(words.data())) +
                                  " at offset " + std::to_string(at) + " in " + text.substr(0, 120));
  }
  std::uint32_t count = 0;
  pcre2_pattern_info(engine->pcre.get(), PCRE2_INFO_CAPTURECOUNT, &count);
  engine->groups = count;
  engine->names.resize(engine->groups + 1);
  std::uint32_t named = 0;
  std::uint32_t width = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(engine->pcre.get(), PCRE2_INFO_NAMECOUNT, &named);
  pcre2_pattern_info(engine->pcre.get(), PCRE2_INFO_NAMEENTRYSIZE, &width);
  pcre2_pattern_info(engine->pcre.get(), PCRE2_INFO_NAMETABLE, &table);
  for (std::uint32_t i = 0; i < named; ++i, table += width) {
    const std::size_t number = static_cast<std::size_t>(table[0]) << 8 | table[1];
    if (number < engine->names.size()) engine->names[number] = reinterpret_cast<const char*>(table + 2);
  }
  return Regex(std::move(engine));
}

Regex::Found Regex::find(std::string_view text, std::size_t from, bool anchored, std::vector<Group>* groups) const {
  if (groups) groups->assign(engine_->groups + 1, Group{});
  if (from > text.size()) return Found::no;
  if (engine_->re2) {
    std::vector<re2::StringPiece> parts(groups ? engine_->groups + 1 : 1);
    const re2::StringPiece input(text.data(), text.size());
    if (!engine_->re2->Match(input, from, text.size(), anchored ? re2::RE2::ANCHOR_START : re2::RE2::UNANCHORED,
                             parts.data(), static_cast<int>(parts.size())))
      return Found::no;
    if (groups) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].data() == nullptr) continue;
        (*groups)[i].begin = static_cast<std::size_t>(parts[i].data() - text.data());
        (*groups)[i].end = (*groups)[i].begin + parts[i].size();
      }
    }
    return Found::yes;
  }
  const std::unique_ptr<pcre2_match_data, FreeData> data(
      pcre2_match_data_create_from_pattern(engine_->pcre.get(), nullptr));
  const std::unique_ptr<pcre2_match_context, FreeContext> context(pcre2_match_context_create(nullptr));
  if (!data || !context) return Found::bounded;
  pcre2_set_match_limit(context.get(), kMatchLimit);
  pcre2_set_depth_limit(context.get(), kDepthLimit);
  const int rc = pcre2_match(engine_->pcre.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                             anchored ? PCRE2_ANCHORED : 0U, data.get(), context.get());
  if (rc == PCRE2_ERROR_NOMATCH) return Found::no;
  if (rc < 0) return Found::bounded;
  if (groups) {
    const PCRE2_SIZE* const at = pcre2_get_ovector_pointer(data.get());
    for (std::size_t i = 0; i < std::min<std::size_t>(groups->size(), static_cast<std::size_t>(rc)); ++i) {
      if (at[2 * i] == PCRE2_UNSET) continue;
      (*groups)[i] = {at[2 * i], at[2 * i + 1]};
    }
  }
  return Found::yes;
}

}  // namespace gogate::gopatterns
