// The checksum database ($GOSUMDB), asked for one module's hash with all that
// proves the answer: the signature of its tree, the record's place in that tree,
// and that the tree continues the last one seen. Servers and proxies between
// are not trusted. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/world.h"
#include "scanners/toolchain/go_settings.h"
#include "scanners/toolchain/sumdb/signed_note.h"

namespace gogate::toolchain {

struct DatabaseAnswer {
  enum class State : std::uint8_t {
    proven,
    absent,       // the database says that it does not have it
    unavailable,  // no answer, or nothing that could be one
    untrusted,    // an answer that contradicts its own signature or an earlier one
    off,          // the settings say not to ask
  };
  State state = State::unavailable;
  std::string h1;      // of a proven one: "h1:…"
  std::string detail;  // of a proven one: "record 38,123,456 of the tree of …"; else what went wrong
  std::string next_step;
  std::vector<std::string> remarks;  // besides: a tree that was forgotten
};

// The key of the database that $GOSUMDB names, in the environment or $GOENV:
// what a tree's own go.env says of it counts nothing, or a tree could name its
// own witness. `url`: where it is to be asked, when GOSUMDB says so. Of "off"
// the default's.
struct DatabaseKey {
  NoteKey key;
  std::string url;
  bool off = false;
  std::string origin;
};
Result<DatabaseKey> database_key(const GoSettings& settings);

struct DatabaseWay {
  std::string name;  // "sum.golang.org"
  NoteKey key;
  std::string base;  // URL, http, https or file
  std::string via;   // "directly", "through PROXY"; for people
};

class ChecksumDatabase {
 public:
  // All outlive it. `store` may be null: then no earlier tree is known, and none kept.
  ChecksumDatabase(const Fetch& fetch, const Files& files, const Store* store, const GoSettings& settings)
      : fetch_(fetch), files_(files), store_(store), settings_(settings) {}

  DatabaseAnswer look_up(std::string_view module, std::string_view version);

 private:
  struct Got {
    unsigned status = 0;
    std::string body;
  };
  Result<Got> get(const std::string& url, std::uint64_t limit) const;
  // Where it is; an answer when it is nowhere.
  std::optional<DatabaseAnswer> find_way(DatabaseWay& way) const;
  // Whether a proxy answers for the database. An error ends the search.
  Result<bool> supported(const ModuleProxy& proxy, const std::string& name) const;
  DatabaseAnswer judge(const DatabaseWay& way, const std::string& answer, std::string_view module,
                       std::string_view version);

  const Fetch& fetch_;
  const Files& files_;
  const Store* store_;
  const GoSettings& settings_;
};

}  // namespace gogate::toolchain
