#include <cstdio>
#include <memory>
#include <string>

#include "tools/lawpack/compile.h"
#include "tools/lawpack/diff.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

constexpr int kTrouble = 2;

struct Options {
  std::string before;
  std::string after;
  bool json{false};
};

void print(const std::vector<Difference>& found, bool json) {
  codec::Json list = codec::Json::array();
  for (const Difference& each : found) {
    list.push(codec::Json::object({{"what", each.what}, {"was", each.was}, {"now", each.now}}));
    if (json) continue;
    std::printf("%s\n", each.what.c_str());
    if (!each.was.empty()) std::printf("  - %s\n", each.was.c_str());
    if (!each.now.empty()) std::printf("  + %s\n", each.now.c_str());
  }
  if (json) std::printf("%s\n", codec::to_text(list, 2).c_str());
}

int run(const Options& options) {
  const auto compare = [&]() -> Result<std::vector<Difference>> {
    CPA_TRY_ASSIGN(const std::string before, read_pack(options.before));
    CPA_TRY_ASSIGN(const std::string after, read_pack(options.after));
    return difference(before, after);
  };
  const auto found = compare();
  if (!found) {
    std::fprintf(stderr, "diff: %s\n", found.error().message.c_str());
    return kTrouble;
  }
  print(*found, options.json);
  return found->empty() ? 0 : 1;
}

}  // namespace

void add_diff(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("diff",
                         "What a later pack says in another way, and which examples it changes\n"
                         "Exit: 0 the same, 1 different, 2 trouble");
  command->add_option("before", options->before, "A pack: .json, .yaml or a folder")->required();
  command->add_option("after", options->after, "A later one")->required();
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cpa::lawpack
