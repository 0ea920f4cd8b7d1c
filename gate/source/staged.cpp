// The index against HEAD.
#include <filesystem>

#include "gate/source/change_items.h"
#include "gate/source/open.h"
#include "gate/source/repository_state.h"
#include "gate/source/uncommitted.h"

namespace gogate::source {
namespace fs = std::filesystem;

namespace {

class StagedSource final : public Source {
 public:
  StagedSource(std::shared_ptr<ReadFrom> from, std::string index_file, PathFilter filter)
      : from_(std::move(from)), index_file_(std::move(index_file)), filter_(std::move(filter)) {}

  Result<Plan> plan() override {
    const Repository& repo = *from_->repository;
    Plan plan;
    plan.root = repo.workdir();
    plan.scope = "staged changes of " + fs::path(plan.root).filename().string();
    const Result<IndexHandle> index = open_index(repo, index_file_);
    if (!index && index.error().code != Errc::not_found) {
      plan.gaps.push_back({GapKind::unreadable_file, index_file_.empty() ? repo.index_file() : index_file_, index.error().what, index.error().next_step, false});
      plan.content_changed = true;
      return plan;
    }
    if (!index) return std::unexpected(index.error());
    TreeDiff trees(repo);
    std::vector<TreeFile> head_files;
    if (const auto head = GATE_TRY(repo.head())) {
      plan.revision = head->hex();
      head_files = trees.files(trees.tree_of(*head));
    }
    Staged staged = staged_against(repo, index->get(), head_files, trees);
    plan.gaps = trees.take_gaps();
    ChangeItems items(repo, filter_, plan);
    std::vector<FileChange> changes;
    for (StagedFile& f : staged.files) changes.push_back({std::move(f.path), f.id, std::move(f.before), f.kind, false, f.id.is_zero()});
    items.add_names(changes, kNoCommit);
    items.find_renames(changes);
    for (FileChange& c : changes) items.add(std::move(c), kNoCommit, true, true);
    for (const std::string& path : staged.intent_to_add) {
      plan.notes.push_back({NoteKind::other, path, "only its name is staged (git add -N), not its content"});
    }
    if (staged.conflicts > 0) {
      plan.warnings.push_back(std::to_string(staged.conflicts) + " files have unsettled merge conflicts; all sides of them were scanned");
    }
    items.finish();
    return plan;
  }

  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return make_content_reader(from_); }

 private:
  std::shared_ptr<ReadFrom> from_;
  std::string index_file_;
  PathFilter filter_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_staged(const Repository& repo, std::string index_file, PathFilter filter, Limits limits) {
  if (repo.is_bare()) return fail(Errc::usage, repo.git_dir() + ": a bare repository has no index", "use --range or --history");
  auto from = std::make_shared<ReadFrom>();
  from->repository = std::make_unique<const Repository>(GATE_TRY(repo.reopen()));
  from->limits = limits;
  return std::make_unique<StagedSource>(std::move(from), std::move(index_file), std::move(filter));
}

}  // namespace gogate::source
