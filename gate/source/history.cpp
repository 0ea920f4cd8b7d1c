#include "gate/source/history.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "gate/core/digest.h"
#include "gate/core/glob.h"
#include "gate/source/decode.h"
#include "gate/source/history_objects.h"
#include "gate/source/history_parse.h"
#include "gate/source/history_places.h"
#include "gate/source/history_refs.h"
#include "gate/source/history_walk.h"
#include "gate/source/pack_order.h"
#include "gate/source/pack_order_file.h"
#include "gate/source/repository.h"

namespace gogate::source {
namespace {

std::string_view raw(const ObjectId& id) { return {reinterpret_cast<const char*>(id.bytes.data()), kIdBytes}; }

// What plan() learned; readers on other threads only read it.
struct Known {
  ObjectIndex index;
  std::unique_ptr<ObjectReaders> readers;
  Walk walk;
  Limits limits;
  std::string lfs_store;
};

class HistoryReader final : public Reader {
 public:
  explicit HistoryReader(std::shared_ptr<const Known> known) : known_(std::move(known)) {}

  Result<Content> read(const Item& item) override {
    if (!objects_) objects_ = GATE_TRY(known_->readers->make());
    Content content;
    plain_ = false;
    const ObjectNumber n = find(item.id);
    if (n == kNoObject) return gap(GapKind::missing_object, item, "object " + item.id.hex() + " is not in this repository");
    const std::uint64_t limit = std::min<std::uint64_t>(known_->limits.max_file_size, 0xFFFFFFFFU);
    const auto bytes = objects_->read(n, limit);
    if (!bytes && bytes.error().code == Errc::too_large)
      return gap(GapKind::too_large, item, bytes.error().what, "raise --max-file-size");
    if (!bytes) return gap(gap_kind(bytes.error().code), item, bytes.error().what);
    content.bytes = *bytes;
    if (item.is_message) {
      content.bytes = message_of(known_->index.entries()[n].kind, *bytes);
      return content;
    }
    if (const auto pointer = parse_lfs_pointer(*bytes)) {
      content = read_lfs(*pointer, item, limit);
      if (content.skip) return content;
    }
    if (decode_utf16(content.bytes, decoded_)) content.bytes = decoded_;
    plain_ = content.bytes.data() == bytes->data();
    if (plain_) content.seams = objects_->seams();
    return content;
  }

  void settle_clean() override {
    if (plain_) objects_->settle_clean();
  }

 private:
  // Items come in the order of their objects, so it is mostly the one behind the last.
  ObjectNumber find(const ObjectId& id) {
    const auto entries = known_->index.entries();
    const ObjectNumber next = last_ + 1;  // 0 at first
    const bool follows = next < entries.size() && std::ranges::equal(entries[next].id, std::span(id.bytes).first<kIdBytes>());
    return last_ = follows ? next : known_->index.find(raw(id));
  }

  // The object that a Git LFS pointer stands for, from the local store.
  Content read_lfs(const LfsPointer& pointer, const Item& item, std::uint64_t limit) {
    Content content;
    if (pointer.size == 0) return content;
    const std::string& oid = pointer.oid;
    const std::string path = known_->lfs_store + "/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2) + "/" + oid;
    if (pointer.size > limit) {
      return gap(GapKind::too_large, item,
                 "Git LFS object of " + std::to_string(pointer.size) + " bytes is over the limit of " + std::to_string(limit),
                 "raise --max-file-size");
    }
    auto bytes = read_small_file(path, limit);
    if (!bytes && bytes.error().code == Errc::not_found) {
      content.skip = true;
      content.notes.push_back({NoteKind::lfs_pointer, item.id.hex(),
                               "Git LFS object " + oid.substr(0, 12) + " is not here; `git lfs fetch --all` brings it"});
      return content;
    }
    if (!bytes) return gap(GapKind::unreadable_file, item, "Git LFS object " + oid + ": " + bytes.error().what, "check its permissions");
    if (bytes->size() != pointer.size || hex(sha256(*bytes)) != oid)
      return gap(GapKind::corrupt_object, item, "Git LFS object " + oid + " does not match its own checksum", "git lfs fsck");
    lfs_ = std::move(*bytes);
    content.bytes = lfs_;
    return content;
  }

  static GapKind gap_kind(Errc code) {
    switch (code) {
      case Errc::missing: return GapKind::missing_object;
      case Errc::unreadable: return GapKind::unreadable_file;
      case Errc::too_large: return GapKind::too_large;
      default: return GapKind::corrupt_object;
    }
  }
  static Content gap(GapKind kind, const Item& item, std::string why, std::string next_step = {}) {
    if (next_step.empty()) next_step = "git fsck, then fetch or clone again";
    Content content;
    content.skip = true;
    content.gaps.push_back({kind, item.id.hex(), std::move(why), std::move(next_step)});
    return content;
  }
  // All of it when it does not parse: rather a header too much than a message missed.
  static std::string_view message_of(ObjectKind kind, std::string_view bytes) {
    if (kind == ObjectKind::tag) {
      const auto tag = parse_tag(bytes);
      return tag ? tag->message : bytes;
    }
    const auto commit = parse_commit(bytes);
    return commit ? commit->message : bytes;
  }

  std::shared_ptr<const Known> known_;
  std::unique_ptr<ObjectReader> objects_;
  ObjectNumber last_ = kNoObject;  // read last
  std::string decoded_;
  std::string lfs_;
  bool plain_ = false;  // what was read last is the object as it is
};

constexpr int kAttempts = 5;  // to read packs while they are being replaced

class History final : public Source {
 public:
  History(Repository repository, HistoryOptions options)
      : repository_(std::move(repository)), options_(std::move(options)), known_(std::make_shared<Known>()) {
    options_.threads = std::max(1U, options_.threads);
    known_->limits = options_.limits;
    known_->lfs_store = repository_.config("lfs.storage").value_or("lfs");
    if (!known_->lfs_store.starts_with('/')) known_->lfs_store = repository_.common_dir() + "/" + known_->lfs_store;
  }

  Result<Plan> plan() override;
  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return std::make_unique<HistoryReader>(known_); }
  [[nodiscard]] bool needs_locating() const override { return true; }
  Result<std::vector<Located>> locate(std::span<const ObjectId> ids, std::span<const std::uint32_t> groups,
                                      std::vector<Gap>& gaps) override {
    return locate_objects(view(all_roots_), ids, groups, gaps);
  }
  Result<std::vector<Located>> locate_names(std::span<const std::string> names, std::vector<Gap>& gaps) override {
    return locate_path_names(view(all_roots_), names, gaps);
  }
  [[nodiscard]] bool knows_head() const override { return head_.has_value(); }
  std::vector<bool> published(std::span<const ObjectId> commits) override { return published_commits(view(all_roots_), commits); }

 private:
  struct Chosen {
    std::vector<HistoryRoot> roots;
    std::vector<ObjectId> known;
  };
  Result<Chosen> read(std::vector<Gap>& gaps, std::vector<std::string>& warnings);
  Result<Chosen> choose(const std::vector<HistoryRoot>& all) const;
  void add_items(Plan& plan) const;
  [[nodiscard]] std::string scope() const;
  [[nodiscard]] HistoryView view(std::span<const HistoryRoot> roots) const {
    return {known_->index, *known_->readers, known_->walk, roots, head_, options_.since, repository_.is_bare(), options_.threads};
  }

  Repository repository_;
  HistoryOptions options_;
  std::shared_ptr<Known> known_;
  std::vector<HistoryRoot> all_roots_;
  std::optional<ObjectId> head_;
};

bool is_stash(const HistoryRoot& r) { return r.name == "refs/stash" || r.name.starts_with("stash log/"); }

bool left_out(const std::vector<std::string>& globs, const std::string& name) {
  std::vector<std::string> forms{name};
  for (const std::string_view prefix : {"refs/", "refs/heads/", "refs/tags/", "refs/remotes/"})
    if (name.starts_with(prefix)) forms.push_back(name.substr(prefix.size()));
  return std::ranges::any_of(globs, [&](const std::string& glob) {
    return std::ranges::any_of(forms, [&](const std::string& form) { return glob_matches(glob, form) || glob_matches(glob + "/**", form); });
  });
}

Result<History::Chosen> History::choose(const std::vector<HistoryRoot>& all) const {
  Chosen chosen;
  bool named = false;
  for (const std::string& word : options_.refs) {
    if (word.starts_with('^')) {
      chosen.known.push_back(GATE_TRY(repository_.resolve(word.substr(1))));
      continue;
    }
    named = true;
    // The ref itself where there is one, so that an annotated tag's message takes part.
    const auto known = std::find_if(all.begin(), all.end(), [&](const HistoryRoot& r) {
      return r.name == word || r.name == "refs/tags/" + word;
    });
    chosen.roots.push_back(known != all.end() ? *known : HistoryRoot{word, GATE_TRY(repository_.resolve(word))});
  }
  for (const HistoryRoot& root : all)
    if (!named || (options_.stashes && is_stash(root))) chosen.roots.push_back(root);
  if (!options_.exclude_refs.empty())
    std::erase_if(chosen.roots, [&](const HistoryRoot& r) { return left_out(options_.exclude_refs, r.name); });
  return chosen;
}

std::size_t commits_asked_for(const Walk& walk) {
  return static_cast<std::size_t>(std::ranges::count_if(walk.commits, [](const WalkedCommit& c) { return !c.old; }));
}

// Refs, packs and the walk through them.
Result<History::Chosen> History::read(std::vector<Gap>& gaps, std::vector<std::string>& warnings) {
  const std::string common = repository_.common_dir();
  const std::string objects = common + "/objects";
  all_roots_ = read_all_roots(common, repository_.git_dir(), gaps);
  const Chosen chosen = GATE_TRY(choose(all_roots_));
  const std::vector<ObjectId> shallow = read_shallow(common, gaps);
  warn_of_rewrites(common, all_roots_, warnings);

  known_->index = GATE_TRY(ObjectIndex::build(objects, gaps, options_.threads));
  known_->readers = direct_readers(known_->index, libgit2_readers(known_->index, objects));
  const auto& packs = known_->index.packs();
  WalkOptions options;
  options.roots = chosen.roots;
  options.known = chosen.known;
  options.since = options_.since;
  options.unreachable = options_.unreachable;
  options.shallow = shallow;
  options.partial = repository_.is_partial() || std::any_of(packs.begin(), packs.end(), [](const Pack& p) { return p.promisor; });
  options.threads = options_.threads;
  known_->walk = GATE_TRY(walk_history(known_->index, *known_->readers, options, gaps));
  return chosen;
}

Result<Plan> History::plan() {
  Plan plan;
  std::vector<HistoryRoot> roots;
  for (int attempt = 1;; ++attempt) {
    std::vector<Gap> gaps;
    std::vector<std::string> warnings;
    const Chosen chosen = GATE_TRY(read(gaps, warnings));
    // Packs that were replaced meanwhile may be why something seemed to be missing.
    if (!gaps.empty() && attempt < kAttempts && known_->index.is_stale()) continue;
    plan.gaps = std::move(gaps);
    plan.warnings = std::move(warnings);
    roots = chosen.roots;
    break;
  }
  const Walk& walk = known_->walk;

  if (walk.shallow > 0) {
    plan.gaps.push_back({GapKind::missing_object, "history",
                         "history is cut at " + std::to_string(walk.shallow) +
                             (walk.shallow == 1 ? " shallow commit" : " shallow commits"),
                         "git fetch --unshallow"});
  }
  if (walk.submodules) plan.notes.push_back({NoteKind::submodule, "history", "submodules were not entered"});
  if (const auto head = repository_.head(); head && *head) {
    head_ = **head;
    plan.revision = head_->hex();
  }
  add_items(plan);
  plan.names = names_of_history(view(roots), plan.commits);
  plan.counts.commits = commits_asked_for(walk);
  plan.scope = scope();
  plan.root = repository_.workdir().empty() ? repository_.git_dir() : repository_.workdir();
  const auto entries = known_->index.entries();
  const bool any_commit = std::any_of(entries.begin(), entries.end(), [](const ObjectEntry& e) { return e.kind == ObjectKind::commit; });
  // A repository without a commit has nothing to scan; one whose refs lead nowhere is suspect.
  // So is leaving out every ref; but what --since or a ^ref leaves may well be nothing.
  const bool asked_for_all = options_.refs.empty() && options_.exclude_refs.empty() && !options_.since;
  plan.content_changed = !plan.items.empty() || !plan.gaps.empty() || (any_commit && (asked_for_all || roots.empty()));
  return plan;
}

void History::add_items(Plan& plan) const {
  const Walk& walk = known_->walk;
  struct Choice {
    ObjectNumber object;
    PlaceKind place;
  };
  std::vector<Choice> order;
  order.reserve(walk.commits.size() + walk.tags.size() + walk.blobs.size());
  for (const WalkedCommit& c : walk.commits) if (!c.old) order.push_back({c.object, PlaceKind::commit_message});
  for (const ObjectNumber n : walk.tags) order.push_back({n, PlaceKind::tag_message});
  for (const ObjectNumber n : walk.blobs) order.push_back({n, PlaceKind::content});
  std::sort(order.begin(), order.end(), [](const Choice& a, const Choice& b) { return a.object < b.object; });
  plan.items.reserve(order.size());
  for (const Choice& c : order) {
    Item item;
    item.id = known_->index.id_of(c.object);
    item.place = c.place;
    item.is_message = c.place != PlaceKind::content;
    plan.items.push_back(std::move(item));
  }
}

std::string History::scope() const {
  std::filesystem::path where = repository_.workdir().empty() ? repository_.common_dir() : repository_.workdir();
  if (where.filename() == ".git") where = where.parent_path();
  const std::size_t n = commits_asked_for(known_->walk);
  std::string out = "history of " + where.filename().string();
  for (std::size_t i = 0; i < options_.refs.size(); ++i) out += (i == 0 ? " from " : ", ") + options_.refs[i];
  return out + " (" + std::to_string(n) + (n == 1 ? " commit)" : " commits)");
}

}  // namespace

Result<std::unique_ptr<Source>> open_history(const Repository& repository, HistoryOptions options) {
  return std::make_unique<History>(GATE_TRY(repository.reopen()), std::move(options));
}

Result<std::unique_ptr<Source>> open_history(const std::string& repository, std::vector<std::string> refs, Limits limits,
                                             unsigned threads) {
  auto opened = Repository::discover(repository);
  if (!opened) {
    Error e = std::move(opened).error();
    if (e.code == Errc::not_found) e.code = Errc::usage;
    return std::unexpected(std::move(e));
  }
  HistoryOptions options;
  options.refs = std::move(refs);
  options.limits = limits;
  options.threads = threads;
  return std::make_unique<History>(std::move(*opened), std::move(options));
}

}  // namespace gogate::source
