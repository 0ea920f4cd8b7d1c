#include "scanners/secrets/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <vector>

namespace gogate::secrets {
namespace {

// RE2 splits this between the program and its DFA caches. Most rules need far
// less than the first; counted repetitions of large classes need the second.
constexpr std::int64_t kMemory = std::int64_t{8} << 20;
constexpr std::int64_t kMemoryLarge = std::int64_t{64} << 20;

// PCRE2's own defaults are ten million steps and 20 GB; a rule that needs more
// than these is stopped, and the blob is reported as not fully analysed.
constexpr std::uint32_t kMatchLimit = 5'000'000;
constexpr std::uint32_t kDepthLimit = 10'000;
constexpr std::uint32_t kHeapLimit = 32 * 1024;  // KiB

RE2::Options re2_options(std::int64_t memory) {
  RE2::Options options(RE2::DefaultOptions);
  options.set_log_errors(false);
  options.set_max_mem(memory);
  return options;
}

class Re2Regex final : public Regex {
 public:
  explicit Re2Regex(std::unique_ptr<RE2> re) : re_(std::move(re)) {}

  std::size_t group_count() const override { return static_cast<std::size_t>(re_->NumberOfCapturingGroups()); }

  using Regex::find;
  Match find(std::string_view text, std::size_t from, std::size_t until, std::span<Group> groups) const override {
    return run(text, from, until, RE2::UNANCHORED, groups);
  }
  Match match_at(std::string_view text, std::size_t at, std::span<Group> groups) const override {
    return run(text, at, text.size(), RE2::ANCHOR_START, groups);
  }

 private:
  Match run(std::string_view text, std::size_t from, std::size_t until, RE2::Anchor anchor, std::span<Group> groups) const {
    if (from > text.size()) return Match::no;
    constexpr std::size_t kInline = 16;
    std::array<re2::StringPiece, kInline> few;
    std::vector<re2::StringPiece> many;
    re2::StringPiece* pieces = few.data();
    if (groups.size() > kInline) {
      many.resize(groups.size());
      pieces = many.data();
    }
    const re2::StringPiece input(text.data(), text.size());
    if (!re_->Match(input, from, until, anchor, pieces, static_cast<int>(groups.size())))
      return Match::no;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (pieces[i].data() == nullptr) {
        groups[i] = {};
      } else {
        groups[i].begin = static_cast<std::size_t>(pieces[i].data() - text.data());
        groups[i].end = groups[i].begin + pieces[i].size();
      }
    }
    return Match::yes;
  }

  std::unique_ptr<RE2> re_;
};

struct PcreFree {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

class PcreRegex final : public Regex {
 public:
  explicit PcreRegex(std::unique_ptr<pcre2_code, PcreFree> code) : code_(std::move(code)) {
    std::uint32_t count = 0;
    pcre2_pattern_info(code_.get(), PCRE2_INFO_CAPTURECOUNT, &count);
    groups_ = count;
    limits_.reset(pcre2_match_context_create(nullptr));
    if (limits_) {
      pcre2_set_match_limit(limits_.get(), kMatchLimit);
      pcre2_set_depth_limit(limits_.get(), kDepthLimit);
      pcre2_set_heap_limit(limits_.get(), kHeapLimit);
    }
  }

  std::size_t group_count() const override { return groups_; }

  using Regex::find;
  Match find(std::string_view text, std::size_t from, std::size_t, std::span<Group> groups) const override {
    return run(text, from, 0, groups);
  }
  Match match_at(std::string_view text, std::size_t at, std::span<Group> groups) const override {
    return run(text, at, PCRE2_ANCHORED, groups);
  }

 private:
  Match run(std::string_view text, std::size_t from, std::uint32_t options, std::span<Group> groups) const {
    if (from > text.size()) return Match::no;
    const std::unique_ptr<pcre2_match_data, PcreFree> data(
        pcre2_match_data_create(static_cast<std::uint32_t>(groups_ + 1), nullptr));
    if (!data || !limits_) return Match::bounded;
    const int got = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, options,
                                data.get(), limits_.get());
    if (got == PCRE2_ERROR_NOMATCH) return Match::no;
    if (got < 0) return Match::bounded;
    const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(data.get());
    for (std::size_t i = 0; i < groups.size(); ++i) {
      groups[i] = {};
      if (i >= static_cast<std::size_t>(got) || offsets[2 * i] == PCRE2_UNSET) continue;
      // \K can set the start behind the end; such a group is empty.
      groups[i] = {offsets[2 * i], std::max(offsets[2 * i], offsets[2 * i + 1])};
    }
    return Match::yes;
  }

  std::unique_ptr<pcre2_code, PcreFree> code_;
  std::unique_ptr<pcre2_match_context, PcreFree> limits_;
  std::size_t groups_ = 0;
};

// Go (since 1.22) reads (?<name>…) like (?P<name>…); Debian's RE2 does not.
std::string with_named_groups(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 4);
  bool in_class = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      if (text[i + 1] == 'Q') {  // quoted up to \E
        std::size_t end = text.find("\\E", i);
        end = end == std::string_view::npos ? text.size() : end + 2;
        out.append(text.substr(i, end - i));
        i = end - 1;
        continue;
      }
      out += c;
      out += text[++i];
      continue;
    }
    out += c;
    if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      // A ']' at the start of a class stands for itself.
      if (i + 1 < text.size() && text[i + 1] == '^') out += text[++i];
      if (i + 1 < text.size() && text[i + 1] == ']') out += text[++i];
    } else if (c == '(' && text.substr(i + 1, 2) == "?<" && i + 3 < text.size() && text[i + 3] != '=' &&
               text[i + 3] != '!') {
      out += "?P<";
      i += 2;
    }
  }
  return out;
}

CompiledRegex compile_re2(const std::string& text) {
  auto re = std::make_unique<RE2>(text, re2_options(kMemory));
  if (re->error_code() == RE2::ErrorPatternTooLarge) re = std::make_unique<RE2>(text, re2_options(kMemoryLarge));
  if (!re->ok()) {
    const std::size_t at = re->error_arg().empty() ? std::string::npos : text.find(re->error_arg());
    return std::unexpected(RegexError{re->error(), at == std::string::npos ? 0 : at});
  }
  return std::make_unique<Re2Regex>(std::move(re));
}

CompiledRegex compile_pcre2(const std::string& text) {
  int code = 0;
  PCRE2_SIZE offset = 0;
  // Invalid UTF-8 in the text must not end the search.
  std::unique_ptr<pcre2_code, PcreFree> compiled(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                                               PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &code, &offset,
                                                               nullptr));
  if (!compiled) {
    std::array<PCRE2_UCHAR, 256> message{};
    pcre2_get_error_message(code, message.data(), message.size());
    return std::unexpected(RegexError{reinterpret_cast<const char*>(message.data()), offset});
  }
  return std::make_unique<PcreRegex>(std::move(compiled));
}

}  // namespace

std::expected<Choice, RegexError> choose_engine(std::string_view text) {
  std::string rewritten = with_named_groups(text);
  const CompiledRegex linear = compile_re2(rewritten);
  if (linear) return Choice{{std::move(rewritten), Engine::re2}, (*linear)->group_count()};
  std::string original(text);
  if (const CompiledRegex other = compile_pcre2(original))
    return Choice{{std::move(original), Engine::pcre2}, (*other)->group_count()};
  return std::unexpected(linear.error());
}

CompiledRegex compile(const Regexp& regexp) {
  return regexp.engine == Engine::re2 ? compile_re2(regexp.text) : compile_pcre2(regexp.text);
}

}  // namespace gogate::secrets
