#include "gate/prefilter/database.h"

#include <hs/hs.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace gogate::prefilter {
namespace {

constexpr std::string_view kMagic = "gogate prefilter 5\n";

struct FreeError {
  void operator()(hs_compile_error_t* e) const { hs_free_compile_error(e); }
};

// See libhs.cmake.
#ifdef GOGATE_LIBHS_MISSES_MATCHES
constexpr bool kEngineWorks = false;
#else
constexpr bool kEngineWorks = true;
#endif

Effort next(Effort e) { return static_cast<Effort>(static_cast<std::uint8_t>(e) + 1); }

struct Expressions {
  std::vector<std::string> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;

  void add(std::string text, std::size_t id, unsigned extra) {
    texts.push_back(std::move(text));
    flags.push_back(HS_FLAG_DOTALL | extra);
    ids.push_back(static_cast<unsigned>(id));
  }
};

}  // namespace

void Database::Free::operator()(hs_database* db) const { hs_free_database(db); }

Result<std::shared_ptr<const Database>> Database::compile(std::span<const PatternSpec> patterns, bool any_machine) {
  auto made = std::make_shared<Database>();
  const std::size_t count = patterns.size();
  made->efforts_.assign(count, kEngineWorks ? Effort::full : Effort::always);
  hs_platform_info_t platform{};
  platform.tune = HS_TUNE_FAMILY_GENERIC;
  if (!any_machine) hs_populate_platform(&platform);

  std::vector<Filter> filters(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto filter = widen(patterns[i], made->efforts_[i]);
    if (!filter) return std::unexpected(std::move(filter).error().within("pattern " + std::to_string(i)));
    filters[i] = std::move(*filter);
  }

  // Vectorscan names the expression that it cannot take; that one gets a
  // simpler filter, and all is tried again. Each pattern has few steps to fall.
  for (;;) {
    Expressions e;
    made->outline_ = {};
    made->outline_.pattern_count = static_cast<std::uint32_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
      const Filter& f = filters[i];
      if (f.always) {
        made->outline_.always.push_back(static_cast<std::uint32_t>(i));
        made->efforts_[i] = Effort::always;
        continue;
      }
      if (f.anchored) made->outline_.anchored.push_back(static_cast<std::uint32_t>(i));
      made->outline_.margin = std::max(made->outline_.margin, f.margin);
      made->outline_.margin_lines = std::max(made->outline_.margin_lines, f.margin_lines);
      const bool located = f.around.known && made->efforts_[i] == Effort::full;
      if (located) made->outline_.located.push_back({static_cast<std::uint32_t>(i), f.around, patterns[i].run, patterns[i].leads});
      if (f.max_width > kOverlap / 2) made->outline_.wide.push_back(static_cast<std::uint32_t>(i));
      made->outline_.folds = made->outline_.folds || f.folded || located;
      made->outline_.wide_folds = made->outline_.wide_folds || (f.folded && !located && f.max_width > kLongestPlace);
      e.add(f.expression, i, (located ? 0U : HS_FLAG_SINGLEMATCH) | (made->efforts_[i] == Effort::reduced ? HS_FLAG_PREFILTER : 0U));
    }
    const std::size_t own = e.texts.size();
    made->number_located();
    if (own == 0) return made;
    if (made->outline_.folds) {
      e.add("\\xe2\\x84\\xaa", count, 0);
      e.add("\\xc5\\xbf", count + 1, 0);
    }
    std::vector<const char*> texts;
    for (const std::string& t : e.texts) texts.push_back(t.c_str());
    hs_database_t* db = nullptr;
    hs_compile_error_t* raw = nullptr;
    const hs_error_t rc = hs_compile_multi(texts.data(), e.flags.data(), e.ids.data(),
                                           static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, &platform, &db, &raw);
    const std::unique_ptr<hs_compile_error_t, FreeError> error(raw);
    if (rc == HS_SUCCESS) {
      made->handle_.reset(db);
      return made;
    }
    if (rc != HS_COMPILER_ERROR || error == nullptr) return fail(Errc::internal, "compiling the prefilter: no memory");
    // Without a name all of them together are too much: simplify every one.
    std::vector<std::size_t> simplify;
    if (error->expression >= 0 && static_cast<std::size_t>(error->expression) < own) {
      simplify.push_back(e.ids[static_cast<std::size_t>(error->expression)]);
    } else {
      simplify.assign(e.ids.begin(), e.ids.begin() + static_cast<std::ptrdiff_t>(own));
    }
    for (const std::size_t i : simplify) {
      const std::string before = filters[i].expression;
      do {
        made->efforts_[i] = next(made->efforts_[i]);
        filters[i] = GATE_TRY(widen(patterns[i], made->efforts_[i]));
      } while (!filters[i].always && filters[i].expression == before && made->efforts_[i] != Effort::reduced);
    }
  }
}

void Database::number_located() {
  located_.assign(outline_.pattern_count, 0);
  for (std::size_t n = 0; n < outline_.located.size(); ++n)
    located_[outline_.located[n].id] = static_cast<std::uint32_t>(n + 1);
}

std::string Database::serialize() const {
  codec::Writer w;
  w(outline_);
  std::string outline = w.take();
  std::string out(kMagic);
  const auto size = static_cast<std::uint32_t>(outline.size());
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out += outline;
  if (handle_) {
    char* bytes = nullptr;
    std::size_t length = 0;
    if (hs_serialize_database(handle_.get(), &bytes, &length) == HS_SUCCESS) {
      out.append(bytes, length);
      std::free(bytes);
    }
  }
  return out;
}

namespace {

// As compile() makes them: what looks for places relies on it.
bool is_sound(const Outline::Located& l) {
  const auto bound = [](std::uint64_t n) { return n == kEndless || n <= kLongestPlace; };
  const Surroundings& a = l.around;
  return bound(a.before) && bound(a.after) && a.reach <= kLongestPlace && a.feeds <= kMostPlaceLines &&
         l.run.of <= RunCondition::Bytes::token &&
         (l.run.lengths & ((std::uint64_t{1} << kShortestRun) - 1)) == 0;
}

}  // namespace

Result<std::shared_ptr<const Database>> Database::load(std::string_view serialized, std::size_t pattern_count) {
  const auto damaged = [](std::string_view why) {
    return fail(Errc::corrupt, "serialized prefilter: " + std::string(why));
  };
  if (!serialized.starts_with(kMagic)) return damaged("of another version, or none at all");
  serialized.remove_prefix(kMagic.size());
  std::uint32_t size = 0;
  if (serialized.size() < sizeof size) return damaged("cut short");
  std::memcpy(&size, serialized.data(), sizeof size);
  serialized.remove_prefix(sizeof size);
  if (serialized.size() < size) return damaged("cut short");
  auto made = std::make_shared<Database>();
  codec::Reader r(serialized.substr(0, size));
  r(made->outline_);
  serialized.remove_prefix(size);
  Outline& o = made->outline_;
  if (!r.done()) return damaged("cut short");
  if (o.pattern_count != pattern_count) return damaged("made for other patterns");
  made->efforts_.assign(pattern_count, Effort::full);
  for (const auto* ids : {&o.always, &o.wide, &o.anchored}) {
    for (const std::uint32_t id : *ids) {
      if (id >= pattern_count) return damaged("made for other patterns");
      if (ids == &o.always) made->efforts_[id] = Effort::always;
    }
  }
  for (const Outline::Located& wanted : o.located)
    if (wanted.id >= pattern_count || !is_sound(wanted)) return damaged("made for other patterns");
  made->number_located();
  if (serialized.empty()) {
    if (o.always.size() != pattern_count) return damaged("cut short");
    return made;
  }
  if (!kEngineWorks) return damaged("made with another Vectorscan");
  hs_database_t* db = nullptr;
  const hs_error_t rc = hs_deserialize_database(serialized.data(), serialized.size(), &db);
  if (rc == HS_DB_PLATFORM_ERROR) return damaged("for another processor");
  if (rc != HS_SUCCESS) return damaged("not a Vectorscan database of this version");
  made->handle_.reset(db);
  return made;
}

std::string engine_identity() {
  hs_platform_info_t p{};
  hs_populate_platform(&p);
  return std::string(hs_version()) + " tune " + std::to_string(p.tune) + " features " + std::to_string(p.cpu_features);
}

bool engine_works() { return kEngineWorks; }

}  // namespace gogate::prefilter
