#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace cpa::rules {
class Pack;
}

namespace cpa::law {

/// A loaded law pack with what a receipt says about it.
/// `shared_ptr`: a computation under way keeps its pack while a newer one becomes current.
struct LawPack {
  std::shared_ptr<const rules::Pack> pack;
  std::string id;         ///< "fr.cpa.core"
  std::int64_t seq{0};    ///< grows with every publication
  std::string sha256;     ///< hex digest of the bytes that were loaded
  bool official{true};    ///< false for a what-if overlay (`patch_of`)
  std::string published;  ///< ISO date
  std::string covers_from;
  std::string covers_to;  ///< first day that the pack does not know
};

/// The main pack's name.
inline constexpr std::string_view kCorePackId = "fr.cpa.core";

/// The canonical JSON of a pack compiled into this binary; empty when there is none of that name.
std::string_view embedded_pack(std::string_view id);

/// Loads and checks a pack, its own tests included. Errors: kLawPack, kLimitExceeded.
Result<LawPack> load_law_pack(std::string_view json);

/// What is known of the current law without loading it.
struct LawHead {
  std::string_view id;
  std::int64_t seq{0};
  std::string_view covers_to;
};
LawHead current_law_head() noexcept;

/// The law this binary was built with, loaded when it is first asked for: a few milliseconds that
/// opening an account and showing its rights do without.
Result<LawPack> current_law();

}  // namespace cpa::law
