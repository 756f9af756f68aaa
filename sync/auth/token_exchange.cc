#include "sync/auth/token_exchange.h"

#include <array>
#include <chrono>

#include "core/codec/base64url.h"
#include "core/codec/json.h"
#include "sync/protocol/dpop.h"
#include "sync/protocol/versions.h"

namespace cpa::auth {
namespace {

using codec::Json;

/// A token that ends while the request travels would cost a round trip.
constexpr std::chrono::seconds kExpiryMargin{30};

std::string without_query(std::string_view url) {
  return std::string(url.substr(0, url.find_first_of("?#")));
}

protocol::DpopClaims claims_for(const ports::HttpRequest& request, ports::Random& random,
                                model::Instant now, std::string_view nonce) {
  std::array<std::uint8_t, 16> id{};
  random.fill(id);
  protocol::DpopClaims claims;
  claims.htm = request.method;
  claims.htu = without_query(request.url);
  claims.jti = codec::base64url_encode(id);
  claims.iat = now;
  if (!nonce.empty()) claims.nonce = std::string(nonce);
  return claims;
}

bool is_json(const ports::HttpResponse& response) {
  const std::string* type = ports::find_header(response.headers, "content-type");
  return type != nullptr && type->substr(0, type->find(';')) == protocol::kJsonType;
}

/// The member `error` of an OAuth error answer (RFC 6749 §5.2); "" when there is none.
std::string oauth_error(const ports::HttpResponse& response) {
  if (!is_json(response)) return "";
  const Result<Json> body = codec::parse_json(ByteView(response.body), {.bytes_max = 16U << 10U});
  if (!body) return "";
  const Json* error = body->find("error");
  return error != nullptr && error->as_string() != nullptr ? *error->as_string() : "";
}

}  // namespace

Result<ports::HttpRequest> Prover::token_request(std::string_view server_url,
                                                 const protocol::Grant& grant, model::Instant now,
                                                 std::string_view nonce) const {
  ports::HttpRequest request;
  request.method = "POST";
  request.url = std::string(server_url) + std::string(protocol::kTokenPath);
  request.headers = {{"content-type", std::string(protocol::kFormType)},
                     {"accept", std::string(protocol::kJsonType)}};
  request.body = copy_of(bytes_of(protocol::encode_grant(grant)));
  request.body_bytes_max = 16U << 10U;
  CPA_TRY_ASSIGN(std::string proof, protocol::make_dpop(claims_for(request, random_, now, nonce),
                                                        key_.public_key, key_.sign));
  request.headers.push_back({"dpop", std::move(proof)});
  return request;
}

Status Prover::authorize(ports::HttpRequest& request, std::string_view access_token,
                         model::Instant now, std::string_view nonce) const {
  protocol::DpopClaims claims = claims_for(request, random_, now, nonce);
  claims.ath = protocol::access_token_hash(access_token);
  CPA_TRY_ASSIGN(std::string proof, protocol::make_dpop(claims, key_.public_key, key_.sign));
  request.headers.push_back({"authorization", "DPoP " + std::string(access_token)});
  request.headers.push_back({"dpop", std::move(proof)});
  return {};
}

Result<TokenOutcome> read_token_answer(const ports::HttpResponse& response, model::Instant now) {
  if (response.status == 200 && is_json(response)) {
    const Result<Json> body = codec::parse_json(ByteView(response.body), {.bytes_max = 16U << 10U});
    if (!body) return Error{ErrorCode::kProtocol, "token: " + body.error().message};
    Result<protocol::TokenResponse> token = protocol::token_response_from_json(*body);
    if (!token) return Error{ErrorCode::kProtocol, token.error().message};
    Session session;
    session.account = token->account;
    session.device = token->device;
    session.access_token = token->access_token;
    session.access_expires = now + std::chrono::seconds{token->expires_in} - kExpiryMargin;
    session.refresh_token = token->refresh_token;
    return TokenOutcome{Granted{std::move(session)}};
  }
  const std::string nonce = nonce_challenge(response);
  if (!nonce.empty()) return TokenOutcome{Challenged{nonce}};
  if (response.status == 400 && oauth_error(response) == "invalid_grant") {
    return TokenOutcome{Refused{}};
  }
  return Error{ErrorCode::kServerDown, "token: an answer of another kind", response.status};
}

std::string nonce_challenge(const ports::HttpResponse& response) {
  if (response.status != 401 && response.status != 400) return "";
  const std::string* nonce = ports::find_header(response.headers, "dpop-nonce");
  if (nonce == nullptr || nonce->empty()) return "";
  const std::string* challenge = ports::find_header(response.headers, "www-authenticate");
  const bool in_header =
      challenge != nullptr && challenge->find("error=\"use_dpop_nonce\"") != std::string::npos;
  return in_header || oauth_error(response) == "use_dpop_nonce" ? *nonce : "";
}

}  // namespace cpa::auth
