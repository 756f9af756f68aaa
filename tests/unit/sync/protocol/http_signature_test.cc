#include "sync/protocol/http_signature.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

constexpr std::string_view kBody = R"({"hello": "world"})";
// base64(SHA-256(body)) by Python's hashlib.
constexpr std::string_view kDigest = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

class HttpSignatureTest : public testing::Test {
 protected:
  HttpSignatureTest() {
    const auto headers =
        sign_response({200, std::string(kDigest)}, request_, "k1",
                      model::Instant{std::chrono::seconds{1700000000}}, sign_as_server)
            .value();
    response_.status = 200;
    response_.headers = {{"Content-Digest", std::string(kDigest)},
                         {"Signature-Input", headers.signature_input},
                         {"Signature", headers.signature}};
    response_.body = copy_of(bytes_of(kBody));
  }
  [[nodiscard]] ErrorCode judged() const {
    const Status status = verify_response(response_, request_, keys_);
    return status ? ErrorCode::kInternal : status.error().code;
  }

  RequestBinding request_{"POST", "/v1/sync", "sha-256=:AAAA:"};
  ports::HttpResponse response_;
  KeyLookup keys_ = [](std::string_view kid) -> std::optional<VerifyingKey> {
    if (kid == "k1") return server_verifies();
    return std::nullopt;
  };
};

TEST_F(HttpSignatureTest, DigestIsThatOfRfc9530) {
  EXPECT_EQ(content_digest(bytes_of(kBody)), kDigest);
}

// The base is written out by hand from RFC 9421 §2.5.
TEST_F(HttpSignatureTest, SignsTheBaseOfRfc9421) {
  const std::string parameters =
      R"(("@status" "content-digest" "@method";req "@path";req "content-digest";req))"
      R"(;created=1700000000;keyid="k1";alg="ed25519")";
  EXPECT_EQ(response_.headers[1].value, "sig=" + parameters);
  const std::string base = "\"@status\": 200\n\"content-digest\": " + std::string(kDigest) +
                           "\n\"@method\";req: POST\n\"@path\";req: /v1/sync\n"
                           "\"content-digest\";req: sha-256=:AAAA:\n"
                           "\"@signature-params\": " +
                           parameters;
  const std::string& text = response_.headers[2].value;
  ASSERT_TRUE(text.starts_with("sig=:") && text.ends_with(":"));
  const Bytes signature = codec::base64_decode(text.substr(5, text.size() - 6)).value();
  EXPECT_TRUE(crypto::ed25519_verify(server_key(), bytes_of(base), signature));
}

TEST_F(HttpSignatureTest, AcceptsWhatTheServerSigned) {
  EXPECT_TRUE(verify_response(response_, request_, keys_));
}

TEST_F(HttpSignatureTest, RefusesAnotherBody) {
  response_.body[3] ^= 1;
  EXPECT_EQ(judged(), ErrorCode::kSignature);
}

TEST_F(HttpSignatureTest, RefusesAnotherStatus) {
  response_.status = 201;
  EXPECT_EQ(judged(), ErrorCode::kSignature);
}

TEST_F(HttpSignatureTest, RefusesTheAnswerToAnotherRequest) {
  const RequestBinding others[] = {{"GET", "/v1/sync", "sha-256=:AAAA:"},
                                   {"POST", "/v1/token", "sha-256=:AAAA:"},
                                   {"POST", "/v1/sync", "sha-256=:BBBB:"}};
  for (const RequestBinding& other : others) {
    request_ = other;
    EXPECT_EQ(judged(), ErrorCode::kSignature);
  }
}

TEST_F(HttpSignatureTest, RefusesAMissingOrDoubledHeader) {
  const auto whole = response_.headers;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    response_.headers = whole;
    response_.headers.erase(response_.headers.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(judged(), ErrorCode::kSignature) << whole[i].name;
    response_.headers = whole;
    response_.headers.push_back(whole[i]);
    EXPECT_EQ(judged(), ErrorCode::kSignature) << whole[i].name;
  }
}

TEST_F(HttpSignatureTest, RefusesAnyOtherForm) {
  const std::string right = response_.headers[1].value;
  for (const std::string& input :
       {std::string("sig=()"), right + " ", right + ";tag=\"x\"", "a" + right,
        std::string("sig=(\"@status\");created=1700000000;keyid=\"k1\";alg=\"ed25519\""),
        std::string(right).replace(right.find("1700000000"), 10, "soon")}) {
    response_.headers[1].value = input;
    EXPECT_EQ(judged(), ErrorCode::kSignature) << input;
  }
}

TEST_F(HttpSignatureTest, RefusesASignatureThatIsNone) {
  for (const char* text : {"sig=::", "sig=:!!!!:", "sig=:AAAA:", "AAAA", "sig=:AAAA"}) {
    response_.headers[2].value = text;
    EXPECT_EQ(judged(), ErrorCode::kSignature) << text;
  }
}

TEST_F(HttpSignatureTest, NamesAnUnknownKey) {
  keys_ = [](std::string_view) { return std::nullopt; };
  EXPECT_EQ(judged(), ErrorCode::kUnknownKey);
}

TEST_F(HttpSignatureTest, RefusesTheRightFormOfAnotherKey) {
  keys_ = [](std::string_view) { return std::optional(server_verifies(4)); };
  EXPECT_EQ(judged(), ErrorCode::kSignature);
  keys_ = [](std::string_view) { return std::optional(device_verifies()); };
  EXPECT_EQ(judged(), ErrorCode::kSignature);
}

}  // namespace
}  // namespace cpa::protocol
