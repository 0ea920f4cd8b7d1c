#include "gate/cli/run/member_walk.h"

#include "gate/source/file_reading.h"

namespace gogate::run {

namespace {

constexpr const char* kUnpackYourself = "unpack it and scan the folder, if it is to be trusted";

std::string name_of_member(const std::string& at, const source::Member& member) {
  if (!member.path.empty()) return at + "!/" + member.path;
  return at.empty() ? "!/" : source::path_in_archive(at, "!/");
}

}  // namespace

void MemberWalk::gap(GapKind kind, const std::string& at, std::string why, std::string next_step) {
  gaps.push_back({kind, at, std::move(why), std::move(next_step), false});
}

Result<bool> MemberWalk::walk(std::string_view archive) {
  allowance_ = source::allowance_of(archive.size());
  return walk(archive, {}, 1);
}

Result<bool> MemberWalk::walk(std::string_view bytes, const std::string& at, unsigned depth) {
  using Is = source::MemberBytes::State;
  const std::string format(source::archive_format(bytes));
  auto archive = source::Archive::open(bytes);
  if (!archive) {
    Error& e = archive.error();
    constexpr std::size_t kSalvaged = std::size_t{1} << 20;
    if (const std::string some = e.code == Errc::corrupt ? source::salvage_gzip(bytes, kSalvaged) : std::string(); !some.empty()) {
      gap(GapKind::corrupt_object, at, format + " is damaged; what stands behind the damage was not looked at: " + e.what);
      if (!source::archive_format(some).empty() && GATE_TRY(walk(some, at, depth))) return true;
      GATE_TRY(see_(name_of_member(at, {}), some, false));
      return true;
    }
    if (e.code == Errc::unsupported && e.what == source::kAllEncrypted)
      notes.push_back({NoteKind::encrypted, at, format + ", " + e.what});
    else
      gap(e.code == Errc::corrupt ? GapKind::corrupt_object : GapKind::unreadable_file, at,
          "cannot be read as " + format + ": " + e.what + "; its bytes were scanned as they are", e.next_step);
    return false;
  }
  const auto spent = [&](const std::string& where) {
    if (!spent_)
      gap(GapKind::too_large, where,
          allowance_.members == 0 ? "has more members than are looked at; the rest was left out"
                                  : "unpacks to far more than its size suggests; the rest was left out",
          kUnpackYourself);
    spent_ = true;
  };
  for (;;) {
    if (bounds_.stop != nullptr && bounds_.stop->load(std::memory_order_relaxed)) return fail(Errc::interrupted, "interrupted");
    const auto next = archive->next(allowance_);
    if (!next) {
      if (next.error().code == Errc::too_large)
        spent(at);
      else
        gap(GapKind::corrupt_object, at, format + " is damaged; what stands behind the damage was not looked at: " + next.error().what);
      return true;
    }
    if (*next == nullptr) return true;
    const source::Member& member = **next;
    const std::string inner = name_of_member(at, member);
    if (member.kind == source::Member::Kind::link) {
      GATE_TRY(see_(inner, member.link, true));
      continue;
    }
    if (member.kind != source::Member::Kind::file) continue;
    const source::MemberBytes got = archive->read(bounds_.member_size, allowance_);
    switch (got.state) {
      case Is::whole: break;
      case Is::encrypted:
        notes.push_back({NoteKind::encrypted, inner, "encrypted, so that nobody could look into it"});
        break;
      case Is::too_large:
        gap(GapKind::too_large, inner, "unpacked over the limit of " + source::size_text(bounds_.member_size), "raise --max-file-size");
        break;
      case Is::damaged: gap(GapKind::corrupt_object, inner, "damaged; what stands behind the damage was not looked at: " + got.why); break;
      case Is::spent: spent(inner); break;
    }
    if (!got.bytes.empty()) GATE_TRY(take(got.bytes, inner, depth));
    if (got.fatal) {
      if (got.state == Is::too_large) spent(at);
      return true;
    }
    if (spent_) return true;
  }
}

Result<Ok> MemberWalk::take(std::string_view bytes, const std::string& inner, unsigned depth) {
  if (!source::archive_format(bytes).empty()) {
    if (depth < bounds_.depth) {
      const bool walked = GATE_TRY(walk(bytes, inner, depth + 1));
      if (walked && !source::has_leading_bytes(bytes)) return Ok{};
    } else {
      gap(GapKind::analysis_bounded, inner, "an archive more than " + std::to_string(bounds_.depth) + " deep was not unpacked", "raise --max-archive-depth");
    }
  }
  return see_(inner, bytes, false);
}

}  // namespace gogate::run
