#include "tools/server/http/gateway.h"

#include <utility>
#include <variant>

#include "core/codec/gzip.h"
#include "core/codec/json.h"
#include "core/crypto/sign.h"
#include "sync/protocol/http_signature.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/versions.h"

namespace cpa::server {
namespace {

using codec::Json;

constexpr std::size_t kPlainBytesMax = 4U << 20U;
constexpr std::string_view kVersion = "1";

/// RFC 9457, with the error's stable name.
Response problem(int status, std::string_view code, std::string_view title) {
  return {.status = status,
          .headers = {{"content-type", "application/problem+json"}},
          .body = codec::to_text(
              Json::object({{"status", status}, {"error", code}, {"title", title}}))};
}

int status_of(ErrorCode code) {
  constexpr std::pair<ErrorCode, int> kStatus[] = {
      {ErrorCode::kMalformed, 400},       {ErrorCode::kSignature, 400},
      {ErrorCode::kInvalidArgument, 400}, {ErrorCode::kLimitExceeded, 413},
      {ErrorCode::kUnsupported, 426},     {ErrorCode::kStorageBusy, 503}};
  for (const auto& [known, status] : kStatus) {
    if (known == code) return status;
  }
  return 500;  // whatever else went wrong is ours
}

Response problem_of(const Error& error) {
  const int status = status_of(error.code);
  if (status == 426) return problem(status, "update_needed", error.message);
  Response response = problem(status, error_slug(error.code),
                              status == 500 ? "the server could not answer" : error.message);
  if (status == 503) response.headers.push_back({"retry-after", "2"});
  return response;
}

std::string_view media_type(std::string_view content_type) {
  return content_type.substr(0, content_type.find(';'));
}

/// The JSON of a request: digest over the coded bytes first, then expanded under a cap.
Result<Json> read_body(const Request& request) {
  const auto coded = bytes_of(request.body);
  if (request.header("content-digest") != protocol::content_digest(coded)) {
    return Error{ErrorCode::kMalformed, "content-digest", 0};
  }
  const codec::JsonLimits limits{.bytes_max = kPlainBytesMax};
  if (request.header("content-encoding") != "gzip") {
    return Error{ErrorCode::kMalformed, "content-encoding: gzip is expected", 0};
  }
  CPA_TRY_ASSIGN(const Bytes plain, codec::gzip_expand(coded, kPlainBytesMax));
  return codec::parse_json(plain, limits);
}

std::string path_of(const Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

}  // namespace

Response Gateway::handle(const Request& request) {
  const std::string path = path_of(request);
  const bool known = path == protocol::kSyncPath || path == protocol::kTokenPath;
  if (!known) return problem(404, "not_found", "no such address");
  if (request.method != "POST") {
    Response response = problem(405, "usage", "POST is expected");
    response.headers.push_back({"allow", "POST"});
    return response;
  }
  Response response = path == protocol::kSyncPath ? sync(request) : token(request);
  log_.write(
      LogLevel::kInfo, LogArea::kServer,
      path == protocol::kSyncPath ? "sync answered" : "token answered",
      {{"status", response.status}, {"bytes", static_cast<std::int64_t>(response.body.size())}});
  return response;
}

Response Gateway::refused(Refusal refusal, model::Instant now, std::string_view path) {
  // RFC 6749 §5.2 at the token endpoint: 400; a challenge, or /v1/sync: 401.
  const bool challenge = refusal == Refusal::kUseNonce;
  const bool token = path == protocol::kTokenPath;
  const int status = token && !challenge ? 400 : 401;
  Response response{.status = status,
                    .headers = {{"content-type", "application/json"}},
                    .body = codec::to_text(Json::object({{"error", refusal_name(refusal)}}))};
  if (!token) response.headers.front().value = "application/problem+json";
  if (status == 401) {
    response.headers.push_back(
        {"www-authenticate", "DPoP error=\"" + std::string(refusal_name(refusal)) + "\""});
  }
  if (challenge) response.headers.push_back({"dpop-nonce", tokens_.nonce(now)});
  return response;
}

Response Gateway::token(const Request& request) {
  const model::Instant now = clock_.utc_now();
  if (media_type(request.header("content-type")) != protocol::kFormType) {
    return problem(415, "malformed", "a form is expected");
  }
  auto granted = tokens_.grant(request.body, request.header("dpop"), now);
  if (!granted) return problem_of(granted.error());
  if (const auto* refusal = std::get_if<Refusal>(&*granted)) {
    return refused(*refusal, now, protocol::kTokenPath);
  }
  return {.status = 200,
          .headers = {{"content-type", std::string(protocol::kJsonType)},
                      {"cache-control", "no-store"}},
          .body = codec::to_text(protocol::to_json(std::get<protocol::TokenResponse>(*granted)))};
}

Response Gateway::sync(const Request& request) {
  const model::Instant now = clock_.utc_now();
  if (request.header("cpa-version") != kVersion) {
    return problem(426, "update_needed", "this version of the protocol is not spoken here");
  }
  if (media_type(request.header("content-type")) != protocol::kJsonType) {
    return problem(415, "malformed", "JSON is expected");
  }
  auto session = tokens_.session(request.header("authorization"), request.header("dpop"),
                                 protocol::kSyncPath, now);
  if (!session) return problem_of(session.error());
  if (const auto* refusal = std::get_if<Refusal>(&*session)) {
    return refused(*refusal, now, protocol::kSyncPath);
  }
  auto response = exchange(request, std::get<Session>(*session), now);
  if (response) return std::move(*response);
  // The device of a good token is gone: only a new sign-in helps.
  if (response.error().code == ErrorCode::kNotFound) {
    return refused(Refusal::kInvalidToken, now, protocol::kSyncPath);
  }
  return problem_of(response.error());
}

Result<Response> Gateway::exchange(const Request& request, const Session& session,
                                   model::Instant now) {
  CPA_TRY_ASSIGN(const Json json, read_body(request));
  CPA_TRY_ASSIGN(const protocol::SyncRequest question, protocol::sync_request_from_json(json));
  CPA_TRY_ASSIGN(const protocol::SyncResponse answer, sync_.handle(session, question, now));
  const Bytes coded = codec::gzip_compress(bytes_of(codec::to_text(protocol::to_json(answer))));
  const std::string digest = protocol::content_digest(coded);
  CPA_TRY_ASSIGN(
      const protocol::SignatureHeaders signature,
      protocol::sign_response({200, digest},
                              {.method = request.method,
                               .path = path_of(request),
                               .content_digest = std::string(request.header("content-digest"))},
                              identity_.kid, now, [this](ByteView message) {
                                return crypto::ed25519_sign(identity_.signing_seed, message);
                              }));
  return Response{.status = 200,
                  .headers = {{"content-type", std::string(protocol::kJsonType)},
                              {"content-encoding", "gzip"},
                              {"content-digest", digest},
                              {"signature-input", signature.signature_input},
                              {"signature", signature.signature}},
                  .body = std::string(text_of(coded))};
}

}  // namespace cpa::server
