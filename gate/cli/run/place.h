// What names a finding in its document: its rule, the text around it with
// every secret masked, and an ordinal. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/line_index.h"

namespace gogate::run {

struct Place {
  const Rule* rule = nullptr;
  Span span;
  std::string value;    // as Finding::value
  std::string context;  // holds nothing of any secret
  std::uint32_t ordinal = 0;
  bool is_secret = false;
};

// A finding about a credential: a secret, or a pattern of CWE-798 and its like.
bool is_credential(const Finding& finding);

// All but context and ordinal, which name_places() fills in.
Place place_of(std::string_view bytes, const Finding& finding);

// `places` are all that the scanners found in this document, whether the change
// touches them or not: ordinals count them in order of position.
void name_places(std::string_view bytes, const LineIndex& lines, const Masker& masker, std::vector<Place>& places);

}  // namespace gogate::run
