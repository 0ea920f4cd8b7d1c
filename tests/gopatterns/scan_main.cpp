// scan_main RULES… -- FOLDER: every match of the rules in the Go files below
// the folder, as "path:line:column:endline:endcolumn:id" (in bytes, the end exclusive). The differential test compares these
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
  auto set = load_rules(read(path), path.string(), {.skip_bad = true});
  if (!set) {
    std::fprintf(stderr, "%s | %s\n", set.error().what.c_str(), set.error().next_step.c_str());
    std::exit(2);
  }
  for (const std::string& bad : set->bad_rules) std::fprintf(stderr, "bad: %s\n", bad.c_str());
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
        if (spec.kind != PatternSpec::Kind::literal || spec.caseless || text.find(spec.text) != std::string::npos)
          candidates.set(n);
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
    for (const Finding& f : out.findings) {
      const Span span = f.region.span;
      const std::uint32_t first_line = lines.line_of(span.begin);
      const std::uint32_t last_line = lines.line_of(span.end);
      std::printf("%s:%u:%u:%u:%u:%s\n", path.c_str(), first_line, span.begin - lines.line_span(first_line).begin + 1,
                  last_line, span.end - lines.line_span(last_line).begin + 1, f.rule->id.c_str());
    }
    for (const Gap& g : out.gaps) std::fprintf(stderr, "gap: %s: %s\n", path.c_str(), g.why.c_str());
    for (const Note& g : out.notes) std::fprintf(stderr, "note: %s: %s\n", path.c_str(), g.what.c_str());
  }
  std::fprintf(stderr, "%zu files, about %zu parsed, %.2f s\n", files.size(), parsed, took.count());
  return 0;
}
