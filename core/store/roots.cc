#include "core/store/roots.h"

#include <algorithm>
#include <array>

#include "core/base/check.h"

namespace cpa::store {
namespace {

template <std::size_t kBytes>
void append_number(Bytes& out, std::uint64_t value) {
  for (std::size_t i = kBytes; i-- > 0;) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
}

}  // namespace

void PartHasher::add(std::string_view key, std::int64_t rev, std::string_view body) {
  CPA_CHECK(count_ == 0 || last_key_ < key);
  Bytes head;
  head.reserve(48 + key.size());
  head.push_back(0x01);
  append_number<4>(head, key.size());
  head.insert(head.end(), key.begin(), key.end());
  head.push_back(0x02);
  append_number<8>(head, static_cast<std::uint64_t>(rev));
  head.push_back(0x03);
  const crypto::Sha256Digest digest = crypto::sha256(bytes_of(body));
  head.insert(head.end(), digest.begin(), digest.end());
  hash_.update(head);
  last_key_ = key;
  ++count_;
}

crypto::Sha256Digest PartHasher::finish() {
  count_ = 0;
  last_key_.clear();
  return hash_.finish();
}

std::string account_root(std::vector<PartDigest> parts) {
  std::sort(parts.begin(), parts.end(),
            [](const PartDigest& a, const PartDigest& b) { return a.part < b.part; });
  Bytes all;
  for (const PartDigest& part : parts) {
    CPA_CHECK(part.part.size() < 256);
    all.push_back(static_cast<std::uint8_t>(part.part.size()));
    all.insert(all.end(), part.part.begin(), part.part.end());
    all.insert(all.end(), part.root.begin(), part.root.end());
  }
  return to_hex(crypto::sha256(all));
}

const std::vector<std::string>& part_names() {
  static const std::vector<std::string> names = {
      "c2p", "cec", "cpf", "directory", "dossier", "operation", "payslip", "profile", "situation"};
  return names;
}

}  // namespace cpa::store
