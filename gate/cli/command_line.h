// The table of options itself, for completion scripts and the manual page.
// Only arguments.cpp, completion.cpp and man_page.cpp include this: CLI11 is
// slow to compile.
#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "gate/cli/arguments.h"

namespace gogate::cli {

// `arguments` outlives the app, which writes into it.
std::unique_ptr<CLI::App> make_app(Arguments& arguments, const std::string& version);

}  // namespace gogate::cli
