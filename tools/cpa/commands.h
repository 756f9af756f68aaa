#pragma once

#include <filesystem>
#include <string>

#include "tools/cpa/present.h"

namespace cpa::tool {

/// What the command line asked for, already checked by the parser.
struct Request {
  Output output;
  std::filesystem::path home;  ///< where the account is kept
  std::string file;            ///< --facts, --args or --trust
  std::string name;            ///< variable, command, account, region or id
  std::string code;            ///< --enrol
  std::string on;              ///< --on, an ISO date, "" for today
  std::string what_if;         ///< --what-if, a patch of the law
  std::string pack;            ///< --pack, the law pack of an earlier answer
  std::string network;         ///< --network, "" for unmetered
  int count{1};                ///< sync --count
};

/// Each runs one command, prints its answer, and returns the exit code:
/// 0 done, 1 refused or failed (with a typed error), 2 wrong usage.
int run_init(const Request& request);
int run_status(const Request& request);
int run_sync(const Request& request);
int run_rights(const Request& request);
int run_explain(const Request& request);
int run_simulate(const Request& request);
int run_do(const Request& request);
int run_outbox(const Request& request);
int run_law(const Request& request);
int run_replay(const Request& request);
int run_compare(const Request& request);
int run_contacts(const Request& request);

}  // namespace cpa::tool
