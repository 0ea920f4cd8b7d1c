#include "gate/cli/rule_tests.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "gate/cli/catalogue.h"
#include "gate/cli/named_file.h"
#include "gate/core/line_index.h"
#include "gate/sys/output.h"
#include "scanners/gopatterns/scanner.h"

namespace gogate::cli {
namespace {

namespace fs = std::filesystem;
using Lines = std::set<std::uint32_t>;

enum class Word : std::uint8_t { ruleid, ok, todoruleid, todook };
constexpr std::array<std::pair<std::string_view, Word>, 4> kWords{
    {{"todoruleid:", Word::todoruleid}, {"todook:", Word::todook}, {"ruleid:", Word::ruleid}, {"ok:", Word::ok}}};

struct Annotation {
  Word word;
  std::vector<std::string> ids;
};

// In `// ruleid: a, b`, `# ruleid: a`, `/* ok: a */`, `<!-- ok: a -->`.
std::optional<Annotation> read_annotation(std::string_view line) {
  constexpr std::array<std::string_view, 4> kComments{"//", "#", "/*", "<!--"};
  for (const std::string_view comment : kComments) {
    for (std::size_t at = line.find(comment); at != std::string_view::npos; at = line.find(comment, at + 1)) {
      std::string_view rest = line.substr(at + comment.size());
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
      for (const auto& [text, word] : kWords) {
        if (!rest.starts_with(text)) continue;
        rest.remove_prefix(text.size());
        if (const std::size_t end = std::min(rest.find("*/"), rest.find("-->")); end != std::string_view::npos) rest = rest.substr(0, end);
        Annotation out{word, {}};
        while (!rest.empty()) {
          std::string_view id = rest.substr(0, rest.find(','));
          rest.remove_prefix(std::min(id.size() + 1, rest.size()));
          id.remove_prefix(std::min(id.find_first_not_of(" \t"), id.size()));
          id = id.substr(0, id.find_first_of(" \t\r"));
          if (!id.empty()) out.ids.emplace_back(id);
        }
        return out;
      }
    }
  }
  return std::nullopt;
}

bool means(std::string_view written, std::string_view id) {
  const auto suffix = [](std::string_view whole, std::string_view end) {
    return whole == end || (whole.size() > end.size() && whole.ends_with(end) && whole[whole.size() - end.size() - 1] == '.');
  };
  return suffix(id, written) || suffix(written, id);
}

struct Expected {
  Lines ruleid, ok, todoruleid, todook;
};

struct Outcome {
  std::size_t expected = 0;
  std::size_t todo = 0;
  std::vector<std::string> problems;
};

struct TestFile {
  std::string path;
  std::string text;
  BlobResult result;
};

class RuleFileTest {
 public:
  explicit RuleFileTest(const gopatterns::RuleSet& rules) : rules_(rules) {
    for (const gopatterns::GoRule& rule : rules.rules) outcomes_[rule.info.id];
  }

  void run(TestFile& file) {
    gopatterns::scan_file(rules_, file.text, file.path, file.result);
    const LineIndex lines(file.text);
    std::map<std::string, Expected> expected;
    read_annotations(lines, file.path, expected);
    std::map<std::string, Lines> reported;
    for (const Finding& f : file.result.findings) reported[f.rule->id].insert(lines.line_of(f.region.span.begin));
    for (auto& [id, outcome] : outcomes_) judge(file.path, expected[id], reported[id], outcome);
    for (const Gap& g : file.result.gaps) general_.push_back(file.path + ": " + g.why);
  }

  // What the fixes of all findings make of the file; overlapping ones: the first.
  void compare_fixed(const TestFile& file, const std::string& fixed_path, const std::string& wanted) {
    std::string out;
    std::uint32_t at = 0;
    std::vector<const Finding*> fixes;
    for (const Finding& f : file.result.findings)
      if (f.fix) fixes.push_back(&f);
    // Those of one place in the order in which they were found, which is that of their addresses.
    std::sort(fixes.begin(), fixes.end(), [](const Finding* a, const Finding* b) {
      return a->fix->span.begin != b->fix->span.begin ? a->fix->span.begin < b->fix->span.begin : a < b;
    });
    for (const Finding* f : fixes) {
      if (f->fix->span.begin < at) continue;
      out += file.text.substr(at, f->fix->span.begin - at);
      out += f->fix->replacement;
      at = f->fix->span.end;
    }
    out += file.text.substr(at);
    if (out == wanted) {
      ++fixed_;
      return;
    }
    const LineIndex ours(out);
    const LineIndex theirs(wanted);
    std::uint32_t line = 1;
    while (line < ours.line_count() && line < theirs.line_count() && ours.line(line) == theirs.line(line)) ++line;
    general_.push_back(fixed_path + ":" + std::to_string(line) + ": the fix is another\n      wanted: " + std::string(theirs.line(line)) +
                       "\n      fixed:  " + std::string(ours.line(line)));
  }

  // False: something failed.
  bool report(std::string& out) const {
    bool good = general_.empty();
    for (const auto& [id, o] : outcomes_) {
      good = good && o.problems.empty();
      out += std::string(o.problems.empty() ? "  ok    " : "  FAIL  ") + id + ": " + std::to_string(o.expected) +
             (o.expected == 1 ? " line" : " lines") + (o.todo != 0 ? ", " + std::to_string(o.todo) + " to do" : "") + "\n";
      for (const std::string& p : o.problems) out += "      " + p + "\n";
    }
    for (const std::string& p : general_) out += "  FAIL  " + p + "\n";
    if (fixed_ != 0) out += "  ok    " + std::to_string(fixed_) + (fixed_ == 1 ? " fixed file\n" : " fixed files\n");
    return good;
  }

 private:
  void read_annotations(const LineIndex& lines, const std::string& path, std::map<std::string, Expected>& expected) {
    std::vector<Annotation> waiting;
    for (std::uint32_t n = 1; n <= lines.line_count(); ++n) {
      if (auto a = read_annotation(lines.line(n))) {
        waiting.push_back(*std::move(a));
        continue;
      }
      for (const Annotation& a : waiting)
        for (const std::string& written : a.ids) {
          bool known = false;
          for (const auto& [id, outcome] : outcomes_) {
            if (!means(written, id)) continue;
            known = true;
            Expected& e = expected[id];
            switch (a.word) {
              case Word::ruleid: e.ruleid.insert(n); break;
              case Word::ok: e.ok.insert(n); break;
              case Word::todoruleid: e.todoruleid.insert(n); break;
              case Word::todook: e.todook.insert(n); break;
            }
          }
          if (!known && a.word == Word::ruleid)
            general_.push_back(path + ":" + std::to_string(n) + ": annotated with '" + written + "', which is no rule of the file");
        }
      waiting.clear();
    }
  }

  static void judge(const std::string& path, const Expected& e, const Lines& reported, Outcome& o) {
    o.expected += e.ruleid.size();
    o.todo += e.todoruleid.size() + e.todook.size();
    for (const std::uint32_t line : e.ruleid)
      if (!reported.contains(line)) o.problems.push_back("missed " + path + ":" + std::to_string(line));
    for (const std::uint32_t line : reported) {
      if (e.ruleid.contains(line) || e.todoruleid.contains(line) || e.todook.contains(line)) continue;
      o.problems.push_back("unexpected " + path + ":" + std::to_string(line) + (e.ok.contains(line) ? " (annotated ok)" : ""));
    }
  }

  const gopatterns::RuleSet& rules_;
  std::map<std::string, Outcome> outcomes_;
  std::vector<std::string> general_;
  std::size_t fixed_ = 0;
};

bool is_yaml(const fs::path& p) { return p.extension() == ".yaml" || p.extension() == ".yml"; }

std::vector<fs::path> test_files(const fs::path& rule_file) {
  const std::string start = rule_file.stem().string() + ".";
  std::vector<fs::path> out;
  std::error_code error;
  const fs::path folder = rule_file.has_parent_path() ? rule_file.parent_path() : fs::path(".");
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start) || entry.path() == rule_file || !entry.is_regular_file(error)) continue;
    if (is_yaml(entry.path()) && !name.ends_with(".test.yaml") && !name.ends_with(".test.yml")) continue;
    out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool is_fixed(const fs::path& p) { return p.stem().extension() == ".fixed"; }

// What the fixed file was made of: X.fixed.go of X.go, X.fixed.test.go and X.test.fixed.go likewise.
std::string original_of(const fs::path& fixed) {
  std::string name = fixed.string();
  if (const std::size_t at = name.rfind(".fixed"); at != std::string::npos) name.erase(at, 6);
  return name;
}

}  // namespace

Result<int> test_rules(const std::vector<std::string>& paths) {
  std::string out;
  bool good = true;
  std::size_t tested = 0;
  std::vector<Error> faults;
  for (const std::string& path : paths) {
    for (const RuleText& t : GATE_TRY(read_rule_files(path))) {
      if (!is_yaml(t.origin) || t.origin.ends_with(".test.yaml") || t.origin.ends_with(".test.yml")) continue;
      const auto rules = gopatterns::load_rules(t.text, t.origin);
      if (!rules) {
        faults.push_back(rules.error());
        continue;
      }
      if (rules->rules.empty()) continue;
      RuleFileTest test(*rules);
      std::map<std::string, TestFile> files;
      const std::vector<fs::path> found = test_files(t.origin);
      for (const fs::path& p : found) {
        if (is_fixed(p)) continue;
        TestFile& file = files[p.string()];
        file.path = p.string();
        file.text = GATE_TRY(read_disk(file.path));
        test.run(file);
      }
      if (files.empty()) {
        out += t.origin + ": no test file beside it\n";
        continue;
      }
      for (const fs::path& p : found) {
        if (!is_fixed(p)) continue;
        const auto original = files.find(original_of(p));
        if (original != files.end()) test.compare_fixed(original->second, p.string(), GATE_TRY(read_disk(p.string())));
      }
      ++tested;
      out += t.origin + "\n";
      good = test.report(out) && good;
    }
  }
  for (const Error& e : faults) out += e.what + (e.next_step.empty() ? "" : " (" + e.next_step + ")") + "\n";
  if (tested == 0 && faults.empty()) return fail(Errc::config, out + "rules test: nothing was tested", "put X.go beside X.yaml, with // ruleid: comments");
  out += !faults.empty() ? "some rules cannot be read\n" : good ? "all passed\n" : "some failed\n";
  GATE_TRY(sys::write_stdout(out));
  return !faults.empty() ? 2 : good ? 0 : 1;
}

}  // namespace gogate::cli
