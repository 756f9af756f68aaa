#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/ports/random.h"
#include "sync/protocol/token.h"
#include "tools/server/decide/identity.h"
#include "tools/server/storage/sessions.h"

namespace cpa::protocol {
struct DpopProof;
}
namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A code for one new device of a holder; shown once, stored only as a hash.
struct EnrolmentCode {
  std::string code;  ///< "ABCDE-FGHJK"
  model::Instant expires;
};

/// Why a request is not let in.
enum class Refusal : std::uint8_t {
  kInvalidProof,  ///< no DPoP proof, or not for this request
  kUseNonce,      ///< the proof's time cannot be judged: send it again with our nonce
  kInvalidGrant,  ///< code or refresh token unknown, expired, or another device's
  kInvalidToken   ///< access token expired, or not this device's
};
/// "invalid_dpop_proof", "use_dpop_nonce", "invalid_grant", "invalid_token".
std::string_view refusal_name(Refusal refusal) noexcept;

/// Lets devices in: enrolment codes, refresh tokens, access tokens and DPoP proofs, free of HTTP.
/// A proof is good once. Its time counts within five minutes of ours; a device whose clock is wrong
/// is given a nonce instead, which stands for our time.
class TokenService {
 public:
  TokenService(store::Database& database, const ServerIdentity& identity, ports::Random& random)
      : database_(database), identity_(identity), random_(random) {}

  /// Errors: kNotFound (no such holder, or no account opened), those of the database.
  Result<EnrolmentCode> enrol(std::string_view nir, model::Instant now);
  /// Answers a grant. Errors: those of the database.
  Result<std::variant<protocol::TokenResponse, Refusal>> grant(std::string_view form,
                                                               std::string_view proof,
                                                               model::Instant now);
  /// The session of an access token with its proof, for "POST url + path".
  /// Errors: those of the database.
  Result<std::variant<Session, Refusal>> session(std::string_view authorization,
                                                 std::string_view proof, std::string_view path,
                                                 model::Instant now);
  /// A nonce that stands for `now`.
  [[nodiscard]] std::string nonce(model::Instant now) const;

 private:
  struct Expected;
  Result<std::variant<protocol::DpopProof, Refusal>> check_proof(std::string_view proof,
                                                                 const Expected& expected);
  [[nodiscard]] bool nonce_is_fresh(std::string_view nonce, model::Instant now) const;
  Result<std::variant<Session, Refusal>> redeem(const protocol::Grant& grant,
                                                const protocol::DpopProof& proof,
                                                model::Instant now);
  Result<Session> add_device(const std::string& account, const protocol::DpopProof& proof);
  std::string random_text(std::size_t bytes);

  store::Database& database_;
  const ServerIdentity& identity_;
  ports::Random& random_;
};

}  // namespace cpa::server
