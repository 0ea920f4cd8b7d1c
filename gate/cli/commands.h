// One function for each subcommand. Returns the exit code; an error is printed
// by main(), which maps its code: usage and config 2, interrupted 130, else 4.
#pragma once

#include "gate/cli/arguments.h"
#include "gate/cli/perform.h"

namespace gogate::cli {

Result<int> run_scan(const Arguments& arguments, const Machine& machine);
Result<int> run_hook(const Arguments& arguments, const Machine& machine);
Result<int> run_ci(const Arguments& arguments, const Machine& machine);
Result<int> run_verify(const Arguments& arguments, const Machine& machine);
Result<int> run_toolchain(const Arguments& arguments, const Machine& machine);
Result<int> run_redact(const Arguments& arguments, const Machine& machine);
Result<int> run_migrate(const Arguments& arguments, const Machine& machine);
Result<int> run_rules(const Arguments& arguments, const Machine& machine);
Result<int> run_explain(const Arguments& arguments, const Machine& machine);
Result<int> run_completion(const Arguments& arguments, const Machine& machine);
Result<int> run_man(const Arguments& arguments, const Machine& machine);

}  // namespace gogate::cli
