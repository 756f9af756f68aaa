#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"

namespace cpa::model {

/// What happened to a holder and bears on the accounts as a whole, as far as the State was told.
/// A date that is not there was not notified.
struct Life {
  std::optional<Date> birth{};
  std::optional<Date> death{};          ///< closes the account (L5151-2)
  std::optional<Date> pension{};        ///< admission to retirement (liquidation): ends the C2P
  std::optional<Date> full_duration{};  ///< required insurance duration reached (L5421-4, 1°)
  std::optional<Date> early_pension{};  ///< early full-rate pension (L5421-4, 3°)
  bool operator==(const Life&) const = default;
};

/// Sets "birth", "death", "pension", "full_duration" and "early_pension", those that are known, in
/// the body of a profile row.
void add_life(codec::Json& profile, const Life& life);
/// Reads them again; other members are of no matter. Errors: kMalformed.
Result<Life> life_of_profile(const codec::Json& profile);

}  // namespace cpa::model
