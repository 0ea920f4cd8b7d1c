#include "gate/cli/try_pattern.h"

#include <algorithm>
#include <filesystem>

#include "gate/cli/named_file.h"
#include "gate/core/line_index.h"
#include "gate/sys/output.h"
#include "scanners/gopatterns/scanner.h"

namespace gogate::cli {
namespace {

namespace fs = std::filesystem;

std::string yaml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c != '\r') out += c;
  }
  return out + "\"";
}

std::vector<std::string> go_files(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      out.push_back(path);
      continue;
    }
    fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; it != end; it.increment(error)) {
      if (error) break;
      if (it->path().filename() == ".git") it.disable_recursion_pending();
      else if (it->path().extension() == ".go" && it->is_regular_file(error)) out.push_back(it->path().string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<int> try_pattern(const ScanArguments& a) {
  if (!a.language.empty() && a.language != "go" && a.language != "golang")
    return fail(Errc::usage, "scan -e: patterns are for Go, not for " + a.language, "leave --lang out, or say go");
  const std::string yaml = "rules:\n  - id: pattern\n    message: m\n    severity: INFO\n    languages: [go]\n    pattern: " +
                           yaml_string(a.pattern) + "\n";
  const auto rules = gopatterns::load_rules(yaml, "-e");
  if (!rules) {
    // The place within the made-up rule file says nothing to a person.
    std::string what = rules.error().what;
    if (const std::size_t at = what.find(": "); at != std::string::npos) what = "scan -e: " + what.substr(at + 2);
    if (const std::size_t at = what.find(" (rule pattern)"); at != std::string::npos) what.erase(at);
    return fail(Errc::usage, what, rules.error().next_step);
  }
  std::string out;
  std::size_t matches = 0;
  std::size_t files = 0;
  for (const std::string& path : go_files(a.paths.empty() ? std::vector<std::string>{"."} : a.paths)) {
    const std::string text = GATE_TRY(read_disk(path));
    ++files;
    BlobResult found;
    gopatterns::scan_file(*rules, text, path, found);
    for (const Gap& g : found.gaps) out += path + ": " + g.why + "\n";
    if (found.findings.empty()) continue;
    const LineIndex lines(text);
    for (const Finding& f : found.findings) {
      ++matches;
      const std::uint32_t line = lines.line_of(f.region.span.begin);
      out += path + ":" + std::to_string(line) + ":" + std::to_string(f.region.span.begin - lines.line_span(line).begin + 1) + ":\n";
      const std::uint32_t last = lines.line_of(std::max(f.region.span.begin + 1, f.region.span.end) - 1);
      for (std::uint32_t n = line; n <= last; ++n) out += "    " + std::string(lines.line(n)) + "\n";
    }
  }
  out += std::to_string(matches) + (matches == 1 ? " match" : " matches") + " in " + std::to_string(files) +
         (files == 1 ? " Go file\n" : " Go files\n");
  GATE_TRY(sys::write_stdout(out));
  return 0;
}

}  // namespace gogate::cli
