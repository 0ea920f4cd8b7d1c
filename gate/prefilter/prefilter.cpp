#include "gate/prefilter/prefilter.h"

#include <hs/hs.h>

#include <algorithm>
#include <utility>

#include "gate/prefilter/database.h"
#include "gate/prefilter/regex_syntax.h"
#include "gate/prefilter/places.h"

namespace gogate {

struct PrefilterScratch::State {
  hs_scratch_t* scratch = nullptr;
  // For which the scratch is large enough. Holding them keeps an address from
  // being used again by another database.
  std::vector<std::shared_ptr<const prefilter::Database>> seen;
  std::string folded;
  prefilter::PlaceFinder places;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { hs_free_scratch(scratch); }

  bool prepare(const std::shared_ptr<const prefilter::Database>& db) {
    if (std::ranges::find(seen, db) != seen.end()) return true;
    if (hs_alloc_scratch(db->handle(), &scratch) != HS_SUCCESS) return false;
    seen.push_back(db);
    return true;
  }
};

PrefilterScratch::PrefilterScratch() : state_(std::make_unique<State>()) {}
PrefilterScratch::~PrefilterScratch() = default;
PrefilterScratch::PrefilterScratch(PrefilterScratch&&) noexcept = default;
PrefilterScratch& PrefilterScratch::operator=(PrefilterScratch&&) noexcept = default;

namespace {

struct Sink {
  Candidates* out;
  const prefilter::Database* database;
  prefilter::PlaceFinder* places;
  std::uint32_t base;
  std::uint32_t count;   // higher ids stand for U+212A and U+017F
  std::size_t from = 0;  // of the part
  bool folded = false;   // the part is a folded one, with other offsets
};

int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  Sink& sink = *static_cast<Sink*>(context);
  const auto end = static_cast<std::size_t>(to);
  if (id >= sink.count) {
    if (!sink.folded) sink.places->add_fold(sink.from + end, id == sink.count ? prefilter::kKelvinBytes : prefilter::kLongSBytes);
    return 0;
  }
  const std::uint32_t pattern = sink.base + id;
  const prefilter::Outline::Located* located = sink.database->located(id);
  if (located == nullptr) {
    sink.out->set(pattern);
  } else if (!sink.out->everywhere(pattern)) {
    if (sink.folded)
      sink.places->add_folded(*located, end, pattern, *sink.out);
    else
      sink.places->add(*located, sink.from + end, pattern, *sink.out);
  }
  return 0;
}

bool scan_part(const prefilter::Database& db, std::string_view bytes, hs_scratch_t* scratch, Sink& sink) {
  return hs_scan(db.handle(), bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch, on_match, &sink) ==
         HS_SUCCESS;
}

// What matches a text in which U+212A or U+017F stand for a k or an s: a match
// holds one of them, and lies in a window around it, or it was found before.
bool scan_folds(std::string_view bytes, hs_scratch_t* scratch, std::string& folded, Sink& sink) {
  const prefilter::Outline& outline = sink.database->outline();
  const prefilter::Margin margin{std::max<std::uint64_t>(outline.margin, 3 * prefilter::kLongestPlace), outline.margin_lines};
  std::vector<Span> windows;
  if (outline.wide_folds || !prefilter::make_windows(bytes, sink.places->folds(), margin, windows))
    windows.assign(1, {0, static_cast<std::uint32_t>(bytes.size())});
  sink.folded = true;
  for (const Span window : windows) {
    prefilter::fold_text(bytes.substr(window.begin, window.size()), folded);
    sink.places->begin_folded(window);
    if (!scan_part(*sink.database, folded, scratch, sink)) return false;
  }
  return true;
}

}  // namespace

Prefilter::Prefilter(std::shared_ptr<const prefilter::Database> database) : database_(std::move(database)) {}

Result<Prefilter> Prefilter::compile(std::span<const PatternSpec> patterns, Machine machine) {
  return Prefilter(GATE_TRY(prefilter::Database::compile(patterns, machine == Machine::any)));
}

Result<Prefilter> Prefilter::load(std::string_view serialized_database, std::size_t pattern_count) {
  return Prefilter(GATE_TRY(prefilter::Database::load(serialized_database, pattern_count)));
}

std::string Prefilter::serialize() const { return database_->serialize(); }
prefilter::Margin Prefilter::window_margin() const { return {database_->outline().margin, database_->outline().margin_lines}; }
bool Prefilter::any_anchored(const Candidates& candidates, std::uint32_t id_base) const {
  return std::ranges::any_of(database_->outline().anchored, [&](std::uint32_t id) { return candidates.has(id_base + id); });
}
std::size_t Prefilter::pattern_count() const { return database_->outline().pattern_count; }
prefilter::Effort Prefilter::effort(std::size_t pattern) const { return database_->effort(pattern); }

void Prefilter::scan(std::string_view bytes, PrefilterScratch& scratch, Candidates& out, std::uint32_t id_base) const {
  scan_in_parts(bytes, prefilter::kPart, prefilter::kOverlap, scratch, out, id_base);
}

void Prefilter::scan_in_parts(std::string_view bytes, std::size_t part, std::size_t overlap, PrefilterScratch& scratch,
                              Candidates& out, std::uint32_t id_base) const {
  std::vector<Piece> pieces;
  for (std::size_t from = 0;; from += part - overlap) {
    const std::size_t end = bytes.size() - from <= part ? bytes.size() : from + part;
    pieces.push_back({from, end});
    if (end == bytes.size()) break;
  }
  scan_pieces(bytes, pieces, pieces.size() > 1, scratch, out, id_base);
}

void Prefilter::scan_windows(std::string_view text, std::span<const Span> windows, PrefilterScratch& scratch,
                             Candidates& out, std::uint32_t id_base) const {
  std::vector<Piece> pieces;
  for (const Span w : windows) pieces.push_back({w.begin, w.end});
  scan_pieces(text, pieces, false, scratch, out, id_base);
}

void Prefilter::scan_pieces(std::string_view text, std::span<const Piece> pieces, bool cut, PrefilterScratch& scratch,
                            Candidates& out, std::uint32_t id_base) const {
  const prefilter::Outline& outline = database_->outline();
  for (const std::uint32_t id : outline.always) out.set(id_base + id);
  if (database_->handle() == nullptr || text.empty()) return;
  if (cut) {
    for (const std::uint32_t id : outline.wide) out.set(id_base + id);
  }
  PrefilterScratch::State& state = *scratch.state_;
  state.places.begin(text);
  Sink sink{&out, database_.get(), &state.places, id_base, outline.pattern_count};
  bool whole = state.prepare(database_);
  for (const Piece& piece : pieces) {
    if (!whole) break;
    sink.from = piece.begin;
    whole = scan_part(*database_, text.substr(piece.begin, piece.end - piece.begin), state.scratch, sink);
  }
  if (whole && !state.places.folds().empty())
    whole = text.size() <= prefilter::kPart && scan_folds(text, state.scratch, state.folded, sink);
  if (whole) return;
  for (std::uint32_t id = 0; id < outline.pattern_count; ++id) out.set(id_base + id);
}

void Prefilter::copy_anchored(const Candidates& from, Candidates& to, std::uint32_t id_base) const {
  const prefilter::Outline& outline = database_->outline();
  for (const std::uint32_t id : outline.anchored)
    if (from.everywhere(id_base + id)) to.set(id_base + id);
  for (const Candidates::Place& p : from.places()) {
    if (p.pattern < id_base || p.pattern - id_base >= outline.pattern_count) continue;
    if (!std::ranges::binary_search(outline.anchored, p.pattern - id_base)) continue;
    if (p.starts == Candidates::kAnyStart)
      to.add(p.pattern, p.begin, p.end);
    else
      to.add_start(p.pattern, p.begin, p.starts, p.end);
  }
}

Result<Ok> check_regex(std::string_view regex) {
  const auto parsed = prefilter::parse_regex(regex);
  if (!parsed && parsed.error().code != Errc::unsupported) return std::unexpected(parsed.error());
  return Ok{};
}

}  // namespace gogate
