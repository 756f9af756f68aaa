#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cpa::law {

/// A pack compiled into the binary, or the metadata that lists those signed (`kTargetsId`).
struct EmbeddedPack {
  std::string_view id;
  std::int64_t seq;                    ///< 0 of metadata
  std::string_view covers_to;          ///< ISO date, as in `LawPack`; "" of all else
  std::span<const std::uint8_t> gzip;  ///< its JSON, compressed (RFC 1952)
};

/// All of them; the build writes this list from `core/law/packs/`.
std::span<const EmbeddedPack> embedded_packs() noexcept;

}  // namespace cpa::law
