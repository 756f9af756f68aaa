#pragma once

#include <cstdint>
#include <optional>

#include "core/rules/pack.h"

namespace cpa::rules {

/// The smallest n for which every value of the variable is known to be a whole number of 1/n: 100
/// for cents, 1 for whole numbers. Nothing when the formulas do not tell. Amounts of money that
/// are given count as whole cents.
std::optional<std::int64_t> grain_of(const Pack& pack, std::uint32_t var);

}  // namespace cpa::rules
