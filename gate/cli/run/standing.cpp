#include "gate/cli/run/standing.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "gate/core/fingerprint.h"

namespace gogate::run {
namespace {

std::string advice_for(const Finding& f, const std::string& revision) {
  const std::string revoke = "revoke the secret; ";
  const std::string commit = f.at.commit.hex().substr(0, 12);
  const bool at_tip = !revision.empty() && f.at.commit.hex() == revision;
  const auto rewrite = [&](const std::string& amend, const std::string& rebase) {
    return "not pushed yet: " + (at_tip ? amend : "`git rebase -i " + commit + "^` (`--root` for a first commit) and " + rebase);
  };
  switch (f.place) {
    case PlaceKind::content: return {};
    case PlaceKind::commit_message:
      return f.published ? revoke + "the message is out" : rewrite("`git commit --amend` takes it out of the message", "`reword` take it out of the message");
    case PlaceKind::commit_person:
      return f.published ? revoke + "then mend user.name and user.email"
                         : "mend user.name and user.email; " + rewrite("`git commit --amend --reset-author`", "`edit`, then `git commit --amend --reset-author`");
    case PlaceKind::tag_message:
      return f.published ? revoke + "the tag's commit is out, and so is the tag where it was pushed" : "`git tag -d` deletes the tag; make it again without the secret";
    case PlaceKind::note: return revoke + "`git notes edit` mends the note, and its older version stays in the history of the notes";
    case PlaceKind::ref_name: return f.published ? revoke + "rename the branch or tag on the server" : "rename the branch (`git branch -m`) or tag before it is pushed";
    case PlaceKind::path_name:
      if (f.published) return revoke + "rename the file; its old name stays in the history";
      if (f.at.commit.is_zero()) return "rename the file before it is committed or pushed";
      return rewrite("rename the file, then `git commit --amend`", "`edit`: rename the file, then `git commit --amend`");
  }
  return {};
}

}  // namespace

void tell_standing(std::vector<source::Located>& located, std::span<const std::uint32_t> group_of, bool knows_head) {
  using source::Event;
  using Key = std::pair<std::uint32_t, std::string>;
  const auto key = [&](const source::Located& l) { return Key{group_of[l.index], l.at.path}; };
  std::set<Key> standing;
  std::map<Key, std::vector<Removal>> removed;
  std::set<std::pair<std::uint32_t, ObjectId>> moved;  // a commit that brings a group in elsewhere only moves it
  for (const source::Located& l : located)
    if (l.event == Event::introduced) moved.emplace(group_of[l.index], l.at.commit);
  for (const source::Located& l : located) {
    if (l.event == Event::at_head) standing.insert(key(l));
    if (l.event != Event::removed || moved.contains({group_of[l.index], l.at.commit})) continue;
    std::vector<Removal>& list = removed[key(l)];
    const Removal r{l.at.commit, l.at.author, l.at.time};
    if (std::ranges::find(list, r) == list.end()) list.push_back(r);
  }
  std::erase_if(located, [](const source::Located& l) { return l.event != Event::introduced; });
  for (auto& [place, list] : removed) std::ranges::stable_sort(list, {}, &Removal::time);
  for (source::Located& l : located) {
    if (l.place != PlaceKind::content && l.place != PlaceKind::path_name) continue;
    const Key k = key(l);
    if (knows_head) l.at.at_head = standing.contains(k) ? AtHead::yes : AtHead::no;
    if (const auto it = removed.find(k); it != removed.end()) l.at.removed = it->second;
  }
}

Result<std::vector<Finding>> locate_name_hits(source::Source& source, const Options& options, NameHits hits, NameScanner& names,
                                              Report& report) {
  std::vector<Finding> out;
  if (hits.open.empty()) return out;
  std::vector<std::string> asked = hits.open_names;
  std::ranges::sort(asked);
  const auto rest = std::ranges::unique(asked);
  asked.erase(rest.begin(), rest.end());
  std::vector<source::Located> located = GATE_TRY(source.locate_names(asked, report.gaps));
  std::vector<std::uint32_t> group(asked.size());
  for (std::uint32_t i = 0; i < group.size(); ++i) group[i] = i;
  tell_standing(located, group, source.knows_head());
  std::map<std::tuple<const Rule*, std::string, std::string>, std::size_t> known;
  for (std::size_t h = 0; h < hits.open.size(); ++h) {
    const auto name = static_cast<std::size_t>(std::ranges::lower_bound(asked, hits.open_names[h]) - asked.begin());
    for (const source::Located& l : located) {
      if (l.index != name || !options.filter.accepts(l.at.path)) continue;
      Finding f = hits.open[h].finding;
      const auto scanner = std::ranges::find_if(options.scanners, [&](const Scanner* s) { return s->name() == f.rule->scanner; });
      if (scanner == options.scanners.end() || !(*scanner)->place(f, l.at.path, l.at.commit)) continue;
      f.at = l.at;
      f.at.path = names.mask("path:" + l.at.path);
      f.value = f.secret.identity();
      f.fingerprint = f.at.fingerprint = fingerprint(f.rule->id, f.at.path, {}, 0);
      const auto [it, is_new] = known.try_emplace({f.rule, f.secret.identity(), f.at.path}, out.size());
      if (is_new) {
        out.push_back(std::move(f));
      } else {
        out[it->second].also.push_back(f.at);
      }
    }
  }
  return out;
}

void tell_how_to_mend(source::Source& source, const std::string& revision, std::vector<Finding>& findings) {
  std::vector<ObjectId> commits;
  std::vector<std::size_t> of;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& f = findings[i];
    if (f.place == PlaceKind::content || f.at.commit.is_zero()) continue;
    commits.push_back(f.at.commit);
    of.push_back(i);
  }
  if (!commits.empty()) {
    const std::vector<bool> published = source.published(commits);
    for (std::size_t i = 0; i < of.size(); ++i)
      if (published[i]) findings[of[i]].published = true;
  }
  for (Finding& f : findings) f.advice = advice_for(f, revision);
}

void tell_circumstances(source::Source& source, NameScanner& names, std::vector<Finding>& findings) {
  constexpr std::size_t kLongest = 160;  // bytes of what is quoted
  std::vector<std::string> paths;
  for (const Finding& f : findings) paths.push_back(f.at.path);
  const std::vector<source::Circumstance> told = source.circumstances(paths);
  for (std::size_t i = 0; i < findings.size() && i < told.size(); ++i) {
    const source::Circumstance& c = told[i];
    if (c.before.empty() && c.quoted.empty()) continue;
    std::string quoted = names.mask(c.quoted);  // before it is cut: half a secret is no longer known
    for (char& ch : quoted)
      if (ch == '\n' || ch == '\t') ch = ' ';
    if (quoted.size() > kLongest) {
      std::size_t end = kLongest;
      while (end > 0 && (static_cast<unsigned char>(quoted[end]) & 0xC0U) == 0x80U) --end;
      quoted = quoted.substr(0, end) + "…";
    }
    findings[i].advice = c.before + quoted + c.after;
  }
}

}  // namespace gogate::run
