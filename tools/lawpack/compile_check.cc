#include "tools/lawpack/subcommands.h"

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/rules/conditions.h"
#include "core/rules/pack.h"
#include "tools/lawpack/compile.h"

namespace cpa::lawpack {
namespace {

void say_error(const std::string& subject, const Error& error) {
  std::fprintf(stderr, "%s: %s\n", subject.c_str(), error.message.c_str());
}

Status write_file(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return {};
  }
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) return Error{ErrorCode::kStorageIo, "cannot write " + path};
  return {};
}

int run_compile(const std::vector<std::string>& paths, const std::string& output) {
  const auto compile = [&]() -> Status {
    CPA_TRY_ASSIGN(const std::vector<Source> sources, read_sources(paths));
    CPA_TRY_ASSIGN(const std::string pack, compile_pack(sources));
    return write_file(output, pack);
  };
  const Status done = compile();
  if (done) return 0;
  say_error("compile", done.error());
  return kRefused;
}

int run_check(const std::vector<std::string>& paths) {
  int refused = 0;
  for (const std::string& path : paths) {
    const Result<law::LawPack> loaded = load_pack_file(path);
    if (!loaded) {
      say_error(path, loaded.error());
      ++refused;
      continue;
    }
    std::printf("%s: %s no. %lld, %s to %s (excluded), sha256 %s: all checks and tests pass\n",
                path.c_str(), loaded->id.c_str(), static_cast<long long>(loaded->seq),
                loaded->covers_from.c_str(), loaded->covers_to.c_str(), loaded->sha256.c_str());
    const auto sampled = rules::check_conditions(*loaded->pack);
    for (const std::string& name : sampled ? *sampled : std::vector<std::string>{}) {
      std::printf("  note: the conditions of %s were sampled, not enumerated\n", name.c_str());
    }
  }
  return refused == 0 ? 0 : kRefused;
}

}  // namespace

void add_compile(CLI::App& app, Action& chosen) {
  struct Options {
    std::vector<std::string> sources;
    std::string output{"-"};
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("compile", "Merge YAML files into one canonical JSON");
  command->add_option("sources", options->sources, "A folder of .yaml files, or the files")
      ->required();
  command->add_option("-o,--output", options->output, "Where to write (- is standard output)");
  command->callback([options, &chosen] {
    chosen = [options] { return run_compile(options->sources, options->output); };
  });
}

void add_check(CLI::App& app, Action& chosen) {
  const auto packs = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("check", "Run every load check and the pack's own tests");
  command->add_option("packs", *packs, "Packs: .json files, .yaml files or folders")->required();
  command->callback([packs, &chosen] { chosen = [packs] { return run_check(*packs); }; });
}

}  // namespace cpa::lawpack
