#include "gate/source/history.h"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "gate/core/digest.h"
#include "gate/source/attribution.h"
#include "gate/source/decode.h"
#include "gate/source/history_objects.h"
#include "gate/source/history_parse.h"
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
    const ObjectNumber n = known_->index.find(raw(item.id));
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
    return content;
  }

 private:
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
  std::string decoded_;
  std::string lfs_;
};

class History final : public Source {
 public:
  History(Repository repository, std::vector<std::string> refs, Limits limits, unsigned threads)
      : repository_(std::move(repository)), refs_(std::move(refs)), known_(std::make_shared<Known>()), threads_(threads) {
    known_->limits = limits;
    known_->lfs_store = repository_.config("lfs.storage").value_or("lfs");
    if (!known_->lfs_store.starts_with('/')) known_->lfs_store = repository_.common_dir() + "/" + known_->lfs_store;
  }

  Result<Plan> plan() override;
  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return std::make_unique<HistoryReader>(known_); }
  [[nodiscard]] bool needs_locating() const override { return true; }
  Result<std::vector<Located>> locate(std::span<const ObjectId> ids, std::span<const std::uint32_t> groups,
                                      std::vector<Gap>& gaps) override;

 private:
  Result<std::vector<HistoryRoot>> chosen_roots(const std::vector<HistoryRoot>& all) const;
  void add_items(Plan& plan) const;
  [[nodiscard]] std::string scope() const;

  Repository repository_;
  std::vector<std::string> refs_;
  std::shared_ptr<Known> known_;
  unsigned threads_;
};

Result<std::vector<HistoryRoot>> History::chosen_roots(const std::vector<HistoryRoot>& all) const {
  if (refs_.empty()) return all;
  std::vector<HistoryRoot> chosen;
  for (const std::string& name : refs_) {
    // The ref itself where there is one, so that an annotated tag's message takes part.
    const auto known = std::find_if(all.begin(), all.end(), [&](const HistoryRoot& r) {
      return r.name == name || r.name == "refs/tags/" + name;
    });
    if (known != all.end()) {
      chosen.push_back(*known);
      continue;
    }
    chosen.push_back({name, GATE_TRY(repository_.resolve(name))});
  }
  return chosen;
}

Result<Plan> History::plan() {
  Plan plan;
  const std::string common = repository_.common_dir();
  const std::string objects = common + "/objects";
  const std::vector<HistoryRoot> all = read_all_roots(common, repository_.git_dir(), plan.gaps);
  const std::vector<HistoryRoot> roots = GATE_TRY(chosen_roots(all));
  const std::vector<ObjectId> shallow = read_shallow(common, plan.gaps);
  warn_of_rewrites(common, all, plan.warnings);

  known_->index = GATE_TRY(ObjectIndex::build(objects, plan.gaps));
  known_->readers = direct_readers(known_->index, libgit2_readers(known_->index, objects));
  const auto& packs = known_->index.packs();
  WalkOptions options;
  options.roots = roots;
  options.shallow = shallow;
  options.partial = repository_.is_partial() || std::any_of(packs.begin(), packs.end(), [](const Pack& p) { return p.promisor; });
  options.threads = threads_;
  known_->walk = GATE_TRY(walk_history(known_->index, *known_->readers, options, plan.gaps));
  const Walk& walk = known_->walk;

  if (walk.shallow > 0) {
    plan.gaps.push_back({GapKind::missing_object, "history",
                         "history is cut at " + std::to_string(walk.shallow) +
                             (walk.shallow == 1 ? " shallow commit" : " shallow commits"),
                         "git fetch --unshallow"});
  }
  if (walk.submodules > 0) plan.notes.push_back({NoteKind::submodule, "history", "submodules were not entered"});
  add_items(plan);
  plan.counts.commits = walk.commits.size();
  plan.scope = scope();
  plan.root = repository_.workdir().empty() ? repository_.git_dir() : repository_.workdir();
  if (const auto head = repository_.head(); head && *head) plan.revision = (*head)->hex();
  const auto entries = known_->index.entries();
  const bool any_commit = std::any_of(entries.begin(), entries.end(), [](const ObjectEntry& e) { return e.kind == ObjectKind::commit; });
  // A repository without a commit has nothing to scan; one whose refs lead nowhere is suspect.
  plan.content_changed = !plan.items.empty() || !plan.gaps.empty() || (refs_.empty() && any_commit);
  return plan;
}

void History::add_items(Plan& plan) const {
  const Walk& walk = known_->walk;
  struct Choice {
    ObjectNumber object;
    bool is_message;
  };
  std::vector<Choice> order;
  order.reserve(walk.commits.size() + walk.tags.size() + walk.blobs.size());
  for (const WalkedCommit& c : walk.commits) order.push_back({c.object, true});
  for (const ObjectNumber n : walk.tags) order.push_back({n, true});
  for (const ObjectNumber n : walk.blobs) order.push_back({n, false});
  std::sort(order.begin(), order.end(), [](const Choice& a, const Choice& b) { return a.object < b.object; });
  plan.items.reserve(order.size());
  for (const Choice& c : order) {
    Item item;
    item.id = known_->index.id_of(c.object);
    item.is_message = c.is_message;
    plan.items.push_back(std::move(item));
  }
}

std::string History::scope() const {
  std::filesystem::path where = repository_.workdir().empty() ? repository_.common_dir() : repository_.workdir();
  if (where.filename() == ".git") where = where.parent_path();
  const std::size_t n = known_->walk.commits.size();
  std::string out = "history of " + where.filename().string();
  for (std::size_t i = 0; i < refs_.size(); ++i) out += (i == 0 ? " from " : ", ") + refs_[i];
  return out + " (" + std::to_string(n) + (n == 1 ? " commit)" : " commits)");
}

Result<std::vector<Located>> History::locate(std::span<const ObjectId> ids, std::span<const std::uint32_t> groups,
                                             std::vector<Gap>& gaps) {
  const Walk& walk = known_->walk;
  const ObjectIndex& index = known_->index;
  const auto row_of = [&](ObjectNumber n) {
    const auto c = std::lower_bound(walk.commits.begin(), walk.commits.end(), n,
                                    [](const WalkedCommit& w, ObjectNumber o) { return w.object < o; });
    return c != walk.commits.end() && c->object == n ? static_cast<std::uint32_t>(c - walk.commits.begin()) : kNoCommitRow;
  };
  const auto objects = GATE_TRY(known_->readers->make());

  std::vector<Introduction> found;
  std::vector<std::uint32_t> tags;  // indexes of ids that are tags
  std::vector<WantedBlob> wanted(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const ObjectNumber n = index.find(raw(ids[i]));
    if (n == kNoObject) continue;
    switch (index.entries()[n].kind) {
      case ObjectKind::blob: wanted[i] = {n, i < groups.size() ? groups[i] : static_cast<std::uint32_t>(i)}; break;
      case ObjectKind::commit:
        if (const auto row = row_of(n); row != kNoCommitRow)
          found.push_back({i, row, "commit message " + ids[i].hex().substr(0, 10)});
        break;
      case ObjectKind::tag:
        if (std::binary_search(walk.tags.begin(), walk.tags.end(), n)) tags.push_back(static_cast<std::uint32_t>(i));
        break;
      default: break;
    }
  }
  const bool any_blob = std::any_of(wanted.begin(), wanted.end(), [](const WantedBlob& w) { return w.object != kNoObject; });
  if (any_blob) {
    auto blobs = GATE_TRY(find_introductions(index, *known_->readers, walk, wanted, threads_, gaps));
    std::move(blobs.begin(), blobs.end(), std::back_inserter(found));
  }

  // Order by the committer's time, which git itself orders by; tell the author's.
  struct Placed {
    Located located;
    std::int64_t order = 0;
  };
  std::vector<Placed> placed;
  placed.reserve(found.size() + tags.size());
  std::unordered_map<std::uint32_t, std::pair<std::string, std::int64_t>> authors;
  for (Introduction& f : found) {
    Placed p{{f.index, {std::move(f.path), {}, {}, 0}}, 0};
    if (f.commit != kNoCommitRow) {
      const WalkedCommit& commit = walk.commits[f.commit];
      const auto [author, unknown] = authors.try_emplace(f.commit);
      if (unknown) {
        const auto bytes = objects->read(commit.object);
        if (const auto parsed = bytes ? parse_commit(*bytes) : std::nullopt)
          author->second = {std::string(parsed->author.who), parsed->author.time};
      }
      p.located.at.commit = index.id_of(commit.object);
      p.located.at.author = author->second.first;
      p.located.at.time = author->second.second;
      p.order = commit.time;
    }
    placed.push_back(std::move(p));
  }
  for (const std::uint32_t i : tags) {
    Placed p{{i, {}}, 0};
    const auto bytes = objects->read(index.find(raw(ids[i])));
    const auto tag = bytes ? parse_tag(*bytes) : std::nullopt;
    p.located.at.path = "tag message " + (tag && !tag->name.empty() ? std::string(tag->name) : ids[i].hex().substr(0, 10));
    if (tag) {
      p.located.at.author = std::string(tag->tagger.who);
      p.located.at.time = p.order = tag->tagger.time;
      const ObjectNumber target = index.find(raw(tag->target));
      if (target != kNoObject && index.entries()[target].kind == ObjectKind::commit) p.located.at.commit = tag->target;
    }
    placed.push_back(std::move(p));
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::tie(a.located.index, a.order, a.located.at.path, a.located.at.commit) <
           std::tie(b.located.index, b.order, b.located.at.path, b.located.at.commit);
  });
  std::vector<Located> out;
  out.reserve(placed.size());
  for (Placed& p : placed) out.push_back(std::move(p.located));
  return out;
}

}  // namespace

Result<std::unique_ptr<Source>> open_history(const Repository& repository, std::vector<std::string> refs, Limits limits,
                                             unsigned threads) {
  return std::make_unique<History>(GATE_TRY(repository.reopen()), std::move(refs), limits, std::max(1U, threads));
}

Result<std::unique_ptr<Source>> open_history(const std::string& repository, std::vector<std::string> refs, Limits limits,
                                             unsigned threads) {
  auto opened = Repository::discover(repository);
  if (!opened) {
    Error e = std::move(opened).error();
    if (e.code == Errc::not_found) e.code = Errc::usage;
    return std::unexpected(std::move(e));
  }
  return std::make_unique<History>(std::move(*opened), std::move(refs), limits, std::max(1U, threads));
}

}  // namespace gogate::source
