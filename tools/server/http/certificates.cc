#include "tools/server/http/certificates.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

#include "core/base/bytes.h"
#include "core/codec/base64url.h"
#include "core/crypto/hash.h"

namespace cpa::server {
namespace {

template <auto free>
struct Free {
  template <typename T>
  void operator()(T* value) const {
    free(value);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

constexpr long kAuthorityDays = 3650;
constexpr long kServerDays = 397;

Error openssl_error(std::string_view what) {
  return Error{ErrorCode::kInternal, "OpenSSL: " + std::string(what), 0};
}

std::string text_of_memory(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(memory.get(), certificate);
  return text_of_memory(memory.get());
}

std::string pem_of(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of_memory(memory.get());
}

/// The pin of a key, as curl writes it: SHA-256 of its SubjectPublicKeyInfo.
std::string pin_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  const Bytes bytes(der, der + (size > 0 ? size : 0));
  OPENSSL_free(der);
  return "sha256//" + codec::base64_encode(crypto::sha256(bytes));
}

Status extend(X509* certificate, X509V3_CTX* context, int kind, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, context, kind, value.c_str()));
  if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
    return openssl_error("extension");
  }
  return {};
}

/// What distinguishes the authority's certificate from the server's.
struct Profile {
  std::string name;
  long days{0};
  std::vector<std::pair<int, std::string>> extensions;
};

struct Issuer {
  X509* certificate;  ///< null: signs itself
  EVP_PKEY* key;
};

Status set_serial(X509* certificate) {
  std::array<unsigned char, 16> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    return openssl_error("random");
  }
  random[0] = static_cast<unsigned char>((random[0] & 0x3FU) | 0x40U);  // positive, fixed length
  const Number number(BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr));
  if (number == nullptr ||
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr) {
    return openssl_error("serial");
  }
  return {};
}

Result<Certificate> issue(const Profile& profile, EVP_PKEY* key, const Issuer& issuer,
                          model::Instant now) {
  Certificate certificate(X509_new());
  if (certificate == nullptr) return openssl_error("certificate");
  auto* subject = X509_get_subject_name(certificate.get());
  const auto* name = reinterpret_cast<const unsigned char*>(profile.name.c_str());
  auto at = static_cast<std::time_t>(now.time_since_epoch().count());
  X509* parent = issuer.certificate == nullptr ? certificate.get() : issuer.certificate;
  CPA_TRY(set_serial(certificate.get()));
  if (X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0) != 1 ||
      X509_set_issuer_name(certificate.get(), X509_get_subject_name(parent)) != 1 ||
      X509_set_pubkey(certificate.get(), key) != 1 ||
      X509_time_adj_ex(X509_getm_notBefore(certificate.get()), -1, 0, &at) == nullptr ||
      X509_time_adj_ex(X509_getm_notAfter(certificate.get()), static_cast<int>(profile.days), 0,
                       &at) == nullptr) {
    return openssl_error("certificate fields");
  }
  X509V3_CTX context;
  X509V3_set_ctx(&context, parent, certificate.get(), nullptr, nullptr, 0);
  for (const auto& [kind, value] : profile.extensions) {
    CPA_TRY(extend(certificate.get(), &context, kind, value));
  }
  if (X509_sign(certificate.get(), issuer.key, EVP_sha256()) == 0) return openssl_error("sign");
  return certificate;
}

Result<Key> make_key() {
  Key key(EVP_EC_gen("P-256"));
  if (key == nullptr) return openssl_error("key");
  return key;
}

/// "DNS:localhost,IP:127.0.0.1" and the host, told apart by its form.
Result<std::string> alternative_names(const std::string& host) {
  std::string names = "DNS:localhost,IP:127.0.0.1";
  if (host.find_first_not_of("0123456789abcdefABCDEF.:") == std::string::npos) {
    const std::unique_ptr<ASN1_OCTET_STRING, Free<ASN1_OCTET_STRING_free>> address(
        a2i_IPADDRESS(host.c_str()));
    if (address != nullptr) return host == "127.0.0.1" ? names : names + ",IP:" + host;
  }
  constexpr std::string_view kNameCharacters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
  if (host.empty() || host.find_first_not_of(kNameCharacters) != std::string::npos) {
    return Error{ErrorCode::kInvalidArgument, "host: neither an address nor a name", 0};
  }
  return host == "localhost" ? names : names + ",DNS:" + host;
}

}  // namespace

Result<TlsIdentity> make_tls_identity(const std::string& host, model::Instant now) {
  CPA_TRY_ASSIGN(const std::string names, alternative_names(host));
  CPA_TRY_ASSIGN(const Key authority_key, make_key());
  CPA_TRY_ASSIGN(const Key server_key, make_key());
  CPA_TRY_ASSIGN(const Key backup_key, make_key());
  CPA_TRY_ASSIGN(const Certificate authority,
                 issue({.name = "CPA throwaway authority",
                        .days = kAuthorityDays,
                        .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                       {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                       {NID_subject_key_identifier, "hash"},
                                       {NID_authority_key_identifier, "keyid:always"}}},
                       authority_key.get(), {nullptr, authority_key.get()}, now));
  CPA_TRY_ASSIGN(const Certificate server,
                 issue({.name = "CPA reference server",
                        .days = kServerDays,
                        .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                                       {NID_key_usage, "critical,digitalSignature"},
                                       {NID_ext_key_usage, "serverAuth"},
                                       {NID_subject_alt_name, names},
                                       {NID_subject_key_identifier, "hash"},
                                       {NID_authority_key_identifier, "keyid:always"}}},
                       server_key.get(), {authority.get(), authority_key.get()}, now));
  return TlsIdentity{.roots_pem = pem_of(authority.get()),
                     .certificate_pem = pem_of(server.get()),
                     .key_pem = pem_of(server_key.get()),
                     .backup_key_pem = pem_of(backup_key.get()),
                     .pins = {pin_of(server_key.get()), pin_of(backup_key.get())}};
}

}  // namespace cpa::server
