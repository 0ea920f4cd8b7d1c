// Scans one text with rules given as TOML, every pattern being a candidate.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanners/secrets/config.h"
#include "scanners/secrets/scanner.h"

namespace gogate::secrets::test {

struct Scanned {
  std::shared_ptr<Scanner> scanner;  // owns the rules that the findings point at
  BlobResult result;
  std::string text;

  [[nodiscard]] std::string secret(std::size_t i = 0) const {
    const Span span = result.findings.at(i).region.span;
    return text.substr(span.begin, span.size());
  }
  [[nodiscard]] std::vector<std::string> secrets() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < result.findings.size(); ++i) out.push_back(secret(i));
    return out;
  }
  [[nodiscard]] std::size_t count() const { return result.findings.size(); }
};

inline RuleSet load(std::string_view toml, Dialect dialect = Dialect::users) {
  auto set = load_config(toml, "r.toml", dialect);
  if (!set) {
    FAIL("config: " << set.error().what);
    return {};
  }
  return *std::move(set);
}

// The rest of a rule of ours that these tests do not care about.
inline std::string our_rule(const std::string& id, const std::string& body, const std::string& gogate = {}) {
  return "[[rules]]\nid = '" + id + "'\ndescription = 'd'\n" + body +
         "\n[rules.gogate]\ntitle = 't'\nwhy = 'w'\nfix = 'f'\n" + gogate + "\n";
}

inline std::shared_ptr<Scanner> scanner_of(Options options) {
  auto scanner = make_scanner(std::move(options));
  if (!scanner) {
    FAIL("scanner: " << scanner.error().what);
    return nullptr;
  }
  return std::shared_ptr<Scanner>(std::move(*scanner));
}

inline Scanned scan_with(std::shared_ptr<Scanner> scanner, std::string text, std::string_view path = {}) {
  Scanned out{std::move(scanner), {}, std::move(text)};
  std::size_t patterns = 0;
  for (const PatternSet& set : out.scanner->pattern_sets()) patterns += set.patterns.size();
  Candidates all(patterns);
  for (std::size_t i = 0; i < patterns; ++i) all.set(static_cast<std::uint32_t>(i));
  Blob blob;
  blob.bytes = out.text;
  blob.path = path;
  out.scanner->make_worker()->scan(blob, all, out.result);
  return out;
}

// As a user's config.
inline Scanned scan(std::string_view toml, std::string text, std::string_view path = {}) {
  Options options;
  auto set = resolve(load(toml), nullptr, {});
  if (!set) FAIL("resolve: " << set.error().what);
  options.added.push_back(*std::move(set));
  return scan_with(scanner_of(std::move(options)), std::move(text), path);
}

// As embedded rules.
inline Scanned scan_ours(const std::string& toml, std::string text, std::string_view path = {}) {
  Options options;
  const std::string bytes = encode(load(toml, Dialect::ours));
  options.embedded_rules = bytes;
  return scan_with(scanner_of(std::move(options)), std::move(text), path);
}

// `count` characters of `alphabet`, the same ones for the same seed.
inline std::string random_text(std::size_t count, std::string_view alphabet, std::uint32_t seed = 1) {
  std::string out;
  std::uint32_t state = seed * 2654435761U + 12345U;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    out += alphabet[(state >> 16) % alphabet.size()];
  }
  return out;
}
inline constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace gogate::secrets::test
