// keygen, sign and verify: who answers for a pack.
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/crypto/sign.h"
#include "core/law/directory.h"
#include "core/law/packs.h"
#include "core/law/signed_pack.h"
#include "tools/lawpack/compile.h"
#include "tools/lawpack/sign.h"
#include "tools/lawpack/subcommands.h"

namespace cpa::lawpack {
namespace {

struct Options {
  std::vector<std::string> keys;
  std::vector<std::string> packs;
  std::string output;   ///< of sign and keygen
  std::string targets;  ///< of verify
  std::string expires;  ///< "" when not given
  std::int64_t version{0};
};

/// The exit code of what was done; a refusal is told with the name of its error.
int exit_code(const char* command, const Status& done) {
  if (done) return 0;
  std::fprintf(stderr, "%s: %s: %s\n", command, std::string(error_slug(done.error().code)).c_str(),
               done.error().message.c_str());
  return kRefused;
}

Status keygen(const Options& options) {
  std::vector<SecretBytes> seeds;
  CPA_TRY_ASSIGN(SecretBytes seed, crypto::ed25519_generate());
  CPA_TRY(write_seed(options.output, seed));
  seeds.push_back(std::move(seed));
  CPA_TRY_ASSIGN(const std::string publisher, publisher_json(seeds));
  std::fputs(publisher.c_str(), stdout);
  return {};
}

Result<std::vector<std::string>> read_all(const std::vector<std::string>& paths) {
  std::vector<std::string> packs;
  for (const std::string& path : paths) {
    CPA_TRY_ASSIGN(std::string pack, read_pack(path));
    packs.push_back(std::move(pack));
  }
  return packs;
}

/// Whether a device could read it: nobody answers for what would be refused there.
Status check_pack(const std::string& pack) {
  CPA_TRY_ASSIGN(const std::string name, target_name(pack));
  if (name == law::kDirectoryTarget) {
    CPA_TRY(law::read_directory(pack));
  } else {
    CPA_TRY(law::load_law_pack(pack));
  }
  return {};
}

Status sign(const Options& options) {
  std::vector<SecretBytes> seeds;
  for (const std::string& path : options.keys) {
    CPA_TRY_ASSIGN(SecretBytes seed, read_seed(path));
    seeds.push_back(std::move(seed));
  }
  SignOptions decided;
  if (options.version > 0) decided.version = options.version;
  if (!options.expires.empty()) {
    CPA_TRY_ASSIGN(decided.expires, model::parse_date(options.expires));
  }
  CPA_TRY_ASSIGN(const std::vector<std::string> packs, read_all(options.packs));
  for (const std::string& pack : packs) CPA_TRY(check_pack(pack));
  CPA_TRY_ASSIGN(const std::string targets, sign_packs(packs, seeds, decided));
  std::ofstream stream(options.output, std::ios::binary | std::ios::trunc);
  stream << targets;
  stream.close();
  if (!stream) return Error{ErrorCode::kStorageIo, "cannot write " + options.output};
  return {};
}

Status verify(const Options& options) {
  CPA_TRY_ASSIGN(const std::vector<std::string> packs, read_all(options.packs));
  std::ifstream stream(options.targets, std::ios::binary);
  if (!stream) return Error{ErrorCode::kNotFound, "cannot read " + options.targets};
  const std::string targets(std::istreambuf_iterator<char>(stream), {});
  for (const std::string& pack : packs) {
    CPA_TRY_ASSIGN(const std::string name, target_name(pack));
    CPA_TRY_ASSIGN(const law::Signer signer,
                   law::verify_pack({name, pack, 0}, targets, law::trusted_publisher()));
    std::printf("%s: version %lld, signed by %s%s\n", name.c_str(),
                static_cast<long long>(signer.version), std::string(signer.key_id).c_str(),
                signer.development ? ", the development key, which protects nothing" : "");
  }
  return {};
}

}  // namespace

void add_signing(CLI::App& app, Action& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("keygen", "Make a key; its public half goes to the output");
  command->add_option("-o,--output", options->output, "A new file for the private half")
      ->required();
  command->callback(
      [options, &chosen] { chosen = [options] { return exit_code("keygen", keygen(*options)); }; });

  command = app.add_subcommand("sign", "Write the signed list of packs (TUF's targets metadata)");
  command->add_option("packs", options->packs, "Packs as JSON")->required();
  command->add_option("--key", options->keys, "A file that keygen wrote; once for each signer")
      ->required()
      ->allow_extra_args(false);
  command->add_option("-o,--output", options->output, "targets.json")->required();
  command->add_option("--version", options->version, "Of the list; the sum of the packs' seq")
      ->check(CLI::PositiveNumber);
  command->add_option("--expires", options->expires, "ISO date; 365 days after the last pack");
  command->callback(
      [options, &chosen] { chosen = [options] { return exit_code("sign", sign(*options)); }; });

  command = app.add_subcommand("verify", "Check packs against their list, with this build's keys");
  command->add_option("targets", options->targets, "targets.json")->required();
  command->add_option("packs", options->packs, "Packs as JSON")->required();
  command->callback(
      [options, &chosen] { chosen = [options] { return exit_code("verify", verify(*options)); }; });
}

}  // namespace cpa::lawpack
