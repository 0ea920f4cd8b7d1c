#include "gate/cli/run/pipeline.h"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "gate/cli/run/blob_scanner.h"
#include "gate/cli/run/join.h"
#include "gate/cli/run/names.h"
#include "gate/cli/run/standing.h"
#include "gate/core/fingerprint.h"
#include "gate/source/decode.h"

namespace gogate::run {
namespace {

// Items are handed out in consecutive runs: neighbours in a pack share delta
// bases, and a reader's cache only helps the worker that filled it.
class Queue {
 public:
  Queue(const source::Plan& plan, unsigned jobs) : plan_(plan) {
    std::uint64_t total = 0;
    for (const auto& i : plan.items) total += cost(i);
    share_ = std::max<std::uint64_t>(total / (jobs * 24U + 1), 1);
  }
  // [first, last) of the next run; empty at the end.
  std::pair<std::size_t, std::size_t> next() {
    const std::lock_guard lock(mutex_);
    const std::size_t first = next_;
    for (std::uint64_t sum = 0; next_ < plan_.items.size() && (sum < share_ || next_ == first); ++next_)
      sum += cost(plan_.items[next_]);
    return {first, next_};
  }

 private:
  static std::uint64_t cost(const source::Item& i) { return i.size + 2048; }
  const source::Plan& plan_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::uint64_t share_ = 1;
};

struct Outcome {
  Gathered gathered;
  std::optional<Error> error;
};

void work(const Options& options, const source::Plan& plan, Queue& queue, BlobScanner& scanner,
          std::atomic<bool>& failed, Outcome& out) {
  for (;;) {
    const auto [first, last] = queue.next();
    if (first == last) break;
    for (std::size_t i = first; i < last; ++i) {
      if (failed.load(std::memory_order_relaxed)) return;
      if (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)) {
        out.error = Error{Errc::interrupted, "interrupted", {}};
        return;
      }
      if (auto r = scanner.scan(i); !r) {
        out.error = std::move(r).error();
        failed = true;
        return;
      }
      if (options.progress != nullptr) {
        options.progress->blobs.fetch_add(1, std::memory_order_relaxed);
        options.progress->bytes.fetch_add(plan.items[i].size, std::memory_order_relaxed);
      }
    }
  }
  out.gathered = scanner.take();
}

void append(std::vector<Finding>& to, std::vector<Finding>&& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

void append(Gathered& to, Gathered&& from) {
  const auto move = [](auto& dst, auto& src) {
    dst.insert(dst.end(), std::make_move_iterator(src.begin()), std::make_move_iterator(src.end()));
  };
  move(to.hits, from.hits);
  move(to.gaps, from.gaps);
  move(to.notes, from.notes);
  move(to.warnings, from.warnings);
  to.counts += from.counts;
  to.files += from.files;
  if (to.left_out.size() < from.left_out.size()) to.left_out.resize(from.left_out.size());
  for (std::size_t i = 0; i < from.left_out.size(); ++i) to.left_out[i] += from.left_out[i];
}

// What decides is read on the target branch, so an edit of it has no effect yet.
void warn_of_edits(const source::Plan& plan, const Options& options, Report& report) {
  for (const source::Item& item : plan.items)
    if (std::find(options.deciding_files.begin(), options.deciding_files.end(), item.path) != options.deciding_files.end())
      report.warnings.push_back(item.path + ": the change edits this file, which decides what is reported; a merge check reads it on "
                                            "the target branch, so the edit counts once it is merged");
}

Result<Gathered> run_workers(const source::Source& source, const source::Plan& plan, const Options& options,
                             std::span<const PreparedScanner> scanners, const PreparedScanner* masking) {
  std::uint64_t bytes = 0;
  for (const auto& i : plan.items) bytes += i.size;
  // A thread costs more than a handful of small files.
  unsigned jobs = std::max(1U, options.jobs);
  if (plan.items.size() < 4 && bytes < 65536) jobs = 1;
  jobs = static_cast<unsigned>(std::min<std::size_t>(jobs, std::max<std::size_t>(plan.items.size(), 1)));
  if (options.progress != nullptr) {
    options.progress->blobs_total.fetch_add(plan.items.size());
    options.progress->bytes_total.fetch_add(bytes);
  }
  Queue queue(plan, jobs);
  std::atomic<bool> failed{false};
  std::vector<Outcome> outcomes(jobs);
  const auto body = [&](unsigned n) {
    try {
      BlobScanner scanner(options, scanners, masking, plan, source.reader());
      work(options, plan, queue, scanner, failed, outcomes[n]);
    } catch (const std::exception& e) {  // out of memory: no thread may end the process
      outcomes[n].error = Error{Errc::internal, std::string("a worker stopped: ") + e.what(), "try fewer --jobs, or a lower --max-file-size"};
      failed = true;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned n = 1; n < jobs; ++n) threads.emplace_back(body, n);
    body(0);
  }
  if (options.stop != nullptr && options.stop->load()) return fail(Errc::interrupted, "interrupted");
  Gathered all;
  for (Outcome& o : outcomes) {
    if (o.error) return std::unexpected(std::move(*o.error));
    append(all, std::move(o.gathered));
  }
  // Thread timing decided the order so far; from here on it is the items'.
  std::stable_sort(all.hits.begin(), all.hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.item, a.finding.region.span, a.finding.rule->id) <
           std::tie(b.item, b.finding.region.span, b.finding.rule->id);
  });
  return all;
}

// In a merge check: what the target branch holds at each credential's place,
// and whether it holds this value at all. The worker compares with the version
// that a commit replaced; a value can also come in two steps.
void compare_with_target(const Options& options, std::span<const PreparedScanner> scanners,
                         const PreparedScanner* masking, std::vector<Finding>& findings) {
  if (!options.at_target) return;
  std::map<std::string, std::vector<Finding*>> by_path;
  for (Finding& f : findings)
    if (!f.value.empty()) by_path[f.at.path].push_back(&f);
  const source::Plan none;
  BlobScanner scanner(options, scanners, masking, none, nullptr);
  for (const auto& [path, here] : by_path) {
    const std::string raw = options.at_target(path);
    std::string text;
    if (!source::decode_utf16(raw, text)) text = raw;
    if (text.empty() || text.size() > std::numeric_limits<std::uint32_t>::max()) continue;
    std::map<std::string, std::string> value_at;
    std::set<std::string> values;
    for (const Place& p : scanner.places_of_version(text, path)) {
      if (p.value.empty()) continue;
      value_at.try_emplace(fingerprint(p.rule->id, path, p.context, p.ordinal), p.value);
      values.insert(p.value);
    }
    for (Finding* f : here) {
      f->value_on_target = values.contains(f->value);
      const auto at = value_at.find(f->fingerprint);
      // What the target branch says outweighs the steps of the change.
      if (at != value_at.end()) f->value_changed = at->second != f->value;
    }
  }
}

template <class T>
void sort_unique(std::vector<T>& v) {
  std::sort(v.begin(), v.end());
  v.erase(std::unique(v.begin(), v.end()), v.end());
}

void add_runs(const Options& options, Report& report) {
  for (const Scanner* scanner : options.scanners) {
    ScannerRun run;
    run.name = std::string(scanner->name());
    const auto rules = scanner->rules();
    run.rules.assign(rules.begin(), rules.end());
    std::sort(run.rules.begin(), run.rules.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
    report.runs.push_back(std::move(run));
  }
}

}  // namespace

Result<Ok> scan(std::span<const std::unique_ptr<source::Source>> sources, const Options& options, Report& report) {
  std::vector<PreparedScanner> prepared;
  std::optional<PreparedScanner> masking_only;
  const PreparedScanner* masking = nullptr;
  std::optional<NameScanner> names;
  bool content_changed = false;
  Counts counts;
  std::uint64_t files = 0;

  for (const auto& source : sources) {
    source::Plan plan = GATE_TRY(source->plan());
    if (report.scope.empty()) report.scope = plan.scope;
    if (report.root.empty()) report.root = plan.root;
    if (report.revision.empty()) report.revision = plan.revision;
    content_changed = content_changed || plan.content_changed;
    counts += plan.counts;
    std::move(plan.gaps.begin(), plan.gaps.end(), std::back_inserter(report.gaps));
    std::move(plan.notes.begin(), plan.notes.end(), std::back_inserter(report.notes));
    std::move(plan.warnings.begin(), plan.warnings.end(), std::back_inserter(report.warnings));
    if (plan.items.empty() && plan.names.empty()) continue;
    warn_of_edits(plan, options, report);

    if (prepared.empty()) {  // not before there is something to scan: start-up time
      for (const Scanner* s : options.scanners) {
        prepared.push_back(GATE_TRY(prepare(*s, options.cache_directory)));
      }
      for (const PreparedScanner& p : prepared)
        if (p.scanner == options.masking) masking = &p;
      if (masking == nullptr && options.masking != nullptr) {
        masking_only = GATE_TRY(prepare(*options.masking, options.cache_directory));
        masking = &*masking_only;
      }
    }
    if (!names) names.emplace(prepared, masking);
    Gathered got = GATE_TRY(run_workers(*source, plan, options, prepared, masking));
    counts += got.counts;
    files += got.files;
    std::move(got.gaps.begin(), got.gaps.end(), std::back_inserter(report.gaps));
    std::move(got.notes.begin(), got.notes.end(), std::back_inserter(report.notes));
    std::move(got.warnings.begin(), got.warnings.end(), std::back_inserter(report.warnings));
    if (options.ignore_use != nullptr)
      for (std::size_t i = 0; i < got.left_out.size(); ++i) options.ignore_use->left_out[i] += got.left_out[i];
    NameHits in_names = names->scan(plan, source->needs_locating());
    std::vector<Finding> findings;
    if (source->needs_locating()) {
      findings = GATE_TRY(locate_hits(*source, options, std::move(got.hits), *names, report));
      append(findings, fold_hits(std::move(in_names.placed), *names));
      append(findings, GATE_TRY(locate_name_hits(*source, options, std::move(in_names), *names, report)));
    } else {
      std::move(in_names.placed.begin(), in_names.placed.end(), std::back_inserter(got.hits));
      findings = fold_hits(std::move(got.hits), *names);
    }
    tell_how_to_mend(*source, plan.revision, findings);
    tell_circumstances(*source, *names, findings);
    compare_with_target(options, prepared, masking, findings);
    std::move(findings.begin(), findings.end(), std::back_inserter(report.findings));
  }

  // Beyond this point no new findings appear.
  if (names) {
    names->mask_report(report);
    for (std::string* text : options.shown_later) *text = names->mask(*text);
  }
  for (std::string* text : options.shown_later)
    *text = Masker(*text, {}).show({0, static_cast<std::uint32_t>(text->size())});
  merge_same_evidence(report.findings);
  sort_findings(report.findings);
  report.counts = counts;
  add_runs(options, report);
  bool any_rule = false;
  for (const ScannerRun& r : report.runs) any_rule = any_rule || !r.rules.empty();
  if (!any_rule) {
    report.gaps.push_back({GapKind::no_active_rule, "", "no rule was active, so nothing could have been found",
                           "check --only, --skip, --no-default-rules and the configuration"});
  }
  if ((content_changed || counts.files_excluded != 0) && files == 0) {
    report.gaps.push_back({GapKind::nothing_scanned, "", "content changed, but none of it reached a scanner",
                           "check --include, --exclude and the gaps above"});
  }
  sort_unique(report.gaps);
  sort_unique(report.notes);
  sort_unique(report.warnings);
  return Ok{};
}

}  // namespace gogate::run
