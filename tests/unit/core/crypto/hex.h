#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"

namespace cpa::crypto {

/// The bytes that `text`, lower-case hexadecimal, stands for; for published vectors.
inline Bytes from_hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit(text[i]) * 16 + digit(text[i + 1])));
  }
  return bytes;
}

}  // namespace cpa::crypto
