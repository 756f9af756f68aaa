// Any bytes as the signed list of packs: nobody signed them, so they are refused. Then the same
// bytes signed, which opens the way to what is read after the signature: an error, or a pack that
// the bytes really name.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "core/law/signed_pack.h"

namespace {

using cpa::law::PublisherKey;

constexpr std::string_view kContent = R"({"seq":3})";

/// The key of the fuzzer, under a name of its own.
const PublisherKey& own_key() {
  static const std::string id(64, 'f');
  static const PublisherKey key = [] {
    PublisherKey made{id, {}};
    const auto bytes = cpa::crypto::ed25519_public_key(cpa::SecretBytes(cpa::Bytes(32, 9)));
    for (std::size_t i = 0; i < made.ed25519.size(); ++i) made.ed25519[i] = (*bytes)[i];
    return made;
  }();
  return key;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const cpa::law::Publisher publisher{{&own_key(), 1}, 1};
  const cpa::law::UnverifiedPack pack{"directory/d.json", kContent, 2};
  if (cpa::law::verify_pack(pack, bytes, publisher)) std::abort();

  const auto signature =
      cpa::crypto::ed25519_sign(cpa::SecretBytes(cpa::Bytes(32, 9)), cpa::bytes_of(bytes));
  const std::string targets = R"({"signatures":[{"keyid":")" + std::string(own_key().id) +
                              R"(","sig":")" + cpa::to_hex(*signature) + R"("}],"signed":)" +
                              std::string(bytes) + "}";
  const auto signer = cpa::law::verify_pack(pack, targets, publisher);
  if (!signer) return 0;
  const std::string sha256 = cpa::to_hex(cpa::crypto::sha256(cpa::bytes_of(kContent)));
  if (signer->version < 2 || bytes.find(sha256) == std::string_view::npos) std::abort();
  return 0;
}
