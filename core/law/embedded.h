#pragma once

#include <span>
#include <string_view>

namespace cpa::law {

/// A pack compiled into the binary.
struct EmbeddedPack {
  std::string_view id;
  std::string_view json;
};

/// All of them; the build writes this list from `core/law/packs/`.
std::span<const EmbeddedPack> embedded_packs() noexcept;

}  // namespace cpa::law
