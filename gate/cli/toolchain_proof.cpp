#include "gate/cli/toolchain_proof.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <thread>

#include "gate/core/digest.h"
#include "gate/source/archive.h"
#include "scanners/toolchain/releases.h"

namespace gogate::cli {
namespace {

// A file's bytes where the kernel keeps them: an archive of any size takes no memory of ours.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat st {};
    if (fd >= 0 && ::fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
      size_ = static_cast<std::size_t>(st.st_size);
      at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    if (fd >= 0) ::close(fd);
  }
  ~Mapped() {
    if (at_ != MAP_FAILED) ::munmap(at_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  [[nodiscard]] bool ok() const { return at_ != MAP_FAILED; }
  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(at_), size_}; }

 private:
  void* at_ = MAP_FAILED;
  std::size_t size_ = 0;
};

Result<toolchain::Manifest> load_manifest(const Files& files, const std::string& path) {
  constexpr std::uint64_t kMost = std::uint64_t{64} << 20;
  auto text = files.read(path, kMost);
  if (!text) return fail(Errc::config, "--manifest: " + text.error().what, "name a file that gogate toolchain manifest wrote");
  auto manifest = toolchain::read_manifest(*text);
  if (manifest) return manifest;
  return fail(Errc::config, "--manifest " + path + ": " + manifest.error().what, manifest.error().next_step);
}

}  // namespace

Result<std::string> default_goroot(const sys::Environment& environment, const Files& files, std::vector<Fact>& facts) {
  if (environment.has("GOROOT")) {
    facts.push_back({"chosen by", "GOROOT"});
    return environment.get("GOROOT");
  }
  std::istringstream path(environment.get("PATH"));
  for (std::string folder; std::getline(path, folder, ':');) {
    if (folder.empty()) continue;
    const auto real = files.resolve(folder + "/go");
    if (!real || files.stat(*real).kind != Files::Kind::regular) continue;
    facts.push_back({"chosen by", folder + "/go in PATH"});
    return std::filesystem::path(*real).parent_path().parent_path().string();
  }
  return fail(Errc::usage, "no GOROOT given, none in the environment and no go in PATH",
              "name the tree: gogate verify toolchain /usr/local/go");
}

ToolchainProof::ToolchainProof(const VerifyArguments& a, const Machine& machine)
    : arguments_(a), machine_(machine), cache_(sys::cache_directory(machine.environment)), store_(cache_ + "/toolchain"),
      fetch_({a.network_timeout, 2, 250, machine.stop, "gogate"}) {
  const auto wanted = [&](std::string_view proof) {
    return a.proofs.empty() || std::find(a.proofs.begin(), a.proofs.end(), proof) != a.proofs.end();
  };
  options.jobs = a.common.jobs != 0 ? a.common.jobs : std::max(2U, std::thread::hardware_concurrency());
  options.stop = machine.stop;
  options.use_table = wanted("table");
  options.use_cache = wanted("cache");
  options.use_database = wanted("database");
  options.variables = [this](std::string_view name) { return machine_.environment.get(name); };
  if (!cache_.empty()) options.store = &store_;
  if (a.offline)
    options.offline_because = "--offline";
  else
    options.fetch = &fetch_;
  options.block_unknown = a.unknown_release == "block";
  options.accept_distribution = a.accept_distribution;
  options.go_versions = a.go_versions;
  options.supported_only = a.supported_only;
  options.exact_from = a.exact_from;
  std::error_code error;
  if (const auto folder = std::filesystem::current_path(error); !error) options.folder = folder.string();
}

Result<Ok> ToolchainProof::read_lists(const Files& files, const std::string& goroot) {
  const VerifyArguments& a = arguments_;
  if (!a.manifest.empty()) {
    manifest_ = GATE_TRY(load_manifest(files, a.manifest));
    options.manifest = &*manifest_;
    options.manifest_name = a.manifest;
  }
  if (a.against.empty()) return Ok{};
  const auto real = files.resolve(a.against);
  if (!real) return fail(Errc::usage, "--against: " + real.error().what, "name another copy of the release, or its archive");
  if (const auto tree = files.resolve(goroot); tree && *tree == *real)
    return fail(Errc::usage, "--against " + a.against + ": that is the tree itself", "name another copy of the release");
  if (files.stat(*real).kind == Files::Kind::directory) {
    toolchain::TreeListing listing = GATE_TRY(toolchain::list_tree(files, *real, {options.jobs, true, machine_.stop}));
    if (!listing.unreadable.empty())
      return fail(Errc::unreadable, "--against " + a.against + ": " + listing.unreadable.front().error.what);
    copy_ = std::move(listing.files);
    options.against_name = "the copy " + a.against;
  } else {
    GATE_TRY(read_archive(*real));
    options.against_name = "the archive " + a.against;
    options.against_modes = false;
  }
  options.against = &copy_;
  return Ok{};
}

Result<Ok> ToolchainProof::read_archive(const std::string& path) {
  constexpr std::uint64_t kMember = std::uint64_t{256} << 20;
  constexpr std::string_view kTop = "go/";
  const auto wrong = [&](const std::string& what) {
    return fail(Errc::usage, "--against " + arguments_.against + ": " + what, "gogate verify archive " + arguments_.against + " says more");
  };
  const Mapped file(path);
  if (!file.ok()) return wrong("it cannot be read");
  const toolchain::Releases table = GATE_TRY(toolchain::Releases::embedded());
  const auto published = table.with_digest(sha256(file.bytes()));
  if (!published.empty()) {
    if (published.front().kind == "source") return wrong("it is " + published.front().name() + ", which has source only");
    options.against_digest = published.front().name();
  } else if (const auto claimed = table.with_name(std::filesystem::path(path).filename().string()); !claimed.empty()) {
    return wrong("its content is not what was published under this name");
  }
  source::Allowance allowance{std::uint64_t{4} << 30, 200'000};
  auto archive = source::Archive::open(file.bytes());
  if (!archive) return wrong(archive.error().what);
  for (;;) {
    if (machine_.stop != nullptr && machine_.stop->load()) return fail(Errc::interrupted, "interrupted");
    const auto member = archive->next(allowance);
    if (!member) return wrong(member.error().what);
    if (*member == nullptr) break;
    if ((*member)->kind != source::Member::Kind::file) continue;
    const std::string name = (*member)->path;
    if (!name.starts_with(kTop) || name.ends_with('/')) {
      if (name.ends_with('/')) continue;
      return wrong("it holds " + name.substr(0, 100) + ", which no release of Go does");
    }
    const source::MemberBytes content = archive->read(kMember, allowance);
    if (content.state != source::MemberBytes::State::whole) return wrong(name + " cannot be read: " + content.why);
    copy_.push_back({name.substr(kTop.size()), sha256(content.bytes), content.bytes.size(), 0, 0});
  }
  std::sort(copy_.begin(), copy_.end(), [](const auto& x, const auto& y) { return x.name < y.name; });
  const auto twice = std::adjacent_find(copy_.begin(), copy_.end(), [](const auto& x, const auto& y) { return x.name == y.name; });
  if (twice != copy_.end()) return wrong("it holds " + twice->name + " twice");
  return Ok{};
}

}  // namespace gogate::cli
