#include "sync/protocol/http_signature.h"

#include <algorithm>

#include "core/codec/base64url.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"

namespace cpa::protocol {
namespace {

constexpr std::string_view kComponents =
    "(\"@status\" \"content-digest\" \"@method\";req \"@path\";req \"content-digest\";req)";

Error refused(const char* why) {
  return Error{ErrorCode::kSignature, std::string("answer signature: ") + why};
}

/// The signature base of RFC 9421 §2.5; `parameters` is the value of the signature's input.
std::string signature_base(int status, std::string_view digest, const RequestBinding& request,
                           std::string_view parameters) {
  std::string base = "\"@status\": " + std::to_string(status);
  base += "\n\"content-digest\": ";
  base += digest;
  base += "\n\"@method\";req: " + request.method;
  base += "\n\"@path\";req: " + request.path;
  base += "\n\"content-digest\";req: " + request.content_digest;
  base += "\n\"@signature-params\": ";
  base += parameters;
  return base;
}

std::string parameters_of(std::string_view created, std::string_view kid) {
  std::string text(kComponents);
  text += ";created=";
  text += created;
  text += ";keyid=\"";
  text += kid;
  text += "\";alg=\"ed25519\"";
  return text;
}

/// The one value of `name`. Two of them could be read differently by two readers.
Result<std::string> only_header(const ports::HttpResponse& response, std::string_view name) {
  const std::string* value = nullptr;
  for (const ports::HttpHeader& header : response.headers) {
    const std::vector<ports::HttpHeader> one = {{header.name, ""}};
    if (ports::find_header(one, name) == nullptr) continue;
    if (value != nullptr) return refused("a header twice");
    value = &header.value;
  }
  if (value == nullptr) return refused("a header is missing");
  return *value;
}

/// Takes `prefix` off the front of `text`.
bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Takes what stands before `end`, and `end`.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  if (at == text.npos) return std::nullopt;
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return part;
}

struct Input {
  std::string_view created;
  std::string_view kid;
};

/// Reads the one form that is accepted; nothing for any other.
std::optional<Input> read_input(std::string_view value) {
  if (!take(value, "sig=") || !take(value, kComponents) || !take(value, ";created=")) {
    return std::nullopt;
  }
  const auto created = take_until(value, ";keyid=\"");
  const auto kid = take_until(value, "\"");
  if (!created || !kid || value != ";alg=\"ed25519\"") return std::nullopt;
  const bool digits =
      !created->empty() && created->size() < 16 &&
      std::all_of(created->begin(), created->end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || kid->empty() || kid->find('\\') != kid->npos) return std::nullopt;
  return Input{*created, *kid};
}

}  // namespace

std::string content_digest(ByteView coded_body) {
  return "sha-256=:" + codec::base64_encode(crypto::sha256(coded_body)) + ":";
}

Result<SignatureHeaders> sign_response(const AnswerHead& answer, const RequestBinding& request,
                                       std::string_view kid, model::Instant created,
                                       const Signer& sign) {
  const std::string parameters =
      parameters_of(std::to_string(created.time_since_epoch().count()), kid);
  CPA_TRY_ASSIGN(const Bytes signature,
                 sign(bytes_of(signature_base(answer.status, answer.digest, request, parameters))));
  return SignatureHeaders{"sig=" + parameters, "sig=:" + codec::base64_encode(signature) + ":"};
}

Status verify_response(const ports::HttpResponse& response, const RequestBinding& request,
                       const KeyLookup& keys) {
  CPA_TRY_ASSIGN(const std::string digest, only_header(response, "content-digest"));
  CPA_TRY_ASSIGN(const std::string input_text, only_header(response, "signature-input"));
  CPA_TRY_ASSIGN(const std::string signature_text, only_header(response, "signature"));
  if (digest != content_digest(response.body)) return refused("the body is not the one signed");
  const std::optional<Input> input = read_input(input_text);
  if (!input) return refused("another form");
  std::string_view coded = signature_text;
  if (!take(coded, "sig=:") || coded.empty() || coded.back() != ':') return refused("another form");
  coded.remove_suffix(1);
  const Result<Bytes> signature = codec::base64_decode(coded);
  if (!signature) return refused("not base64");
  const std::optional<VerifyingKey> key = keys(input->kid);
  if (!key) return Error{ErrorCode::kUnknownKey, "answer signature: an unknown key"};
  if (key->algorithm != JwsAlgorithm::kEdDsa) return refused("another algorithm");
  const std::string base =
      signature_base(response.status, digest, request, parameters_of(input->created, input->kid));
  if (!crypto::ed25519_verify(key->public_key, bytes_of(base), *signature)) {
    return refused("wrong, or of another request");
  }
  return {};
}

}  // namespace cpa::protocol
