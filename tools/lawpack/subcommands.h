#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace cpa::lawpack {

/// Exit codes beside 0: refused (the reason on standard error), wrong usage.
inline constexpr int kRefused = 1;
inline constexpr int kWrongUsage = 2;

/// What the chosen subcommand does once all arguments are read; it gives the exit code.
using Action = std::function<int()>;

/// Each adds one subcommand to `app`, which sets `chosen` when the user names it.
void add_compile(CLI::App& app, Action& chosen);
void add_check(CLI::App& app, Action& chosen);
void add_diff(CLI::App& app, Action& chosen);
void add_mutate(CLI::App& app, Action& chosen);
void add_docs(CLI::App& app, Action& chosen);
void add_prove(CLI::App& app, Action& chosen);
/// keygen, sign and verify.
void add_signing(CLI::App& app, Action& chosen);
/// test, explain and questions.
void add_asking(CLI::App& app, Action& chosen);

}  // namespace cpa::lawpack
