#include "tools/server/http/certificates.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace cpa::server {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate read(const std::string& pem) {
  BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate certificate(PEM_read_bio_X509(memory, nullptr, nullptr, nullptr), &X509_free);
  BIO_free(memory);
  return certificate;
}

/// What a strict client says about the server's certificate.
int verify(const TlsIdentity& tls, const char* host, bool is_address) {
  const auto root = read(tls.roots_pem);
  const auto leaf = read(tls.certificate_pem);
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, root.get());
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
  auto* parameters = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
  if (is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(parameters, host);
  } else {
    X509_VERIFY_PARAM_set1_host(parameters, host, 0);
  }
  X509_verify_cert(context);
  const int verdict = X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return verdict;
}

model::Instant now() {
  return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
}

TEST(CertificatesTest, PassAStrictClient) {
  const auto tls = make_tls_identity("cpa.example", now());
  ASSERT_TRUE(tls) << tls.error().message;
  EXPECT_EQ(verify(*tls, "127.0.0.1", true), X509_V_OK);
  EXPECT_EQ(verify(*tls, "localhost", false), X509_V_OK);
  EXPECT_EQ(verify(*tls, "cpa.example", false), X509_V_OK);
  EXPECT_EQ(verify(*tls, "other.example", false), X509_V_ERR_HOSTNAME_MISMATCH);
}

TEST(CertificatesTest, PinTheServersKeyAndABackup) {
  const auto tls = make_tls_identity("127.0.0.2", now());
  ASSERT_TRUE(tls);
  ASSERT_EQ(tls->pins.size(), 2U);
  EXPECT_NE(tls->pins[0], tls->pins[1]);
  EXPECT_TRUE(tls->pins[0].starts_with("sha256//"));
  EXPECT_EQ(tls->pins[0].size(), 8U + 44U);
  EXPECT_EQ(verify(*tls, "127.0.0.2", true), X509_V_OK);
}

TEST(CertificatesTest, RefuseWhatIsNoHost) {
  EXPECT_FALSE(make_tls_identity("", now()));
  EXPECT_FALSE(make_tls_identity("a,DNS:b", now()));
}

}  // namespace
}  // namespace cpa::server
