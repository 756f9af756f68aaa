#include "core/codec/base64url.h"

#include <array>
#include <cstdint>

namespace cpa::codec {
namespace {

constexpr std::string_view kUrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

using Table = std::array<std::uint8_t, 256>;

constexpr Table table_of(std::string_view alphabet) {
  Table table{};
  for (std::uint8_t& entry : table) entry = kNone;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}

constexpr Table kUrlTable = table_of(kUrlAlphabet);
constexpr Table kPlainTable = table_of(kAlphabet);

std::string encode(ByteView bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = ((buffer << 8U) | byte) & 0xFFFFU;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text.push_back(alphabet[(buffer >> bits) & 0x3FU]);
    }
  }
  if (bits > 0) text.push_back(alphabet[(buffer << (6 - bits)) & 0x3FU]);
  return text;
}

Error malformed(std::size_t offset) {
  return {ErrorCode::kMalformed, "base64 text is not well formed",
          static_cast<std::int64_t>(offset)};
}

Result<Bytes> decode(std::string_view text, const Table& table) {
  if (text.size() % 4 == 1) return malformed(text.size());
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = table[static_cast<unsigned char>(text[i])];
    if (value == kNone) return malformed(i);
    buffer = ((buffer << 6U) | value) & 0xFFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(buffer >> bits));
    }
  }
  // Two texts for the same bytes would give two hashes for the same token.
  if ((buffer & ((1U << bits) - 1U)) != 0) return malformed(text.size());
  return bytes;
}

}  // namespace

std::string base64url_encode(ByteView bytes) { return encode(bytes, kUrlAlphabet); }

Result<Bytes> base64url_decode(std::string_view text) { return decode(text, kUrlTable); }

std::string base64_encode(ByteView bytes) {
  std::string text = encode(bytes, kAlphabet);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

Result<Bytes> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return malformed(text.size());
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode(text, kPlainTable);
}

}  // namespace cpa::codec
