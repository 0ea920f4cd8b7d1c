// scan_main RULES… -- FOLDER: every match of the rules in the Go files below
// the folder, as "path:line:endline:id". The differential test compares these
// with semgrep's; also measures time, with a prefilter by plain search.
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gate/core/line_index.h"
#include "scanners/gopatterns/scanner.h"

namespace fs = std::filesystem;
using namespace gogate;
using namespace gogate::gopatterns;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void add_rules(const fs::path& path, Options& options) {
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::recursive_directory_iterator(path))
      if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml") add_rules(entry.path(), options);
    return;
  }
  auto set = load_rules(read(path), path.string());
  if (!set) {
    std::fprintf(stderr, "%s | %s\n", set.error().what.c_str(), set.error().next_step.c_str());
    std::exit(2);
  }
  options.sets.push_back({std::make_shared<const RuleSet>(*std::move(set)), {}});
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  int i = 1;
  for (; i < argc && std::strcmp(argv[i], "--") != 0; ++i) add_rules(argv[i], options);
  auto scanner = make_scanner(std::move(options));
  if (!scanner) {
    std::fprintf(stderr, "%s\n", scanner.error().what.c_str());
    return 2;
  }
  std::vector<std::pair<std::string, std::string>> files;
  for (++i; i < argc; ++i) {
    if (fs::is_regular_file(argv[i])) files.emplace_back(argv[i], read(argv[i]));
    else
      for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
        if (entry.is_regular_file() && entry.path().extension() == ".go")
          files.emplace_back(entry.path().string(), read(entry.path()));
  }
  const auto worker = (*scanner)->make_worker();
  std::size_t patterns = 0;
  for (const PatternSet& set : (*scanner)->pattern_sets()) patterns += set.patterns.size();
  std::size_t parsed = 0;
  std::chrono::duration<double> took{};
  for (const auto& [path, text] : files) {
    Candidates candidates(patterns);
    std::uint32_t n = 0;
    for (const PatternSet& set : (*scanner)->pattern_sets())
      for (const PatternSpec& spec : set.patterns) {
        if (text.find(spec.text) != std::string::npos) candidates.set(n);
        ++n;
      }
    BlobResult out;
    Blob blob;
    blob.bytes = text;
    blob.path = path;
    const auto start = std::chrono::steady_clock::now();
    worker->scan(blob, candidates, out);
    const auto one = std::chrono::steady_clock::now() - start;
    took += one;
    if (one > std::chrono::milliseconds(50))
      std::fprintf(stderr, "slow: %s %.0f ms\n", path.c_str(), std::chrono::duration<double, std::milli>(one).count());
    if (one > std::chrono::microseconds(50)) ++parsed;
    const LineIndex lines(text);
    for (const Finding& f : out.findings)
      std::printf("%s:%u:%u:%s\n", path.c_str(), lines.line_of(f.region.span.begin),
                  lines.line_of(f.region.span.end > f.region.span.begin ? f.region.span.end - 1 : f.region.span.end),
                  f.rule->id.c_str());
    for (const Gap& g : out.gaps) std::fprintf(stderr, "gap: %s: %s\n", path.c_str(), g.why.c_str());
    for (const Note& g : out.notes) std::fprintf(stderr, "note: %s: %s\n", path.c_str(), g.what.c_str());
  }
  std::fprintf(stderr, "%zu files, about %zu parsed, %.2f s\n", files.size(), parsed, took.count());
  return 0;
}
