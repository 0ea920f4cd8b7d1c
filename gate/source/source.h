// Where bytes come from. A source first plans (cheap: names, ids, sizes), then
// hands out readers that load content; each worker owns one reader.
//
//   Source   one thread plans; locate() afterwards, one thread
//   Reader   one thread; owns its own libgit2 handles and buffers
//
// Nothing in a repository is ever written, and nothing it configures is run:
// no hook, filter, textconv, fsmonitor or credential helper.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/finding.h"
#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "gate/core/span.h"

namespace gogate::source {

inline constexpr std::uint32_t kNoCommit = 0xFFFFFFFFU;

// One piece of content to scan.
struct Item {
  std::string path;   // repository-relative, '/' separated; empty in a history
  ObjectId id;        // of the blob (or commit, tag); zero for a file that git does not track
  std::uint64_t size = 0;   // bytes, 0 when not known before reading
  std::uint32_t commit = kNoCommit;  // index into Plan::commits: who brought it in
  bool every_version = true;  // for scanners that look at each commit's own change
  bool end_state = true;      // for scanners that look at the last version only
  bool is_link = false;       // content is where a symbolic link leads to: nobody parses that
  bool unpacks = false;       // a layer of an image: always an archive, whose members stand beneath `path` itself
  bool is_message = false;    // a commit or tag message, a request's title: not a file
  PlaceKind place{};              // of a message: which; content for the others
  // The blobs this one replaces, one for each parent (after rename detection);
  // zero ids where it is new. Empty: unknown or not a change (all of it counts).
  std::vector<ObjectId> before;
  // For each of `before` the path it stood at, where that is another one: what
  // a path said of the content (a test's, an excluded one) may not hold here.
  // May be empty: no file was renamed.
  std::vector<std::string> moved_from;
  bool moved_only = false;  // the content is that of one of `before`
};

struct Commit {
  ObjectId id;
  std::string author;  // "Name <mail>"
  std::int64_t time = 0;
};

// A name that a change or history brings in: not content, but published with
// it, and shown in reports. Also where a symbolic link on disk leads to
// (PlaceKind::content): content that is no file's.
struct Name {
  PlaceKind place{};
  std::string text;                 // "app/config.go", "feature/x", "Ana <ana@example.org>"
  std::string where;                // as Occurrence::path; empty: found out by locate_names(), where
                                    // the source needs locating, else "path:" and the text
  std::uint32_t commit = kNoCommit; // who brought it in, if known
  bool published = false;           // of a ref: a remote's
};

struct Plan {
  std::vector<Name> names;
  std::vector<Item> items;  // in the order in which reading is fastest
  std::vector<Commit> commits;
  std::vector<Gap> gaps;
  std::vector<Note> notes;
  std::vector<std::string> warnings;
  Counts counts;           // commits, files_excluded; the rest is counted while scanning
  std::string scope;       // "worktree of app", "range 1a2b3c4..5d6e7f8 (3 commits)"
  std::string root;        // absolute; empty for stdin
  std::string revision;    // full hex id, or empty
  // False where "nothing to scan" is a fine answer: an empty folder or range,
  // deletions, mode changes, pure renames (which are judged all the same).
  bool content_changed = false;
};

// What reading one item gave. Views are valid until the reader's next read().
struct Content {
  std::string_view bytes;      // UTF-16 with a BOM arrives as UTF-8
  std::string_view previous;   // the version at the merge base (first entry of Item::before); empty: none
  std::optional<std::span<const Span>> changed;  // as Blob::changed
  // Sorted, disjoint ranges of `bytes` outside of which they are those of content
  // that this reader gave before and that was settled as clean; an empty one is
  // a junction of two pieces that were apart. nullopt: nothing is known.
  std::optional<std::span<const Span>> seams;
  bool skip = false;           // nothing to scan; gaps and notes say why
  std::vector<Gap> gaps;
  std::vector<Note> notes;
};

class Reader {
 public:
  virtual ~Reader() = default;
  // A missing, corrupt or oversized object is a gap in the Content, not an
  // error. An error ends the run (exit 4).
  virtual Result<Content> read(const Item& item) = 0;
  // What was read last yielded nothing, and would not whatever else stood
  // beside its lines. May be left out: then it counts as not clean.
  virtual void settle_clean() {}
};

// Where the blobs of a history stand.
enum class Event : std::uint8_t {
  introduced,
  removed,  // a commit whose parents all had the group at this path, and which has not
  at_head,  // it stands in HEAD's tree
};
struct Located {
  std::size_t index = 0;  // into the ids (or names) asked for
  Occurrence at;
  Event event = Event::introduced;
  PlaceKind place{};
};

// What there is to say of the place of a finding besides its path: "layer 3 of 5:
// ", an instruction, "; the file still stands". All empty: nothing.
struct Circumstance {
  std::string before;
  std::string quoted;  // out of what was scanned, so it may hold secrets
  std::string after;
};

class Source {
 public:
  virtual ~Source() = default;
  virtual Result<Plan> plan() = 0;
  [[nodiscard]] virtual std::unique_ptr<Reader> reader() const = 0;

  // True when items carry no paths, and findings must be located afterwards.
  [[nodiscard]] virtual bool needs_locating() const { return false; }
  // For each id: every (path, commit) at which a commit brought this blob in
  // and no parent of it had the same `group` at that path. Ids of one group
  // are versions of content that hold the same evidence, so an edit elsewhere
  // in a file does not introduce its secret again. An id that no scanned ref
  // reaches gets no entry. Sorted by index, then commit time, then path.
  // Gaps that the walk met are appended to `gaps`.
  virtual Result<std::vector<Located>> locate(std::span<const ObjectId> ids, std::span<const std::uint32_t> groups,
                                              std::vector<Gap>& gaps) {
    (void)ids, (void)groups, (void)gaps;
    return std::vector<Located>{};
  }
  // The same for components of paths ("key.pem"): every path that ends in one.
  virtual Result<std::vector<Located>> locate_names(std::span<const std::string> names, std::vector<Gap>& gaps) {
    (void)names, (void)gaps;
    return std::vector<Located>{};
  }
  // HEAD, where locate() tells what stands there.
  [[nodiscard]] virtual bool knows_head() const { return false; }
  // One for each path of a finding.
  virtual std::vector<Circumstance> circumstances(std::span<const std::string> paths) { return std::vector<Circumstance>(paths.size()); }
  // For each commit: whether others have it (a remote's ref, as last fetched,
  // reaches it; in a bare repository any ref), so that it cannot be rewritten.
  virtual std::vector<bool> published(std::span<const ObjectId> commits) { return std::vector<bool>(commits.size(), false); }
};

struct Limits {
  std::uint64_t max_file_size = std::uint64_t{256} << 20;  // bytes; over it: a gap, too_large
};

// Which paths take part: globs with `*` (not '/'), `**`, `?`, `[a-z]`; a glob
// without '/' matches the name at any depth. No include: everything.
struct PathFilter {
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  [[nodiscard]] bool accepts(std::string_view path) const;
};

}  // namespace gogate::source
