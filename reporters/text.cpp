// For people. The verdict and where it blocks come last, since the end of the
// output is what a terminal or a CI log shows first. Each finding opens with
// the word that matters (BLOCKS, warns), so the left edge alone can be scanned.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "reporters/encoding.h"
#include "reporters/excerpt.h"
#include "reporters/reporter.h"
#include "reporters/wording.h"

namespace gogate {
namespace {

using namespace reporters;

constexpr std::size_t kShownOccurrences = 3;
constexpr std::size_t kShownBlocking = 10;
constexpr std::size_t kShownGaps = 50;

class TextReport {
 public:
  TextReport(const Report& report, const ReportOptions& options, std::ostream& out)
      : report_(report), options_(options), out_(out), width_(std::max(options.width, 40U)) {}

  void write_quiet() {
    for (const Finding& f : report_.findings)
      if (f.blocks)
        out_ << visible(place_of(f)) << ": " << name_of(f.severity) << ": " << rule_id(f) << ": "
             << visible(f.message, Newlines::space) << "\n";
    write_verdict();
  }

  void write_full() {
    write_facts();
    write_checks();
    write_findings();
    write_gaps();
    write_warnings();
    write_notes();
    write_coverage();
    out_ << "\n";
    write_verdict();
  }

 private:
  [[nodiscard]] bool verbose() const { return options_.verbosity == Verbosity::verbose; }

  [[nodiscard]] std::string styled(std::string_view code, std::string_view text) const {
    if (!options_.colour || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
  [[nodiscard]] std::string bold(std::string_view t) const { return styled("1", t); }
  [[nodiscard]] std::string dim(std::string_view t) const { return styled("2", t); }
  [[nodiscard]] std::string coloured(Severity s, std::string_view t) const {
    switch (s) {
      case Severity::critical: return styled("1;31", t);
      case Severity::high: return styled("31", t);
      case Severity::medium: return styled("33", t);
      case Severity::low: return styled("36", t);
      case Severity::info: break;
    }
    return styled("2", t);
  }

  static std::string rule_id(const Finding& f) { return f.rule == nullptr ? "(no rule)" : visible(f.rule->id); }

  // Words at `indent`, wrapped; `lead` stands before the first line, inside the indent.
  void paragraph(unsigned indent, std::string_view lead, std::string_view text) {
    const std::string shown = visible(text, Newlines::keep);
    std::string line = std::string(indent - columns(lead), ' ') + std::string(lead);
    bool first_word = true;
    std::size_t at = 0;
    while (at < shown.size()) {
      if (shown[at] == '\n') {
        out_ << line << "\n";
        line.assign(indent, ' ');
        first_word = true;
        ++at;
        continue;
      }
      if (shown[at] == ' ' || shown[at] == '\t') {
        ++at;
        continue;
      }
      const std::size_t end = std::min(shown.find_first_of(" \t\n", at), shown.size());
      const std::string_view word = std::string_view(shown).substr(at, end - at);
      if (!first_word && columns(line) + 1 + columns(word) > width_) {
        out_ << line << "\n";
        line.assign(indent, ' ');
        first_word = true;
      }
      if (!first_word) line += ' ';
      line += word;
      first_word = false;
      at = end;
    }
    if (!first_word || shown.empty()) out_ << line << "\n";
  }

  void write_facts() {
    if (report_.facts.empty()) return;
    unsigned widest = 0;
    for (const Fact& f : report_.facts) widest = std::max(widest, std::min(columns(visible(f.name)), 24U));
    out_ << bold(visible(report_.command)) << "\n";
    for (const Fact& f : report_.facts) {
      std::string name = "  " + visible(f.name);
      name.append(columns(name) < widest + 4 ? widest + 4 - columns(name) : 2, ' ');
      paragraph(columns(name), name, f.value);
    }
    out_ << "\n";
  }

  void write_checks() {
    if (report_.checks.empty()) return;
    unsigned widest = 0;
    for (const Check& c : report_.checks) widest = std::max(widest, std::min(columns(visible(c.name)), 24U));
    out_ << bold("checks") << "\n";
    for (const Check& c : report_.checks) {
      std::string head = "  " + std::string(name_of(c.outcome));
      head.append(head.size() < 10 ? 10 - head.size() : 2, ' ');
      const unsigned wanted = 10 + widest + 2;
      head += visible(c.name);
      head.append(columns(head) < wanted ? wanted - columns(head) : 2, ' ');
      paragraph(columns(head), head, c.detail);
    }
    out_ << "\n";
  }

  // Counted only, unless -v asks: a reader's attention goes to what may need a change.
  static bool is_minor(const Finding& f) { return f.severity < Severity::medium || f.confidence < Confidence::medium; }

  // Sections by path, in the order in which the report first names each.
  void write_findings() {
    std::vector<std::vector<const Finding*>> files;
    std::map<std::string, std::size_t> file_of;
    for (const Finding& f : report_.findings) {
      if (!f.active()) {
        ++(f.waiver ? waived_ : suppressed_);
        if (!verbose()) continue;
      } else if (f.blocks) {
        blocking_.push_back(&f);
      } else if (is_minor(f)) {
        ++minor_;
        if (!verbose()) continue;
      } else {
        ++warning_;
      }
      const auto [at, fresh] = file_of.try_emplace(path_of(f.at), files.size());
      if (fresh) files.emplace_back();
      files[at->second].push_back(&f);
    }
    for (const auto& file : files) {
      out_ << bold(visible(path_of(file.front()->at))) << "\n";
      for (const Finding* f : file) write_finding(*f);
      out_ << "\n";
    }
  }

  void write_finding(const Finding& f) {
    const std::string_view label = f.waiver ? "waived" : !f.active() ? "ignored" : f.blocks ? "BLOCKS" : "warns";
    const std::string opening = std::string(label) + " " + std::string(name_of(f.severity)) + " ";
    out_ << "  " << (f.active() ? coloured(f.severity, opening) : dim(opening)) << bold(rule_id(f)) << "\n";
    paragraph(4, "", f.message);

    const std::uint32_t line = f.region.begin.line;
    const auto drawn = draw(f.excerpt, line, width_ - gutter_of(f) - 7);
    const unsigned gutter = gutter_of(f);
    // A finding about a whole file stands under that file's name already.
    if (!drawn.empty() || !f.region.span.empty())
      out_ << std::string(3 + gutter, ' ') << styled("34", "-->") << " " << visible(place_of(f)) << "\n";
    write_source(drawn, gutter, f.severity);
    for (const Step& s : f.steps) write_step(s, gutter);
    if (const std::string commit = commit_text(f.at); !commit.empty()) detail(gutter, "in " + commit);
    if (const std::string standing = standing_text(f, verbose()); !standing.empty()) detail(gutter, standing);
    if (f.published) detail(gutter, "warns only: others have this history, and rewriting it would not take it back from them");
    if (!f.advice.empty()) detail(gutter, f.advice);
    if (!f.confidence_why.empty())
      detail(gutter, "confidence " + std::string(name_of(f.confidence)) + ": " + f.confidence_why);
    write_also(f, gutter);
    if (f.fix && !f.fix->description.empty()) detail(gutter, "fix: " + f.fix->description);
    if (const std::string why = set_aside_why(f); !why.empty()) detail(gutter, why);
    if (f.suppression && !f.suppression->counts) {
      detail(gutter, std::string(directive_text(f.suppression->kind)) +
                         (f.suppression->line == 0 ? "" : " on line " + std::to_string(f.suppression->line)) +
                         (f.suppression->added_by_change ? " does not count: the change itself adds it"
                                                         : " does not count here"));
    }
    write_names(f, gutter);
  }

  // What a waiver names, as the line to paste (docs/policy.md has the rest of one).
  void write_names(const Finding& f, unsigned gutter) {
    const std::string line = waiver_line(f);
    if (line.empty() || (!f.blocks && !verbose())) return;
    detail(gutter, "to waive it: " + line);
    if (!verbose()) return;
    const std::string place = "fingerprint = \"" + f.fingerprint + "\"";
    if (line != place && !f.fingerprint.empty()) detail(gutter, "this place only: " + place);
    if (!f.at.commit.is_zero()) detail(gutter, "and this commit: commit = \"" + f.at.commit.hex().substr(0, 12) + "\"");
  }

  static unsigned gutter_of(const Finding& f) {
    const std::size_t last = f.excerpt.first_line + std::max<std::size_t>(f.excerpt.lines.size(), 1) - 1;
    return static_cast<unsigned>(std::max<std::size_t>(std::to_string(last).size(), 2));
  }

  void write_source(const std::vector<DrawnLine>& drawn, unsigned gutter, Severity severity) {
    if (drawn.empty()) return;
    const std::string bar = styled("34", "|");
    out_ << std::string(5 + gutter, ' ') << bar << "\n";
    for (const DrawnLine& d : drawn) {
      const std::string number = d.number == 0 ? "" : std::to_string(d.number);
      out_ << std::string(4 + gutter - std::min<std::size_t>(number.size(), 4 + gutter), ' ') << styled("34", number)
           << " " << bar;
      if (!d.text.empty()) out_ << " " << (d.number == 0 ? coloured(severity, d.text) : d.text);
      out_ << "\n";
    }
  }

  void write_step(const Step& s, unsigned gutter) {
    detail(gutter, path_or(s.path) + ":" + std::to_string(s.region.begin.line) + ":" +
                       std::to_string(s.region.begin.column) + ": " + s.message);
    if (verbose()) write_source(draw(s.excerpt, s.region.begin.line, width_ - gutter - 7, 1), gutter, Severity::info);
  }
  static std::string path_or(const std::string& path) { return path.empty() ? "(no path)" : path; }

  void write_also(const Finding& f, unsigned gutter) {
    if (const std::string all = occurrences_text(f); !all.empty()) detail(gutter, all);
    std::size_t shown = 0;
    for (const Occurrence& o : f.also) {
      if (!verbose() && shown == kShownOccurrences) break;
      detail(gutter, also_text(o));
      ++shown;
    }
    if (shown < f.also.size())
      detail(gutter, "and at " + counted(f.also.size() - shown, "more place") + " (-v lists them)");
    std::string rules;
    for (const Rule* r : f.also_rules) {
      if (r == nullptr) continue;
      if (!rules.empty()) rules += ", ";
      rules += r->id;
    }
    if (!rules.empty()) detail(gutter, "also found by " + rules);
  }

  void detail(unsigned gutter, std::string_view text) { paragraph(7 + gutter, "= ", text); }

  void write_gaps() {
    std::size_t open = 0;
    for (const Gap& g : report_.gaps) open += g.accepted ? 0U : 1U;
    const std::size_t accepted = report_.gaps.size() - open;
    for (const ScannerRun& r : report_.runs)
      if (!r.complete) ++open;
    if (open > 0) {
      out_ << bold(counted(open, "gap")) << ": not looked at, or not proven\n";
      for (const ScannerRun& r : report_.runs)
        if (!r.complete) write_gap("scanner did not finish", r.name, r.why_not, "");
      list_gaps(false);
      out_ << "\n";
    }
    if (accepted == 0) return;
    out_ << counted(accepted, "gap") << " that the policy accepts" << (verbose() ? "" : " (-v lists them)") << "\n";
    if (verbose()) list_gaps(true);
    out_ << "\n";
  }

  void list_gaps(bool accepted) {
    std::size_t shown = 0;
    std::size_t left = 0;
    for (const Gap& g : report_.gaps) {
      if (g.accepted != accepted) continue;
      if (!verbose() && shown == kShownGaps) {
        ++left;
        continue;
      }
      write_gap(name_of(g.kind), g.place, g.why, g.next_step);
      ++shown;
    }
    if (left > 0) out_ << "  and " << counted(left, "more gap") << " (-v lists them)\n";
  }

  void write_gap(std::string_view kind, std::string_view place, std::string_view why, std::string_view next) {
    out_ << "  " << styled("33", kind) << (place.empty() ? "" : " ") << bold(visible(place)) << "\n";
    if (!why.empty()) paragraph(4, "", why);
    if (!next.empty()) paragraph(10, "next: ", next);
  }

  void write_warnings() {
    if (report_.warnings.empty()) return;
    for (const std::string& w : report_.warnings) paragraph(9, "warning: ", w);
    out_ << "\n";
  }

  void write_notes() {
    if (report_.notes.empty()) return;
    std::map<std::string_view, std::size_t> kinds;
    for (const Note& n : report_.notes) ++kinds[name_of(n.kind)];
    std::string text = counted(report_.notes.size(), "note") + ": ";
    for (const auto& [kind, n] : kinds) text += (text.back() == ' ' ? "" : ", ") + std::string(kind) + " " + grouped(n);
    if (!verbose()) text += " (-v lists them)";
    paragraph(0, "", text);
    if (verbose())
      for (const Note& n : report_.notes)
        paragraph(4, "", std::string(name_of(n.kind)) + " " + n.place + (n.what.empty() ? "" : ": ") + n.what);
    out_ << "\n";
  }

  void row(std::string_view name, std::string_view value) {
    std::string lead(name);
    lead.append(lead.size() < 11 ? 11 - lead.size() : 1, ' ');
    paragraph(columns(lead), lead, value);
  }

  void write_coverage() {
    const Counts& c = report_.counts;
    row("scope", report_.scope.empty() ? report_.command : report_.scope);
    if (report_.facts.empty() || c.blobs > 0)
      row("looked at", (c.commits == 0 ? "" : counted(c.commits, "commit") + ", ") + counted(c.blobs, "blob") + ", " +
                           bytes_text(c.bytes) + ", " + counted(c.lines, "line") +
                           (c.files_excluded == 0 ? "" : "; " + counted(c.files_excluded, "file") + " excluded"));
    std::string found = grouped(blocking_.size()) + (blocking_.size() == 1 ? " blocks, " : " block, ") +
                        grouped(warning_) + (warning_ == 1 ? " warns" : " warn");
    if (minor_ > 0)
      found += ", " + grouped(minor_) + " minor" + (verbose() || suppressed_ + waived_ > 0 ? "" : " (-v lists them)");
    if (suppressed_ + waived_ > 0)
      found += "; " + grouped(suppressed_) + " suppressed, " + grouped(waived_) + " waived" +
               (verbose() ? "" : " (-v lists them)");
    std::uint64_t occurrences = 0;
    for (const Finding& f : report_.findings) occurrences += f.also.size() + 1;
    if (occurrences != report_.findings.size()) found += "; " + counted(occurrences, "occurrence") + " in all";
    row("findings", found);
    std::string rules;
    for (const ScannerRun& r : report_.runs)
      rules += (rules.empty() ? "" : ", ") + r.name + " " + grouped(r.rules.size());
    row("rules", rules.empty() ? "none" : rules);
    for (const std::string& s : report_.rule_sources) row("", s);
    if (!report_.policy_origin.empty()) row("policy", report_.policy_origin);
    if (options_.sarif_left_out > 0)
      row("SARIF", "has no room for " + counted(options_.sarif_left_out, "finding") + ": the gravest are in it, as many as GitHub takes");
  }

  void write_verdict() {
    std::string_view colour = "1;33";
    std::string word = "INCOMPLETE";
    if (report_.verdict == Verdict::passed) colour = "1;32", word = "PASSED";
    if (report_.verdict == Verdict::blocked) colour = "1;31", word = "BLOCKED";
    const auto& reasons = report_.reasons;
    out_ << styled(colour, word);
    if (!reasons.empty()) out_ << ": " << visible(reasons.front());
    out_ << "\n";
    if (options_.verbosity != Verbosity::quiet) write_where_it_blocks();
    for (std::size_t i = 1; i < reasons.size(); ++i) paragraph(5, "and: ", reasons[i]);
    if (!blocking_.empty())
      out_ << "gogate explain " << rule_id(*blocking_.front()) << " says why it matters and how to fix it\n";
  }

  void write_where_it_blocks() {
    if (blocking_.empty()) return;
    unsigned widest = 0;
    for (std::size_t i = 0; i < std::min(blocking_.size(), kShownBlocking); ++i)
      widest = std::max(widest, columns(visible(place_of(*blocking_[i]))));
    widest = std::min(widest, width_ / 2);
    for (std::size_t i = 0; i < std::min(blocking_.size(), kShownBlocking); ++i) {
      const Finding& f = *blocking_[i];
      std::string place = visible(place_of(f));
      if (const unsigned n = columns(place); n < widest) place.append(widest - n, ' ');
      std::string severity(name_of(f.severity));
      severity.resize(8, ' ');
      out_ << "  " << place << "  " << coloured(f.severity, severity) << "  " << rule_id(f) << "\n";
    }
    if (blocking_.size() > kShownBlocking)
      out_ << "  and " << grouped(blocking_.size() - kShownBlocking) << " more above\n";
  }

  const Report& report_;
  const ReportOptions& options_;
  std::ostream& out_;
  unsigned width_;
  std::vector<const Finding*> blocking_;
  std::uint64_t warning_ = 0;
  std::uint64_t minor_ = 0;  // low severity or confidence
  std::uint64_t suppressed_ = 0;
  std::uint64_t waived_ = 0;
};

}  // namespace

Result<Ok> write_text(const Report& report, const ReportOptions& options, std::ostream& out) {
  TextReport text(report, options, out);
  if (options.verbosity == Verbosity::quiet)
    text.write_quiet();
  else
    text.write_full();
  return finish(out, "text");
}

}  // namespace gogate
