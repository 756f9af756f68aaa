#include "sync/protocol/token.h"

#include <map>

#include "core/base/bytes.h"
#include "sync/protocol/versions.h"

namespace cpa::protocol {
namespace {

using codec::Json;

constexpr std::string_view kEnrolmentGrant = "urn:cpa:params:oauth:grant-type:enrolment-code";
constexpr std::string_view kRefreshGrant = "refresh_token";
constexpr std::size_t kFormBytesMax = 4096;

bool plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  std::string coded;
  for (const char c : text) {
    if (plain(c)) {
      coded += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      coded += '%';
      coded += to_hex(ByteView(&byte, 1));
    }
  }
  return coded;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> percent_decoded(std::string_view coded) {
  std::string text;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    if (coded[i] == '+') {
      text += ' ';
    } else if (coded[i] != '%') {
      text += coded[i];
    } else {
      const int high = i + 2 < coded.size() ? hex_digit(coded[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(coded[i + 2]) : -1;
      if (low < 0) return Error{ErrorCode::kMalformed, "form: a broken escape"};
      text += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return text;
}

Result<std::map<std::string, std::string>> decode_form(std::string_view form) {
  if (form.size() > kFormBytesMax) return Error{ErrorCode::kLimitExceeded, "form: too long"};
  std::map<std::string, std::string> fields;
  while (!form.empty()) {
    const std::size_t end = std::min(form.find('&'), form.size());
    const std::string_view field = form.substr(0, end);
    form.remove_prefix(end == form.size() ? end : end + 1);
    const std::size_t equals = field.find('=');
    if (equals == field.npos) return Error{ErrorCode::kMalformed, "form: a field without value"};
    CPA_TRY_ASSIGN(std::string name, percent_decoded(field.substr(0, equals)));
    CPA_TRY_ASSIGN(std::string value, percent_decoded(field.substr(equals + 1)));
    if (!fields.emplace(std::move(name), std::move(value)).second) {
      return Error{ErrorCode::kMalformed, "form: a field twice"};
    }
  }
  return fields;
}

}  // namespace

std::string encode_grant(const Grant& grant) {
  if (const auto* enrolment = std::get_if<EnrolmentGrant>(&grant)) {
    return "grant_type=" + percent_encoded(kEnrolmentGrant) +
           "&code=" + percent_encoded(enrolment->code);
  }
  return "grant_type=refresh_token&refresh_token=" +
         percent_encoded(std::get<RefreshGrant>(grant).refresh_token);
}

Result<Grant> decode_grant(std::string_view form) {
  CPA_TRY_ASSIGN(auto fields, decode_form(form));
  const std::string type = fields["grant_type"];
  if (type == kEnrolmentGrant && !fields["code"].empty()) {
    return Grant{EnrolmentGrant{fields["code"]}};
  }
  if (type == kRefreshGrant && !fields["refresh_token"].empty()) {
    return Grant{RefreshGrant{fields["refresh_token"]}};
  }
  return Error{ErrorCode::kUnsupported, "form: another grant"};
}

Json to_json(const TokenResponse& response) {
  return Json::object({{"access_token", response.access_token},
                       {"token_type", "DPoP"},
                       {"expires_in", response.expires_in},
                       {"refresh_token", response.refresh_token},
                       {"account", response.account},
                       {"device", response.device}});
}

Result<TokenResponse> token_response_from_json(const Json& json) {
  codec::JsonReader reader(json, "token");
  TokenResponse response;
  response.access_token = reader.require_string("access_token");
  const std::string type = reader.require_string("token_type");
  response.expires_in = reader.require_integer("expires_in");
  response.refresh_token = reader.require_string("refresh_token");
  response.account = reader.require_string("account");
  response.device = reader.require_string("device");
  CPA_TRY(reader.finish_allowing_unknown());
  if (type != "DPoP") return Error{ErrorCode::kMalformed, "token: not bound to a key"};
  if (response.expires_in < 1 || response.expires_in > 600 || response.access_token.empty() ||
      response.refresh_token.empty() || response.account.empty() || response.device.empty()) {
    return Error{ErrorCode::kMalformed, "token: a value out of range"};
  }
  return response;
}

Result<std::string> make_access_token(const AccessClaims& claims, std::string_view kid,
                                      const Signer& sign) {
  const Json payload =
      Json::object({{"iss", claims.iss},
                    {"aud", claims.iss},
                    {"sub", claims.account},
                    {"device", claims.device},
                    {"cnf", Json::object({{"jkt", claims.thumbprint}})},
                    {"iat", std::int64_t{claims.issued.time_since_epoch().count()}},
                    {"exp", std::int64_t{claims.expires.time_since_epoch().count()}}});
  return make_jws(JwsAlgorithm::kEdDsa, kAccessTokenTyp, Json::object({{"kid", kid}}),
                  codec::canonical(payload), sign);
}

Result<AccessClaims> verify_access_token(std::string_view token, const VerifyingKey& key) {
  CPA_TRY_ASSIGN(const Json payload, verify_jws(token, kAccessTokenTyp, key));
  codec::JsonReader reader(payload, "access token");
  AccessClaims claims;
  claims.iss = reader.require_string("iss");
  reader.skip("aud");
  claims.account = reader.require_string("sub");
  claims.device = reader.require_string("device");
  codec::JsonReader cnf(reader.require_object("cnf"), "access token.cnf");
  claims.thumbprint = cnf.require_string("jkt");
  claims.issued = model::Instant{std::chrono::seconds{reader.require_integer("iat")}};
  claims.expires = model::Instant{std::chrono::seconds{reader.require_integer("exp")}};
  CPA_TRY(cnf.finish_allowing_unknown());
  CPA_TRY(reader.finish_allowing_unknown());
  return claims;
}

}  // namespace cpa::protocol
