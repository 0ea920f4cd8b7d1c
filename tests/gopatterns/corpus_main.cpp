// Parses every Go file below the given folders and prints those that do not
// parse, with time and sizes. Not a test by itself: corpus.sh calls it.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "scanners/gopatterns/lowering.h"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  std::vector<std::string> texts;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      const fs::path& path = entry.path();
      if (path.extension() != ".go" || !entry.is_regular_file()) continue;
      if (path.string().find("/testdata/") != std::string::npos) continue;
      std::ifstream in(path, std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
      paths.push_back(path.string());
    }
  }
  gogate::gopatterns::GoParser parser;
  gogate::gopatterns::Tree tree;
  std::size_t nodes = 0;
  std::size_t bytes = 0;
  int bad = 0;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    bytes += texts[i].size();
    if (!parser.parse_file(texts[i], tree)) {
      std::printf("%s: gave up\n", paths[i].c_str());
      ++bad;
      continue;
    }
    nodes += tree.nodes.size();
    if (tree.bounded) std::printf("%s: nested too deeply\n", paths[i].c_str());
    if (!tree.errors.empty() || tree.bounded) ++bad;
    for (const gogate::Span e : tree.errors)
      std::printf("%s: error at bytes %u-%u: %.60s\n", paths[i].c_str(), e.begin, e.end, texts[i].c_str() + e.begin);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%zu files, %zu bytes, %zu nodes, %.2f s, %d bad\n", texts.size(), bytes, nodes, took.count(), bad);
  return bad == 0 ? 0 : 1;
}
