// gogate: parse, run one subcommand, print what went wrong, exit.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>

#include "gate/cli/arguments.h"
#include "gate/cli/commands.h"
#include "gate/cli/version.h"
#include "gate/sys/output.h"

namespace {

using namespace gogate;

struct Subcommand {
  std::string_view name;
  Result<int> (*run)(const cli::Arguments&, const cli::Machine&);
};
constexpr std::array kSubcommands{
    Subcommand{"scan", cli::run_scan},       Subcommand{"hook", cli::run_hook},
    Subcommand{"ci", cli::run_ci},           Subcommand{"verify", cli::run_verify},
    Subcommand{"toolchain", cli::run_toolchain},
    Subcommand{"rules", cli::run_rules},     Subcommand{"explain", cli::run_explain},
    Subcommand{"migrate", cli::run_migrate}, Subcommand{"redact", cli::run_redact},
    Subcommand{"completion", cli::run_completion}, Subcommand{"man", cli::run_man},
};

std::atomic<bool> g_stop{false};  // the one global: a signal handler can reach nothing else

constexpr unsigned kPatience = 2;  // seconds for workers that are inside one huge file

void on_signal(int signal) {
  if (g_stop.exchange(true)) {  // asked twice: now
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  alarm(kPatience);
}

// Reports appear whole or not at all, so nothing half written can stay.
void on_alarm(int /*signal*/) {
  constexpr char kWhy[] = "gogate: interrupted\n";
  [[maybe_unused]] const auto written = ::write(2, kWhy, sizeof kWhy - 1);
  _exit(130);
}

int exit_code_of(Errc code) {
  switch (code) {
    case Errc::usage:
    case Errc::config:
    case Errc::not_found:
    case Errc::unsupported: return 2;
    case Errc::interrupted: return 130;
    case Errc::missing:
    case Errc::corrupt: return 3;
    case Errc::unreadable:
    case Errc::too_large:
    case Errc::internal: break;
  }
  return 4;
}

int complain(spdlog::logger& log, const Error& e) {
  log.error("{}", e.what);
  if (!e.next_step.empty()) log.info("{}", e.next_step);
  return exit_code_of(e.code);
}

int run(int argc, char** argv, spdlog::logger& log) {
  auto arguments = cli::parse_arguments(argc, argv, cli::version_text());
  if (!arguments) return complain(log, arguments.error());
  if (arguments->answer) {
    const auto written = sys::write_stdout(*arguments->answer);
    return written ? 0 : complain(log, written.error());
  }
  const cli::Machine machine{sys::Environment::of_process(), &g_stop};
  for (const Subcommand& s : kSubcommands) {
    if (s.name != arguments->command) continue;
    const Result<int> code = s.run(*arguments, machine);
    return code ? *code : complain(log, code.error());
  }
  return complain(log, Error{Errc::internal, "no such subcommand: " + arguments->command, {}});
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe is an error of write(2), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  struct sigaction action {};
  action.sa_handler = on_signal;  // without SA_RESTART: a read of standard input ends, too
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGALRM, on_alarm);
  spdlog::logger log("gogate", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log.set_pattern("gogate: %v");
  try {
    return run(argc, argv, log);
  } catch (const std::exception& e) {
    log.error("internal failure: {}", e.what());
    return 4;
  }
}
