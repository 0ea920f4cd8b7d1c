// Archives met as content: each member is scanned like a file, under the path
// of its archive, "!/" and its own.
#include <algorithm>
#include <map>

#include "gate/cli/run/blob_scanner.h"
#include "gate/cli/run/member_walk.h"
#include "gate/core/digest.h"
#include "gate/source/archive.h"
#include "gate/source/decode.h"
#include "gate/source/file_reading.h"
#include "gate/source/line_diff.h"

namespace gogate::run {
namespace {

// The members of the archive that a change replaced: which of them it left as
// they were, and what stood in the others where they are small.
class OldMembers {
 public:
  OldMembers(std::string_view archive, const MemberBounds& bounds) {
    if (source::archive_format(archive).empty()) return;
    MemberWalk walk(bounds, [&](const std::string& inner, std::string_view bytes, bool) -> Result<Ok> {
      std::string decoded;
      if (source::decode_utf16(bytes, decoded)) bytes = decoded;
      Old old{digest_of(bytes), {}};
      if (bytes.size() <= kKeptOfOne && kept_ + bytes.size() <= kKeptInAll) {
        old.bytes = bytes;
        kept_ += bytes.size();
      }
      members_.insert_or_assign(inner, std::move(old));
      return Ok{};
    });
    (void)walk.walk(archive);  // what it cannot tell counts as new
  }

  // Whether anything is known of it; fills in `previous` and `changed`.
  bool compare(const std::string& inner, std::string_view now, std::string_view& previous, std::vector<Span>& changed) const {
    const auto it = members_.find(inner);
    if (it == members_.end()) return false;
    changed.clear();
    if (it->second.digest == digest_of(now)) {
      previous = now;
      return true;
    }
    if (it->second.bytes.empty()) return false;
    auto ranges = source::changed_ranges(it->second.bytes, now);
    if (!ranges) return false;
    previous = it->second.bytes;
    changed = std::move(*ranges);
    return true;
  }

 private:
  static constexpr std::size_t kKeptOfOne = std::size_t{1} << 20;
  static constexpr std::size_t kKeptInAll = std::size_t{64} << 20;
  static std::string digest_of(std::string_view bytes) { return hex(sha256(bytes)); }
  struct Old {
    std::string digest;
    std::string bytes;
  };
  std::map<std::string, Old> members_;
  std::size_t kept_ = 0;
};

}  // namespace

Result<bool> BlobScanner::scan_members(std::size_t index, const source::Content& content) {
  const source::Item& item = plan_.items[index];
  const bool tried = (options_.max_archive_depth != 0 || item.unpacks) && !item.is_message && !item.is_link &&
                     !source::archive_format(content.bytes).empty();
  // Spans are 32 bits wide; a layer of an image may be larger than a file may be.
  const auto too_large = [&] {
    if (!item.unpacks || content.bytes.size() <= options_.max_member_size) return false;
    gathered_.gaps.push_back({GapKind::too_large, item.path,
                              "no archive, and over the limit of " + source::size_text(options_.max_member_size), "raise --max-file-size", false});
    return true;
  };
  if (!tried) return too_large();
  // Left out with everything in it.
  if (options_.ignores != nullptr && !item.path.empty() && options_.ignores->left_out(item.path)) return false;

  const MemberBounds bounds{std::max(options_.max_archive_depth, 1U), options_.max_member_size, options_.stop};
  const bool is_change = !item.before.empty();
  const OldMembers old(is_change ? content.previous : std::string_view(), bounds);
  source::Item member = item;
  member.unpacks = false;
  member.end_state = false;  // Go patterns judge a change's own code
  std::string decoded;
  std::vector<Span> changed;
  bool any = false;
  const source::PathFilter excluded{{}, options_.filter.exclude};
  const auto place = [&](const std::string& inner) {
    if (item.unpacks) return item.path + (inner.empty() ? "" : inner.substr(1));  // a "!" stands before the layer
    return item.path.empty() ? item.id.hex() + inner : source::path_in_archive(item.path, inner);
  };

  MemberWalk walk(bounds, [&](const std::string& inner, std::string_view bytes, bool is_link) -> Result<Ok> {
    source::Content one;
    one.bytes = bytes;
    if (source::decode_utf16(bytes, decoded)) one.bytes = decoded;
    if (is_change && old.compare(inner, one.bytes, one.previous, changed)) {
      one.changed = std::span<const Span>(changed);
      if (changed.empty() && item.moved_from.empty() && one.previous.data() == one.bytes.data()) return Ok{};
    }
    if (!item.path.empty()) {
      member.path = place(inner);
      if (!excluded.accepts(member.path)) {
        ++gathered_.counts.files_excluded;
        return Ok{};
      }
    }
    for (std::size_t i = 0; i < member.moved_from.size(); ++i)
      member.moved_from[i] = item.moved_from[i].empty() ? std::string() : source::path_in_archive(item.moved_from[i], inner);
    member.is_link = is_link;
    any = true;
    return scan_content(index, member, inner, one, false);
  });
  const bool walked = GATE_TRY(walk.walk(content.bytes));
  for (Gap& g : walk.gaps) {
    g.place = place(g.place);
    gathered_.gaps.push_back(std::move(g));
  }
  for (Note& n : walk.notes) {
    n.place = place(n.place);
    gathered_.notes.push_back(std::move(n));
  }
  if (!walked) return too_large();
  if (!any) ++gathered_.files;  // nothing in it, or nothing new, is no gap
  return !source::has_leading_bytes(content.bytes);
}

}  // namespace gogate::run
