// cpa: the desktop harness of the CPA client core.

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <string>

#include "platform/posix/home_paths.h"
#include "tools/cpa/commands.h"

namespace {

using cpa::tool::Request;

/// French unless the environment speaks another language.
cpa::Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).substr(0, 2) == "en" ? cpa::Language::kEnglish
                                                        : cpa::Language::kFrench;
  }
  return cpa::Language::kFrench;
}

constexpr const char* kExamples = R"(Examples:
  cpa simulate cpf.credit --facts facts.json --on 2025-12-31
  cpa --home ~/essai init --trust trust.json --enrol K7Q2-…
  cpa sync && cpa rights && cpa explain cpf
  cpa do training.request --args request.json
  cpa contacts --region 11

Amounts in files are decimal strings ("600", "4900.00"), dates are ISO.
The home is --home, else $CPA_HOME, else the XDG data folder. On a desktop the
key vault is a plain file: it protects nothing.
Exit: 0 done, 1 refused or failed, 2 wrong usage.)";

using Run = int (*)(const Request&);

/// The law of this build, and answers of it that were kept.
void add_law(CLI::App& app, Request& request, const auto& command) {
  CLI::App* law = command(app, "law", "The law this build applies", cpa::tool::run_law);
  command(*law, "list", "All packs", cpa::tool::run_law);
  CLI::App* replay =
      command(*law, "replay", "Compute an earlier answer again", cpa::tool::run_replay);
  replay->add_option("answer", request.file, "What simulate --json printed")->required();
  replay->add_option("--pack", request.pack, "The law pack it names; this build's when absent");
  CLI::App* compare =
      command(*law, "compare", "Why a later answer says something else", cpa::tool::run_compare);
  compare->add_option("before", request.file, "What simulate --json printed then")->required();
  compare->add_option("after", request.name, "What it printed later")->required();
  compare->add_option("--pack", request.pack, "The law pack of the earlier answer");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A person's compte personnel d'activité (CPA), kept on this machine"};
  app.footer(kExamples);
  app.require_subcommand(1);
  app.fallthrough();

  Request request;
  request.output.language = language_of_environment();
  std::string home;
  std::string language;
  Run run = nullptr;
  app.add_option("--home", home, "Folder that holds the account");
  app.add_option("--lang", language, "fr or en")->check(CLI::IsMember({"fr", "en"}));
  app.add_flag("--json", request.output.json, "Print one JSON document and nothing else");

  const auto command = [&](CLI::App& parent, const char* name, const char* help, Run function) {
    CLI::App* sub = parent.add_subcommand(name, help);
    // The innermost of nested commands is called first, and it is the one that was meant.
    sub->callback([&run, function] { run = run == nullptr ? function : run; });
    return sub;
  };
  CLI::App* init =
      command(app, "init", "Trust a server and enrol this device", cpa::tool::run_init);
  init->add_option("--trust", request.file, "The server's trust file")->required();
  init->add_option("--enrol", request.code, "The enrolment code you were given");
  CLI::App* sync = command(app, "sync", "Settle with the server", cpa::tool::run_sync);
  sync->add_option("--network", request.network, "wifi, metered, roaming, captive or none");
  sync->add_option("--count", request.count, "Exchanges on one connection")
      ->check(CLI::Range(1, 100));
  command(app, "status", "Where this device stands", cpa::tool::run_status);
  CLI::App* rights =
      command(app, "rights", "Your rights, with or without a network", cpa::tool::run_rights);
  rights->add_option("--on", request.on, "ISO date; today when absent");
  CLI::App* explain =
      command(app, "explain", "Why: an account or an entry", cpa::tool::run_explain);
  explain->add_option("what", request.name, "cpf, c2p, cec, or an entry such as cpf/E1")
      ->required();
  CLI::App* simulate = command(app, "simulate", "Compute a rule from facts; no account, no network",
                               cpa::tool::run_simulate);
  simulate->add_option("name", request.name, "For instance cpf.credit")->required();
  simulate->add_option("--facts", request.file, "JSON file of facts")->required();
  simulate->add_option("--on", request.on, "ISO date; today when absent");
  simulate->add_option("--what-if", request.what_if,
                       "JSON file with a patch of the law; the answer is marked unofficial");
  CLI::App* decide =
      command(app, "do", "Take a decision; it is saved before this returns", cpa::tool::run_do);
  decide->add_option("command", request.name, "training.request, c2p.use or cec.declare")
      ->required();
  decide->add_option("--args", request.file, "JSON file of its arguments")->required();
  CLI::App* outbox = command(app, "outbox", "Decisions on their way", cpa::tool::run_outbox);
  CLI::App* show = command(*outbox, "show", "One decision", cpa::tool::run_outbox);
  show->add_option("id", request.name)->required();
  add_law(app, request, command);
  CLI::App* contacts = command(app, "contacts", "Whom to ask, by region; no account, no network",
                               cpa::tool::run_contacts);
  contacts->add_option("--region", request.name, "INSEE code of a region; all regions when absent")
      ->check([](const std::string& code) { return code.empty() ? "a code is wanted" : ""; });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!language.empty()) {
    request.output.language = language == "en" ? cpa::Language::kEnglish : cpa::Language::kFrench;
  }
  request.home = home.empty() ? cpa::posix::HomePaths{}.data() : std::filesystem::path(home);
  return run(request);
}
