#include "tools/lawpack/subcommands.h"

int main(int argc, char** argv) {
  CLI::App app{"Compiles law packs written as YAML to the JSON that travels, and checks them."};
  app.footer(
      "Examples:\n"
      "  cpa-lawpack compile core/law/fr.cpa.core -o core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/fr.cpa.core          (compiles in memory, then checks)\n"
      "Exit: 0 done, 1 refused (the reason on standard error), 2 wrong usage.");
  app.require_subcommand(1);
  cpa::lawpack::Action chosen;
  cpa::lawpack::add_compile(app, chosen);
  cpa::lawpack::add_check(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : cpa::lawpack::kWrongUsage;
  }
  return chosen();
}
