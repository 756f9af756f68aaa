#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/date.h"
#include "core/ports/http_client.h"
#include "core/ports/random.h"
#include "sync/auth/session.h"
#include "sync/protocol/jws.h"
#include "sync/protocol/token.h"

namespace cpa::auth {

/// The device key as far as proofs need it: its public half and a way to sign with it.
struct DeviceKey {
  Bytes public_key;  ///< x‖y, 64 bytes
  protocol::Signer sign;
};

/// Proves possession of the device key for one request (RFC 9449). Borrows what it is given.
class Prover {
 public:
  Prover(const DeviceKey& key, ports::Random& random) : key_(key), random_(random) {}
  /// The request of POST /v1/token at `server_url`; `nonce` is the server's challenge, "" for none.
  Result<ports::HttpRequest> token_request(std::string_view server_url,
                                           const protocol::Grant& grant, model::Instant now,
                                           std::string_view nonce = "") const;
  /// Adds `authorization` and `dpop` for `access_token` to `request`.
  Status authorize(ports::HttpRequest& request, std::string_view access_token, model::Instant now,
                   std::string_view nonce = "") const;

 private:
  const DeviceKey& key_;
  ports::Random& random_;
};

/// The server granted: the session to keep.
struct Granted {
  Session session;
};
/// The server refused this grant for good (`invalid_grant`).
struct Refused {};
/// The server wants its nonce in the proof: ask again exactly once.
struct Challenged {
  std::string nonce;
};
using TokenOutcome = std::variant<Granted, Refused, Challenged>;

/// What the answer of POST /v1/token says. It is not signed: it can change tokens, nothing else.
/// Errors: kServerDown (5xx, another status or type), kProtocol (a malformed grant).
Result<TokenOutcome> read_token_answer(const ports::HttpResponse& response, model::Instant now);
/// The nonce of a 401 that asks for one (`use_dpop_nonce`); "" for any other answer.
std::string nonce_challenge(const ports::HttpResponse& response);

}  // namespace cpa::auth
