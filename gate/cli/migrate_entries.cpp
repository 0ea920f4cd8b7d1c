// Entries of other tools name a commit, a line, a digest. Ours name the secret,
// so the secret has to be found while it can be: the blob is read and scanned
// again, and what stands at the line is what the entry meant.
#include <algorithm>
#include <atomic>
#include <map>
#include <set>

#include "gate/cli/migrate.h"
#include "gate/source/history.h"
#include "gate/source/open.h"

namespace gogate::cli {
namespace {

// One version of a file, scanned by itself. nullopt: it is not there.
class Versions {
 public:
  Versions(const source::Repository& repo, const Setup& setup, const CommonArguments& arguments, const Machine& machine)
      : repo_(repo), setup_(setup), arguments_(arguments), machine_(machine) {}

  Result<const std::vector<Finding>*> find(const std::string& commit, const std::string& path, std::string& why) {
    const auto key = std::pair(commit, path);
    if (const auto it = known_.find(key); it != known_.end()) {
      why = it->second.why;
      return it->second.there ? &it->second.findings : nullptr;
    }
    Version& v = known_[key];
    const auto id = repo_.resolve(commit.empty() ? "HEAD" : commit);
    if (!id) {
      why = v.why = commit.empty() ? "there is no commit yet" : "commit " + commit.substr(0, 12) + " is not in this repository";
      return nullptr;
    }
    auto text = repo_.read_at(*id, path);
    if (!text || !*text) {
      why = v.why = path + " is not in " + (commit.empty() ? "HEAD" : "commit " + commit.substr(0, 12));
      return nullptr;
    }
    Check check;
    check.command = "migrate";
    check.sources.push_back(GATE_TRY(source::open_input(std::move(**text), path, setup_.limits)));
    Report report = GATE_TRY(examine(std::move(check), setup_, arguments_, machine_));
    v.there = true;
    v.findings = std::move(report.findings);
    return &v.findings;
  }

 private:
  struct Version {
    bool there = false;
    std::string why;
    std::vector<Finding> findings;
  };
  const source::Repository& repo_;
  const Setup& setup_;
  const CommonArguments& arguments_;
  const Machine& machine_;
  std::map<std::pair<std::string, std::string>, Version> known_;
};

bool stands_at(const Finding& f, const policy::IgnoreEntry& e) {
  return policy::stands_at(e, f, f.at) ||
         std::any_of(f.also.begin(), f.also.end(), [&](const Occurrence& o) { return o.line != 0 && policy::stands_at(e, f, o); });
}

void add(const Finding& f, std::string reason, Migration& out) {
  NewWaiver w;
  w.secret = f.secret.id();
  if (w.secret.empty()) w.fingerprint = f.fingerprint;
  w.where = f.at.path + (f.region.span.empty() ? "" : ":" + std::to_string(f.region.begin.line)) + ", " + f.rule->id;
  w.reason = std::move(reason);
  const bool known = std::any_of(out.waivers.begin(), out.waivers.end(),
                                 [&](const NewWaiver& o) { return o.secret == w.secret && o.fingerprint == w.fingerprint; });
  if (!known) out.waivers.push_back(std::move(w));
}

}  // namespace

Result<Ok> migrate_places(const std::vector<policy::IgnoreEntry>& entries, const std::vector<EntryComment>& comments,
                          const source::Repository& repo, const Setup& setup, const CommonArguments& arguments, const Machine& machine,
                          Migration& out) {
  Versions versions(repo, setup, arguments, machine);
  std::size_t resolved = 0;
  for (const policy::IgnoreEntry& e : entries) {
    if (machine.stop != nullptr && machine.stop->load()) return fail(Errc::interrupted, "interrupted");
    std::string why;
    const std::vector<Finding>* findings = GATE_TRY(versions.find(e.commit, e.path, why));
    if (findings == nullptr) {
      out.dead.push_back(e.place + ": " + why);
      continue;
    }
    std::string reason = "accepted in " + e.place;
    for (const EntryComment& c : comments)
      if (c.place == e.place) reason = c.text;
    bool any = false;
    for (const Finding& f : *findings) {
      if (!stands_at(f, e) || !policy::names_finding(f, e.rule)) continue;
      any = true;
      add(f, reason, out);
    }
    if (any)
      ++resolved;
    else
      out.dead.push_back(e.place + ": nothing is found at " + e.path + ":" + std::to_string(e.first_line) + " by a rule called " + e.rule +
                         (e.commit.empty() ? " (at HEAD)" : ""));
  }
  if (resolved != 0) out.carried.push_back(std::to_string(resolved) + " entries that name a place, as waivers of the secrets there");
  return Ok{};
}

Result<Ok> migrate_values(policy::IgnoreFile file, bool history, const source::Repository& repo, const Setup& setup,
                          const CommonArguments& arguments, const Machine& machine, Migration& out) {
  std::map<std::string, const policy::IgnoreEntry*> by_place;
  const std::vector<policy::IgnoreEntry> entries = file.entries;
  for (const policy::IgnoreEntry& e : entries) by_place[e.place] = &e;
  policy::IgnoreSet set(false);
  set.add(std::move(file));
  Check check;
  check.command = "migrate";
  check.repository = &repo;
  if (history)
    check.sources.push_back(GATE_TRY(source::open_history(root_of(repo), {}, setup.limits, arguments.jobs == 0 ? 2 : arguments.jobs)));
  else
    check.sources.push_back(GATE_TRY(source::open_worktree(repo, {}, {}, setup.limits)));
  policy::IgnoreUse use;
  const Report report = GATE_TRY(examine(std::move(check), setup, arguments, machine, &set, &use));
  for (const Finding& f : report.findings) {
    if (!f.suppression || !is_file(f.suppression->kind)) continue;
    const std::string& why = f.suppression->reason;
    const auto it = by_place.find(why.substr(0, why.find(" (marked as")));
    if (it == by_place.end()) continue;
    if (it->second->is_real) {
      out.left.push_back(it->second->place + ": was marked as a real secret, so there is no waiver for it: revoke it");
      continue;
    }
    add(f, "accepted in " + it->second->place, out);
  }
  std::size_t resolved = 0;
  for (std::size_t i = 0; i < use.matched.size() && i < entries.size(); ++i) {
    if (use.matched[i])
      ++resolved;
    else
      out.dead.push_back(entries[i].place + ": gogate finds no such value" + (entries[i].path.empty() ? "" : " in " + entries[i].path) +
                         ", so it needs no waiver");
  }
  if (resolved != 0) out.carried.push_back(std::to_string(resolved) + " entries that name a value, as waivers of the secrets found with it");
  for (const Gap& g : report.gaps) out.left.push_back((g.place.empty() ? "" : g.place + ": ") + g.why);
  return Ok{};
}

}  // namespace gogate::cli
