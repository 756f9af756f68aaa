#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"

namespace cpa::law {

/// What has to have happened by a legal day of the year after.
enum class DeadlineKind : std::uint8_t {
  kPointsReported,  ///< exposures declared with the payroll of December (R4163-8)
  kHoursDeclared,   ///< volunteer hours declared by the holder (R5151-16)
  kHoursAttested,   ///< and attested by the association (R5151-17)
  kCreditCertain    ///< the CPF credit entered (first half of the year)
};

/// A day, the last that counts, with the article that sets it.
struct Deadline {
  model::Date day;
  std::string article;
};

/// The hook `deadline`, for the civil year `year` that the matter is about.
/// Errors: kLawMissing (year before the pack), kLawEvaluation.
Result<Deadline> deadline(const LawPack& law, DeadlineKind kind, int year);

}  // namespace cpa::law
