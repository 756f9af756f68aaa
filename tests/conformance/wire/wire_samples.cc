// Prints one sample of each signed or hashed format as JSON, for check_samples.mjs.

#include <cstdio>
#include <string>

#include "core/codec/gzip.h"
#include "core/codec/json.h"
#include "core/store/roots.h"
#include "sync/protocol/checkpoint.h"
#include "sync/protocol/command.h"
#include "sync/protocol/dpop.h"
#include "sync/protocol/http_signature.h"
#include "sync/protocol/jwk.h"
#include "sync/protocol/token.h"
#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

using codec::Json;

const model::Instant kNow{std::chrono::seconds{1700000000}};

Json answer_sample() {
  const Bytes body = codec::gzip_compress(bytes_of(R"({"v":1})"));
  const RequestBinding request{"POST", "/v1/sync", content_digest(bytes_of("request"))};
  const std::string digest = content_digest(body);
  const SignatureHeaders headers =
      sign_response({200, digest}, request, "k1", kNow, sign_as_server).value();
  return Json::object({{"status", std::int64_t{200}},
                       {"method", request.method},
                       {"path", request.path},
                       {"request_digest", request.content_digest},
                       {"content_digest", digest},
                       {"body", codec::base64_encode(body)},
                       {"signature_input", headers.signature_input},
                       {"signature", headers.signature}});
}

Json roots_sample() {
  store::PartHasher hasher;
  hasher.add("E1", 3, R"({"a":1})");
  hasher.add("E10", 4096, R"({"é":"€"})");
  const crypto::Sha256Digest cpf = hasher.finish();
  const crypto::Sha256Digest c2p = store::PartHasher{}.finish();
  const auto row = [](std::string_view key, std::int64_t rev, std::string_view body) {
    return Json::object({{"part", "cpf"}, {"key", key}, {"rev", rev}, {"body", body}});
  };
  return Json::object(
      {{"rows", Json::array({row("E1", 3, R"({"a":1})"), row("E10", 4096, R"({"é":"€"})")})},
       {"parts", Json::object({{"c2p", to_hex(c2p)}, {"cpf", to_hex(cpf)}})},
       {"root", store::account_root({{"cpf", 2, cpf}, {"c2p", 0, c2p}})}});
}

CommandPayload command_sample() {
  CommandPayload command;
  command.aud = "cpa.test";
  command.account = "acc";
  command.device = "dev";
  command.epoch = "00112233445566778899aabbccddeeff";
  command.seq = 1;
  command.id = "01900000-0000-7000-8000-000000000001";
  command.type = "training.request";
  command.base = {{"cpf/E1", 4}};
  command.args =
      codec::parse_json(R"({"price":"400.00","kind":"rncp","session_start":"2026-09-01"})").value();
  command.made_lo = kNow;
  command.made_hi = kNow + std::chrono::seconds{5};
  command.not_after = kNow + std::chrono::hours{24};
  command.law = CommandLaw{8, std::string(64, 'c')};
  return command;
}

Json samples() {
  const std::string thumbprint = p256_thumbprint(device_key());
  DpopClaims proof;
  proof.htm = "POST";
  proof.htu = "https://127.0.0.1:8443/v1/sync";
  proof.jti = "AAAAAAAAAAAAAAAAAAAAAA";
  proof.iat = kNow;
  proof.ath = access_token_hash("token");
  const Checkpoint checkpoint{"acc", {2, std::string(32, 'a')}, 7, kNow, 3,
                              5,     std::string(64, 'b')};
  const AccessClaims claims{"cpa.test", "acc", "dev",
                            thumbprint, kNow,  kNow + std::chrono::minutes{10}};
  return Json::object(
      {{"command", make_command(command_sample(), thumbprint, sign_as_device).value()},
       {"dpop", make_dpop(proof, device_key(), sign_as_device).value()},
       {"checkpoint", make_checkpoint(checkpoint, "k1", sign_as_server).value()},
       {"access_token", make_access_token(claims, "k1", sign_as_server).value()},
       {"answer", answer_sample()},
       {"roots", roots_sample()}});
}

}  // namespace
}  // namespace cpa::protocol

int main() {
  std::puts(cpa::codec::to_text(cpa::protocol::samples()).c_str());
  return 0;
}
