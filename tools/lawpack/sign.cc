#include "tools/lawpack/sign.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <set>
#include <utility>

#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

constexpr std::size_t kSeedSize = 32;
constexpr int kDaysValid = 365;

/// A digit's value; 16 for what is no hexadecimal digit in lower case.
unsigned digit_of(char c) {
  const std::size_t at = std::string_view("0123456789abcdef").find(c);
  return at == std::string_view::npos ? 16U : static_cast<unsigned>(at);
}

/// What TUF calls a key, and its name: the hash of it.
struct PublicKey {
  Json json;
  std::string id;
};

Result<PublicKey> public_key(const SecretBytes& seed) {
  CPA_TRY_ASSIGN(const Bytes bytes, crypto::ed25519_public_key(seed));
  PublicKey key;
  key.json = Json::object({{"keytype", "ed25519"},
                           {"scheme", "ed25519"},
                           {"keyval", Json::object({{"public", to_hex(bytes)}})}});
  key.id = to_hex(crypto::sha256(bytes_of(codec::canonical(key.json))));
  return key;
}

Error no_pack(std::string_view member) {
  return Error{ErrorCode::kMalformed, "a pack has a " + std::string(member)};
}

Result<std::string> text_at(const Json& pack, std::string_view key) {
  const Json* const value = pack.find(key);
  if (value == nullptr || value->as_string() == nullptr) return no_pack(key);
  return *value->as_string();
}

Result<std::int64_t> number_at(const Json& pack, std::string_view key) {
  const Json* const value = pack.find(key);
  if (value == nullptr || value->as_integer() == nullptr) return no_pack(key);
  return *value->as_integer();
}

Result<std::string> name_of(const Json& pack) {
  CPA_TRY_ASSIGN(const std::string id, text_at(pack, "id"));
  const Json* const format = pack.find("format");
  if (format != nullptr && *format == Json("cpa-directory/1")) return "directory/" + id + ".json";
  CPA_TRY_ASSIGN(const std::int64_t semantics, number_at(pack, "semantics"));
  return "law/s" + std::to_string(semantics) + "/" + id + ".json";
}

/// The part of the metadata that is signed.
Result<Json> signed_part(const std::vector<std::string>& packs, const SignOptions& options) {
  Json targets = Json::object();
  std::int64_t version = 0;
  model::Date published{};
  for (const std::string& text : packs) {
    CPA_TRY_ASSIGN(const Json pack, codec::parse_json(text));
    CPA_TRY_ASSIGN(const std::string name, name_of(pack));
    CPA_TRY_ASSIGN(const std::int64_t seq, number_at(pack, "seq"));
    CPA_TRY_ASSIGN(const std::string day, text_at(pack, "published"));
    CPA_TRY_ASSIGN(const model::Date date, model::parse_date(day));
    published = std::max(published, date);
    version += seq;
    Json target = Json::object();
    target.set("length", static_cast<std::int64_t>(text.size()));
    target.set("hashes", Json::object({{"sha256", to_hex(crypto::sha256(bytes_of(text)))}}));
    target.set("custom", Json::object({{"version", seq}}));
    targets.set(name, std::move(target));
  }
  const model::Date expires = options.expires.value_or(published + std::chrono::days(kDaysValid));
  Json part = Json::object({{"_type", "targets"}, {"spec_version", "1.0.31"}});
  part.set("version", options.version.value_or(version));
  part.set("expires", model::format_date(expires) + "T00:00:00Z");
  part.set("targets", std::move(targets));
  return part;
}

}  // namespace

Result<SecretBytes> read_seed(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorCode::kNotFound, "cannot read " + path};
  std::array<char, 2 * kSeedSize> digits{};
  stream.read(digits.data(), digits.size());
  bool good = stream.good() && stream.get() == '\n';
  good = good && stream.get() == std::ifstream::traits_type::eof();
  Bytes seed(kSeedSize);
  for (std::size_t i = 0; i < kSeedSize; ++i) {
    const unsigned high = digit_of(digits[2 * i]);
    const unsigned low = digit_of(digits[2 * i + 1]);
    good = good && high < 16U && low < 16U;
    seed[i] = static_cast<std::uint8_t>((high << 4U | low) & 0xFFU);
  }
  cleanse({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
  SecretBytes secret(std::move(seed));
  if (!good) return Error{ErrorCode::kMalformed, path + " is no key: 64 digits and a line break"};
  return secret;
}

Status write_seed(const std::string& path, const SecretBytes& seed) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    const int why = errno;
    if (why == EEXIST) return Error{ErrorCode::kAlreadyExists, path + " exists", why};
    return Error{ErrorCode::kStorageIo, "cannot write " + path, why};
  }
  std::string text = to_hex(seed.view()) + "\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  cleanse({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  const bool closed = ::close(file) == 0;
  if (!written || !closed) return Error{ErrorCode::kStorageIo, "cannot write " + path};
  return {};
}

Result<std::string> publisher_json(const std::vector<SecretBytes>& seeds) {
  Json keys = Json::object();
  Json ids = Json::array();
  for (const SecretBytes& seed : seeds) {
    CPA_TRY_ASSIGN(PublicKey key, public_key(seed));
    ids.push(key.id);
    keys.set(key.id, std::move(key.json));
  }
  const Json role = Json::object(
      {{"keyids", std::move(ids)}, {"threshold", static_cast<std::int64_t>(seeds.size())}});
  return codec::to_text(Json::object({{"keys", std::move(keys)},
                                      {"roles", Json::object({{"targets", role}})}}),
                        2) +
         "\n";
}

Result<std::string> target_name(std::string_view pack) {
  CPA_TRY_ASSIGN(const Json json, codec::parse_json(pack));
  return name_of(json);
}

Result<std::string> sign_packs(const std::vector<std::string>& packs,
                               const std::vector<SecretBytes>& seeds, const SignOptions& options) {
  if (seeds.empty()) return Error{ErrorCode::kInvalidArgument, "no key to sign with"};
  CPA_TRY_ASSIGN(Json part, signed_part(packs, options));
  const std::string bytes = codec::canonical(part);
  Json signatures = Json::array();
  std::set<std::string> ids;
  for (const SecretBytes& seed : seeds) {
    CPA_TRY_ASSIGN(const PublicKey key, public_key(seed));
    if (!ids.insert(key.id).second) {
      return Error{ErrorCode::kInvalidArgument, "the same key twice"};
    }
    CPA_TRY_ASSIGN(const Bytes signature, crypto::ed25519_sign(seed, bytes_of(bytes)));
    signatures.push(Json::object({{"keyid", key.id}, {"sig", to_hex(signature)}}));
  }
  return codec::canonical(
      Json::object({{"signatures", std::move(signatures)}, {"signed", std::move(part)}}));
}

}  // namespace cpa::lawpack
