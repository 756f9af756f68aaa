#include "core/base/bytes.h"

#include <utility>

namespace cpa {

std::string to_hex(ByteView bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4U]);
    text.push_back(kDigits[byte & 0x0FU]);
  }
  return text;
}

void cleanse(std::span<std::uint8_t> bytes) noexcept {
  volatile std::uint8_t* const first = bytes.data();
  for (std::size_t i = 0; i < bytes.size(); ++i) first[i] = 0;
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    cleanse(bytes_);
    bytes_ = std::move(other.bytes_);
  }
  return *this;
}

}  // namespace cpa
