#include "tools/server/decide/tokens.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/base64url.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "sync/protocol/dpop.h"
#include "sync/protocol/versions.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using protocol::DpopProof;

constexpr auto kProofLife = std::chrono::minutes(5);
constexpr auto kCodeLife = std::chrono::hours(24);
constexpr auto kAccessLife = std::chrono::minutes(10);
constexpr std::size_t kNonceTag = 12;
constexpr std::string_view kScheme = "DPoP ";

std::string digest_of(std::string_view secret) { return to_hex(crypto::sha256(bytes_of(secret))); }

/// People read codes aloud: no letter that looks like another.
std::string new_code(ports::Random& random) {
  constexpr std::string_view kAlphabet = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
  static_assert(kAlphabet.size() == 32);
  std::array<std::uint8_t, 12> bytes{};
  random.fill(bytes);
  std::string code;
  for (const auto byte : bytes) {
    if (code.size() == 6) code.push_back('-');
    code.push_back(kAlphabet[byte & 31U]);
  }
  return code;
}

Bytes nonce_tag(const SecretBytes& secret, std::string_view time) {
  const auto tag = crypto::hmac_sha256(secret.view(), bytes_of("nonce " + std::string(time)));
  return {tag.begin(), tag.begin() + kNonceTag};
}

}  // namespace

struct TokenService::Expected {
  std::string_view path;
  std::string access_token;  ///< "" at the token endpoint
  model::Instant now;
};

std::string_view refusal_name(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::kInvalidProof:
      return "invalid_dpop_proof";
    case Refusal::kUseNonce:
      return "use_dpop_nonce";
    case Refusal::kInvalidGrant:
      return "invalid_grant";
    case Refusal::kInvalidToken:
      return "invalid_token";
  }
  return "invalid";
}

std::string TokenService::random_text(std::size_t bytes) {
  Bytes random(bytes);
  random_.fill(random);
  return codec::base64url_encode(random);
}

std::string TokenService::nonce(model::Instant now) const {
  const std::string time = std::to_string(now.time_since_epoch().count());
  return time + "." + codec::base64url_encode(nonce_tag(identity_.cursor_secret, time));
}

bool TokenService::nonce_is_fresh(std::string_view nonce, model::Instant now) const {
  const auto dot = nonce.find('.');
  if (dot == std::string_view::npos || dot > 12) return false;
  const std::string time(nonce.substr(0, dot));
  const auto tag = codec::base64url_decode(nonce.substr(dot + 1));
  if (!tag || !crypto::equal_constant_time(*tag, nonce_tag(identity_.cursor_secret, time))) {
    return false;
  }
  const model::Instant given(std::chrono::seconds(std::strtoll(time.c_str(), nullptr, 10)));
  return given <= now && now - given <= kProofLife;
}

Result<EnrolmentCode> TokenService::enrol(std::string_view nir, model::Instant now) {
  Accounts accounts(database_);
  CPA_TRY_ASSIGN(const auto account, accounts.find_by_nir(nir));
  if (!account || !account->opened) {
    return Error{ErrorCode::kNotFound, "no account is open for this person", 0};
  }
  const EnrolmentCode code{.code = new_code(random_), .expires = now + kCodeLife};
  const Status stored = in_transaction(database_, [&]() {
    return Sessions(database_).add_code(digest_of(code.code), account->id, code.expires);
  });
  CPA_TRY(stored);
  return code;
}

Result<std::variant<DpopProof, Refusal>> TokenService::check_proof(std::string_view proof,
                                                                   const Expected& expected) {
  auto checked = protocol::verify_dpop(proof);
  if (!checked) return std::variant<DpopProof, Refusal>(Refusal::kInvalidProof);
  const auto& claims = checked->claims;
  const std::string ath =
      expected.access_token.empty() ? "" : protocol::access_token_hash(expected.access_token);
  if (claims.htm != "POST" || claims.htu != identity_.url + std::string(expected.path) ||
      claims.ath.value_or("") != ath) {
    return std::variant<DpopProof, Refusal>(Refusal::kInvalidProof);
  }
  const auto skew =
      claims.iat > expected.now ? claims.iat - expected.now : expected.now - claims.iat;
  const bool fresh =
      claims.nonce ? nonce_is_fresh(*claims.nonce, expected.now) : skew <= kProofLife;
  if (!fresh) return std::variant<DpopProof, Refusal>(Refusal::kUseNonce);
  bool first = false;
  const Status remembered = in_transaction(database_, [&]() -> Status {
    CPA_TRY_ASSIGN(first,
                   Sessions(database_).first_use(digest_of(checked->thumbprint + " " + claims.jti),
                                                 expected.now, expected.now + 2 * kProofLife));
    return {};
  });
  CPA_TRY(remembered);
  if (!first) return std::variant<DpopProof, Refusal>(Refusal::kInvalidProof);
  return std::variant<DpopProof, Refusal>(std::move(*checked));
}

Result<std::variant<protocol::TokenResponse, Refusal>> TokenService::grant(std::string_view form,
                                                                           std::string_view proof,
                                                                           model::Instant now) {
  using Answer = std::variant<protocol::TokenResponse, Refusal>;
  CPA_TRY_ASSIGN(
      auto checked,
      check_proof(proof, {.path = protocol::kTokenPath, .access_token = {}, .now = now}));
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return Answer(*refusal);
  const auto& holder = std::get<DpopProof>(checked);
  const auto grant = protocol::decode_grant(form);
  if (!grant) return Answer(Refusal::kInvalidGrant);
  protocol::TokenResponse response;
  std::optional<Refusal> refused;
  const Status done = in_transaction(database_, [&]() -> Status {
    CPA_TRY_ASSIGN(auto redeemed, redeem(*grant, holder, now));
    if (const auto* refusal = std::get_if<Refusal>(&redeemed)) {
      refused = *refusal;
      return {};
    }
    const auto& session = std::get<Session>(redeemed);
    response.account = session.account;
    response.device = session.device;
    if (const auto* refresh = std::get_if<protocol::RefreshGrant>(&*grant)) {
      response.refresh_token = refresh->refresh_token;  // not rotated: a lost answer costs nothing
      return {};
    }
    response.refresh_token = random_text(32);
    return Sessions(database_).add_refresh_token(digest_of(response.refresh_token), session);
  });
  CPA_TRY(done);
  if (refused) return Answer(*refused);
  const protocol::AccessClaims claims{.iss = identity_.server_id,
                                      .account = response.account,
                                      .device = response.device,
                                      .thumbprint = holder.thumbprint,
                                      .issued = now,
                                      .expires = now + kAccessLife};
  CPA_TRY_ASSIGN(response.access_token,
                 protocol::make_access_token(claims, identity_.kid, [this](ByteView message) {
                   return crypto::ed25519_sign(identity_.signing_seed, message);
                 }));
  response.expires_in = std::chrono::seconds(kAccessLife).count();
  return Answer(std::move(response));
}

Result<std::variant<Session, Refusal>> TokenService::redeem(const protocol::Grant& grant,
                                                            const DpopProof& proof,
                                                            model::Instant now) {
  using Answer = std::variant<Session, Refusal>;
  Sessions sessions(database_);
  Decisions decisions(database_);
  const auto* enrolment = std::get_if<protocol::EnrolmentGrant>(&grant);
  std::optional<Session> session;
  if (enrolment != nullptr) {
    CPA_TRY_ASSIGN(session, sessions.code(digest_of(enrolment->code), now));
  } else {
    const auto& token = std::get<protocol::RefreshGrant>(grant).refresh_token;
    CPA_TRY_ASSIGN(session, sessions.refresh_token(digest_of(token)));
  }
  if (!session) return Answer(Refusal::kInvalidGrant);
  if (session->device.empty()) {
    CPA_TRY_ASSIGN(const Session added, add_device(session->account, proof));
    CPA_TRY(sessions.use_code(digest_of(enrolment->code), added.device));
    return Answer(added);
  }
  // A code used before, or a refresh token: only the device that holds the key.
  CPA_TRY_ASSIGN(const auto device, decisions.device(session->account, session->device));
  if (!device || device->thumbprint != proof.thumbprint) return Answer(Refusal::kInvalidGrant);
  return Answer(*session);
}

Result<Session> TokenService::add_device(const std::string& account, const DpopProof& proof) {
  std::array<std::uint8_t, 8> id{};
  random_.fill(id);
  const Session session{.account = account, .device = to_hex(id)};
  CPA_TRY(
      Decisions(database_).add_device({.account = account,
                                       .id = session.device,
                                       .thumbprint = proof.thumbprint,
                                       .public_key = codec::base64url_encode(proof.public_key)}));
  return session;
}

Result<std::variant<Session, Refusal>> TokenService::session(std::string_view authorization,
                                                             std::string_view proof,
                                                             std::string_view path,
                                                             model::Instant now) {
  using Answer = std::variant<Session, Refusal>;
  if (!authorization.starts_with(kScheme)) return Answer(Refusal::kInvalidToken);
  const auto token = authorization.substr(kScheme.size());
  CPA_TRY_ASSIGN(const Bytes key, crypto::ed25519_public_key(identity_.signing_seed));
  const auto claims = protocol::verify_access_token(token, {protocol::JwsAlgorithm::kEdDsa, key});
  if (!claims || claims->iss != identity_.server_id || claims->expires <= now) {
    return Answer(Refusal::kInvalidToken);
  }
  CPA_TRY_ASSIGN(
      auto checked,
      check_proof(proof, {.path = path, .access_token = std::string(token), .now = now}));
  if (const auto* refusal = std::get_if<Refusal>(&checked)) return Answer(*refusal);
  if (std::get<DpopProof>(checked).thumbprint != claims->thumbprint) {
    return Answer(Refusal::kInvalidToken);
  }
  return Answer(Session{.account = claims->account, .device = claims->device});
}

}  // namespace cpa::server
