#include "scanners/toolchain/proof_cache.h"

#include "gate/core/digest.h"
#include "scanners/toolchain/module_hash.h"

namespace gogate::toolchain {
namespace {

// A key of that name with another hash is another database.
std::string name_of(const std::string& release, const std::string& platform, const NoteKey& key) {
  std::string out = "toolchain-" + release + "-" + platform + "-" + key.name + "-" + std::to_string(key.hash) + ".proof";
  for (char& c : out)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-')) c = '_';
  return out;
}

std::string_view take_field(std::string_view& text, std::string_view name) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line.starts_with(name) ? line.substr(name.size()) : std::string_view{};
}

}  // namespace

std::string write_proof(const KeptProof& p) {
  const std::string out =
      "gogate toolchain proof 1\nrelease " + p.release + "\nplatform " + p.platform + "\nh1 " + p.h1 + "\nby " + p.by + "\n";
  return out + "end " + hex(sha256(out)) + "\n";
}

Result<KeptProof> read_proof(std::string_view text) {
  KeptProof out;
  std::string_view rest = text;
  const bool head = take_field(rest, "gogate toolchain proof ") == "1";
  out.release = take_field(rest, "release ");
  out.platform = take_field(rest, "platform ");
  out.h1 = take_field(rest, "h1 ");
  out.by = take_field(rest, "by ");
  if (!head || !is_h1(out.h1) || out.by.empty() || write_proof(out) != text)
    return fail(Errc::corrupt, "the file is damaged", "remove it");
  return out;
}

Result<KeptProof> load_proof(const Store& store, const std::string& release, const std::string& platform, const NoteKey& key) {
  const std::string text = GATE_TRY(store.load(name_of(release, platform, key)));
  KeptProof out = GATE_TRY(read_proof(text));
  if (out.release != release || out.platform != platform) return fail(Errc::corrupt, "it is of another release");
  return out;
}

Result<Ok> save_proof(const Store& store, const KeptProof& proof, const NoteKey& key) {
  return store.save(name_of(proof.release, proof.platform, key), write_proof(proof));
}

}  // namespace gogate::toolchain
