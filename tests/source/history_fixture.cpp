#include "history_fixture.h"

#include <algorithm>

namespace gogate::source::test {

Search search(Result<std::unique_ptr<Source>> opened, const std::string& needle) {
  Search out;
  const auto source = must(std::move(opened));
  out.all = read_all(*source);
  out.gaps = out.all.gaps();
  std::vector<ObjectId> ids;
  for (const Seen& s : out.all.seen)
    if (s.bytes.find(needle) != std::string::npos) ids.push_back(s.item.id);
  const std::vector<std::uint32_t> groups(ids.size(), 7);
  for (const Located& l : must(source->locate(ids, groups, out.gaps)))
    if (l.event == Event::introduced) out.places.push_back({l.at.path, l.at.commit.is_zero() ? "" : l.at.commit.hex()});
  std::sort(out.places.begin(), out.places.end());
  return out;
}

std::map<std::string, std::string> blobs_by_git(const Sandbox& box, const std::string& folder, const std::string& args) {
  std::map<std::string, std::string> out;
  const std::string text =
      box.sh("git rev-list --objects --no-object-names " + args + " | git cat-file --batch", folder) + "\n";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line = text.find('\n', at);
    const std::string head = text.substr(at, line - at);  // "id kind size"
    const std::size_t size = std::stoul(head.substr(head.rfind(' ') + 1));
    if (head.substr(41, 4) == "blob") out[head.substr(0, 40)] = text.substr(line + 1, size);
    at = line + 1 + size + 1;
  }
  return out;
}

std::map<std::string, std::string> blobs_of(const Everything& all) {
  std::map<std::string, std::string> out;
  for (const Seen& s : all.seen)
    if (!s.item.is_message) out[s.item.id.hex()] = s.bytes;
  return out;
}

namespace {

Tale tell_slowly(const Sandbox& box, const std::string& folder) {
  Tale tale;
  box.init(folder);
  const std::string at = folder.empty() ? "" : folder + "/";
  std::string code = "package app\n";
  for (int i = 0; i < 30; ++i) {
    for (int line = 0; line < 40; ++line)
      code += "// line " + std::to_string(i * 1000 + line * 37) + " of the file\n";
    box.write(at + "app/code.go", code);
    if (i == 5) box.write(at + "app/config.go", "package app\nvar key = \"planted\"\n");
    if (i == 20) box.write(at + "docs/notes.txt", "planted again\n");
    if (i % 3 == 0) box.write(at + "app/config_test.go", code.substr(code.size() / 2));
    const std::string id = box.commit("step " + std::to_string(i), folder);
    if (i == 5) tale.first = id;
    if (i == 20) tale.second = id;
    if (i == 10) box.sh("git tag -a v1.0 -m 'first release' && git branch side", folder);
  }
  box.sh("git switch -q side", folder);
  box.write(at + "side.go", "package side\n");
  box.commit("side", folder);
  box.sh("git switch -q main && git merge -q --no-ff -m 'bring side in' side", folder);
  return tale;
}

}  // namespace

Tale tell(const Sandbox& box, const std::string& folder) {
  // Dozens of commits take a second to make: once, then copied.
  static const Sandbox once;
  static const Tale tale = tell_slowly(once, "tale");
  box.sh("cp -r '" + once.path("tale") + "' '" + box.path(folder) + "'");
  return tale;
}

bool has_gap(const std::vector<Gap>& gaps, GapKind kind, const std::string& part) {
  return std::any_of(gaps.begin(), gaps.end(), [&](const Gap& g) {
    return g.kind == kind && (g.why + " " + g.next_step).find(part) != std::string::npos;
  });
}

}  // namespace gogate::source::test
