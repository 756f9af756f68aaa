#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/model/date.h"

namespace cpa::law {

/// The situation in which an account is opened (L5151-2).
enum class OpeningGround : std::uint8_t { kEmployed, kApprentice };

/// Whether the account may be opened, with the article that says so.
struct OpeningDecision {
  bool may_open{false};
  std::string article;  ///< "L5151-2"
  Receipt receipt;
};

/// The hook `open`: employed from 16, apprentice from 15 (L5151-2).
/// Errors: kLawMissing (day before the pack), kLawEvaluation.
Result<OpeningDecision> may_open(const LawPack& law, model::Date birth, OpeningGround ground,
                                 model::Date on);

}  // namespace cpa::law
