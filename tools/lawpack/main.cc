#include "tools/lawpack/subcommands.h"

int main(int argc, char** argv) {
  CLI::App app{
      "Law packs: compiles YAML to the JSON that travels, checks it, and shows what it says."};
  app.footer(
      "Examples:\n"
      "  cpa-lawpack compile core/law/fr.cpa.core -o core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/fr.cpa.core          (compiles in memory, then checks)\n"
      "  cpa-lawpack explain core/law/fr.cpa.core cpf.credit --facts facts.json --on 2025-12-31\n"
      "  cpa-lawpack questions core/law/fr.cpa.core cpf.credit\n"
      "  cpa-lawpack diff before.json after.json\n"
      "  cpa-lawpack mutate core/law/packs/fr.cpa.core.json\n"
      "      --survivors core/law/survivors/fr.cpa.core.yaml\n"
      "  cpa-lawpack prove core/law/packs/fr.cpa.core.json\n"
      "      --properties core/law/properties/fr.cpa.core.yaml\n"
      "  cpa-lawpack docs core/law/fr.cpa.core -o law.html\n"
      "  cpa-lawpack sign --key tools/lawpack/development_key/development.seed\n"
      "      core/law/packs/fr.cpa.directory.json -o core/law/packs/targets.json\n"
      "Exit: 0 done, 1 refused (the reason on standard error), 2 wrong usage.");
  app.require_subcommand(1);
  cpa::lawpack::Action chosen;
  cpa::lawpack::add_compile(app, chosen);
  cpa::lawpack::add_check(app, chosen);
  cpa::lawpack::add_asking(app, chosen);
  cpa::lawpack::add_diff(app, chosen);
  cpa::lawpack::add_mutate(app, chosen);
  cpa::lawpack::add_docs(app, chosen);
  cpa::lawpack::add_prove(app, chosen);
  cpa::lawpack::add_signing(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : cpa::lawpack::kWrongUsage;
  }
  return chosen();
}
