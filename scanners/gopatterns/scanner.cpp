#include "scanners/gopatterns/scanner.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <set>
#include <tuple>

#include "gate/core/file_role.h"
#include "scanners/gopatterns/evaluate.h"
#include "scanners/gopatterns/fix_regex.h"
#include "scanners/gopatterns/go_subject.h"
#include "scanners/gopatterns/lowering.h"
#include "scanners/gopatterns/path_glob.h"
#include "scanners/gopatterns/statement.h"
#include "scanners/gopatterns/taint_flow.h"
#include "scanners/gopatterns/text_scan.h"

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kMostGaps = 20;  // of one kind in one file

// A rule of one set, compiled by whoever needs it first.
struct Entry {
  const GoRule* rule = nullptr;
  std::uint32_t first_pattern = 0;  // number of its set's first literal among all candidates
  bool active = true;
  mutable std::once_flag once;
  mutable std::unique_ptr<CompiledRule> compiled;
  mutable std::string problem;

  const CompiledRule* get() const {
    std::call_once(once, [this] {
      auto made = compile_rule(*rule);
      if (made) compiled = *std::move(made);
      else problem = made.error().what;
    });
    return compiled.get();
  }
};

// False: the entry's rule cannot be used, which is a gap.
bool usable(const Entry& entry, BlobResult& out) {
  if (entry.get() != nullptr) return true;
  out.gaps.push_back({GapKind::bad_rule, {}, "rule " + entry.rule->info.id + ": " + entry.problem, {}, false});
  return false;
}

bool is_go(std::string_view path) { return path.ends_with(".go"); }

// paths: include and exclude.
bool runs_at(const GoRule& rule, std::string_view path) {
  const auto any = [&](const std::vector<std::string>& globs) {
    return std::any_of(globs.begin(), globs.end(), [&](const std::string& g) { return glob_matches(g, path); });
  };
  return (rule.include.empty() || any(rule.include)) && !any(rule.exclude);
}

// One file after another: parse once, run what may match.
class FileScan {
 public:
  FileScan() : subject_(tree_, facts_, index_), evaluator_(subject_) {}

  // False: not parsed.
  bool open(std::string_view text, const std::optional<std::span<const Span>>& changed, BlobResult& out) {
    text_ = text;
    if (!parser_.parse_file(text, tree_)) {
      out.gaps.push_back({GapKind::analysis_bounded, {}, "parsing stopped at its limit; no Go rule ran on this file", {}, false});
      return false;
    }
    facts_.reset();
    if (tree_.bounded)
      out.gaps.push_back({GapKind::analysis_bounded, {}, "code nested more than a thousand levels deep was not analysed", {}, false});
    report_errors(changed, out);
    generated_ = is_generated(text);
    indexed_ = false;
    return true;
  }

  void run(const Entry& entry, BlobResult& out) {
    if (!usable(entry, out)) return;
    const CompiledRule* const rule = entry.get();
    if (!indexed_) index_.build(tree_), statements_.build(tree_), indexed_ = true;
    ranges_.clear();
    flows_.clear();
    if (!(rule->taint ? follow(*rule) : evaluator_.run(*rule, ranges_)))
      out.gaps.push_back({GapKind::analysis_bounded, {}, "rule " + entry.rule->info.id + " stopped at its limit of steps", {}, false});
    const std::size_t first = out.findings.size();
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      const Range& r = ranges_[i];
      Finding f;
      f.rule = &entry.rule->info;
      f.severity = entry.rule->info.severity;
      f.confidence = entry.rule->info.confidence;
      f.message = evaluator_.interpolate(entry.rule->info.message, *rule, r);
      f.region.span = r.span;
      f.statement = statements_.around(r.span);
      if (generated_) {
        f.confidence = Confidence::low;
        f.confidence_why = "file is generated";
      }
      if (entry.rule->has_fix || rule->fix_regex) {
        Fix fix;
        fix.description = entry.rule->info.title;
        fix.span = r.span;
        if (rule->fix_regex) fix.replacement = replaced(text_.substr(r.span.begin, r.span.size()), *rule->fix_regex, entry.rule->fix_regex[0]);
        else fix.replacement = evaluator_.interpolate(entry.rule->fix, *rule, r);
        f.fix = std::move(fix);
      }
      if (rule->taint) {
        // Several sources that reach one sink are one finding, unless the message tells them apart.
        const bool known = std::any_of(out.findings.begin() + static_cast<std::ptrdiff_t>(first), out.findings.end(),
                                       [&](const Finding& other) { return other.region.span == f.region.span && other.message == f.message; });
        if (known) continue;
        f.steps = steps_of(flows_[i]);
      }
      out.findings.push_back(std::move(f));
    }
  }

 private:
  // Fills `ranges_` and `flows_`, by position. False: stopped by a bound.
  bool follow(const CompiledRule& rule) {
    evaluator_.begin(rule);
    TaintMatches matches;
    const auto find = [&](const std::vector<CompiledFormula>& parts, std::vector<std::vector<Range>>& to) {
      bool any = false;
      for (const CompiledFormula& part : parts) any = !to.emplace_back(evaluator_.find(part)).empty() || any;
      return any;
    };
    bool whole = true;
    if (find(rule.taint->sources, matches.sources) && find(rule.taint->sinks, matches.sinks)) {
      find(rule.taint->sanitizers, matches.sanitizers);
      find(rule.taint->propagators, matches.propagators);
      whole = taint_.run(*rule.source->taint, matches, rule.taint->ends, flows_);
    }
    std::stable_sort(flows_.begin(), flows_.end(), [](const TaintFinding& a, const TaintFinding& b) { return a.range.span < b.range.span; });
    for (const TaintFinding& f : flows_) ranges_.push_back(f.range);
    return whole && !evaluator_.bounded();
  }

  static std::vector<Step> steps_of(const TaintFinding& flow) {
    std::vector<Step> out;
    for (std::size_t i = 0; i < flow.steps.size(); ++i) {
      Step& step = out.emplace_back();
      step.region.span = flow.steps[i];
      step.message = i == 0 ? "comes from here" : i + 1 == flow.steps.size() ? "arrives here" : "is kept here";
    }
    return out;
  }

  void report_errors(const std::optional<std::span<const Span>>& changed, BlobResult& out) const {
    std::size_t gaps = 0;
    std::size_t notes = 0;
    for (const Span e : tree_.errors) {
      const std::size_t line = static_cast<std::size_t>(std::count(text_.begin(), text_.begin() + std::min<std::ptrdiff_t>(e.begin, static_cast<std::ptrdiff_t>(text_.size())), '\n')) + 1;
      const std::string what = "line " + std::to_string(line) + " is not valid Go; rules ran on the rest of the file";
      if (changed && touches(e, *changed)) {
        if (gaps++ < kMostGaps) out.gaps.push_back({GapKind::syntax_error, {}, what, "check the file with 'gofmt -e'", false});
      } else if (notes++ < kMostGaps) {
        out.notes.push_back({NoteKind::syntax_error, {}, what});
      }
    }
  }

  // https://go.dev/s/generatedcode: a line of its own before the package clause.
  static bool is_generated(std::string_view text) {
    for (std::size_t at = text.find("// Code generated "); at != std::string_view::npos;
         at = text.find("// Code generated ", at + 1)) {
      if (at != 0 && text[at - 1] != '\n') continue;
      std::string_view line = text.substr(at, text.find('\n', at) - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.ends_with(" DO NOT EDIT.")) return true;
    }
    return false;
  }

  GoParser parser_;
  Tree tree_;
  Facts facts_{tree_};
  NodeIndex index_;
  Statements statements_;
  GoSubject subject_;
  Evaluator evaluator_;
  TaintFlow taint_{tree_, facts_, subject_};
  std::vector<TaintFinding> flows_;
  std::vector<Range> ranges_;
  std::string_view text_;
  bool generated_ = false;
  bool indexed_ = false;
};

void by_position(std::vector<Finding>& findings, std::size_t from) {
  std::sort(findings.begin() + static_cast<std::ptrdiff_t>(from), findings.end(),
            [](const Finding& a, const Finding& b) {
              return std::tie(a.region.span, a.rule->id) < std::tie(b.region.span, b.rule->id);
            });
}

class GoScanner final : public Scanner {
 public:
  explicit GoScanner(Options options) : options_(std::move(options)) {
    std::uint32_t first = 0;
    for (const LoadedSet& set : options_.sets) {
      specs_.push_back(patterns_of(*set.rules));
      for (const GoRule& rule : set.rules->rules) {
        auto entry = std::make_unique<Entry>();
        entry->rule = &rule;
        entry->first_pattern = first;
        entry->active = !options_.active || options_.active(rule.info);
        if (entry->active) {
          active_.push_back(&rule.info);
          const bool everywhere = rule.required.empty();
          if (rule.language == Language::go) go_everywhere_ = go_everywhere_ || everywhere;
          else texts_ = true, texts_everywhere_ = texts_everywhere_ || everywhere;
        }
        entries_.push_back(std::move(entry));
      }
      first += static_cast<std::uint32_t>(specs_.back().size());
    }
    for (std::size_t i = 0; i < specs_.size(); ++i) sets_.push_back({specs_[i], options_.sets[i].prebuilt});
    std::sort(active_.begin(), active_.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
    // `place` looks a finding's rule up by address.
    for (const auto& entry : entries_) by_rule_.emplace_back(&entry->rule->info, entry->rule);
    std::sort(by_rule_.begin(), by_rule_.end());
  }

  [[nodiscard]] Result<Ok> check() const {
    std::set<std::string_view> ids;
    for (const Rule* rule : active_)
      if (!ids.insert(rule->id).second)
        return fail(Errc::config, rule->origin + ": rule id " + rule->id + " is already taken by another rule", "rename the rule");
    return Ok{};
  }

  [[nodiscard]] std::string_view name() const override { return "go"; }
  [[nodiscard]] View view() const override { return View::end_state; }
  [[nodiscard]] std::span<const Rule* const> rules() const override { return active_; }
  [[nodiscard]] std::span<const PatternSet> pattern_sets() const override { return sets_; }
  [[nodiscard]] bool wants(std::string_view path) const override { return texts_ || is_go(path); }
  [[nodiscard]] bool wants_without_candidate(const Blob& blob) const override {
    return texts_everywhere_ || (is_go(blob.path) && (go_everywhere_ || blob.changed.has_value()));
  }
  [[nodiscard]] std::unique_ptr<ScanWorker> make_worker() const override;

  bool place(Finding& finding, std::string_view path, const ObjectId&) const override {
    const auto it = std::lower_bound(by_rule_.begin(), by_rule_.end(), std::pair<const Rule*, const GoRule*>(finding.rule, nullptr));
    if (it != by_rule_.end() && it->first == finding.rule) {
      if (!runs_at(*it->second, path)) return false;
    }
    if (finding.confidence == Confidence::low) return true;
    if (about_credentials(*finding.rule)) {
      // As the scanner of secrets ranks it: both may mean one literal.
      const FileRole role = role_of(path);
      const int steps = steps_at(role, CredentialKind::by_name, path);
      if (steps == 0) return true;
      finding.confidence = lowered(finding.confidence, steps);
      finding.confidence_why = "file is " + std::string(describe(role));
    } else if (const std::string_view why = why_not_run(path); !why.empty()) {
      finding.confidence = Confidence::low;
      finding.confidence_why = why;
    }
    return true;
  }
  void scan_path(std::string_view, BlobResult&) const override {}

  [[nodiscard]] bool may_match(const Entry& entry, const Blob& blob, const Candidates& candidates) const {
    if (!entry.active) return false;
    if (entry.rule->language == Language::go && !is_go(blob.path)) return false;
    if (!blob.path.empty() && !runs_at(*entry.rule, blob.path)) return false;
    for (const auto& group : entry.rule->required)
      if (!std::any_of(group.begin(), group.end(),
                       [&](std::uint32_t literal) { return candidates.has(entry.first_pattern + literal); }))
        return false;
    return true;
  }
  [[nodiscard]] const std::vector<std::unique_ptr<Entry>>& entries() const { return entries_; }

 private:
  Options options_;
  std::vector<std::unique_ptr<Entry>> entries_;
  std::vector<const Rule*> active_;
  std::vector<std::vector<PatternSpec>> specs_;
  std::vector<PatternSet> sets_;
  std::vector<std::pair<const Rule*, const GoRule*>> by_rule_;
  // Whether an active rule is for any text, and whether one runs where no
  // pattern of the prefilter matches.
  bool texts_ = false;
  bool texts_everywhere_ = false;
  bool go_everywhere_ = false;
};

class GoWorker final : public ScanWorker {
 public:
  explicit GoWorker(const GoScanner& scanner) : scanner_(scanner) {}

  void scan(const Blob& blob, const Candidates& candidates, BlobResult& out) override {
    wanted_.clear();
    for (const auto& entry : scanner_.entries())
      if (scanner_.may_match(*entry, blob, candidates)) wanted_.push_back(entry.get());
    const bool parsed_anyway = blob.changed.has_value() && is_go(blob.path);
    if (wanted_.empty() && !parsed_anyway) return;
    if (blob.bytes.size() > 0xFFFFFFF0U) {
      out.gaps.push_back({GapKind::too_large, {}, "files over 4 GiB are not analysed", {}, false});
      return;
    }
    const std::size_t first = out.findings.size();
    const auto for_go = std::stable_partition(wanted_.begin(), wanted_.end(), [](const Entry* e) { return e->rule->language != Language::go; });
    if (for_go != wanted_.begin() && TextScan::is_text(blob.bytes)) {
      text_.open(blob.bytes);
      for (auto it = wanted_.begin(); it != for_go; ++it)
        if (usable(**it, out)) text_.run(*(*it)->get(), out);
    }
    if ((for_go != wanted_.end() || parsed_anyway) && file_.open(blob.bytes, blob.changed, out))
      for (auto it = for_go; it != wanted_.end(); ++it) file_.run(**it, out);
    by_position(out.findings, first);
  }

 private:
  const GoScanner& scanner_;
  FileScan file_;
  TextScan text_;
  std::vector<const Entry*> wanted_;
};

std::unique_ptr<ScanWorker> GoScanner::make_worker() const { return std::make_unique<GoWorker>(*this); }

}  // namespace

Result<std::unique_ptr<Scanner>> make_scanner(Options options) {
  auto scanner = std::make_unique<GoScanner>(std::move(options));
  GATE_TRY(scanner->check());
  return std::unique_ptr<Scanner>(std::move(scanner));
}

void scan_file(const RuleSet& rules, std::string_view text, std::string_view path, BlobResult& out) {
  FileScan file;
  TextScan any;
  any.open(text);
  const bool go = is_go(path) && std::any_of(rules.rules.begin(), rules.rules.end(), [](const GoRule& r) { return r.language == Language::go; });
  const bool opened = go && file.open(text, std::nullopt, out);
  // All stay until the end: what is known of a pattern is kept by its address.
  std::deque<Entry> entries;
  for (const GoRule& rule : rules.rules) {
    Entry& entry = entries.emplace_back();
    entry.rule = &rule;
    if (rule.language != Language::go) {
      if (TextScan::is_text(text) && usable(entry, out)) any.run(*entry.get(), out);
    } else if (opened) {
      file.run(entry, out);
    }
  }
  by_position(out.findings, 0);
}

}  // namespace gogate::gopatterns
