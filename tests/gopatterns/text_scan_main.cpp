// text_scan_main RULES FILE…: every match of the rules in the files, one line of
// JSON each, and {"fault": …} for a rule that cannot be used. The differential
// test of rules for any text compares these with semgrep's.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "scanners/gopatterns/path_glob.h"
#include "scanners/gopatterns/scanner.h"

using namespace gogate;
using namespace gogate::gopatterns;

namespace {

std::string read(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void print(const nlohmann::json& line) {
  std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const auto rules = load_rules(read(argv[1]), argv[1], {.skip_bad = true});
  if (!rules) {
    print({{"fault", rules.error().what}});
    return 2;
  }
  for (const std::string& bad : rules->bad_rules) print({{"fault", bad}});
  for (int i = 2; i < argc; ++i) {
    const std::string text = read(argv[i]);
    BlobResult out;
    scan_file(*rules, text, argv[i], out);
    for (const Finding& f : out.findings)
      print({{"file", argv[i]},
             {"rule", f.rule->id},
             {"begin", f.region.span.begin},
             {"end", f.region.span.end},
             {"message", f.message},
             {"fix", f.fix ? nlohmann::json(f.fix->replacement) : nlohmann::json()}});
    for (const Gap& g : out.gaps) print({{"file", argv[i]}, {"gap", g.why}});
  }
  return 0;
}
