#include "scanners/toolchain/sumdb/checksum_database.h"

#include <algorithm>

#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/sumdb/tiles.h"
#include "scanners/toolchain/tree_proof.h"

namespace gogate::toolchain {
namespace {

using State = DatabaseAnswer::State;

constexpr std::uint64_t kMaxAnswer = 1 << 20;
constexpr std::uint64_t kMaxTile = 256 * 32;

// Go's own database and its key, as every go command has them built in.
constexpr std::string_view kDefaultKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
constexpr std::string_view kDefaultName = "sum.golang.org";

DatabaseAnswer answer(State state, std::string detail, std::string next_step = {}) {
  DatabaseAnswer out;
  out.state = state;
  out.detail = std::move(detail);
  out.next_step = std::move(next_step);
  return out;
}

// Upper-case letters as "!x": paths must not depend on the case.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      out += '!';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return out;
}

std::string stored_name(const std::string& database) {
  std::string out = "sumdb-";
  for (const char c : database) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    out += plain ? c : '_';
  }
  return out + ".latest";
}

// The h1 of the module's zip in a record's lines; empty: none, or two.
std::string h1_in(std::string_view lines, std::string_view module, std::string_view version) {
  const std::string prefix = std::string(module) + " " + std::string(version) + " ";
  std::string out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (!line.starts_with(prefix)) continue;
    const std::string_view h1 = line.substr(prefix.size());
    if (!out.empty() || !is_h1(h1)) return {};
    out = h1;
  }
  return out;
}

}  // namespace

Result<DatabaseKey> database_key(const GoSettings& settings) {
  const GoSettings::Value setting = settings.of_user("GOSUMDB");
  DatabaseKey out;
  out.origin = setting.origin;
  out.off = setting.text == "off";
  std::string text = setting.text.empty() || out.off ? std::string(kDefaultName) : setting.text;
  if (const std::size_t space = text.find(' '); space != std::string::npos) {
    out.url = text.substr(text.find_last_of(' ') + 1);
    while (out.url.ends_with('/')) out.url.pop_back();
    text.resize(space);
  }
  auto key = parse_note_key(text == kDefaultName ? kDefaultKey : std::string_view(text));
  if (!key)
    return fail(Errc::config, "GOSUMDB in " + setting.origin + ": " + key.error().what,
                "set GOSUMDB to NAME+HASH+KEY, or unset it");
  out.key = std::move(*key);
  return out;
}

Result<ChecksumDatabase::Got> ChecksumDatabase::get(const std::string& url, std::uint64_t limit) const {
  constexpr std::string_view kFile = "file://";
  if (url.starts_with(kFile)) {
    auto text = files_.read(url.substr(kFile.size()), limit);
    if (text) return Got{200, std::move(*text)};
    if (text.error().code == Errc::not_found) return Got{404, {}};
    return std::unexpected(text.error());
  }
  auto got = fetch_.get(url, limit);
  if (!got) return std::unexpected(std::move(got).error().within(without_credentials(url)));
  return Got{got->status, std::move(got->body)};
}

Result<bool> ChecksumDatabase::supported(const ModuleProxy& proxy, const std::string& name) const {
  const std::string url = proxy.address + "/sumdb/" + name + "/supported";
  const auto got = get(url, kMaxAnswer);
  if (got && got->status == 200) return true;
  if (got && (got->status == 404 || got->status == 410)) return false;
  if (proxy.on_any_error) return false;
  if (!got) return std::unexpected(got.error());
  return fail(Errc::unreadable, without_credentials(url) + ": status " + std::to_string(got->status));
}

std::optional<DatabaseAnswer> ChecksumDatabase::find_way(DatabaseWay& way) const {
  auto named = database_key(settings_);
  if (!named) return answer(State::unavailable, named.error().what, named.error().next_step);
  if (named->off)
    return answer(State::off, "GOSUMDB=off in " + named->origin + ": the checksum database is not to be asked",
                  "unset GOSUMDB, or show a manifest");
  way.name = named->key.name;
  way.key = named->key;
  if (!named->url.empty()) {
    way.base = named->url;
    way.via = "at " + without_credentials(way.base);
    return std::nullopt;
  }
  for (const ModuleProxy& p : parse_goproxy(settings_.get("GOPROXY").text)) {
    if (p.address == "direct" || p.address == "off" || p.address == "noproxy") break;
    const auto yes = supported(p, way.name);
    if (!yes) return answer(State::unavailable, "the module proxy gave no answer: " + yes.error().what, "see GOPROXY");
    if (!*yes) continue;
    way.base = p.address + "/sumdb/" + way.name;
    way.via = "through " + without_credentials(p.address);
    return std::nullopt;
  }
  way.base = "https://" + way.name;
  way.via = "directly";
  return std::nullopt;
}

DatabaseAnswer ChecksumDatabase::look_up(std::string_view module, std::string_view version) {
  DatabaseWay way;
  if (auto nowhere = find_way(way)) return std::move(*nowhere);
  const std::string url = way.base + "/lookup/" + escaped(module) + "@" + escaped(version);
  const auto got = get(url, kMaxAnswer);
  if (!got) return answer(State::unavailable, way.name + " gave no answer: " + got.error().what, "try again, or see GOPROXY and GOSUMDB");
  if (got->status == 404 || got->status == 410)
    return answer(State::absent, way.name + " (" + way.via + ") does not have " + std::string(module) + " " +
                                     std::string(version) + ": status " + std::to_string(got->status));
  if (got->status != 200)
    return answer(State::unavailable, way.name + " (" + way.via + ") answered with status " + std::to_string(got->status),
                  "try again later");
  DatabaseAnswer out = judge(way, got->body, module, version);
  if (out.state != State::proven) out.detail = way.name + " (" + way.via + "): " + out.detail;
  return out;
}

DatabaseAnswer ChecksumDatabase::judge(const DatabaseWay& way, const std::string& text, std::string_view module,
                                       std::string_view version) {
  const auto record = parse_record(text);
  if (!record) return answer(State::unavailable, "its answer is no record", "see whether something stands between: GOPROXY, a login page");
  const OpenedNote note = open_note(record->note, way.key);
  if (note.state == OpenedNote::State::malformed) return answer(State::unavailable, "its answer is no signed tree: " + note.why);
  if (note.state != OpenedNote::State::good) return answer(State::untrusted, note.why);
  const auto head = parse_tree_head(note.text);
  if (!head) return answer(State::untrusted, "it signed something that is no tree");
  if (record->number >= head->size) return answer(State::untrusted, "the record's number is not in its own tree");

  DatabaseAnswer out;
  const std::string kept_name = stored_name(way.name);
  std::optional<TreeHead> last;
  if (store_ != nullptr) {
    const auto kept = store_->load(kept_name);
    if (kept) {
      if (const OpenedNote old = open_note(*kept, way.key); old.state == OpenedNote::State::good) last = parse_tree_head(old.text);
      if (!last) out.remarks.push_back("the last tree seen of " + way.name + " was damaged on disk and is forgotten: this one is taken as the first");
    } else if (kept.error().code != Errc::not_found) {
      out.remarks.push_back("the last tree seen of " + way.name + " could not be read: " + kept.error().what);
    }
  }

  const std::uint64_t largest = std::max(head->size, last ? last->size : 0);
  Error trouble;  // of the tile that could not be had
  LogTiles tiles(largest, [&](unsigned level, std::uint64_t index, unsigned width) -> Result<std::string> {
    for (const unsigned w : {width, 256U}) {
      const std::string path = tile_path(level, index, w);
      auto got = get(way.base + "/" + path, kMaxTile);
      if (!got) return std::unexpected(trouble = got.error());
      if (got->status == 200 && got->body.size() == std::size_t{w} * 32) return got->body.substr(0, std::size_t{width} * 32);
      trouble = Error{Errc::unreadable, path + (got->status == 200 ? ": of the wrong size" : ": status " + std::to_string(got->status)), {}};
      if (w == 256) break;
    }
    return std::unexpected(trouble);
  });
  const auto no_tile = [&](const Error& e) {
    return answer(State::unavailable, "the proof could not be had: " + e.what, "try again later");
  };

  // The larger of the two trees must begin with the smaller one.
  if (last) {
    const TreeHead& small = last->size <= head->size ? *last : *head;
    const TreeHead& large = last->size <= head->size ? *head : *last;
    const auto root = tiles.root(small.size);
    if (!root) return no_tile(root.error());
    const auto over = tiles.root_over(large.size, small.size);
    if (!over) return no_tile(over.error());
    const bool same = last->size == head->size;
    if ((same && last->root != head->root) || (*over == large.root && *root != small.root))
      return answer(State::untrusted, "its tree is not the one seen before: a tree of " + grouped(head->size) +
                                          " records does not continue the one of " + grouped(last->size) +
                                          ", though both are signed",
                    "keep the file " + kept_name + " of the cache folder: it shows that the database was forked");
    if (*over != large.root) return answer(State::untrusted, "the hashes that it gave do not add up to its signed tree");
  }
  const auto root = tiles.root_with(head->size, record->number, leaf_hash(record->text));
  if (!root) return no_tile(root.error());
  if (*root != head->root) return answer(State::untrusted, "the record that it gave is not in its signed tree");
  out.h1 = h1_in(record->text, module, version);
  if (out.h1.empty()) return answer(State::untrusted, "the record that it gave is of something else");

  if (store_ != nullptr && (!last || last->size < head->size))
    if (const auto saved = store_->save(kept_name, record->note); !saved)
      out.remarks.push_back("its tree could not be kept for the next time: " + saved.error().what);
  out.state = State::proven;
  out.detail = "the checksum database " + way.name + " (" + way.via + "): record " + grouped(record->number) +
               " of its signed tree of " + grouped(head->size) +
               (last ? ", consistent with the tree of " + grouped(last->size) + " seen before" : ", the first tree seen of it");
  return out;
}

}  // namespace gogate::toolchain
