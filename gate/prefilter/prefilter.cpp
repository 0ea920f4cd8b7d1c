#include "gate/prefilter/prefilter.h"

#include <hs/hs.h>

#include <algorithm>
#include <utility>

#include "gate/prefilter/database.h"
#include "gate/prefilter/regex_syntax.h"
#include "gate/prefilter/runs.h"

namespace gogate {

struct PrefilterScratch::State {
  hs_scratch_t* scratch = nullptr;
  // For which the scratch is large enough. Holding them keeps an address from
  // being used again by another database.
  std::vector<std::shared_ptr<const prefilter::Database>> seen;
  std::string folded;
  Candidates pending;  // patterns with a condition on runs that is still to be checked

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
  Candidates* pending;
  const Candidates* conditional;
  std::uint32_t base;
  std::uint32_t count;  // higher ids stand for U+212A and U+017F
  bool has_folds = false;
};

int on_match(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
  Sink& sink = *static_cast<Sink*>(context);
  if (id < sink.count) {
    if (sink.conditional->has(id)) {
      sink.pending->set(id);
    } else {
      sink.out->set(sink.base + id);
    }
  } else {
    sink.has_folds = true;
  }
  return 0;
}

bool scan_part(const prefilter::Database& db, std::string_view bytes, hs_scratch_t* scratch, Sink& sink) {
  return hs_scan(db.handle(), bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch, on_match, &sink) ==
         HS_SUCCESS;
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
  const prefilter::Outline& outline = database_->outline();
  for (const std::uint32_t id : outline.always) out.set(id_base + id);
  if (database_->handle() == nullptr || bytes.empty()) return;
  if (bytes.size() > part) {
    for (const std::uint32_t id : outline.wide) out.set(id_base + id);
  }
  PrefilterScratch::State& state = *scratch.state_;
  if (!outline.runs.empty()) state.pending = Candidates(outline.pattern_count);
  Sink sink{&out, &state.pending, &database_->conditional(), id_base, outline.pattern_count};
  bool whole = state.prepare(database_);
  for (std::size_t from = 0; whole; from += part - overlap) {
    const std::string_view piece = bytes.substr(from, part);
    whole = scan_part(*database_, piece, state.scratch, sink);
    if (whole && sink.has_folds) {
      prefilter::fold_text(piece, state.folded);
      whole = scan_part(*database_, state.folded, state.scratch, sink);
      sink.has_folds = false;
    }
    if (from + piece.size() >= bytes.size()) break;
  }
  if (whole) {
    if (!state.pending.any() || outline.runs.empty()) return;
    const prefilter::RunLengths lengths = prefilter::run_lengths(bytes);
    for (const prefilter::Outline::Run& r : outline.runs)
      if (state.pending.has(r.id) && lengths.meet(r.run)) out.set(id_base + r.id);
    return;
  }
  for (std::uint32_t id = 0; id < outline.pattern_count; ++id) out.set(id_base + id);
}

Result<Ok> check_regex(std::string_view regex) {
  const auto parsed = prefilter::parse_regex(regex);
  if (!parsed && parsed.error().code != Errc::unsupported) return std::unexpected(parsed.error());
  return Ok{};
}

}  // namespace gogate
