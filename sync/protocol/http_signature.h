#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/model/date.h"
#include "core/ports/http_client.h"
#include "sync/protocol/jws.h"

namespace cpa::protocol {

/// What of the request an answer's signature covers.
struct RequestBinding {
  std::string method;          ///< "POST"
  std::string path;            ///< "/v1/sync"
  std::string content_digest;  ///< the request's header value
};

/// What of the answer its signature covers.
struct AnswerHead {
  int status{200};
  std::string digest;  ///< the answer's Content-Digest
};

/// Content-Digest (RFC 9530) of the bytes as sent: `sha-256=:…:`.
std::string content_digest(ByteView coded_body);

/// The two signature headers (RFC 9421) of an answer in the one fixed form of this protocol:
/// ("@status" "content-digest" "@method";req "@path";req "content-digest";req), ed25519.
struct SignatureHeaders {
  std::string signature_input;
  std::string signature;
};
Result<SignatureHeaders> sign_response(const AnswerHead& answer, const RequestBinding& request,
                                       std::string_view kid, model::Instant created,
                                       const Signer& sign);

/// Finds the answer-signing key of a key id; nothing when it is unknown.
using KeyLookup = std::function<std::optional<VerifyingKey>(std::string_view kid)>;

/// Holds an answer to its signature: digest over the coded bytes, the fixed form, a known key, this
/// very request. Errors: kSignature (missing, double, another form, wrong), kUnknownKey.
Status verify_response(const ports::HttpResponse& response, const RequestBinding& request,
                       const KeyLookup& keys);

}  // namespace cpa::protocol
