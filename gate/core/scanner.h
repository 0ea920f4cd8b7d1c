// The seam between sources and scanners. A scanner yields findings from blobs;
// it knows no other scanner, no git and no report.
//
//   Scanner     immutable once made; shared by all workers
//   ScanWorker  one thread's parser, scratch and arena
//
// To add a scanner: implement both in scanners/NAME, and add one line to the
// list in gate/cli/scanners.cpp.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gate/core/blob.h"
#include "gate/core/coverage.h"
#include "gate/core/finding.h"
#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/core/rule.h"
#include "gate/core/span.h"

namespace gogate {

// Which versions of the content a scanner must see when a range is scanned.
enum class View : std::uint8_t {
  every_version,  // each commit's own change: a secret stays leaked when it is removed again
  end_state,      // the last version against the merge base
};

// What one blob yields. Findings carry rule, severity, confidence, message,
// region.span, statement, secret, steps and fix; everything else (positions,
// excerpt, fingerprint, occurrences) is filled in by the pipeline, which holds
// the bytes and knows where they stand.
struct BlobResult {
  std::vector<Finding> findings;
  // What is a secret although no finding stands on it (the id that belongs to
  // one): never shown.
  std::vector<Span> hidden;
  std::vector<Gap> gaps;    // place left empty: the pipeline fills in the path
  std::vector<Note> notes;  // likewise
  // The next version of this content is only looked at where it is new, as long
  // as each version yields nothing. That holds for matches that were rejected
  // for what stands on their own lines. A scanner sets this when anything else
  // had a say: a keyword that stands nowhere, a rule that must match nearby, a
  // mark elsewhere in the file, an engine whose matches have no known bounds.
  bool depends_on_all = false;
  // Something encoded was decoded: in a piece of a text it takes less room than
  // the piece gave it, so that matches may reach beyond what was looked at.
  bool decoded = false;
};

// Finds candidates in text that a worker makes of a blob (what is encoded in
// it, decoded), with the same patterns. Belongs to the same thread.
class CandidateFinder {
 public:
  virtual ~CandidateFinder() = default;
  // For matches that touch one of `seams` (sorted), what is new in `bytes`; others
  // may be left out. `carried`: where what was found in the text that it was made
  // from stands now. The reference holds until the call after the next.
  virtual const Candidates& find(std::string_view bytes, std::span<const Span> seams, const Candidates& carried) = 0;
  // Whether a candidate's matches may reach further than any piece of a text does.
  [[nodiscard]] virtual bool any_unbounded(const Candidates& candidates) const = 0;
};

class ScanWorker {
 public:
  virtual ~ScanWorker() = default;
  // Given once, before the first scan(); outlives the worker. A worker that was
  // given none takes every pattern for a candidate in text of its own making.
  virtual void use(CandidateFinder& finder) { (void)finder; }
  // Appends to `out`. `candidates` came from the scanner's own patterns() over
  // blob.bytes. Reports all matches in the blob, in order of position; the
  // pipeline drops those that do not touch blob.changed. Never throws; a
  // bounded or failed analysis is a gap.
  virtual void scan(const Blob& blob, const Candidates& candidates, BlobResult& out) = 0;
};

class Scanner {
 public:
  virtual ~Scanner() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual View view() const = 0;
  // Rules that can fire in this run (after --only and --skip).
  [[nodiscard]] virtual std::span<const Rule* const> rules() const = 0;
  // Looked for in every blob that wants() accepts, before scan(). Candidate
  // numbers run on from one set to the next. The sets hold every loaded rule,
  // also those that --only or --skip switched off, so that a prebuilt database
  // always fits.
  [[nodiscard]] virtual std::span<const PatternSet> pattern_sets() const = 0;
  // By path alone; an empty path (history) asks "could you use content blind?".
  [[nodiscard]] virtual bool wants(std::string_view path) const = 0;
  // Scan a blob even when no candidate is set (syntax errors of changed files).
  // In a history it is asked of pieces, too: whole lines around what is new in
  // a version.
  [[nodiscard]] virtual bool wants_without_candidate(const Blob& blob) const = 0;
  // Whether a piece of a text, whole lines, yields what those lines yield in the
  // text, but where BlobResult::depends_on_all says otherwise. Else a version of
  // a text in which any pattern matches anew is scanned as a whole.
  [[nodiscard]] virtual bool judges_lines() const { return false; }
  [[nodiscard]] virtual std::unique_ptr<ScanWorker> make_worker() const = 0;

  // Settles what depends on where a blob stands: path conditions, allowlists
  // of paths and commits, confidence by the file's role. False: no finding
  // there. Called once for each occurrence; scan() leaves these to it.
  [[nodiscard]] virtual bool place(Finding& finding, std::string_view path, const ObjectId& commit) const = 0;
  // Findings that need no content ("a private key's file name").
  virtual void scan_path(std::string_view path, BlobResult& out) const = 0;
};

}  // namespace gogate
