#include "gate/source/commit_walk.h"

#include <algorithm>
#include <queue>

#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

enum Mark : std::uint8_t {
  kOurs = 1,
  kTheirs = 2,  // in range(): uninteresting
  kStale = 4,
  kResult = 8,
  kQueued = 16,
  kDone = 32,
};
using Node = CommitWalk::Node;

struct Newest {  // ties by id, so that every run walks alike
  bool operator()(const Node* a, const Node* b) const { return a->time != b->time ? a->time < b->time : a->id < b->id; }
};
using Queue = std::priority_queue<Node*, std::vector<Node*>, Newest>;

void set(Node& n, int marks) { n.marks = static_cast<std::uint8_t>(n.marks | marks); }
void unset(Node& n, int marks) { n.marks = static_cast<std::uint8_t>(n.marks & ~marks); }

}  // namespace

Result<Node*> CommitWalk::node(const ObjectId& id) {
  if (const auto found = nodes_.find(id); found != nodes_.end()) return &found->second;
  const git_oid oid = to_oid(id);
  git_commit* raw = nullptr;
  if (const int code = git_commit_lookup(&raw, repo_.state().get(), &oid); code != 0) {
    if (code == GIT_ENOTFOUND) return fail(Errc::missing, "commit " + id.hex() + " is not in this clone", repo_.fetch_advice());
    return std::unexpected(git_failure(code, "commit " + id.hex()));
  }
  const CommitHandle commit(raw);
  Node n;
  n.id = id;
  n.time = git_commit_time(raw);
  const unsigned count = git_commit_parentcount(raw);
  if (repo_.state().shallow_commits.contains(id)) {
    n.parents_missing = count > 0;
  } else {
    for (unsigned i = 0; i < count; ++i) n.parents.push_back(from_oid(*git_commit_parent_id(raw, i)));
  }
  return &nodes_.emplace(id, std::move(n)).first->second;
}

std::vector<Node*> CommitWalk::parents(Node& n) {
  std::vector<Node*> out;
  for (const ObjectId& id : n.parents) {
    if (const auto parent = node(id)) {
      out.push_back(*parent);
    } else {
      n.parents_missing = true;
      const bool lost = parent.error().code == Errc::missing;
      gaps_.push_back({lost ? GapKind::missing_object : GapKind::corrupt_object, "commit " + short_hex(id), parent.error().what,
                       parent.error().next_step.empty() ? "git fsck" : parent.error().next_step, false});
    }
  }
  if (out.size() != n.parents.size()) {
    n.parents.clear();
    for (const Node* parent : out) n.parents.push_back(parent->id);
  }
  return out;
}

void CommitWalk::clear_marks() {
  for (auto& [id, n] : nodes_) n.marks = 0;
  met_boundary_ = false;
}

Result<std::vector<ObjectId>> CommitWalk::merge_bases(std::span<const ObjectId> ours, std::span<const ObjectId> theirs) {
  clear_marks();
  Queue queue;
  int fresh = 0;  // queued nodes that are not stale
  const auto push = [&](Node& n, int marks) {
    const bool was_queued = (n.marks & kQueued) != 0;
    const bool was_fresh = was_queued && (n.marks & kStale) == 0;
    set(n, marks | kQueued);
    const bool is_fresh = (n.marks & kStale) == 0;
    fresh += static_cast<int>(is_fresh) - static_cast<int>(was_fresh);
    if (!was_queued) queue.push(&n);
  };
  for (const ObjectId& id : ours) push(*GATE_TRY(node(id)), kOurs);
  for (const ObjectId& id : theirs) push(*GATE_TRY(node(id)), kTheirs);

  std::vector<Node*> results;
  while (!queue.empty() && fresh > 0) {
    Node& n = *queue.top();
    queue.pop();
    if ((n.marks & kStale) == 0) --fresh;
    unset(n, kQueued);
    int flags = n.marks & (kOurs | kTheirs | kStale);
    if (flags == (kOurs | kTheirs)) {
      if ((n.marks & kResult) == 0) {
        set(n, kResult);
        results.push_back(&n);
      }
      flags |= kStale;
    }
    for (Node* parent : parents(n))
      if ((parent->marks & flags) != flags) push(*parent, flags);
    met_boundary_ = met_boundary_ || n.parents_missing;
  }
  std::erase_if(results, [](const Node* n) { return (n->marks & kStale) != 0; });
  std::ranges::sort(results, [](const Node* a, const Node* b) { return Newest{}(b, a); });
  std::vector<ObjectId> out;
  out.reserve(results.size());
  for (const Node* n : results) out.push_back(n->id);
  if (out.size() < 2 || out.size() > 16) return out;

  // Dates that run backwards can leave an ancestor of a better base in the list.
  const bool boundary = met_boundary_;
  std::vector<ObjectId> best;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::vector<ObjectId> others = out;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (!GATE_TRY(range({&out[i], 1}, others)).empty()) best.push_back(out[i]);
  }
  met_boundary_ = boundary;
  return best;
}

Result<std::vector<ObjectId>> CommitWalk::range(std::span<const ObjectId> include, std::span<const ObjectId> exclude) {
  clear_marks();
  Queue queue;
  int open = 0;  // queued nodes that may still be part of the range
  const auto push = [&](Node& n) {
    if ((n.marks & (kQueued | kDone)) != 0) return;
    set(n, kQueued);
    if ((n.marks & kTheirs) == 0) ++open;
    queue.push(&n);
  };
  // Nodes that were taken for part of the range before their exclusion was seen pass it on.
  const auto rule_out = [&](Node* first) {
    std::vector<Node*> stack{first};
    while (!stack.empty()) {
      Node& n = *stack.back();
      stack.pop_back();
      if ((n.marks & kTheirs) != 0) continue;
      if ((n.marks & kQueued) != 0) --open;
      set(n, kTheirs);
      if ((n.marks & kDone) == 0) continue;
      for (Node* parent : parents(n)) stack.push_back(parent);
    }
  };
  for (const ObjectId& id : exclude) {
    Node& n = *GATE_TRY(node(id));
    set(n, kTheirs);
    push(n);
  }
  for (const ObjectId& id : include) push(*GATE_TRY(node(id)));

  std::vector<Node*> taken;
  int slop = 5;  // goes on a little against dates that run backwards; too much in the range is the safe side
  while (!queue.empty()) {
    Node& n = *queue.top();
    if (open == 0 && (taken.empty() || n.time < taken.back()->time) && --slop < 0) break;
    queue.pop();
    unset(n, kQueued);
    set(n, kDone);
    const bool ruled_out = (n.marks & kTheirs) != 0;
    if (!ruled_out) {
      --open;
      taken.push_back(&n);
    }
    for (Node* parent : parents(n)) {
      if (ruled_out) rule_out(parent);
      push(*parent);
    }
    met_boundary_ = met_boundary_ || (!ruled_out && n.parents_missing);
  }
  std::erase_if(taken, [](const Node* n) { return (n->marks & kTheirs) != 0; });

  // Parents before children, else by date.
  std::unordered_map<ObjectId, std::vector<Node*>> children;
  std::unordered_map<ObjectId, int> waits;
  for (Node* n : taken) waits.emplace(n->id, 0);
  for (Node* n : taken) {
    for (const ObjectId& id : n->parents) {
      if (!waits.contains(id)) continue;
      children[id].push_back(n);
      ++waits[n->id];
    }
  }
  struct Oldest {
    bool operator()(const Node* a, const Node* b) const { return Newest{}(b, a); }
  };
  std::priority_queue<Node*, std::vector<Node*>, Oldest> ready;
  for (Node* n : taken)
    if (waits[n->id] == 0) ready.push(n);
  std::vector<ObjectId> out;
  out.reserve(taken.size());
  while (!ready.empty()) {
    const Node* n = ready.top();
    ready.pop();
    out.push_back(n->id);
    for (Node* child : children[n->id])
      if (--waits[child->id] == 0) ready.push(child);
  }
  return out;
}

}  // namespace gogate::source
