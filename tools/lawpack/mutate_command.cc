#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "tools/lawpack/compile.h"
#include "tools/lawpack/mutate.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

struct Options {
  std::string pack;
  std::string survivors;
  std::size_t least{95};
};

Result<std::map<std::string, std::string>> known_survivors(const std::string& path) {
  if (path.empty()) return std::map<std::string, std::string>{};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kNotFound, "cannot read " + path};
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return read_survivors(text, path);
}

void show_progress(std::size_t done, std::size_t of) {
  if (isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "\r%zu of %zu mutants%s", done, of, done == of ? "\n" : "");
}

/// Prints what nobody has looked at, and what is looked at in vain; how many there are.
std::size_t report(const MutationScore& score, std::map<std::string, std::string> known) {
  std::size_t findings = 0;
  for (const std::string& survivor : score.survivors) {
    if (known.erase(survivor) > 0) continue;
    std::printf("survived, no reason given: %s\n", survivor.c_str());
    ++findings;
  }
  for (const auto& [mutant, why] : known) {
    std::printf("has a reason but is killed, or is none: %s\n", mutant.c_str());
    ++findings;
  }
  return findings;
}

int run(const Options& options) {
  const Result<std::string> pack = read_pack(options.pack);
  const auto known = known_survivors(options.survivors);
  const Result<MutationScore> score = !pack    ? Result<MutationScore>(pack.error())
                                      : !known ? Result<MutationScore>(known.error())
                                               : mutate(*pack, show_progress);
  if (!score) {
    std::fprintf(stderr, "mutate: %s\n", score.error().message.c_str());
    return kRefused;
  }
  const std::size_t findings = report(*score, *known);
  std::printf("%zu mutants, %zu killed, %zu survived: score %zu.%02zu %%, %zu with a reason\n",
              score->total, score->killed, score->survivors.size(), score->percent(),
              score->total == 0 ? 0 : 10000 * score->killed / score->total % 100, known->size());
  return findings == 0 && score->percent() >= options.least ? 0 : kRefused;
}

}  // namespace

void add_mutate(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "mutate", "Change the law a little, many times, and see whether its own tests notice");
  command->add_option("pack", options->pack, "A pack: .json, .yaml or a folder")->required();
  command->add_option("--survivors", options->survivors,
                      "YAML file of survivors that have a reason");
  command->add_option("--min", options->least, "Least score in per cent")->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cpa::lawpack
