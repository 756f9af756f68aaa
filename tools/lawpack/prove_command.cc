#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "tools/lawpack/compile.h"
#include "tools/lawpack/prove.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

struct Options {
  std::string pack;
  std::string properties;
};

const char* word_of(Finding::Verdict verdict) {
  switch (verdict) {
    case Finding::Verdict::kHolds:
      return "proven";
    case Finding::Verdict::kFails:
      return "FAILS";
    case Finding::Verdict::kUnknown:
      return "UNKNOWN";
    case Finding::Verdict::kNotWritten:
      return "NOT WRITTEN";
  }
  return "";
}

void show(const Finding& finding) {
  std::printf("%-11s %s (%d law periods", word_of(finding.verdict), finding.id.c_str(),
              finding.periods);
  if (finding.left_out > 0) std::printf(", %d left out", finding.left_out);
  std::printf(")%s%s\n", finding.detail.empty() ? "" : ": ", finding.detail.c_str());
  std::fflush(stdout);
}

int run(const Options& options) {
  const auto proven = [&]() -> Result<std::vector<Finding>> {
    CPA_TRY_ASSIGN(const std::string pack, read_pack(options.pack));
    std::ifstream file(options.properties, std::ios::binary);
    if (!file) return Error{ErrorCode::kNotFound, "cannot read " + options.properties};
    const std::string yaml(std::istreambuf_iterator<char>(file), {});
    CPA_TRY_ASSIGN(const std::vector<Property> properties,
                   read_properties(yaml, options.properties));
    return prove(pack, properties, show);
  };
  const auto findings = proven();
  if (!findings) {
    std::fprintf(stderr, "prove: %s\n", findings.error().message.c_str());
    return kRefused;
  }
  std::size_t held = 0;
  for (const Finding& finding : *findings) {
    held += finding.verdict == Finding::Verdict::kHolds ? 1 : 0;
  }
  std::printf("%zu of %zu properties hold\n", held, findings->size());
  return held == findings->size() ? 0 : kRefused;
}

}  // namespace

void add_prove(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "prove", "Have a solver (z3) look for facts that break what the law must hold");
  command->add_option("pack", options->pack, "A pack: .json, .yaml or a folder")->required();
  command->add_option("--properties", options->properties, "YAML file of properties")->required();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cpa::lawpack
