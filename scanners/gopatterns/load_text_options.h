// `options` that only rules for any text know.
#pragma once

#include "gate/core/result.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {

// Of rules for other languages nothing is read.
Result<Ok> read_text_options(const YamlReader& yaml, const YAML::Node& options, Language language, TextOptions& out);

}  // namespace gogate::gopatterns
