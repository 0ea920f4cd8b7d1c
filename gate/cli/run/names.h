// Secrets in names: of files, refs and people. They are found like any other,
// and whatever of them a report would show is masked.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gate/cli/run/blob_scanner.h"
#include "gate/cli/run/lane.h"
#include "gate/core/report.h"

namespace gogate::run {

struct NameHits {
  std::vector<Hit> placed;           // where each stands is known
  std::vector<Hit> open;             // a component of paths of a history
  std::vector<std::string> open_names;  // of each of `open`
};

// One thread. All references outlive it.
class NameScanner {
 public:
  NameScanner(std::span<const PreparedScanner> scanners, const PreparedScanner* masking);

  // Looks into plan.names. Rules of paths (file names that mean something) are
  // not asked: those run with the content.
  NameHits scan(const source::Plan& plan, bool needs_locating);

  // `text` with every secret in it masked, whatever rules were asked for.
  const std::string& mask(const std::string& text);

  // Masks the names that the report shows besides the paths of its findings.
  void mask_report(Report& report);

 private:
  void look_into(const source::Name& name, const source::Plan& plan, bool needs_locating, NameHits& out);
  std::vector<Span> secrets_in(std::string_view text);

  std::vector<Lane> lanes_;  // of scanners that look for secrets
  std::vector<Lane> masking_;
  std::unordered_map<std::string, std::string> masked_;
};

}  // namespace gogate::run
