#pragma once

#include <string_view>

#include "core/codec/base64url.h"
#include "core/crypto/sign.h"
#include "sync/protocol/jws.h"

namespace cpa::protocol {

/// The device key of RFC 7515, appendix A.3.
inline constexpr std::string_view kDeviceX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
inline constexpr std::string_view kDeviceY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
inline constexpr std::string_view kDeviceD = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

inline SecretBytes device_scalar() {
  return SecretBytes(codec::base64url_decode(kDeviceD).value());
}
inline Bytes device_key() { return crypto::p256_public_key(device_scalar()).value(); }
inline Result<Bytes> sign_as_device(ByteView message) {
  return crypto::es256_sign(device_scalar(), message);
}
inline VerifyingKey device_verifies() { return {JwsAlgorithm::kEs256, device_key()}; }

/// A server key; any 32 bytes are a seed (RFC 8032).
inline SecretBytes server_seed(std::uint8_t byte = 3) { return SecretBytes(Bytes(32, byte)); }
inline Bytes server_key(std::uint8_t byte = 3) {
  return crypto::ed25519_public_key(server_seed(byte)).value();
}
inline Result<Bytes> sign_as_server(ByteView message) {
  return crypto::ed25519_sign(server_seed(), message);
}
inline VerifyingKey server_verifies(std::uint8_t byte = 3) {
  return {JwsAlgorithm::kEdDsa, server_key(byte)};
}

/// `object` without the member `name`.
inline codec::Json without(const codec::Json& object, std::string_view name) {
  codec::Json rest = codec::Json::object();
  for (const auto& [key, value] : *object.as_object()) {
    if (key != name) rest.set(key, value);
  }
  return rest;
}

/// `jws` with one bit of the character at `at` changed.
inline std::string spoilt(std::string jws, std::size_t at) {
  jws[at] = jws[at] == 'A' ? 'B' : 'A';
  return jws;
}

}  // namespace cpa::protocol
