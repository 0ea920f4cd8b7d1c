// Proofs of the checksum database, kept for the next run and for machines
// without a network. A hash that was once proven never changes. Any thread.
#pragma once

#include <string>

#include "gate/core/result.h"
#include "gate/core/world.h"
#include "scanners/toolchain/sumdb/signed_note.h"

namespace gogate::toolchain {

struct KeptProof {
  std::string release;   // "go1.26.8"
  std::string platform;  // "linux-amd64"
  std::string h1;
  std::string by;        // one line: how it was proven
};

// Of the database with this key only. Errc::not_found: none was kept;
// Errc::corrupt: it is damaged, or of something else.
Result<KeptProof> load_proof(const Store& store, const std::string& release, const std::string& platform, const NoteKey& key);
Result<Ok> save_proof(const Store& store, const KeptProof& proof, const NoteKey& key);

// The form of the file, for tests and fuzzing.
Result<KeptProof> read_proof(std::string_view text);
std::string write_proof(const KeptProof& proof);

}  // namespace gogate::toolchain
