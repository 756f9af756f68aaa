#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "tools/server/ingest/nir.h"

namespace cpa::server {

/// What a civil registrar, a pension fund, a collecting body, an ESAT, a career adviser or a
/// consulate tells of a person.
enum class LifeKind : std::uint8_t {
  kDeath,             ///< L5151-2
  kPension,           ///< admission to retirement (L4163-5)
  kFullDuration,      ///< insurance duration reached (L5421-4, 1°)
  kEarlyPension,      ///< L5421-4, 3°
  kLowQualification,  ///< declared by the holder or the adviser (R6323-3-1 II); ends when withdrawn
  kSelfEmployed,      ///< one record a year: months of activity, contribution paid (R6323-22)
  kEsat,              ///< one record a year (R6323-29)
  kAbroad             ///< work abroad, under French or local law
};
std::string_view life_kind_name(LifeKind kind) noexcept;  ///< "death", "self_employed", …
/// Whether a person has at most one of them, so that a later record takes the place of any earlier.
bool is_single(LifeKind kind) noexcept;

/// One fact of one person. A later record of the same person, kind and `from` takes its place (of a
/// single kind, whatever its `from`).
struct LifeRecord {
  LifeKind kind{LifeKind::kDeath};
  Nir nir;
  model::Date from;                    ///< the day; of a yearly kind 1 January
  std::optional<model::Date> to{};     ///< last day of a period, none while it lasts
  std::int64_t months{0};              ///< self-employed: of activity in the year
  bool contribution_paid{false};       ///< self-employed
  bool french_law{false};              ///< abroad: posted under a contract of French law
  bool withdrawn{false};               ///< it was said in error
  std::optional<model::Date> birth{};  ///< opens an account that does not exist yet
};

/// Reads JSON Lines of the form `life.schema.json`; all or nothing.
/// Errors: kMalformed, kLimitExceeded; `detail` and the message hold the line.
Result<std::vector<LifeRecord>> parse_life(std::string_view file);

}  // namespace cpa::server
