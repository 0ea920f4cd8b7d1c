// A downloaded archive against the published digests. The name is a claim, the
// digest decides: a published content under a published name of another file is
// a false name (a downgrade, say), under any other name only a renamed file.
#include "scanners/toolchain/archive.h"

#include <algorithm>
#include <array>

#include "scanners/toolchain/releases.h"
#include "scanners/toolchain/rules.h"
#include "scanners/toolchain/toolchain.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

constexpr std::size_t kHead = 512;  // bytes kept to tell what kind of file it is

struct Content {
  Sha256 sha256{};
  std::uint64_t size = 0;
  std::string head;
};

std::string base_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// The name without what browsers put in for a second download: "a (1).tar.gz".
std::string without_copy_number(std::string name) {
  const std::size_t open = name.rfind('(');
  const std::size_t close = name.find(')', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos || close == open + 1) return name;
  for (std::size_t i = open + 1; i < close; ++i)
    if (name[i] < '0' || name[i] > '9') return name;
  const std::size_t begin = open > 0 && name[open - 1] == ' ' ? open - 1 : open;
  return name.erase(begin, close + 1 - begin);
}

bool is_archive(std::string_view head) {
  using namespace std::string_view_literals;
  return head.starts_with("\x1f\x8b"sv) || head.starts_with("PK\x03\x04"sv);
}

// What a file that is no archive looks like, for people.
std::string looks_like(std::string_view head) {
  std::string lower;
  for (const char c : head) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower.find("<!doctype html") != std::string::npos || lower.find("<html") != std::string::npos)
    return "it looks like a web page";
  if (lower.starts_with("<?xml")) return "it looks like an XML error message";
  if (lower.starts_with("{")) return "it looks like a JSON message";
  using namespace std::string_view_literals;
  if (head.starts_with("\x7f"
                       "ELF"sv) ||
      head.starts_with("MZ"sv))
    return "it is a program";
  if (head.starts_with("\xfd"
                       "7zXZ"sv))
    return "it is an xz archive";
  if (head.starts_with("xar!"sv) || head.starts_with("\xd0\xcf\x11\xe0"sv)) return "it is an installer";
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == '\0'; })) return "it begins with zeros";
  return "it begins as neither gzip nor zip does";
}

bool is_installer(std::string_view name) { return name.ends_with(".msi") || name.ends_with(".pkg"); }

std::string bytes_of(std::uint64_t size) { return std::to_string(size) + (size == 1 ? " byte" : " bytes"); }

Result<Content> read_content(const Files& files, const std::string& path) {
  Content out;
  Sha256Stream stream;
  GATE_TRY(files.read_pieces(path, [&](std::string_view piece) {
    stream.update(piece);
    out.size += piece.size();
    if (out.head.size() < kHead) out.head += piece.substr(0, kHead - out.head.size());
    return true;
  }));
  out.sha256 = stream.finish();
  return out;
}

void add_release_facts(Verification& v, const ReleaseFile& f) {
  v.facts.push_back({"published as", f.name()});
  v.facts.push_back({"version", std::string(f.version) + (f.stable ? "" : " (not a stable release)")});
  v.facts.push_back({"platform", f.platform()});
  v.facts.push_back({"kind", std::string(f.kind)});
}

// The digest is a published one.
void judge_known(Verification& v, const std::string& path, const std::string& name,
                 const std::vector<ReleaseFile>& matches, const Releases& table) {
  const auto same =
      std::find_if(matches.begin(), matches.end(), [&](const ReleaseFile& f) { return f.name() == name; });
  add_release_facts(v, same == matches.end() ? matches.front() : *same);
  if (same != matches.end()) {
    v.facts.push_back({"content", "is what was published under this name"});
    return;
  }
  const std::string truth = matches.front().name();
  v.facts.push_back({"content", "is what was published as " + truth});
  const std::string claimed = without_copy_number(name);
  for (const ReleaseFile& f : matches)
    if (f.name() == claimed) {
      v.notes.push_back({NoteKind::other, path, "carries the number of a second download in its name; it is " + truth});
      return;
    }
  if (!table.with_name(claimed).empty() || parse_archive_name(claimed)) {
    v.findings.push_back(make_finding(
        rule_id::archive_mismatch, path,
        "the content is not what was published as " + claimed + ": it is " + truth + " under a false name"));
    return;
  }
  v.findings.push_back(make_finding(rule_id::archive_renamed, path,
                                    "this is " + truth + ", as published, under a name that does not say so"));
}

void judge_unknown(Verification& v, const std::string& path, const std::string& name, const Content& content,
                   const Releases& table) {
  const std::string claimed = without_copy_number(name);
  const std::string sum = hex(content.sha256);
  if (const auto named = table.with_name(claimed); !named.empty()) {
    const ReleaseFile& f = named.front();
    v.facts.push_back({"expected", "sha256 " + hex(f.sha256) + ", " + bytes_of(f.size)});
    if (content.size < f.size) {
      v.findings.push_back(make_finding(rule_id::archive_truncated, path,
                                        claimed + " is cut short: " + bytes_of(content.size) + " of " +
                                            bytes_of(f.size) +
                                            (content.size == 0          ? "; it is empty"
                                             : is_archive(content.head) ? ""
                                                                        : "; " + looks_like(content.head))));
      return;
    }
    v.findings.push_back(make_finding(rule_id::archive_mismatch, path,
                                      "the content is not what was published as " + claimed + ": sha256 " + sum +
                                          " instead of " + hex(f.sha256) +
                                          (is_archive(content.head) ? "" : "; " + looks_like(content.head))));
    return;
  }
  const bool installer = is_installer(name);
  if (content.size == 0) {
    v.findings.push_back(make_finding(rule_id::not_an_archive, path, "the file is empty"));
    return;
  }
  if (!installer && !is_archive(content.head)) {
    v.findings.push_back(make_finding(rule_id::not_an_archive, path, "no archive: " + looks_like(content.head)));
    return;
  }
  const std::string date(table.date());
  std::string why;
  const auto claim = parse_archive_name(claimed);
  if (installer) {
    why = "installers are not in the table of published digests, only archives and source files";
  } else if (!claim) {
    why = "neither its name nor its content is that of a release published by " + date;
  } else if (table.standing(claim->version) == Releases::Standing::newer) {
    why = std::string(claim->version) + " is newer than the table of published digests (" + date +
          "): neither proven nor refuted";
  } else if (table.standing(claim->version) == Releases::Standing::published) {
    why = "no digest is known for this file of " + std::string(claim->version) + " (table of " + date + ")";
  } else {
    why = std::string(claim->version) + " is no release known by " + date;
  }
  v.gaps.push_back({GapKind::unproven, path, std::move(why),
                    "compare its SHA-256, " + sum + ", with the one that go.dev/dl shows for this file", false});
}

}  // namespace

Result<Verification> verify_archive(const Files& files, const std::string& path) {
  const Releases table = GATE_TRY(Releases::embedded());
  return verify_archive(files, path, table);
}

Result<Verification> verify_archive(const Files& files, const std::string& path, const Releases& table) {
  Verification v;
  v.scope = "archive " + path;
  v.rules =
      rules({rule_id::archive_mismatch, rule_id::archive_renamed, rule_id::archive_truncated, rule_id::not_an_archive});
  std::string real = path;
  Files::Info info = files.stat(real);
  if (info.kind == Files::Kind::symlink) {
    const auto resolved = files.resolve(path);
    if (!resolved) return fail(Errc::not_found, path + ": a link that leads nowhere", "name the archive itself");
    real = *resolved;
    info = files.stat(real);
  }
  if (info.kind == Files::Kind::none) return fail(Errc::not_found, path + ": no such file", "check the path");
  if (info.kind == Files::Kind::directory)
    return fail(Errc::usage, path + ": a folder, not an archive",
                "for an installed Go: gogate verify toolchain " + path);
  if (info.kind != Files::Kind::regular)
    return fail(Errc::usage, path + ": not a regular file", "save the archive to a file first");

  const auto content = read_content(files, real);
  if (!content) {
    v.gaps.push_back({GapKind::unreadable_file, path, content.error().what,
                      content.error().next_step.empty() ? "check permissions and the disk" : content.error().next_step,
                      false});
    return v;
  }
  v.counts.blobs = 1;
  v.counts.bytes = content->size;
  v.facts.push_back({"file", path});
  v.facts.push_back({"size", bytes_of(content->size)});
  v.facts.push_back({"sha256", hex(content->sha256)});
  const std::string name = base_name(path);
  if (const auto matches = table.with_digest(content->sha256); !matches.empty())
    judge_known(v, path, name, matches, table);
  else
    judge_unknown(v, path, name, *content, table);
  v.facts.push_back({"digests as of", std::string(table.date())});
  return v;
}

}  // namespace gogate::toolchain
