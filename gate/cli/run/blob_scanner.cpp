#include "gate/cli/run/blob_scanner.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "gate/cli/run/excerpt.h"
#include "gate/cli/run/lane.h"
#include "gate/core/fingerprint.h"
#include "gate/core/line_hash.h"
#include "gate/core/line_index.h"
#include "gate/policy/directive_grammar.h"
#include "gate/prefilter/cache.h"
#include "gate/prefilter/windows.h"

namespace gogate::run {
namespace {

// Lanes of single bytes, so that the compiler counts many at once: of a history
// gigabytes are counted.
std::uint64_t count_lines(std::string_view bytes) {
  constexpr std::size_t kLanes = 32;
  constexpr std::size_t kRounds = 255;  // as far as a byte counts
  std::uint64_t n = 0;
  std::size_t at = 0;
  while (bytes.size() - at >= kLanes) {
    const std::size_t rounds = std::min(kRounds, (bytes.size() - at) / kLanes);
    std::array<unsigned char, kLanes> lanes{};
    const char* p = bytes.data() + at;
    for (std::size_t r = 0; r < rounds; ++r, p += kLanes)
      for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = static_cast<unsigned char>(lanes[i] + (p[i] == '\n' ? 1 : 0));
    for (const unsigned char lane : lanes) n += lane;
    at += rounds * kLanes;
  }
  n += static_cast<std::uint64_t>(std::count(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), '\n'));
  return n + (!bytes.empty() && bytes.back() != '\n' ? 1 : 0);
}

bool is_secret(const Finding& f) { return !f.secret.empty(); }

// What tells an old finding from a new one: the matched source as it is.
std::string text_of(std::string_view bytes, const Finding& f) {
  return without_white_space(bytes.substr(f.region.span.begin, f.region.span.size()));
}

// Moves those that `which` accepts behind the others in `to`; both keep their order.
void move_if(std::vector<Finding>& from, std::vector<Finding>& to, auto&& which) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (which(std::as_const(from[i])))
      to.push_back(std::move(from[i]));
    else if (kept++ != i)
      from[kept - 1] = std::move(from[i]);
  }
  from.resize(kept);
}

void name_lines(std::string_view bytes, std::vector<Finding>& findings) {
  std::vector<std::uint32_t> lines;
  for (const Finding& f : findings) lines.push_back(f.region.begin.line - 1);
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  const std::vector<std::string> hashes = line_hashes(bytes, lines);
  for (Finding& f : findings) {
    const auto at = std::lower_bound(lines.begin(), lines.end(), f.region.begin.line - 1) - lines.begin();
    f.line_hash = hashes[static_cast<std::size_t>(at)];
  }
}

}  // namespace

Result<PreparedScanner> prepare(const Scanner& scanner, const std::filesystem::path& cache_directory) {
  PreparedScanner out;
  out.scanner = &scanner;
  for (const PatternSet& set : scanner.pattern_sets()) {
    out.id_bases.push_back(static_cast<std::uint32_t>(out.patterns));
    out.patterns += set.patterns.size();
    if (!set.prebuilt.empty()) {
      out.filters.push_back(GATE_TRY(Prefilter::load(set.prebuilt, set.patterns.size())));
    } else {
      out.filters.push_back(GATE_TRY(compile_cached(set.patterns, cache_directory.string())));
    }
  }
  return out;
}

BlobScanner::BlobScanner(const Options& options, std::span<const PreparedScanner> scanners,
                         const PreparedScanner* masking, const source::Plan& plan,
                         std::unique_ptr<source::Reader> reader)
    : options_(options), scanners_(scanners), masking_(masking), plan_(plan), reader_(std::move(reader)) {
  for (const PreparedScanner& s : scanners_) {
    lanes_.emplace_back(s);
    for (const Prefilter& f : s.filters) {
      const prefilter::Margin m = f.window_margin();
      margin_ = {std::max(margin_.bytes, m.bytes), std::max(margin_.lines, m.lines)};
    }
  }
  if (options_.ignores != nullptr) gathered_.left_out.resize(options_.ignores->patterns().size());
}

BlobScanner::~BlobScanner() = default;

void BlobScanner::run_lane(Lane& lane, const Blob& blob, BlobResult& out) { lane.run(blob, out); }

// Whether versions made of this content can be judged by what is new in them.
bool BlobScanner::tells_of_versions(const Lane& lane, const BlobResult& result) {
  if (!result.findings.empty() || !result.gaps.empty() || !result.notes.empty() || result.depends_on_all) return false;
  if (!result.hidden.empty()) return false;
  return !lane.inner->any_unbounded(lane.candidates);
}

// A finding of the end state counts when the merge base did not have it: as
// many equal ones (rule and normalised source) as the old version had are old,
// wherever they moved. Those on changed lines are the new ones first.
void BlobScanner::drop_old_findings(Lane& lane, const Blob& blob, std::string_view previous,
                                    std::vector<Finding>& findings, std::vector<Finding>& dropped) {
  if (findings.empty() || previous.empty()) return;
  const Blob old{previous, blob.path, {}, std::nullopt};
  BlobResult before;
  run_lane(lane, old, before);
  using Key = std::pair<const Rule*, std::string>;
  const auto key = [](std::string_view bytes, const Finding& f) { return Key{f.rule, text_of(bytes, f)}; };
  std::map<Key, std::size_t> known;
  for (const Finding& f : before.findings) ++known[key(previous, f)];
  std::vector<bool> drop(findings.size(), false);
  for (const bool touching : {false, true}) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const bool touched = !blob.changed || touches(findings[i].region.span, *blob.changed);
      if (drop[i] || touched != touching) continue;
      const auto it = known.find(key(blob.bytes, findings[i]));
      if (it == known.end() || it->second == 0) continue;
      --it->second;
      drop[i] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (drop[i]) {
      dropped.push_back(std::move(findings[i]));
      continue;
    }
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

ObjectId BlobScanner::commit_of(const source::Item& item) const {
  return item.commit == source::kNoCommit ? ObjectId{} : plan_.commits[item.commit].id;
}

// An old finding of a file that moved, which was not looked for, was none or
// counted for less where the file stood before: in a test, say, or in a folder
// that is excluded or allowed.
bool BlobScanner::came_with_move(const Scanner& scanner, const source::Item& item, const Finding& finding) const {
  const ObjectId commit = commit_of(item);
  Finding here = finding;
  if (!scanner.place(here, item.path, commit)) return false;
  for (std::size_t i = 0; i < item.before.size(); ++i) {
    if (item.before[i].is_zero()) continue;
    if (i >= item.moved_from.size() || item.moved_from[i].empty()) return false;
    const std::string& path = item.moved_from[i];
    const bool looked_at = options_.filter.accepts(path) && scanner.wants(path) &&
                           !(options_.ignores != nullptr && scanner.name() == "secrets" && options_.ignores->left_out(path));
    Finding there = finding;
    if (looked_at && scanner.place(there, path, commit) && there.severity >= here.severity && there.confidence >= here.confidence)
      return false;
  }
  return true;
}

// Of old findings those that a comment silenced in the older version and none
// does now: taking the comment away lets them in.
std::vector<Finding> BlobScanner::unsilenced(Lane& lane, const Blob& blob, std::string_view previous,
                                             std::vector<Finding> old) {
  const LineIndex lines_before(previous);
  const auto have_comment = [&] { return !policy::parse_directives(blob.path, previous, lines_before).empty(); };
  if (!options_.directives.honour || !have_comment()) return {};
  BlobResult before;
  run_lane(lane, Blob{previous, blob.path, {}, std::nullopt}, before);
  policy::DirectiveOptions plain = options_.directives;
  plain.merge_check = false;  // whether a comment stands there, not whether it counts
  std::vector<std::string> unheard;
  const auto settle = [&](std::string_view bytes, const LineIndex& lines, std::vector<Finding>& findings) {
    for (Finding& f : findings) {
      f.region = lines.region(f.region.span);
      if (f.statement.empty()) f.statement = f.region.span;
    }
    policy::apply_directives(blob.path, bytes, lines, std::nullopt, plain, findings, unheard);
  };
  settle(previous, lines_before, before.findings);
  settle(blob.bytes, LineIndex(blob.bytes), old);

  // Equal evidence is told apart by number: what stood before may stand now.
  struct Known {
    std::size_t standing = 0;
    std::size_t silenced = 0;
  };
  std::map<std::pair<const Rule*, std::string>, Known> known;
  const auto key = [](std::string_view bytes, const Finding& f) {
    return std::pair{f.rule, is_secret(f) ? f.secret.identity() : text_of(bytes, f)};
  };
  for (const Finding& f : before.findings) {
    Known& k = known[key(previous, f)];
    (f.suppression ? k.silenced : k.standing) += 1;
  }
  // Those near a change are the ones that lost their comment.
  const auto distance = [&](const Finding& f) {
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (const Span s : blob.changed.value_or(std::span<const Span>()))
      least = std::min(least, s.begin >= f.region.span.end ? s.begin - f.region.span.end
                              : f.region.span.begin >= s.end ? f.region.span.begin - s.end
                                                             : 0);
    return least;
  };
  std::erase_if(old, [](const Finding& f) { return f.suppression.has_value(); });
  std::stable_sort(old.begin(), old.end(), [&](const Finding& a, const Finding& b) { return distance(a) > distance(b); });
  std::erase_if(old, [&](const Finding& f) {
    Known& k = known[key(blob.bytes, f)];
    if (k.silenced == 0) return true;
    if (k.standing == 0) return false;
    --k.standing;
    return true;
  });
  return old;
}

// Every span that any embedded rule takes for a secret, also where only other
// rules were asked for: what is shown must not depend on what is reported.
std::vector<Span> BlobScanner::secret_spans(const Blob& blob, bool secrets_ran, const std::vector<Finding>& findings) {
  std::vector<Span> spans;
  for (const Finding& f : findings)
    if (is_secret(f)) spans.push_back(f.region.span);
  const bool same = secrets_ran && std::any_of(scanners_.begin(), scanners_.end(), [&](const PreparedScanner& s) {
                      return masking_ != nullptr && s.scanner == masking_->scanner;
                    });
  if (masking_ != nullptr && !same) {
    if (!masking_lane_) masking_lane_ = std::make_unique<Lane>(*masking_);
    BlobResult found;
    run_lane(*masking_lane_, Blob{blob.bytes, blob.path, blob.id, std::nullopt}, found);
    for (const Finding& f : found.findings)
      if (is_secret(f)) spans.push_back(f.region.span);
    spans.insert(spans.end(), found.hidden.begin(), found.hidden.end());
  }
  return spans;
}

bool BlobScanner::takes(const Scanner& scanner, const source::Item& item) const {
  const bool right_view = scanner.view() == View::every_version ? item.every_version : item.end_state;
  if (!right_view || !scanner.wants(item.path)) return false;
  if ((item.is_message || item.is_link) && scanner.view() == View::end_state) return false;
  return !scanner.rules().empty();  // else it looks at nothing, and must not count as having looked
}

// The content is a version of one that yielded nothing, and so do the lines where
// it is new (windows.h says why that is enough).
bool BlobScanner::nothing_new(const source::Item& item, const source::Content& content) {
  if (!content.seams || options_.whole_versions) return false;
  if (!prefilter::make_windows(content.bytes, *content.seams, margin_, windows_)) return false;
  for (Lane& lane : lanes_) {
    const Scanner& scanner = *lane.prepared->scanner;
    if (!takes(scanner, item)) continue;
    for (const Span window : windows_) {
      const Blob piece{content.bytes.substr(window.begin, window.size()), item.path, item.id, std::nullopt};
      lane.find_candidates(piece);
      if (!lane.candidates.any() && !scanner.wants_without_candidate(piece)) continue;
      if (!scanner.judges_lines()) return false;
      BlobResult found;
      lane.worker->scan(piece, lane.candidates, found);
      if (found.decoded || !tells_of_versions(lane, found)) return false;
    }
  }
  return true;
}

Result<Ok> BlobScanner::scan(std::size_t index) {
  const source::Item& item = plan_.items[index];
  source::Content content = GATE_TRY(reader_->read(item));
  const bool had_gap = !content.gaps.empty();
  for (Gap& g : content.gaps) {
    if (g.place.empty()) g.place = item.path;
    gathered_.gaps.push_back(std::move(g));
  }
  if (content.skip) {
    for (Note& n : content.notes) {
      if (n.place.empty()) n.place = item.path;
      gathered_.notes.push_back(std::move(n));
    }
    // A pointer whose object is elsewhere is no content that a scanner missed.
    if (!had_gap) ++gathered_.files;
    return Ok{};
  }

  if (GATE_TRY(scan_members(index, content))) return Ok{};
  for (Note& n : content.notes) {
    if (n.place.empty()) n.place = item.path;
    gathered_.notes.push_back(n);
  }
  return scan_content(index, item, {}, content, had_gap);
}

Result<Ok> BlobScanner::scan_content(std::size_t index, const source::Item& item, const std::string& inner, const source::Content& content,
                                     bool had_gap) {
  // A version that replaces nothing is all new.
  const Span whole{0, static_cast<std::uint32_t>(content.bytes.size())};
  std::optional<std::span<const Span>> changed = content.changed;
  if (!changed && !item.before.empty()) changed = std::span(&whole, 1);
  const Blob blob{content.bytes, item.path, item.id, changed};
  std::vector<Finding> all;
  std::vector<Span> seen_secrets;
  std::vector<Place> places;
  bool reached = false;
  bool secrets_ran = false;
  std::optional<std::uint32_t> left_out;  // no secrets are looked for
  if (options_.ignores != nullptr && !item.path.empty() && !item.is_message) left_out = options_.ignores->left_out(item.path);
  const bool unchanged = inner.empty() && nothing_new(item, content);
  bool clean = true;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Scanner& scanner = *scanners_[i].scanner;
    if (!takes(scanner, item)) continue;
    if (left_out && scanner.name() == "secrets") {
      ++gathered_.left_out[*left_out];
      ++gathered_.counts.files_excluded;
      clean = false;
      continue;
    }
    reached = true;
    if (unchanged) continue;
    BlobResult result;
    run_lane(lanes_[i], blob, result);
    clean = clean && tells_of_versions(lanes_[i], result);
    if (!item.path.empty() && !item.is_message)
      scanner.scan_path(item.path, result);
    else if (!inner.empty())  // a history's own names are asked elsewhere
      scanner.scan_path(inner, result);
    for (const Finding& f : result.findings) {
      if (is_secret(f)) seen_secrets.push_back(f.region.span);
      places.push_back(place_of(content.bytes, f));
    }
    seen_secrets.insert(seen_secrets.end(), result.hidden.begin(), result.hidden.end());
    std::vector<Finding> old;
    if (scanner.view() == View::every_version) {
      secrets_ran = true;
      if (blob.changed) {
        move_if(result.findings, old, [&](const Finding& f) { return !touches(f.region.span, *blob.changed); });
      }
    } else {
      drop_old_findings(lanes_[i], blob, content.previous, result.findings, old);
    }
    if (!item.moved_from.empty())
      move_if(old, result.findings, [&](const Finding& f) { return came_with_move(scanner, item, f); });
    if (!old.empty() && !content.previous.empty()) {
      for (Finding& f : unsilenced(lanes_[i], blob, content.previous, std::move(old)))
        result.findings.push_back(std::move(f));
    }
    for (Gap& g : result.gaps) {
      g.place = item.path.empty() ? item.id.hex() + inner : item.path + (g.place.empty() ? "" : ":" + g.place);
      gathered_.gaps.push_back(std::move(g));
    }
    for (Note& n : result.notes) {
      n.place = item.path.empty() ? item.id.hex() + inner : item.path + (n.place.empty() ? "" : ":" + n.place);
      gathered_.notes.push_back(std::move(n));
    }
    // A history's content is blind to paths: there place() is called at the join.
    if (!item.path.empty()) {
      const ObjectId commit = commit_of(item);
      std::erase_if(result.findings, [&](Finding& f) { return !scanner.place(f, item.path, commit); });
    }
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(all));
  }
  if (clean && !had_gap && inner.empty() && content.notes.empty()) reader_->settle_clean();
  if (reached) {
    gathered_.counts.blobs += 1;
    gathered_.files += item.is_message ? 0U : 1U;
    gathered_.counts.bytes += content.bytes.size();
    gathered_.counts.lines += count_lines(content.bytes);
  }
  if (all.empty()) return Ok{};
  std::vector<Span> secrets = secret_spans(blob, secrets_ran, all);
  secrets.insert(secrets.end(), seen_secrets.begin(), seen_secrets.end());
  std::sort(secrets.begin(), secrets.end());
  complete(index, item, inner, blob, content.previous, std::move(secrets), std::move(places), std::move(all));
  return Ok{};
}

std::vector<Place> BlobScanner::places_of_version(std::string_view bytes, std::string_view path) {
  const Blob blob{bytes, path, {}, std::nullopt};
  std::vector<Finding> all;
  bool secrets_ran = false;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Scanner& scanner = *scanners_[i].scanner;
    if (!scanner.wants(path) || scanner.rules().empty()) continue;
    secrets_ran = secrets_ran || scanner.view() == View::every_version;
    BlobResult result;
    run_lane(lanes_[i], blob, result);
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(all));
  }
  std::vector<Place> places;
  for (const Finding& f : all) places.push_back(place_of(bytes, f));
  if (places.empty()) return places;
  name_places(bytes, LineIndex(bytes), Masker(bytes, secret_spans(blob, secrets_ran, all)), places);
  return places;
}

// A place whose value the change replaced: what silences the place was meant
// for the old value.
void BlobScanner::compare_values(const Blob& blob, std::string_view previous, std::vector<Hit>& hits, std::size_t first) {
  const bool any = std::any_of(hits.begin() + static_cast<std::ptrdiff_t>(first), hits.end(),
                               [](const Hit& h) { return !h.finding.value.empty(); });
  if (!any || previous.empty()) return;
  std::map<std::tuple<const Rule*, std::string_view, std::uint32_t>, std::string_view> before;
  const std::vector<Place> places = places_of_version(previous, blob.path);
  for (const Place& p : places) before.try_emplace({p.rule, p.context, p.ordinal}, p.value);
  for (std::size_t i = first; i < hits.size(); ++i) {
    Finding& f = hits[i].finding;
    const auto it = before.find({f.rule, hits[i].context, hits[i].ordinal});
    if (it != before.end() && it->second != f.value) f.value_changed = true;
  }
}

void BlobScanner::complete(std::size_t index, const source::Item& item, const std::string& inner, const Blob& blob,
                           std::string_view previous, std::vector<Span> secrets, std::vector<Place> places,
                           std::vector<Finding> findings) {
  const LineIndex lines(blob.bytes);
  const Masker masker(blob.bytes, secrets);
  Occurrence at;
  at.path = item.path;
  if (item.commit != source::kNoCommit) {
    const source::Commit& c = plan_.commits[item.commit];
    at.commit = c.id;
    at.author = c.author;
    at.time = c.time;
  }
  for (Finding& f : findings) {
    f.at = at;
    f.place = item.place;
    f.blob = blob.id;
    if (item.path.empty()) f.inner = inner;
    f.region = lines.region(f.region.span);
    f.message = masker.mask(f.message);
    f.confidence_why = masker.mask(f.confidence_why);
    f.excerpt = make_excerpt(blob.bytes, lines, masker, f.region.span);
    for (Step& s : f.steps) {
      if (s.path.empty()) s.path = item.path;
      if (s.path != item.path) continue;
      s.region = lines.region(s.region.span);
      s.message = masker.mask(s.message);
      s.excerpt = make_excerpt(blob.bytes, lines, masker, s.region.span);
    }
    if (f.fix) {
      f.fix->region = lines.region(f.fix->span);
      // A fix that repeats a secret cannot be shown; half a fix is worse than none.
      if (masker.mask(f.fix->replacement) != f.fix->replacement) f.fix.reset();
    }
    if (f.statement.empty()) f.statement = f.region.span;
  }
  if (options_.line_hashes) name_lines(blob.bytes, findings);
  if (options_.ignores != nullptr) options_.ignores->know(blob.bytes, previous, lines, findings);
  policy::apply_directives(item.path, blob.bytes, lines, blob.changed, options_.directives, findings, gathered_.warnings);
  name_places(blob.bytes, lines, masker, places);
  std::map<std::pair<const Rule*, Span>, const Place*> named;
  for (const Place& p : places) named.try_emplace({p.rule, p.span}, &p);
  const std::size_t first = gathered_.hits.size();
  for (Finding& f : findings) {
    if (f.suppression) f.suppression->reason = masker.mask(f.suppression->reason);
    // What place() made of a finding (another rule speaks) stands at its span's own place.
    const auto known = named.find({f.rule, f.region.span});
    Place own;
    if (known == named.end()) {
      std::vector<Place> alone{place_of(blob.bytes, f)};
      name_places(blob.bytes, lines, masker, alone);
      own = std::move(alone.front());
    }
    const Place& place = known == named.end() ? own : *known->second;
    f.value = place.value;
    f.at.line = f.region.span.empty() ? 0 : f.region.begin.line;
    gathered_.hits.push_back({std::move(f), index, place.context, place.ordinal});
  }
  if (options_.directives.merge_check) compare_values(blob, previous, gathered_.hits, first);
}

}  // namespace gogate::run
