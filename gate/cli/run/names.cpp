#include "gate/cli/run/names.h"

#include <algorithm>

#include "gate/cli/run/excerpt.h"
#include "gate/core/line_index.h"

namespace gogate::run {
namespace {

constexpr std::size_t kChunk = 64 << 10;
constexpr std::size_t kShortest = 8;  // no rule finds a secret in less

bool is_secret(const Finding& f) { return !f.secret.empty(); }

}  // namespace

NameScanner::NameScanner(std::span<const PreparedScanner> scanners, const PreparedScanner* masking) {
  for (const PreparedScanner& s : scanners) {
    if (s.scanner->view() != View::every_version || s.scanner->rules().empty()) continue;
    lanes_.emplace_back(s);
    masking_.emplace_back(s);
  }
  const bool same = std::ranges::any_of(scanners, [&](const PreparedScanner& s) { return masking != nullptr && s.scanner == masking->scanner; });
  if (masking != nullptr && !same) masking_.emplace_back(*masking);
}

NameHits NameScanner::scan(const source::Plan& plan, bool needs_locating) {
  NameHits out;
  if (lanes_.empty()) return out;
  // Many names at a time: nearly always there is nothing in any of them. What
  // is found is looked for again in its own name, so that neighbours do not matter.
  std::string chunk;
  std::vector<std::pair<std::uint32_t, std::size_t>> starts;  // where each name begins
  const auto flush = [&] {
    std::vector<std::size_t> suspects;
    for (Lane& lane : lanes_) {
      BlobResult found;
      lane.run(Blob{chunk, {}, {}, std::nullopt}, found);
      for (const Finding& f : found.findings) {
        const auto after = std::ranges::upper_bound(starts, f.region.span.begin, {}, &std::pair<std::uint32_t, std::size_t>::first);
        if (after != starts.begin()) suspects.push_back(std::prev(after)->second);
      }
    }
    std::ranges::sort(suspects);
    const auto rest = std::ranges::unique(suspects);
    suspects.erase(rest.begin(), rest.end());
    for (const std::size_t i : suspects) look_into(plan.names[i], plan, needs_locating, out);
    chunk.clear();
    starts.clear();
  };
  for (std::size_t i = 0; i < plan.names.size(); ++i) {
    const std::string& text = plan.names[i].text;
    if (text.size() < kShortest) continue;
    starts.emplace_back(static_cast<std::uint32_t>(chunk.size()), i);
    chunk += text;
    chunk += '\n';
    if (chunk.size() >= kChunk) flush();
  }
  if (!chunk.empty()) flush();
  return out;
}

void NameScanner::look_into(const source::Name& name, const source::Plan& plan, bool needs_locating, NameHits& out) {
  const bool open = needs_locating && name.where.empty();
  const std::string where = name.where.empty() ? "path:" + name.text : name.where;
  const Blob blob{name.text, {}, {}, std::nullopt};
  std::vector<Span> secrets = secrets_in(name.text);
  for (Lane& lane : lanes_) {
    BlobResult found;
    lane.run(blob, found);
    const LineIndex lines(name.text);
    const Masker masker(name.text, secrets);
    for (Finding& f : found.findings) {
      if (!is_secret(f)) continue;
      const source::Commit* const commit = name.commit == source::kNoCommit ? nullptr : &plan.commits[name.commit];
      if (!open && !lane.prepared->scanner->place(f, name.place == PlaceKind::path_name ? name.text : where, commit == nullptr ? ObjectId{} : commit->id))
        continue;
      f.place = name.place;
      f.published = name.published;
      f.at = {where, commit == nullptr ? ObjectId{} : commit->id, commit == nullptr ? std::string() : commit->author,
              commit == nullptr ? 0 : commit->time};
      f.region = lines.region(f.region.span);
      f.message = masker.mask(f.message);
      f.confidence_why = masker.mask(f.confidence_why);
      f.excerpt = make_excerpt(name.text, lines, masker, f.region.span);
      if (f.statement.empty()) f.statement = f.region.span;
      f.fix.reset();
      if (open) out.open_names.push_back(name.text);
      (open ? out.open : out.placed).push_back({std::move(f), 0, {}});
    }
  }
}

std::vector<Span> NameScanner::secrets_in(std::string_view text) {
  std::vector<Span> out;
  for (Lane& lane : masking_) {
    BlobResult found;
    lane.run(Blob{text, {}, {}, std::nullopt}, found);
    for (const Finding& f : found.findings)
      if (is_secret(f)) out.push_back(f.region.span);
  }
  return out;
}

const std::string& NameScanner::mask(const std::string& text) {
  const auto [it, is_new] = masked_.try_emplace(text, text);
  if (!is_new || text.size() < kShortest) return it->second;
  const std::vector<Span> secrets = secrets_in(text);
  if (!secrets.empty()) it->second = Masker(text, secrets).mask(text);
  return it->second;
}

void NameScanner::mask_report(Report& report) {
  const auto replace = [&](std::string& text) { text = mask(text); };
  const auto place = [&](Occurrence& o) {
    replace(o.path);
    replace(o.author);
    for (Removal& r : o.removed) replace(r.author);
  };
  for (Finding& f : report.findings) {
    place(f.at);
    for (Occurrence& o : f.also) place(o);
    for (Step& s : f.steps) replace(s.path);
  }
  for (Gap& g : report.gaps) {
    replace(g.place);
    replace(g.why);
    replace(g.next_step);
  }
  for (Note& n : report.notes) {
    replace(n.place);
    replace(n.what);
  }
  for (std::string& w : report.warnings) replace(w);
  replace(report.scope);
  replace(report.branch);
  replace(report.root);
  replace(report.policy_origin);
}

}  // namespace gogate::run
