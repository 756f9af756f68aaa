#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tools/server/cli/report.h"

namespace cpa::server {

/// What the command line said; each verb uses its own part.
struct Options {
  std::filesystem::path folder{"cpa-server-home"};
  Format format{Format::kText};
  std::string url;
  std::string server_id{"cpa.test"};
  std::string host;
  std::uint16_t port{0};
  bool port_given{false};
  std::string today;  ///< serve: the civil date the law takes as the day of receipt
  std::filesystem::path file;
  int year{0};
  std::string posting;
  std::string nir;
};

/// The verbs of `cpa-server`; each prints its answer and returns the exit code.
int run_init(const Options& options);
int run_serve(const Options& options);
int run_ingest_dsn(const Options& options);
int run_ingest_cec(const Options& options);
int run_ingest_life(const Options& options);
int run_credit(const Options& options);
int run_enrol(const Options& options);
int run_show(const Options& options);

}  // namespace cpa::server
