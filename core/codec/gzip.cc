#include "core/codec/gzip.h"

#define ZLIB_CONST
#include <zlib.h>

#include <array>
#include <cstdint>
#include <limits>

namespace cpa::codec {
namespace {

constexpr int kWindowBits = 15 + 16;  // 16 asks zlib for the gzip wrapper
constexpr int kMemoryLevel = 8;
constexpr int kSystemUnknown = 255;
constexpr std::size_t kChunk = 32U << 10U;
constexpr std::size_t kInputMax = std::numeric_limits<uInt>::max() / 2;

Error malformed(std::string message, int code) {
  return {ErrorCode::kMalformed, std::move(message), code};
}

/// Ends the inflation when the scope does.
class Inflater {
 public:
  explicit Inflater(ByteView coded) {
    stream.next_in = coded.data();
    stream.avail_in = static_cast<uInt>(coded.size());
    CPA_CHECK(inflateInit2(&stream, kWindowBits) == Z_OK);
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
};

}  // namespace

Bytes gzip_compress(ByteView plain) {
  CPA_CHECK(plain.size() <= kInputMax);
  z_stream stream{};
  CPA_CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kWindowBits, kMemoryLevel,
                         Z_DEFAULT_STRATEGY) == Z_OK);
  gz_header header{};
  header.os = kSystemUnknown;  // zlib would write the system it was built on
  CPA_CHECK(deflateSetHeader(&stream, &header) == Z_OK);
  Bytes coded(deflateBound(&stream, static_cast<uLong>(plain.size())));
  stream.next_in = plain.data();
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = coded.data();
  stream.avail_out = static_cast<uInt>(coded.size());
  const int outcome = deflate(&stream, Z_FINISH);
  coded.resize(stream.total_out);
  deflateEnd(&stream);
  CPA_CHECK(outcome == Z_STREAM_END);
  return coded;
}

Result<Bytes> gzip_expand(ByteView coded, std::size_t plain_bytes_max) {
  if (coded.size() > kInputMax) return Error{ErrorCode::kLimitExceeded, "gzip member too long"};
  Inflater inflater(coded);
  z_stream& stream = inflater.stream;
  Bytes plain;
  std::array<std::uint8_t, kChunk> chunk;
  for (;;) {
    stream.next_out = chunk.data();
    stream.avail_out = static_cast<uInt>(chunk.size());
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = chunk.size() - stream.avail_out;
    if (made > plain_bytes_max - plain.size()) {
      return Error{ErrorCode::kLimitExceeded, "expanded data pass their limit"};
    }
    plain.insert(plain.end(), chunk.data(), chunk.data() + made);
    if (outcome == Z_STREAM_END) break;
    if (outcome == Z_BUF_ERROR || (outcome == Z_OK && made == 0 && stream.avail_in == 0)) {
      return malformed("gzip member is truncated", outcome);
    }
    if (outcome != Z_OK) return malformed("gzip member is damaged", outcome);
  }
  if (stream.avail_in != 0) return malformed("bytes after the gzip member", 0);
  return plain;
}

}  // namespace cpa::codec
