#include "reporters/wording.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <set>

#include "reporters/encoding.h"

namespace gogate::reporters {
namespace {

std::string utc(std::int64_t seconds, const char* pattern) {
  // Forged commits carry absurd times; four-digit years fit every format.
  const auto t = static_cast<std::time_t>(std::clamp<std::int64_t>(seconds, 0, 253'402'300'799));
  std::tm parts{};
  if (gmtime_r(&t, &parts) == nullptr) return {};
  std::array<char, 64> buffer{};
  const std::size_t n = std::strftime(buffer.data(), buffer.size(), pattern, &parts);
  return {buffer.data(), n};
}

}  // namespace

std::string grouped(std::uint64_t n) {
  std::string s = std::to_string(n);
  for (std::size_t at = s.size(); at > 3;) s.insert(at -= 3, 1, ',');
  return s;
}

std::string counted(std::uint64_t n, std::string_view one) {
  return grouped(n) + " " + std::string(one) + (n == 1 ? "" : "s");
}

std::string bytes_text(std::uint64_t n) {
  if (n < 1000) return counted(n, "byte");
  constexpr std::array<std::string_view, 4> units{" kB", " MB", " GB", " TB"};
  std::uint64_t tenths = n / 100;  // of a kB, rounded down
  std::size_t unit = 0;
  while (tenths >= 10'000 && unit + 1 < units.size()) {
    tenths /= 1000;
    ++unit;
  }
  std::string out = grouped(tenths / 10) + "." + std::to_string(tenths % 10);
  return out += units[unit];
}

std::string date(std::int64_t seconds) { return utc(seconds, "%Y-%m-%d"); }
std::string date_time(std::int64_t seconds) { return utc(seconds, "%Y-%m-%dT%H:%M:%S"); }

std::string_view directive_text(Directive d) {
  switch (d) {
    case Directive::gogate_ignore: return "gogate:ignore";
    case Directive::gitleaks_allow: return "gitleaks:allow";
    case Directive::nosemgrep: return "nosemgrep";
    case Directive::nosec: return "#nosec";
    case Directive::betterleaks_allow: return "betterleaks:allow";
    case Directive::trufflehog_ignore: return "trufflehog:ignore";
    case Directive::kingfisher_ignore: return "kingfisher:ignore";
    case Directive::pragma_allowlist: return "pragma: allowlist secret";
    case Directive::betterleaks_ignore_file: return ".betterleaksignore";
    case Directive::secrets_baseline: return ".secrets.baseline";
    case Directive::baseline: return "baseline";
    case Directive::gitleaks_ignore_file: break;
  }
  return ".gitleaksignore";
}

std::string path_of(const Occurrence& at) { return at.path.empty() ? "(no path)" : at.path; }

std::string place_of(const Finding& finding) {
  std::string out = path_of(finding.at);
  if (finding.region.span.empty()) return out;
  return out + ":" + std::to_string(finding.region.begin.line) + ":" + std::to_string(finding.region.begin.column);
}

std::string_view author_name(std::string_view author) {
  const std::size_t mail = author.find(" <");
  return mail == 0 || mail == std::string_view::npos ? author : author.substr(0, mail);
}

namespace {

std::string commit_words(const ObjectId& commit, std::string_view author, std::int64_t time) {
  if (commit.is_zero()) return {};
  std::string out = "commit " + commit.hex().substr(0, 12);
  if (!author.empty()) out += " by " + std::string(author_name(author));
  if (time != 0) out += ", " + date(time);
  return out;
}

}  // namespace

std::string commit_text(const Occurrence& at) { return commit_words(at.commit, at.author, at.time); }
std::string commit_text(const Removal& by) { return commit_words(by.commit, by.author, by.time); }

AtHead at_head(const Finding& finding) {
  AtHead out = finding.at.at_head;
  for (const Occurrence& o : finding.also) out = std::max(out, o.at_head);
  return out;
}

const Occurrence& first_of(const Finding& finding) {
  const Occurrence* first = &finding.at;
  for (const Occurrence& o : finding.also)
    if (o.time != 0 && (first->time == 0 || o.time < first->time)) first = &o;
  return *first;
}

std::string occurrences_text(const Finding& finding) {
  if (finding.also.empty()) return {};
  std::set<std::string_view> paths{finding.at.path};
  for (const Occurrence& o : finding.also) paths.insert(o.path);
  std::string out = counted(finding.also.size() + 1, "occurrence") + " at " + counted(paths.size(), "path");
  const Occurrence& first = first_of(finding);
  if (const std::string commit = commit_text(first); &first != &finding.at && !commit.empty())
    out += ", the first in " + commit + (first.path == finding.at.path ? "" : " (" + path_of(first) + ")");
  return out;
}

std::string also_text(const Occurrence& at) {
  std::string out = "also at " + path_of(at);
  if (at.line != 0) out += ":" + std::to_string(at.line);
  if (!at.commit.is_zero()) out += " in commit " + at.commit.hex().substr(0, 12);
  if (at.time != 0) out += ", " + date(at.time);
  return out;
}

std::string waiver_line(const Finding& finding) {
  if (!finding.secret.id().empty()) return "id = \"" + finding.secret.id() + "\"";
  return finding.fingerprint.empty() ? std::string() : "fingerprint = \"" + finding.fingerprint + "\"";
}

std::string standing_text(const Finding& finding, bool all) {
  constexpr std::size_t kShown = 3;
  std::string out;
  if (const AtHead head = at_head(finding); head != AtHead::unknown)
    out = head == AtHead::yes ? "still stands at HEAD" : "no longer at HEAD";
  std::size_t shown = 0;
  std::size_t left = 0;
  const auto tell = [&](const Occurrence& o) {
    for (const Removal& r : o.removed) {
      if (!all && shown == kShown) {
        ++left;
        continue;
      }
      out += (out.empty() ? "" : "; ") + std::string("removed") + (o.path == finding.at.path ? "" : " from " + o.path) + " in " + commit_text(r);
      ++shown;
    }
  };
  tell(finding.at);
  for (const Occurrence& o : finding.also) {
    // Several sights of one path carry the same removals.
    const bool told = o.path == finding.at.path || std::any_of(finding.also.data(), &o, [&](const Occurrence& e) { return e.path == o.path; });
    if (!told) tell(o);
  }
  if (left > 0) out += "; and by " + grouped(left) + " more";
  return out;
}

std::string set_aside_why(const Finding& finding) {
  std::string out;
  if (finding.suppression && finding.suppression->counts) {
    const Suppression& s = *finding.suppression;
    out = "suppressed by " + std::string(directive_text(s.kind));
    if (s.line != 0) out += " on line " + std::to_string(s.line);
    if (!s.reason.empty()) out += ": " + s.reason;
  }
  if (finding.waiver) {
    const Waiver& w = *finding.waiver;
    if (!out.empty()) out += "; ";
    out += "waived by " + w.owner;
    if (!w.expires.empty()) out += " until " + w.expires;
    if (!w.reason.empty()) out += ": " + w.reason;
  }
  return out;
}

bool has_open_gaps(const Report& report) {
  for (const Gap& g : report.gaps)
    if (!g.accepted) return true;
  for (const ScannerRun& r : report.runs)
    if (!r.complete) return true;
  return false;
}

bool fix_is_printable(const Finding& finding) {
  return finding.fix && finding.secret.empty() && utf8(finding.fix->replacement) == finding.fix->replacement;
}

std::string without_credentials(std::string_view url) {
  std::string out;
  std::string_view rest;
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos && scheme > 0) {
    out = url.substr(0, scheme + 3);
    rest = url.substr(scheme + 3);
  } else if (const std::size_t colon = url.find(':');
             colon != std::string_view::npos && colon > 0 && url.find('/') > colon) {
    out = "ssh://";
    rest = url;
  } else {
    return {};
  }
  const std::size_t host_end = std::min(rest.find('/'), rest.size());
  if (const std::size_t at = rest.substr(0, host_end).rfind('@'); at != std::string_view::npos)
    rest.remove_prefix(at + 1);
  // A query can carry a token.
  rest = rest.substr(0, rest.find_first_of("?#"));
  std::string path(rest);
  if (out == "ssh://" && url.find("://") == std::string_view::npos) {
    const std::size_t colon = path.find(':');
    if (colon == std::string::npos) return {};
    path[colon] = '/';
  }
  for (const char c : path)
    if (c <= 0x20 || c >= 0x7f || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) return {};
  return out + path;
}

Result<Ok> finish(std::ostream& out, std::string_view format) {
  out.flush();
  if (out) return Ok{};
  return fail(Errc::internal, "writing the " + std::string(format) + " report failed; it is not complete",
              "check free space and permissions where the report goes, and that the reading program is still there");
}

}  // namespace gogate::reporters
