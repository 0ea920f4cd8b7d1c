// Reads what a rule of `mode: taint` says: sources, sinks, sanitizers,
// propagators and the options that concern taint. Errors as load_formula.h.
#pragma once

#include "gate/core/result.h"
#include "scanners/gopatterns/taint_rule.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {

Result<TaintSpec> read_taint(const YamlReader& yaml, const YAML::Node& rule);

}  // namespace gogate::gopatterns
