#include "sandbox.h"

#include <git2.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gate/source/libgit2.h"

namespace gogate::source::test {
namespace fs = std::filesystem;

Sandbox::Sandbox() {
  std::string pattern = (fs::temp_directory_path() / "gogate-source-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::string("cannot make a temporary folder");
  root_ = fs::canonical(pattern).string();
  static const bool once = [] {
    setenv("HOME", "/nonexistent", 1);  // neither git nor libgit2 sees the user's configuration
    unsetenv("XDG_CONFIG_HOME");
    setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
    setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
    setenv("GIT_AUTHOR_NAME", "Ann Author", 1);
    setenv("GIT_AUTHOR_EMAIL", "ann@example.org", 1);
    setenv("GIT_COMMITTER_NAME", "Ann Author", 1);
    setenv("GIT_COMMITTER_EMAIL", "ann@example.org", 1);
    setenv("GIT_ALLOW_PROTOCOL", "file", 1);
    setenv("LC_ALL", "C", 1);
    for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"}) unsetenv(name);
    return true;
  }();
  (void)once;
}

Sandbox::~Sandbox() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void Sandbox::write(const std::string& name, std::string_view bytes) const {
  const fs::path file = path(name);
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::string("cannot write " + name);
}

std::string Sandbox::read(const std::string& name) const {
  std::ifstream in(path(name), std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string Sandbox::sh(const std::string& command, const std::string& folder) const {
  fs::create_directories(path(folder));
  const std::string full = "cd '" + path(folder) + "' && { " + command + "\n} 2>'" + root_ + ".err'";
  FILE* pipe = popen(full.c_str(), "r");
  if (pipe == nullptr) throw std::string("cannot run " + command);
  std::string out;
  char part[4096];
  std::size_t got = 0;
  while ((got = fread(part, 1, sizeof part, pipe)) > 0) out.append(part, got);
  const int status = pclose(pipe);
  std::ifstream err(root_ + ".err");
  std::ostringstream text;
  text << err.rdbuf();
  std::error_code ignored;
  fs::remove(root_ + ".err", ignored);
  if (status != 0) throw std::string("failed: " + command + "\n" + out + text.str());
  if (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string Sandbox::commit(const std::string& message, const std::string& folder) const {
  // Each commit a minute after the last, so that their order by date is theirs by descent.
  static int minute = 0;
  ++minute;
  const std::string date = "@" + std::to_string(1700000000 + 60 * minute) + " +0000";
  sh("git add -A && GIT_AUTHOR_DATE='" + date + "' GIT_COMMITTER_DATE='" + date + "' git commit -q --allow-empty -m '" + message + "'", folder);
  return sh("git rev-parse HEAD", folder);
}

ObjectId id_of(const std::string& hex) {
  git_oid oid;
  if (git_oid_fromstr(&oid, hex.c_str()) != 0) throw std::string("no id: " + hex);
  return from_oid(oid);
}

std::vector<std::string> Everything::paths() const {
  std::vector<std::string> out;
  for (const Seen& s : seen) out.push_back(s.item.path);
  return out;
}
std::vector<const Seen*> Everything::all_at(std::string_view path) const {
  std::vector<const Seen*> out;
  for (const Seen& s : seen)
    if (s.item.path == path) out.push_back(&s);
  return out;
}
const Seen* Everything::at(std::string_view path) const {
  const auto all = all_at(path);
  return all.empty() ? nullptr : all.front();
}
std::vector<Gap> Everything::gaps() const {
  std::vector<Gap> out = plan.gaps;
  for (const Seen& s : seen) out.insert(out.end(), s.gaps.begin(), s.gaps.end());
  return out;
}
std::vector<Note> Everything::notes() const {
  std::vector<Note> out = plan.notes;
  for (const Seen& s : seen) out.insert(out.end(), s.notes.begin(), s.notes.end());
  return out;
}

Everything read_all(Source& source) {
  Everything out;
  out.plan = must(source.plan());
  const std::unique_ptr<Reader> reader = source.reader();
  for (const Item& item : out.plan.items) {
    const Content content = must(reader->read(item));
    Seen s;
    s.item = item;
    s.bytes = content.bytes;
    s.previous = content.previous;
    s.all = !content.changed;
    if (content.changed) {
      for (const Span span : *content.changed) {
        s.spans.push_back(span);
        s.changed.push_back(span.empty() ? "^" + std::to_string(span.begin) : s.bytes.substr(span.begin, span.size()));
      }
    }
    s.skip = content.skip;
    s.gaps = content.gaps;
    s.notes = content.notes;
    out.seen.push_back(std::move(s));
  }
  return out;
}
Everything read_all(Result<std::unique_ptr<Source>> source) { return read_all(*must(std::move(source))); }

}  // namespace gogate::source::test
