#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/law/packs.h"
#include "tools/lawpack/compile.h"

namespace {

using cpa::Error;
using cpa::ErrorCode;
using cpa::Result;
using cpa::Status;

constexpr int kRefused = 1;
constexpr int kWrongUsage = 2;

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

Result<std::string> read_pack(const std::string& path) {
  CPA_TRY_ASSIGN(const std::vector<cpa::lawpack::Source> sources,
                 cpa::lawpack::read_sources({path}));
  if (sources.size() == 1 && path.ends_with(".json")) return sources.front().text;
  return cpa::lawpack::compile_pack(sources);
}

int run_compile(const std::vector<std::string>& paths, const std::string& output) {
  const auto compile = [&]() -> Status {
    CPA_TRY_ASSIGN(const std::vector<cpa::lawpack::Source> sources,
                   cpa::lawpack::read_sources(paths));
    CPA_TRY_ASSIGN(const std::string pack, cpa::lawpack::compile_pack(sources));
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
    const Result<std::string> pack = read_pack(path);
    const Result<cpa::law::LawPack> loaded =
        pack ? cpa::law::load_law_pack(*pack) : Result<cpa::law::LawPack>(pack.error());
    if (!loaded) {
      say_error(path, loaded.error());
      ++refused;
      continue;
    }
    std::printf("%s: %s no. %lld, %s to %s (excluded), sha256 %s: all checks and tests pass\n",
                path.c_str(), loaded->id.c_str(), static_cast<long long>(loaded->seq),
                loaded->covers_from.c_str(), loaded->covers_to.c_str(), loaded->sha256.c_str());
  }
  return refused == 0 ? 0 : kRefused;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Compiles law packs written as YAML to the JSON that travels, and checks them."};
  app.footer(
      "Examples:\n"
      "  cpa-lawpack compile core/law/fr.cpa.core -o core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/packs/fr.cpa.core.json\n"
      "  cpa-lawpack check core/law/fr.cpa.core          (compiles in memory, then checks)\n"
      "Exit: 0 done, 1 refused (the reason on standard error), 2 wrong usage.");
  app.require_subcommand(1);

  std::vector<std::string> sources;
  std::string output = "-";
  CLI::App* compile = app.add_subcommand("compile", "Merge YAML files into one canonical JSON");
  compile->add_option("sources", sources, "A folder of .yaml files, or the files")->required();
  compile->add_option("-o,--output", output, "Where to write (- is standard output)");

  std::vector<std::string> packs;
  CLI::App* check = app.add_subcommand("check", "Run every load check and the pack's own tests");
  check->add_option("packs", packs, "Packs: .json files, .yaml files or folders")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongUsage;
  }
  return compile->parsed() ? run_compile(sources, output) : run_check(packs);
}
