// Exits with 0 if libhs finds everything that it must in a few small searches,
// chosen because a widespread release fails them. Run when the build is
// configured.
#include <hs/hs.h>

#include <cstddef>
#include <string>
#include <vector>

namespace {

int set_flag(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
  static_cast<std::vector<bool>*>(context)->at(id) = true;
  return 0;
}

// Whether each literal is found at each position of texts of up to 200 bytes.
bool finds_all(const std::vector<const char*>& literals) {
  std::vector<unsigned> ids;
  for (unsigned i = 0; i < literals.size(); ++i) ids.push_back(i);
  hs_database_t* db = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(literals.data(), nullptr, ids.data(), static_cast<unsigned>(literals.size()), HS_MODE_BLOCK,
                       nullptr, &db, &error) != HS_SUCCESS) {
    return false;
  }
  hs_scratch_t* scratch = nullptr;
  bool all = hs_alloc_scratch(db, &scratch) == HS_SUCCESS;
  for (std::size_t length = 1; all && length < 200; length += 3) {
    for (std::size_t i = 0; all && i < literals.size(); ++i) {
      const std::string literal = literals[i];
      for (std::size_t at = 0; all && at + literal.size() <= length; ++at) {
        std::string text(length, '?');
        text.replace(at, literal.size(), literal);
        std::vector<bool> found(literals.size());
        hs_scan(db, text.data(), static_cast<unsigned>(length), 0, scratch, set_flag, &found);
        all = found[i];
      }
    }
  }
  hs_free_scratch(scratch);
  hs_free_database(db);
  return all;
}

}  // namespace

int main() {
  return finds_all({"a"}) && finds_all({"jkfsd", "kuyyt"}) && finds_all({"gisuzc", "nmscor"}) &&
                 finds_all({"hfsrbhme", "nfqgeriv", "kxrjmrlm"})
             ? 0
             : 1;
}
