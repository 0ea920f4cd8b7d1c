#include "scanners/gopatterns/generic_matcher.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

using Does = GenericPattern::Op;
using Step = GenericPattern::Step;

constexpr unsigned kDepth = 3'000;               // ellipses and blocks within one match
constexpr std::size_t kMostMatches = 100'000;    // of one pattern in one document
constexpr std::size_t kMostRemembered = 500'000;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15U + b + 0x7F4A7C15U;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  return x ^ (x >> 27);
}

}  // namespace

bool GenericMatcher::spend() {
  if (steps_ == 0) return false;
  return --steps_ != 0;
}

void GenericMatcher::undo(std::size_t trail) {
  for (; trail_.size() > trail; trail_.pop_back()) bindings_[trail_.back()] = Binding{};
}

bool GenericMatcher::bind(std::uint32_t number, Span span) {
  if (number == kAnonymous) return true;
  Binding& b = bindings_[number];
  if (b.bound) {
    const std::string_view text = document_->text();
    return text.substr(b.span.begin, b.span.size()) == text.substr(span.begin, span.size());
  }
  b.span = span;
  b.bound = true;
  trail_.push_back(number);
  return true;
}

// From where the token before it ends, so that blanks belong to it.
bool GenericMatcher::bind_skipped(const Step& step, const Here& from, std::uint32_t to) {
  if (step.metavariable == kAnonymous) return true;
  const auto& tokens = document_->tokens();
  const std::uint32_t begin = from.last > begin_ ? document_->span_of(from.last - 1).end
                              : from.at < tokens.size() ? tokens[from.at].begin
                                                        : document_->span_of(from.at - 1).end;
  return bind(step.metavariable, {begin, to > from.at ? document_->span_of(to - 1).end : begin});
}

// Whether nothing but ellipses is asked for from this step to the end of its block.
bool GenericMatcher::may_end_at(std::size_t step) const {
  const std::vector<Step>& steps = pattern_->steps;
  for (; step < steps.size() && steps[step].op != Does::close; ++step) {
    if (steps[step].op == Does::open && steps[step].empty) step = steps[step].stop;
    else if (steps[step].op != Does::skip) return false;
  }
  return true;
}

bool GenericMatcher::only_ends_behind(std::size_t step) const {
  const std::vector<Step>& steps = pattern_->steps;
  return std::all_of(steps.begin() + static_cast<std::ptrdiff_t>(step) + 1, steps.end(), [](const Step& s) { return s.op == Does::close; });
}

bool GenericMatcher::run(std::size_t step, Here here, const Scope* scope) {
  const std::vector<Step>& steps = pattern_->steps;
  const auto& tokens = document_->tokens();
  const auto take = [&] {
    here.block = tokens[here.at].block;
    here.last = ++here.at;
  };
  for (; step < steps.size(); ++step) {
    if (!spend()) return false;
    const Step& s = steps[step];
    switch (s.op) {
      case Does::word:
      case Does::byte:
        if (here.at >= scope->stop || tokens[here.at].symbol != symbols_[step]) return false;
        take();
        break;
      case Does::any_word:
        if (here.at >= scope->stop || !document_->is_word(here.at) || !bind(s.metavariable, document_->span_of(here.at))) return false;
        take();
        break;
      case Does::open: {
        const std::uint32_t next = here.at < document_->blocks()[here.block].stop ? document_->block_at(here.at) : 0;
        if (next != 0 && next != scope->block) {
          if (depth_ >= kDepth) {
            steps_ = 0;
            return false;
          }
          const Scope inner{document_->blocks()[next].stop, next, mix(scope->key, next), scope, here.block};
          ++depth_;
          const bool found = run(step + 1, {here.at, here.last, next}, &inner);
          --depth_;
          return found;
        }
        if (!s.empty || (here.at >= document_->blocks()[here.block].stop && !may_end_at(s.stop + 1))) return false;
        step = s.stop;
        break;
      }
      case Does::close:
        // The end of a block that the pattern did not ask for is an end, too.
        if (here.at != document_->blocks()[here.block].stop) return false;
        here = {scope->stop, here.last, scope->left};
        scope = scope->around;
        break;
      case Does::skip: return skip(step, here, scope);
    }
  }
  end_ = here.last;
  return true;
}

bool GenericMatcher::skip(std::size_t step, Here here, const Scope* scope) {
  if (depth_ >= kDepth) {
    steps_ = 0;
    return false;
  }
  const std::vector<Step>& steps = pattern_->steps;
  const auto& tokens = document_->tokens();
  const Step& s = steps[step];
  const std::uint32_t at = here.at;
  // Counted from the last token that matched; before the first one, from here.
  const std::uint32_t from = here.last > begin_ ? here.last - 1 : std::min(at, static_cast<std::uint32_t>(tokens.size() - 1));
  const std::uint64_t from_line = tokens[from].line;
  const std::uint64_t last_line = from_line + std::uint64_t{s.times} * settings_.lines;
  const auto beyond = [&](std::uint32_t stop) {  // the first token that is out of reach
    const auto it = std::upper_bound(tokens.begin() + at, tokens.begin() + std::max(at, stop), last_line,
                                     [](std::uint64_t line, const auto& t) { return line < t.line; });
    return static_cast<std::uint32_t>(it - tokens.begin());
  };
  // At the end it takes what it can of its block; before the end of a block
  // that something follows, all of it.
  const std::uint32_t block_stop = document_->blocks()[here.block].stop;
  if (only_ends_behind(step)) {
    const std::uint32_t end = beyond(block_stop);
    if (!bind_skipped(s, here, end)) return false;
    end_ = end > at ? end : here.last;
    return true;
  }
  const Step& next = steps[step + 1];
  if (next.op == Does::close) {
    const std::uint32_t last = block_stop > at ? block_stop : here.last;
    return bind_skipped(s, here, block_stop) && run(step + 1, {block_stop, last, here.block}, scope);
  }
  const std::uint32_t reach = beyond(next.op == Does::open ? block_stop : scope->stop);
  const auto attempt = [&](std::uint32_t to) {
    const std::uint64_t key = mix(mix(scope->key, step), to);
    if (remembers_ && failed_.contains(key)) return false;
    const std::size_t trail = trail_.size();
    ++depth_;
    const Here there = to > at ? Here{to, to, tokens[to - 1].block} : here;
    const bool found = bind_skipped(s, here, to) && run(step + 1, there, scope);
    --depth_;
    if (found) return true;
    undo(trail);
    if (remembers_ && steps_ != 0) {
      if (failed_.size() >= kMostRemembered) failed_.clear();
      failed_.insert(key);
    }
    return false;
  };
  if (next.op == Does::word || next.op == Does::byte) {
    const GenericDocument::Symbol symbol = symbols_[step + 1];
    // A near one is found by looking, a far one by asking.
    constexpr std::uint32_t kNear = 64;
    const std::uint32_t near = std::min(reach, at + kNear);
    for (std::uint32_t to = at; to < near; ++to)
      if (tokens[to].symbol == symbol && (!spend() || attempt(to))) return steps_ != 0;
    if (near == reach) return false;
    const std::span<const std::uint32_t> places = document_->places(symbol);
    for (auto it = std::lower_bound(places.begin(), places.end(), near); it != places.end() && *it < reach; ++it)
      if (!spend() || attempt(*it)) return steps_ != 0;
    return false;
  }
  for (std::uint32_t to = at; to <= reach; ++to) {
    if (!spend()) return false;
    if (next.op == Does::open && to < reach) {
      // A block is the one that is asked for, or nothing is.
      const std::uint32_t inner = document_->block_at(to);
      if (inner != 0 && inner != scope->block) return attempt(to);
      if (!next.empty) continue;
    }
    // Behind the last one, only a missing block can be met.
    if (to < reach || (next.op == Does::open && reach == block_stop))
      if (attempt(to)) return true;
  }
  return false;
}

void GenericMatcher::start(std::uint32_t at, std::uint32_t block, std::vector<Range>& out) {
  const Scope scope{document_->blocks()[block].stop, block, block, nullptr, block};
  trail_.clear();
  depth_ = 0;
  begin_ = at;
  if (run(0, {at, at, block}, &scope) && steps_ != 0 && end_ > at) {
    Range r;
    r.span = {document_->tokens()[at].begin, document_->span_of(end_ - 1).end};
    r.bindings = bindings_;
    out.push_back(std::move(r));
  }
  undo(0);
}

GenericDocument::Symbol GenericMatcher::symbol_of(const Step& step) const {
  switch (step.op) {
    case Does::byte: return step.byte;
    case Does::word: return document_->find(step.word);
    default: return kNoToken;
  }
}

void GenericMatcher::find_all(GenericDocument& document, const GenericPattern& pattern, const Settings& settings,
                              const Bindings& known, std::vector<Range>& out) {
  document_ = &document;
  pattern_ = &pattern;
  settings_ = settings;
  bindings_ = known;
  bindings_.resize(settings.metavariables);
  failed_.clear();
  const std::vector<Step>& steps = pattern.steps;
  const auto& tokens = document.tokens();
  remembers_ = !pattern.repeats;
  symbols_.clear();
  for (const Step& s : steps) {
    symbols_.push_back(symbol_of(s));
    if (s.op == Does::word && symbols_.back() == kNoToken) return;  // so no symbol below is kNoToken where one is asked for
    if (s.metavariable != kAnonymous && bindings_[s.metavariable].bound) remembers_ = false;
  }
  std::vector<Range> found;
  const auto room = [&] {
    if (found.size() < kMostMatches) return steps_ != 0;
    steps_ = 0;
    return false;
  };
  if (steps[0].op == Does::skip) {
    // Where a block begins, unless it does so with another block.
    for (std::uint32_t at = 0; at < tokens.size() && room(); ++at)
      if (document.blocks()[tokens[at].block].first == at) start(at, tokens[at].block, found);
  } else {
    // Begin where the first of the leading words or bytes stands that is rarest.
    std::size_t rarest = steps.size();
    for (std::size_t i = 0; i < steps.size() && i < 8; ++i) {
      const Does op = steps[i].op;
      if (op != Does::word && op != Does::byte && op != Does::any_word) break;
      if (op == Does::any_word) continue;
      if (rarest == steps.size() || document.places(symbols_[i]).size() < document.places(symbols_[rarest]).size()) rarest = i;
    }
    if (rarest < steps.size()) {
      const auto before = static_cast<std::uint32_t>(rarest);
      for (const std::uint32_t place : document.places(symbols_[rarest])) {
        if (!room()) break;
        if (place >= before) start(place - before, tokens[place - before].block, found);
      }
    } else {
      for (std::uint32_t at = 0; at < tokens.size() && room(); ++at)
        if (document.is_word(at)) start(at, tokens[at].block, found);
    }
  }
  const bool shortest = steps.back().op != Does::skip;
  std::sort(found.begin(), found.end(), [&](const Range& a, const Range& b) {
    if (a.span.end != b.span.end) return a.span.end < b.span.end;
    return shortest ? a.span.begin > b.span.begin : a.span.begin < b.span.begin;
  });
  found.erase(std::unique(found.begin(), found.end(), [](const Range& a, const Range& b) { return a.span.end == b.span.end; }),
              found.end());
  std::sort(found.begin(), found.end(), [](const Range& a, const Range& b) { return a.span < b.span; });
  for (Range& r : found) out.push_back(std::move(r));
}

}  // namespace gogate::gopatterns
