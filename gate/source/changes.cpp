// What commits introduce: each commit's own versions, and the end state.
//
// A commit introduces what stands in its tree and in none of its parents' trees,
// so that a merge answers for what was put in while merging, and for no more.
// The end state is judged alike, against the merge bases with what is known.
#include <algorithm>
#include <filesystem>
#include <map>

#include "gate/source/change_items.h"
#include "gate/source/commit_walk.h"
#include "gate/source/open.h"
#include "gate/source/repository_state.h"
#include "gate/source/uncommitted.h"

namespace gogate::source {
namespace fs = std::filesystem;

namespace {

using Changes = std::vector<FileChange>;

Changes to_changes(std::vector<TreeChange> in) {
  Changes out;
  out.reserve(in.size());
  for (TreeChange& c : in) {
    const bool removed = c.id.is_zero();
    out.push_back({std::move(c.path), c.id, std::move(c.before), c.kind, false, removed});
  }
  return out;
}

class ChangesSource final : public Source {
 public:
  ChangesSource(std::shared_ptr<ReadFrom> from, ChangeSpec spec) : from_(std::move(from)), spec_(std::move(spec)) {}

  Result<Plan> plan() override { return Planner(*from_->repository, spec_, from_->limits).run(); }
  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return make_content_reader(from_); }

  std::vector<bool> published(std::span<const ObjectId> commits) override {
    std::vector<bool> out(commits.size(), false);
    if (!spec_.remotes_publish) return out;
    const auto heads = remote_heads(*from_->repository, {});
    if (!heads || heads->empty()) return out;
    std::vector<git_oid> tips;
    for (const ObjectId& id : *heads) tips.push_back(to_oid(id));
    for (std::size_t i = 0; i < commits.size(); ++i) {
      const git_oid oid = to_oid(commits[i]);
      out[i] = git_graph_reachable_from_any(from_->repository->state().get(), &oid, tips.data(), tips.size()) == 1 ||
               std::ranges::find(*heads, commits[i]) != heads->end();
    }
    return out;
  }

 private:
  // The state of one plan().
  class Planner {
   public:
    Planner(const Repository& repo, const ChangeSpec& spec, const Limits& limits)
        : repo_(repo), spec_(spec), limits_(limits), walk_(repo), trees_(repo), items_(repo, spec.filter, plan_) {}

    Result<Plan> run() {
      plan_.root = repo_.is_bare() ? repo_.git_dir() : repo_.workdir();
      for (const ObjectId& tip : spec_.include) GATE_TRY(peel(tip));
      const std::vector<ObjectId> known = present(spec_.exclude);
      const std::vector<ObjectId> commits = GATE_TRY(walk_.range(tips_, known));
      for (const ObjectId& id : commits) GATE_TRY(add_commit(id));
      for (const ObjectId& tip : tips_) GATE_TRY(add_end_state(tip, known));
      if (spec_.with_index_and_worktree && tips_.size() != 1) {
        return fail(Errc::internal, "index and worktree can only be scanned on top of one commit");
      }
      for (const std::string& ref : spec_.refs) plan_.names.push_back({PlaceKind::ref_name, ref, place_of_ref(ref), kNoCommit});
      if (!tips_.empty()) plan_.revision = tips_.back().hex();
      plan_.scope = scope(known);
      for (const Gap& gap : walk_.gaps()) plan_.gaps.push_back(gap);
      for (Gap& gap : trees_.take_gaps()) plan_.gaps.push_back(std::move(gap));
      std::ranges::sort(plan_.gaps);
      plan_.gaps.erase(std::ranges::unique(plan_.gaps).begin(), plan_.gaps.end());
      items_.finish();
      return std::move(plan_);
    }

   private:
    // Sorts a tip into tips_, or takes it as it is when it is a tree or blob; tags give their messages.
    Result<Ok> peel(ObjectId id) {
      for (int depth = 0; depth < 20; ++depth) {
        const git_oid oid = to_oid(id);
        git_object* raw = nullptr;
        if (const int code = git_object_lookup(&raw, repo_.state().get(), &oid, GIT_OBJECT_ANY); code != 0) {
          plan_.gaps.push_back(gap_of_object(repo_, code, id.hex(), "object " + id.hex()));
          return Ok{};
        }
        const ObjectHandle object(raw);
        switch (git_object_type(raw)) {
          case GIT_OBJECT_COMMIT:
            if (std::ranges::find(tips_, id) == tips_.end()) tips_.push_back(id);
            return Ok{};
          case GIT_OBJECT_TAG: {
            git_tag* tag = nullptr;
            if (git_tag_lookup(&tag, repo_.state().get(), &oid) != 0) return fail(Errc::internal, "tag " + id.hex() + ": " + git_error_text());
            const TagHandle owned(tag);
            if (const git_signature* tagger = git_tag_tagger(tag); tagger != nullptr)
              plan_.names.push_back({PlaceKind::tag_message, std::string(tagger->name) + " <" + tagger->email + ">",
                                     "tag:" + std::string(git_tag_name(tag)) + "/tagger", kNoCommit});
            items_.add_message(id, PlaceKind::tag_message, "tag:" + std::string(git_tag_name(tag)) + "/message", kNoCommit);
            id = from_oid(*git_tag_target_id(tag));
            continue;
          }
          case GIT_OBJECT_TREE:
            for (FileChange& c : to_changes(trees_.introduced(id, {}))) items_.add(std::move(c), kNoCommit, true, true);
            return Ok{};
          default:
            items_.add({"blob " + short_hex(id), id, {}, EntryKind::blob, false, false}, kNoCommit, true, true);
            return Ok{};
        }
      }
      plan_.gaps.push_back({GapKind::corrupt_object, id.hex(), "tags nested too deeply", {}, false});
      return Ok{};
    }

    // Those of `ids` that this clone has. Without the others more is scanned, never less.
    std::vector<ObjectId> present(const std::vector<ObjectId>& ids) {
      std::vector<ObjectId> out;
      for (const ObjectId& id : ids)
        if (walk_.node(id)) out.push_back(id);
      std::ranges::sort(out);
      out.erase(std::ranges::unique(out).begin(), out.end());
      return out;
    }

    Result<Ok> add_commit(const ObjectId& id) {
      const CommitWalk::Node& node = *GATE_TRY(walk_.node(id));
      const auto number = static_cast<std::uint32_t>(plan_.commits.size());
      plan_.commits.push_back(GATE_TRY(describe(id)));
      items_.add_message(id, PlaceKind::commit_message, "commit:" + id.hex() + "/message", number);
      add_people(id, number);
      if (node.parents_missing) {
        unknown_change("commit " + short_hex(id), "its parents are not here or cannot be read, so what it changed is not known");
        return Ok{};
      }
      for (FileChange& c : introduced(id, node.parents, true)) items_.add(std::move(c), number, true, false);
      return Ok{};
    }

    void add_people(const ObjectId& id, std::uint32_t number) {
      std::vector<std::string> people{plan_.commits[number].author};
      const git_oid oid = to_oid(id);
      git_commit* raw = nullptr;
      if (git_commit_lookup(&raw, repo_.state().get(), &oid) == 0) {
        const CommitHandle owned(raw);
        if (const git_signature* committer = git_commit_committer(raw); committer != nullptr)
          people.push_back(std::string(committer->name) + " <" + committer->email + ">");
      }
      for (std::string& who : people)
        if (people_.insert(who).second)
          plan_.names.push_back({PlaceKind::commit_person, std::move(who), "commit:" + id.hex() + "/author", number});
    }

    void unknown_change(std::string place, std::string why) {
      const bool shallow = repo_.is_shallow();
      plan_.gaps.push_back({GapKind::missing_object, std::move(place), std::move(why),
                            shallow ? "git fetch --unshallow (or git fetch --deepen=50)" : "git fsck", false});
    }

    Result<Commit> describe(const ObjectId& id) {
      const git_oid oid = to_oid(id);
      git_commit* raw = nullptr;
      if (const int code = git_commit_lookup(&raw, repo_.state().get(), &oid); code != 0) {
        return std::unexpected(git_failure(code, "commit " + id.hex()));
      }
      const CommitHandle owned(raw);
      Commit out{id, {}, 0};
      if (const git_signature* author = git_commit_author(raw); author != nullptr) {
        out.author = std::string(author->name) + " <" + author->email + ">";
        out.time = author->when.time;
      }
      return out;
    }

    // What stands in the tree of `id` and in none of the trees of `olds` (commits); with `names`, new paths are searched.
    Changes introduced(const ObjectId& id, const std::vector<ObjectId>& olds, bool names = false) {
      const ObjectId tree = trees_.tree_of(id);
      std::vector<ObjectId> old_trees;
      for (const ObjectId& old : olds) {
        old_trees.push_back(trees_.tree_of(old));
        if (old_trees.back().is_zero()) return {};  // a gap by now
      }
      if (tree.is_zero()) return {};
      Changes changes = to_changes(trees_.introduced(tree, old_trees));
      if (names) items_.add_names(changes, number_of(id));
      if (old_trees.size() < 2) {
        items_.find_renames(changes);
        return changes;
      }
      for (std::size_t side = 0; side < old_trees.size() && !changes.empty(); ++side) {
        const bool any_new = std::ranges::any_of(changes, [&](const FileChange& c) { return c.before[side].is_zero(); });
        if (!any_new) continue;
        const Changes against_side = to_changes(trees_.introduced(tree, {&old_trees[side], 1}));
        items_.find_renames(changes, side, &against_side);
      }
      return changes;
    }

    Result<Ok> add_end_state(const ObjectId& tip, const std::vector<ObjectId>& known) {
      std::vector<ObjectId> bases;
      if (spec_.base) {
        bases = {*spec_.base};
      } else {
        bases = GATE_TRY(walk_.merge_bases({&tip, 1}, known));
        if (bases.empty() && walk_.met_boundary()) {
          unknown_change(short_hex(tip), std::string("no common ancestor with what is known") + (repo_.is_shallow() ? ", in this shallow clone" : " can be read here") + ": the end state was not compared");
          return Ok{};
        }
        // A single merge commit answers to all its parents, also where one of them descends from
        // another (`merge -s ours`); in their order, so that both views share items.
        const std::vector<ObjectId>& parents = GATE_TRY(walk_.node(tip))->parents;
        if (std::ranges::is_permutation(bases, parents) || std::ranges::is_permutation(known, parents)) bases = parents;
      }
      if (!spec_.with_index_and_worktree && !spec_.note_uncommitted) {
        for (FileChange& c : introduced(tip, bases)) items_.add(std::move(c), number_of(tip), false, true);
        return Ok{};
      }
      return add_uncommitted(tip, bases);
    }

    std::uint32_t number_of(const ObjectId& commit) const {
      for (std::size_t i = 0; i < plan_.commits.size(); ++i)
        if (plan_.commits[i].id == commit) return static_cast<std::uint32_t>(i);
      return kNoCommit;
    }

    Result<Ok> add_uncommitted(const ObjectId& tip, const std::vector<ObjectId>& bases) {
      const auto index = open_index(repo_, {});
      if (!index && spec_.note_uncommitted) {  // not in scope: how much it is does not matter
        plan_.notes.push_back({NoteKind::uncommitted, ".", "uncommitted files were not looked at (--committed), nor counted: " + index.error().what});
      } else if (!index) {
        plan_.gaps.push_back({GapKind::unreadable_file, repo_.index_file(), index.error().what, index.error().next_step, false});
      }
      if (!index) {
        for (FileChange& c : introduced(tip, bases)) items_.add(std::move(c), number_of(tip), false, true);
        return Ok{};
      }
      const std::vector<TreeFile> head = trees_.files(trees_.tree_of(tip));
      const Staged staged = staged_against(repo_, index->get(), head, trees_);
      OnDisk disk = GATE_TRY(disk_against(repo_, index->get(), limits_.max_file_size));
      if (spec_.note_uncommitted) {
        for (FileChange& c : introduced(tip, bases)) items_.add(std::move(c), number_of(tip), false, true);
        std::unordered_set<std::string_view> paths;
        for (const StagedFile& f : staged.files) paths.insert(f.path);
        for (const DiskFile& f : disk.files) paths.insert(f.path);
        if (!paths.empty()) {
          plan_.notes.push_back({NoteKind::uncommitted, ".", std::to_string(paths.size()) + (paths.size() == 1 ? " uncommitted file was" : " uncommitted files were") + " not looked at (--committed)"});
        }
        return Ok{};
      }
      std::ranges::move(disk.notes, std::back_inserter(plan_.notes));
      std::ranges::move(disk.gaps, std::back_inserter(plan_.gaps));
      for (Link& link : disk.links) items_.add_link(std::move(link), kNoCommit);

      // What the index brings to HEAD and the worktree to the index, each a change of its own.
      Changes in_index;
      for (const StagedFile& f : staged.files) in_index.push_back({f.path, f.id, f.before, f.kind, false, f.id.is_zero()});
      Changes on_disk;
      for (const DiskFile& f : disk.files) on_disk.push_back({f.path, {}, {f.before}, EntryKind::blob, !f.removed, f.removed});

      // The end state: HEAD's changes, overlaid by the index, overlaid by the disk.
      std::map<std::string, FileChange> last;
      std::unordered_map<std::string_view, ObjectId> in_head;
      for (const TreeFile& f : head)
        if (f.kind == EntryKind::blob || f.kind == EntryKind::link) in_head.emplace(f.path, f.id);
      const ObjectId base_tree = bases.empty() ? ObjectId{} : trees_.tree_of(bases.front());
      if (bases.empty() || !base_tree.is_zero()) {
        for (FileChange& c : to_changes(trees_.introduced(trees_.tree_of(tip), {&base_tree, 1}))) {
          std::string path = c.path;
          last.emplace(std::move(path), std::move(c));
        }
        const auto overlay = [&](const Changes& changes) {
          for (const FileChange& c : changes) {
            FileChange& end = last[c.path];
            if (end.before.empty()) {
              const auto found = in_head.find(c.path);
              end.before = {found == in_head.end() ? ObjectId{} : found->second};
            }
            end.path = c.path;
            end.id = c.id;
            end.kind = c.kind;
            end.on_disk = c.on_disk;
            end.removed = c.removed;
          }
        };
        overlay(in_index);
        overlay(on_disk);
      }
      Changes end_state;
      for (auto& [path, c] : last) {
        if (!c.on_disk && !c.removed && c.id == c.before.front()) continue;  // changed and changed back
        end_state.push_back(std::move(c));
      }
      items_.add_names(in_index, kNoCommit);
      items_.add_names(on_disk, kNoCommit);
      items_.find_renames(in_index);
      items_.find_renames(on_disk);
      items_.find_renames(end_state);
      for (FileChange& c : in_index) items_.add(std::move(c), kNoCommit, true, false);
      for (FileChange& c : on_disk) items_.add(std::move(c), kNoCommit, true, false);
      for (FileChange& c : end_state) items_.add(std::move(c), kNoCommit, false, true);
      return Ok{};
    }

    std::string scope(const std::vector<ObjectId>& known) const {
      const std::size_t n = plan_.commits.size();
      const std::string count = " (" + std::to_string(n) + (n == 1 ? " commit)" : " commits)");
      if (!spec_.scope.empty()) return spec_.scope + count;
      if (tips_.empty()) return "no commits";
      std::string from = "the beginning";
      if (spec_.base) from = short_hex(*spec_.base);
      else if (known.size() == 1) from = short_hex(known.front());
      else if (!known.empty()) from = std::to_string(known.size()) + " known refs";
      return "range " + from + ".." + short_hex(tips_.back()) + count;
    }

    const Repository& repo_;
    const ChangeSpec& spec_;
    const Limits& limits_;
    Plan plan_;
    CommitWalk walk_;
    TreeDiff trees_;
    ChangeItems items_;
    std::vector<ObjectId> tips_;
    std::unordered_set<std::string> people_;
  };

  std::shared_ptr<ReadFrom> from_;
  ChangeSpec spec_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_changes(const Repository& repo, ChangeSpec spec) {
  auto from = std::make_shared<ReadFrom>();
  from->repository = std::make_unique<const Repository>(GATE_TRY(repo.reopen()));
  if (spec.with_index_and_worktree) from->folder = repo.workdir();
  from->limits = spec.limits;
  return std::make_unique<ChangesSource>(std::move(from), std::move(spec));
}

}  // namespace gogate::source
