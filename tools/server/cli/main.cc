#include <CLI/CLI.hpp>

#include "tools/server/cli/commands.h"

namespace cpa::server {
namespace {

using Verb = int (*)(const Options&);

constexpr const char* kExamples = R"(Examples:
  cpa-server --dir s init --url https://127.0.0.1:8443
  cpa-server --dir s ingest dsn december.txt
  cpa-server --dir s ingest cec activities.jsonl
  cpa-server --dir s credit 2025 --posting 2026-06-15
  cpa-server --dir s enrol --nir 285067511600175
  cpa-server --dir s serve
  cpa-server --dir s show --json)";

void declare_service(CLI::App& app, Options& options, Verb& verb) {
  auto* init = app.add_subcommand("init", "Make a new server: keys, certificate, trust file");
  init->add_option("folder", options.folder, "Where (as --dir)");
  init->add_option("--url", options.url, "What devices call it: https://host:port");
  init->add_option("--host", options.host, "Host of the url")->excludes("--url");
  init->add_option("--port", options.port, "Port of the url")->excludes("--url");
  init->add_option("--server-id", options.server_id, "Name in commands and tokens")
      ->capture_default_str();
  init->callback([&verb] { verb = run_init; });

  auto* serve = app.add_subcommand("serve", "Answer devices until SIGTERM");
  serve->add_option("folder", options.folder, "Which server (as --dir)");
  serve->add_option("--host", options.host, "Address to listen on; that of the url if not given");
  serve->add_option("--port", options.port, "Port to listen on; 0 takes a free one")
      ->each([&options](const std::string&) { options.port_given = true; });
  serve->add_option("--today", options.today, "Day of receipt for the law, YYYY-MM-DD (tests)");
  serve->callback([&verb] { verb = run_serve; });
}

void declare_state(CLI::App& app, Options& options, Verb& verb) {
  auto* ingest = app.add_subcommand("ingest", "Take in what bodies declare");
  ingest->require_subcommand(1);
  ingest->fallthrough();
  auto* dsn = ingest->add_subcommand("dsn", "Employers' declarations (DSN, ISO-8859-1)");
  dsn->add_option("file", options.file)->required();
  dsn->callback([&verb] { verb = run_ingest_dsn; });
  dsn->fallthrough();
  auto* cec = ingest->add_subcommand("cec", "Civic-engagement activities (JSON Lines)");
  cec->add_option("file", options.file)->required();
  cec->callback([&verb] { verb = run_ingest_cec; });
  cec->fallthrough();
  auto* life = ingest->add_subcommand(
      "life", "Deaths, pensions, other statuses, periods abroad (JSON Lines)");
  life->add_option("file", options.file)->required();
  life->callback([&verb] { verb = run_ingest_life; });
  life->fallthrough();

  auto* credit = app.add_subcommand("credit", "Post the credits of a year by the law pack");
  credit->add_option("year", options.year)->required()->check(CLI::Range(2015, 2100));
  credit->add_option("--posting", options.posting, "Day of posting, YYYY-MM-DD")->required();
  credit->callback([&verb] { verb = run_credit; });

  auto* enrol = app.add_subcommand("enrol", "Make an enrolment code for a holder's device");
  enrol->add_option("--nir", options.nir, "Social-security number")->required();
  enrol->callback([&verb] { verb = run_enrol; });

  auto* show = app.add_subcommand("show", "Accounts, balances, decisions");
  show->add_option("--nir", options.nir, "One holder only");
  show->callback([&verb] { verb = run_show; });
}

int run_program(int count, char** words) {
  CLI::App app("The CPA's reference server: takes in declarations, credits, decides, signs.");
  app.footer(kExamples);
  app.require_subcommand(1);
  Options options;
  Verb verb = nullptr;
  bool json = false;
  app.add_option("--dir", options.folder, "The server's folder")
      ->envname("CPA_SERVER_DIR")
      ->capture_default_str();
  app.add_flag("--json", json, "Answer with one JSON document");
  declare_service(app, options, verb);
  declare_state(app, options, verb);
  for (auto* subcommand : app.get_subcommands(nullptr)) subcommand->fallthrough();
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.format = json ? Format::kJson : Format::kText;
  return verb(options);
}

}  // namespace
}  // namespace cpa::server

int main(int count, char** words) { return cpa::server::run_program(count, words); }
