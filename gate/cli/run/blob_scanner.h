// One worker: takes items, reads them, runs prefilters and scanners, and
// completes the findings while the bytes are at hand (positions, masked
// excerpts, hashes, suppressions).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/cli/run/options.h"
#include "gate/cli/run/place.h"
#include "gate/core/report.h"
#include "gate/prefilter/prefilter.h"
#include "gate/source/source.h"

namespace gogate::run {

// A scanner with its compiled prefilters; shared by workers, immutable.
struct PreparedScanner {
  const Scanner* scanner = nullptr;
  std::vector<Prefilter> filters;  // one for each pattern set
  std::vector<std::uint32_t> id_bases;
  std::size_t patterns = 0;
};

Result<PreparedScanner> prepare(const Scanner& scanner, const std::filesystem::path& cache_directory);

// A finding and the item it came from.
struct Hit {
  Finding finding;
  std::size_t item = 0;
  std::string context;        // the text that names its place; holds no secret
  std::uint32_t ordinal = 0;  // among equal ones of its document
};

struct Lane;

// Everything one worker gathered. Merged and sorted after the run, so that
// output does not depend on thread timing.
struct Gathered {
  std::vector<Hit> hits;
  std::vector<Gap> gaps;
  std::vector<Note> notes;
  std::vector<std::string> warnings;
  Counts counts;
  std::uint64_t files = 0;  // blobs that are not messages
  std::vector<std::uint64_t> left_out;  // files without a search for secrets, by pattern of Options::ignores
};

class BlobScanner {
 public:
  // All references outlive the worker. One thread.
  BlobScanner(const Options& options, std::span<const PreparedScanner> scanners, const PreparedScanner* masking,
              const source::Plan& plan, std::unique_ptr<source::Reader> reader);
  ~BlobScanner();

  Result<Ok> scan(std::size_t item);
  Gathered take() { return std::move(gathered_); }

  // Every place that the scanners know in another version of a file, named;
  // paths and comments are not asked. What goes wrong in it is left out.
  std::vector<Place> places_of_version(std::string_view bytes, std::string_view path);

 private:
  // What was read of an item, or one member of the archive that it is (then `inner`
  // says which, and `item` is made for it).
  Result<Ok> scan_content(std::size_t index, const source::Item& item, const std::string& inner, const source::Content& content,
                          bool had_gap);
  // In scan_members.cpp. False: it is no archive, or has to be scanned as the bytes it is, too.
  Result<bool> scan_members(std::size_t index, const source::Content& content);
  [[nodiscard]] ObjectId commit_of(const source::Item& item) const;
  [[nodiscard]] bool takes(const Scanner& scanner, const source::Item& item) const;
  [[nodiscard]] bool nothing_new(const source::Item& item, const source::Content& content);
  void run_lane(Lane& lane, const Blob& blob, BlobResult& out);
  [[nodiscard]] static bool tells_of_versions(const Lane& lane, const BlobResult& result);
  [[nodiscard]] bool came_with_move(const Scanner& scanner, const source::Item& item, const Finding& finding) const;
  std::vector<Finding> unsilenced(Lane& lane, const Blob& blob, std::string_view previous, std::vector<Finding> old);
  void drop_old_findings(Lane& lane, const Blob& blob, std::string_view previous, std::vector<Finding>& findings,
                         std::vector<Finding>& old);
  std::vector<Span> secret_spans(const Blob& blob, bool secrets_ran, const std::vector<Finding>& findings);
  void complete(std::size_t index, const source::Item& item, const std::string& inner, const Blob& blob, std::string_view previous, std::vector<Span> secrets,
                std::vector<Place> places, std::vector<Finding> findings);
  void compare_values(const Blob& blob, std::string_view previous, std::vector<Hit>& hits, std::size_t first);

  const Options& options_;
  std::span<const PreparedScanner> scanners_;
  const PreparedScanner* masking_;
  const source::Plan& plan_;
  std::unique_ptr<source::Reader> reader_;
  std::vector<Lane> lanes_;
  std::unique_ptr<Lane> masking_lane_;
  std::vector<Span> windows_;
  prefilter::Margin margin_;  // of windows, for all lanes
  Gathered gathered_;
};

}  // namespace gogate::run
