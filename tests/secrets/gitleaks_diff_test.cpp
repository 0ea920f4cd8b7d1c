// The same config over the same files, by gitleaks itself and by us: the
// findings (rule, file, line, secret) must be the same. Material and config are
// generated from a seed. Slow, because gitleaks may have to be installed.
//
// GOGATE_GITLEAKS names the program; else PATH, else `go install` into a folder
// that is kept for the next time. Without any of them the test is skipped, loudly.
// GOGATE_SEED changes the material; GOGATE_DIFF_TREE and GOGATE_DIFF_CONFIG name
// a folder and a config to compare on instead.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "gate/core/line_index.h"
#include "scanners/secrets/go_text.h"
#include "tests/secrets/encode.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;
namespace fs = std::filesystem;

namespace {

constexpr int kSkipped = 77;  // what ctest takes for "skipped"

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

std::string gitleaks() {
  if (const char* named = std::getenv("GOGATE_GITLEAKS")) return named;
  if (runs("gitleaks version")) return "gitleaks";
  const fs::path folder = fs::temp_directory_path() / "gogate-test-gitleaks";
  const std::string program = (folder / "gitleaks").string();
  if (runs(program + " version")) return program;
  if (runs("GOBIN=" + folder.string() + " go install github.com/zricethezav/gitleaks/v8@v8.30.1") &&
      runs(program + " version"))
    return program;
  return {};
}

constexpr std::string_view kConfig = R"~(
title = "rich"
[[rules]]
id = "plain"
description = "a literal and an alphabet"
regex = '''zq_[a-z0-9]{8,16}'''
keywords = ["ZQ_"]
[[rules]]
id = "first-group"
description = "first group that is not empty"
regex = '''(?i)(?:alpha|beta)(?:[0-9]*)\s*(?:=|:)\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"']+))'''
keywords = ["alpha", "BETA"]
[[rules]]
id = "group-two"
description = "named group"
regex = '''gamma(x*)=(\w+)'''
secretGroup = 2
entropy = 2.5
keywords = ["gamma"]
[[rules]]
id = "no-keyword"
description = "boundary"
regex = '''\b(?:[A-Z]{3}[0-9]{4})\b'''
[[rules]]
id = "generic-value"
description = "generic"
regex = '''(?i)token\s*=\s*([\w-]{6,40})'''
[[rules.allowlists]]
stopwords = ["SAMPLE", "k"]
[[rules]]
id = "lines"
description = "over lines"
regex = '''(?s)BEGIN(.{1,60}?)END\n?'''
keywords = ["begin"]
[[rules]]
id = "line-feeds"
description = "line feeds at both ends"
regex = '''\n[ \t]*pin: ?([0-9]+)\n+'''
[[rules]]
id = "any-byte"
description = "any character beside"
regex = '''.sep(.).'''
[[rules]]
id = "negated"
description = "a negated class"
regex = '''val=([^ \n]{3,9})'''
entropy = 1.2
[[rules]]
id = "only-in-env"
description = "with a path"
regex = '''env_[0-9a-f]{6}'''
path = '''\.env$'''
[[rules]]
id = "both-conditions"
description = "AND"
regex = '''and_([a-z0-9]{4,9})'''
[[rules.allowlists]]
condition = "AND"
paths = ['''docs/''']
regexes = ['''^[a-m]''']
[[rules.allowlists]]
regexTarget = "line"
regexes = ['''nolint\s*$''', '''^skip this''']
[[rules.allowlists]]
condition = "AND"
regexTarget = "match"
regexes = ['''^and_z''']
stopwords = ["zz"]
[[rules]]
id = "folded"
description = "folded case"
regex = '''(?i)kelvin_[a-z]{3}'''
keywords = ["kelvin"]
[[rules]]
id = "optional"
description = "may end early"
regex = '''opt(a)?(b*)(c)?;'''
[[rules]]
id = "main-part"
description = "needs another"
regex = '''main=(\w+)'''
[[rules.required]]
id = "aux-part"
withinLines = 2
[[rules]]
id = "aux-part"
description = "only beside main-part"
regex = '''aux=(\w+)'''
skipReport = true
[[allowlists]]
paths = ['''vendor/''']
regexes = ['''allowed$''']
[[allowlists]]
targetRules = ["plain", "negated"]
stopwords = ["qqq"]
)~";

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : state_(seed * 2654435761U + 99U) {}
  std::uint32_t below(std::uint32_t n) {
    state_ = state_ * 1664525U + 1013904223U;
    return (state_ >> 12) % n;
  }
  std::string characters(std::uint32_t least, std::uint32_t most, std::string_view alphabet) {
    std::string out;
    for (std::uint32_t n = least + below(most - least + 1); n > 0; --n)
      out += alphabet[below(static_cast<std::uint32_t>(alphabet.size()))];
    return out;
  }
  // Now and then encoded, up to twice. Such a file is UTF-8: what gitleaks
  // reports of other bytes can no longer be compared once they are decoded.
  std::string encoded_piece() {
    std::string plain = plain_piece();
    if (!valid_utf8(plain)) return " ";
    switch (below(14)) {
      case 0: return base64(plain + "and more") + " ";
      case 1: return base64_url("some " + plain) + " ";
      case 2: return hex_of(plain + "and more of it") + " ";
      case 3: return base64("a1 " + base64(plain + " and more") + "\n") + " ";
      case 4: {
        std::string out;
        for (const char c : plain) out += c > 0 && below(3) == 0 ? percent(static_cast<unsigned char>(c)) : std::string(1, c);
        return out;
      }
      case 5: {
        std::string out;
        for (const char c : plain)
          out += c > 0 && below(4) == 0 ? "\\u00" + hex_of(std::string(1, c)) : std::string(1, c);
        return out;
      }
      default: return plain;
    }
  }
  std::string piece(bool encoded) { return encoded ? encoded_piece() : plain_piece(); }
  std::string plain_piece() {
    constexpr std::string_view kLow = "abcdefghijklmnopqrstuvwxyz0123456789";
    switch (below(30)) {
      case 0: return "zq_" + characters(6, 18, kLow);
      case 1: return "Zq_" + characters(3, 9, "q1");
      case 2:
        return (below(2) != 0 ? "ALPHA" : "beta") + characters(0, 2, "17") + " = \"" + characters(0, 8, kLow) + "\"";
      case 3: return "alpha:'" + characters(0, 5, "ab\xC3\xA9 ") + "' ";
      case 4: return "Beta=" + characters(1, 9, "xyz%$") + " ";
      case 5: return "gamma" + characters(0, 2, "x") + "=" + characters(3, 14, kLow);
      case 6: return characters(2, 4, "ABCXYZ") + characters(3, 5, "0123456789");
      case 7: return " token = " + characters(5, 20, "abcsampletokenzq_-19");
      case 8: return "token=zq_" + characters(8, 12, kLow) + "\n";
      case 9: return "BEGIN" + characters(0, 30, "ab\n\r") + "END";
      case 10: return "\n\n  pin: " + characters(1, 4, "0123456789") + "\n";
      case 11:
        return characters(1, 1,
                          "\xFF\xE9"
                          "a") +
               "sep" +
               characters(1, 2,
                          "\xC3\x80"
                          "z") +
               " ";
      case 12: return "val=" + characters(2, 11, "abc\xE2\x82\xAC\xFF");
      case 13: return "env_" + characters(6, 6, kHex) + " ";
      case 14: return "and_" + characters(4, 9, "azmn19") + (below(3) == 0 ? " nolint" : "");
      case 15: return "\nskip this and_" + characters(4, 8, kLow);
      case 16:
        return below(2) != 0 ? "\xE2\x84\xAA"
                               "elvin_abc"
                             : "KELVIN_abc";
      case 17: return "opt" + characters(0, 4, "abc") + ";";
      case 18: return "main=" + characters(1, 6, kLow);
      case 19: return "aux=" + characters(1, 6, kLow);
      case 20: return "val=is" + std::string(below(2) != 0 ? "allowed" : "allowe") + " ";
      case 21: return "\r\n";
      case 22: return std::string("\0", 1);
      case 23: return "\xF0\x9F\x98\x80";
      case 24: return " ";
      default: return "\n";
    }
  }

 private:
  std::uint32_t state_;
};

// As Go's JSON encoder shows text that is not UTF-8.
std::string shown(std::string_view text) {
  GoText go;
  go.assign(text);
  return std::string(go.text());
}

// File, rule, line, identity of the secret. A set: what stands encoded and plain
// at one place is one finding of ours.
using Entry = std::tuple<std::string, std::string, std::uint32_t, std::string>;

std::set<Entry> ours(const std::shared_ptr<Scanner>& scanner, const fs::path& root) {
  std::set<Entry> out;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string path = fs::relative(entry.path(), root).string();
    Scanned s = scan_with(scanner, std::string(std::istreambuf_iterator<char>(in), {}), path);
    CHECK(s.result.gaps.empty());
    const LineIndex lines(s.text);
    for (std::size_t i = 0; i < s.count(); ++i) {
      Finding& f = s.result.findings[i];
      if (!s.scanner->place(f, path, {})) continue;
      // Comments that allow are the policy's to honour.
      if (s.text.substr(f.statement.begin, f.statement.size()).find("gitleaks:allow") != std::string::npos) continue;
      // gitleaks names the line of the match, which is that of the statement.
      const bool inside = f.message.find(" (inside ") != std::string::npos;
      out.emplace(path, f.rule->id, inside ? 0 : lines.line_of(f.statement.begin),
                  inside ? f.secret.identity() : SecretText(shown(s.secret(i))).identity());
    }
  }
  return out;
}

std::set<Entry> theirs(const std::string& program, const fs::path& root, const fs::path& work) {
  const std::string report = (work / "report.json").string();
  const std::string command = "cd '" + root.string() + "' && " + program +
                              " dir . --no-banner --log-level fatal --exit-code 0 -f json -r '" +
                              report + "' -c '" + (work / "rules.toml").string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream in(report);
  const nlohmann::json findings = nlohmann::json::parse(in);
  std::set<Entry> out;
  // A decoded match begins with the line feeds in front of it, another does not.
  for (const nlohmann::json& f : findings)
    out.emplace(f.at("File").get<std::string>(), f.at("RuleID").get<std::string>(),
                f.at("Tags").empty() ? f.at("StartLine").get<std::uint32_t>() : 0, SecretText(f.at("Secret").get<std::string>()).identity());
  return out;
}

// What a file holds plain and encoded: we report it once where both lie at one
// place, gitleaks twice.
std::set<Entry> plain_or_encoded(const std::set<Entry>& all) {
  std::set<Entry> out;
  for (const Entry& entry : all) {
    const auto& [file, rule, line, identity] = entry;
    const auto same = [&, f = file, r = rule, i = identity](const Entry& e) {
      return std::get<0>(e) == f && std::get<1>(e) == r && std::get<2>(e) != 0 && std::get<3>(e) == i;
    };
    if (line != 0 || std::none_of(all.begin(), all.end(), same)) out.insert(entry);
  }
  return out;
}

void generate(std::uint32_t seed, const fs::path& root) {
  Generator generator(seed);
  for (int i = 0; i < 400; ++i) {
    constexpr std::array<std::string_view, 5> kFolders{"", "docs", "vendor", "src", "src/docs"};
    const fs::path folder = root / kFolders[static_cast<std::size_t>(i) % kFolders.size()];
    fs::create_directories(folder);
    std::string text;
    for (int n = 0; n < 60; ++n) text += generator.piece(i % 2 != 0) + (generator.below(4) == 0 ? "\n" : " ");
    std::ofstream(folder / ("f" + std::to_string(i) + (i % 4 == 0 ? ".env" : ".txt")), std::ios::binary) << text;
  }
}

void show_differences(const std::set<Entry>& a, const std::set<Entry>& b, const char* whose) {
  std::vector<Entry> only;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
  CHECK_MESSAGE(only.empty(), only.size() << " findings are only " << std::string(whose));
  for (std::size_t i = 0; i < only.size() && i < 12; ++i) {
    const auto& [file, rule, line, identity] = only[i];
    std::cerr << "only " << whose << ": " << file << ":" << line << " " << rule << "\n";
  }
}

}  // namespace

TEST_CASE("gitleaks finds the same") {
  const std::string program = gitleaks();
  if (program.empty()) {
    std::cerr << "SKIPPED: gitleaks is neither in PATH nor installable with go; nothing was compared\n";
    std::_Exit(kSkipped);
  }
  const char* seed_text = std::getenv("GOGATE_SEED");
  const auto seed = static_cast<std::uint32_t>(seed_text ? std::strtoul(seed_text, nullptr, 10) : 1);
  const fs::path work = fs::temp_directory_path() / ("gogate-diff-" + std::to_string(::getpid()));
  fs::create_directories(work);
  const char* given_tree = std::getenv("GOGATE_DIFF_TREE");
  const char* given_config = std::getenv("GOGATE_DIFF_CONFIG");
  const fs::path root = given_tree ? fs::path(given_tree) : work / "tree";
  if (!given_tree) generate(seed, root);
  std::string config(kConfig);
  if (given_config) {
    std::ifstream in(given_config);
    config.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::ofstream(work / "rules.toml") << config;

  Options options;
  auto set = resolve(load(config), nullptr, {});
  REQUIRE(set);
  CHECK(set->warnings.empty());
  options.added.push_back(*std::move(set));
  const auto found = plain_or_encoded(ours(scanner_of(std::move(options)), root));
  const auto expected = plain_or_encoded(theirs(program, root, work));
  CHECK((given_tree || expected.size() > 1000));
  std::cerr << expected.size() << " findings of gitleaks, " << found.size() << " of ours\n";
  show_differences(expected, found, "theirs");
  show_differences(found, expected, "ours");
  if (found == expected)
    fs::remove_all(work);
  else
    std::cerr << "the material is kept in " << work << "\n";
}
