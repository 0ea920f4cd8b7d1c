#include "gate/prefilter/cache.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace gogate;
namespace fs = std::filesystem;

struct Folder {
  std::string path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "gogate-cache-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  [[nodiscard]] std::vector<fs::path> entries() const {
    std::vector<fs::path> out;
    for (const auto& e : fs::directory_iterator(path)) out.push_back(e.path());
    return out;
  }
};

std::string read(const fs::path& p) {
  std::ifstream in(p, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& p, const std::string& bytes) {
  std::ofstream(p, std::ios::binary | std::ios::trunc) << bytes;
  fs::permissions(p, fs::perms::owner_read | fs::perms::owner_write);
}

const std::vector<PatternSpec> kPatterns = {{PatternSpec::Kind::literal, false, "ab"}};

void check_works(const Result<Prefilter>& filter) {
  REQUIRE(filter);
  PrefilterScratch scratch;
  Candidates out(1);
  filter->scan("xxabxx", scratch, out, 0);
  CHECK(out.has(0));
}

TEST_CASE("an entry is written once and read back") {
  const Folder folder;
  const std::string nested = folder.path + "/deep/er";
  check_works(compile_cached(kPatterns, nested));
  const fs::path entry = fs::directory_iterator(nested)->path();
  const auto written = fs::last_write_time(entry);
  struct stat st {};
  REQUIRE(::stat(entry.c_str(), &st) == 0);
  CHECK((st.st_mode & 0777) == 0600);
  const ino_t inode = st.st_ino;
  check_works(compile_cached(kPatterns, nested));
  REQUIRE(::stat(entry.c_str(), &st) == 0);
  CHECK(st.st_ino == inode);
  CHECK(fs::last_write_time(entry) == written);
  // Another list of patterns is another entry.
  check_works(compile_cached(std::vector<PatternSpec>{{PatternSpec::Kind::literal, true, "ab"}}, nested));
  CHECK(std::distance(fs::directory_iterator(nested), fs::directory_iterator{}) == 2);
}

TEST_CASE("a damaged entry is made anew, whichever byte it is") {
  const Folder folder;
  check_works(compile_cached(kPatterns, folder.path));
  const fs::path entry = folder.entries().front();
  const std::string whole = read(entry);
  REQUIRE(whole.size() > 40);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ (1 << i % 8));
    write(entry, damaged);
    check_works(compile_cached(kPatterns, folder.path));
    if (read(entry) != whole) FAIL_CHECK("byte " << i << " was not noticed");
  }
  for (std::size_t n = 0; n < whole.size(); n += 37) {
    write(entry, whole.substr(0, n));
    check_works(compile_cached(kPatterns, folder.path));
    CHECK(read(entry) == whole);
  }
  CHECK(folder.entries().size() == 1);
}

TEST_CASE("an entry that others could have written is not believed") {
  const Folder folder;
  check_works(compile_cached(kPatterns, folder.path));
  const fs::path entry = folder.entries().front();
  fs::permissions(entry, fs::perms::others_write, fs::perm_options::add);
  check_works(compile_cached(kPatterns, folder.path));
  CHECK((fs::status(entry).permissions() & fs::perms::others_write) == fs::perms::none);
  // Nor a link to one.
  const fs::path elsewhere = folder.path + "/elsewhere";
  fs::rename(entry, elsewhere);
  fs::create_symlink(elsewhere, entry);
  check_works(compile_cached(kPatterns, folder.path));
  CHECK(!fs::is_symlink(entry));
}

TEST_CASE("a folder that cannot be is done without") {
  const Folder folder;
  write(folder.path + "/file", "x");
  check_works(compile_cached(kPatterns, folder.path + "/file/below"));
  check_works(compile_cached(kPatterns, "/proc/gogate"));
  check_works(compile_cached(kPatterns, ""));
}

TEST_CASE("an entry that is a folder does no harm") {
  const Folder folder;
  check_works(compile_cached(kPatterns, folder.path));
  const fs::path entry = folder.entries().front();
  fs::remove(entry);
  fs::create_directory(entry);
  check_works(compile_cached(kPatterns, folder.path));
  CHECK(folder.entries().size() == 1);
}

TEST_CASE("old entries go") {
  const Folder folder;
  for (int i = 0; i < 20; ++i) {
    check_works(compile_cached(
        std::vector<PatternSpec>{kPatterns.front(), {PatternSpec::Kind::literal, false, std::to_string(i)}}, folder.path));
  }
  CHECK(folder.entries().size() == 16);
}

TEST_CASE("a bad pattern is an error, cached or not") {
  const Folder folder;
  const std::vector<PatternSpec> bad = {{PatternSpec::Kind::regex, false, "("}};
  CHECK(!compile_cached(bad, folder.path));
  CHECK(folder.entries().empty());
}

}  // namespace
