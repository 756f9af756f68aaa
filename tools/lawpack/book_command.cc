#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "tools/lawpack/book.h"
#include "tools/lawpack/compile.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

struct Options {
  std::string pack;
  std::string output;
  std::string language{"fr"};
};

int run(const Options& options) {
  const auto written = [&]() -> Status {
    CPA_TRY_ASSIGN(const std::string pack, read_pack(options.pack));
    CPA_TRY_ASSIGN(const std::string text,
                   book(pack, options.language == "en" ? Language::kEnglish : Language::kFrench));
    std::ofstream file(options.output, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) return Error{ErrorCode::kStorageIo, "cannot write " + options.output};
    return {};
  };
  const Status done = written();
  if (done) return 0;
  std::fprintf(stderr, "docs: %s\n", done.error().message.c_str());
  return kRefused;
}

}  // namespace

void add_docs(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("docs", "Write the law as a book to read, one HTML page");
  command->add_option("pack", options->pack, "A pack: .json, .yaml or a folder")->required();
  command->add_option("-o,--output", options->output, "The HTML file to write")->required();
  command->add_option("--lang", options->language, "fr or en")->check(CLI::IsMember({"fr", "en"}));
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace cpa::lawpack
