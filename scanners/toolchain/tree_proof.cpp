#include "scanners/toolchain/tree_proof.h"

#include <algorithm>
#include <array>

#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/rules.h"

namespace gogate::toolchain {
namespace {

constexpr std::size_t kNamed = 25;

struct OddityRule {
  Oddity::Kind kind;
  std::string_view rule;
  std::string_view what;
};
constexpr std::array<OddityRule, 6> kOddities{{
    {Oddity::Kind::symlink, rule_id::irregular_file, "a link where a release has a plain file or folder"},
    {Oddity::Kind::special, rule_id::irregular_file, "neither file nor folder"},
    {Oddity::Kind::set_id, rule_id::set_id, "runs with the rights of its owner or group"},
    {Oddity::Kind::other_owner, rule_id::other_owner, "belongs to somebody else"},
    {Oddity::Kind::world_writable, rule_id::world_writable, "anybody may change it"},
    {Oddity::Kind::bad_name, rule_id::file_added, "no file of a release is named so"},
}};

// Whoever may rename the folder or one above it can put another tree there.
void look_above(const Files& files, const std::string& root, Verification& v) {
  for (std::size_t slash = root.rfind('/'); slash != std::string::npos && slash > 0; slash = root.rfind('/', slash - 1)) {
    const std::string folder = root.substr(0, slash);
    const Files::Info info = files.stat(folder);
    if (info.kind == Files::Kind::directory && (info.mode & 02U) != 0 && (info.mode & 01000U) == 0)
      v.findings.push_back(make_finding(rule_id::world_writable, folder,
                                        "anybody may put another tree in the place of this one: " + folder +
                                            " is writable by all and lacks the sticky bit"));
  }
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
  return out;
}

void add_named(Verification& v, std::string_view rule, const std::string& root, const std::vector<std::string>& names,
               const std::string& what) {
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
    v.findings.push_back(make_finding(rule, root + "/" + names[i].substr(0, names[i].find(": ")), names[i] + ": " + what));
  if (names.size() > kNamed)
    v.findings.push_back(
        make_finding(rule, root, "and " + grouped(names.size() - kNamed) + " more: " + what));
}

Content judge_content(const TreeListing& listing, const std::string& release, const std::string& platform,
                      const std::string& expected_h1, const std::optional<std::string>& go_env) {
  Content out;
  out.h1 = module_h1(listing.files, release, platform);
  if (out.h1 == expected_h1) {
    out.state = Content::State::proven;
  } else if (go_env) {
    if (module_h1(listing.files, release, platform, released_go_env()) == expected_h1)
      out.state = is_local_go_env(*go_env) ? Content::State::proven_local : Content::State::go_env_changed;
  } else {
    std::vector<TreeFile> with(listing.files);
    with.push_back({"go.env", released_go_env(), 0, 0, 0});
    if (module_h1(with, release, platform) == expected_h1) out.state = Content::State::go_env_missing;
  }
  return out;
}

void report_oddities(const Files& files, const Installation& tree, const TreeListing& listing, Verification& v) {
  const std::size_t before = v.findings.size();
  for (const OddityRule& r : kOddities) {
    std::vector<std::string> names;
    for (const Oddity& o : listing.oddities) {
      if (o.kind != r.kind) continue;
      if (o.kind == Oddity::Kind::symlink && !tree.distribution.empty()) {
        v.notes.push_back({NoteKind::symlink, tree.root + "/" + o.name, o.detail});
        continue;
      }
      names.push_back(o.name + ": " + o.detail);
    }
    add_named(v, r.rule, tree.root, names, std::string(r.what));
  }
  look_above(files, tree.root, v);
  const std::size_t found = v.findings.size() - before;
  v.checks.push_back({"places", found == 0 ? Check::Outcome::passed : Check::Outcome::failed,
                      found == 0 ? "no links, devices, set-uid bits, other owners or places that anybody may change"
                                 : grouped(found) + (found == 1 ? " place" : " places") +
                                       " that no release has, or that others may change"});
  for (const Unreadable& u : listing.unreadable)
    v.gaps.push_back({u.error.code == Errc::too_large ? GapKind::too_large : GapKind::unreadable_file,
                      tree.root + "/" + u.name, u.error.what,
                      u.error.next_step.empty() ? "run as a user who may read the whole tree" : u.error.next_step, false});
  if (!listing.bounded.empty())
    v.gaps.push_back({GapKind::analysis_bounded, tree.root, listing.bounded, "install the release into an empty folder", false});
}

}  // namespace gogate::toolchain
