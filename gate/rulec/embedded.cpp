#include "gate/rulec/embedded.h"

#include <cstddef>

// Defined by the generated embed.c: first byte and one past the last.
extern "C" {
extern const char gogate_secret_rules[], gogate_secret_rules_end[];
extern const char gogate_secret_database[], gogate_secret_database_end[];
extern const char gogate_go_rules[], gogate_go_rules_end[];
extern const char gogate_go_database[], gogate_go_database_end[];
extern const char gogate_rules_date[], gogate_rules_date_end[];
}

namespace gogate::embedded {
namespace {

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::string_view secret_rules() { return between(gogate_secret_rules, gogate_secret_rules_end); }
std::string_view secret_database() { return between(gogate_secret_database, gogate_secret_database_end); }
std::string_view go_rules() { return between(gogate_go_rules, gogate_go_rules_end); }
std::string_view go_database() { return between(gogate_go_database, gogate_go_database_end); }
std::string_view rules_date() { return between(gogate_rules_date, gogate_rules_date_end); }

}  // namespace gogate::embedded
