#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"
#include "sync/protocol/jws.h"

namespace cpa::protocol {

/// Signing in with a code that the authority handed out.
struct EnrolmentGrant {
  std::string code;
};
/// Renewing a session (RFC 6749 §6).
struct RefreshGrant {
  std::string refresh_token;
};
/// How an access token is asked for. A sign-in by OpenID joins as one more alternative.
using Grant = std::variant<EnrolmentGrant, RefreshGrant>;

/// The form body of POST /v1/token.
std::string encode_grant(const Grant& grant);
/// Errors: kMalformed, kUnsupported (another grant type).
Result<Grant> decode_grant(std::string_view form);

/// The 200 answer of POST /v1/token.
struct TokenResponse {
  std::string access_token;
  std::int64_t expires_in{0};  ///< seconds, ≤ 600
  std::string refresh_token;
  std::string account;
  std::string device;
};
codec::Json to_json(const TokenResponse& response);
Result<TokenResponse> token_response_from_json(const codec::Json& json);

/// The claims of an access token (RFC 9068), bound to a device key (RFC 9449 §6.1).
struct AccessClaims {
  std::string iss;  ///< server id
  std::string account;
  std::string device;
  std::string thumbprint;  ///< cnf.jkt
  model::Instant issued;
  model::Instant expires;
};
Result<std::string> make_access_token(const AccessClaims& claims, std::string_view kid,
                                      const Signer& sign);
/// Checks form and signature; the caller judges issuer, time and thumbprint.
Result<AccessClaims> verify_access_token(std::string_view token, const VerifyingKey& key);

}  // namespace cpa::protocol
