#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/model/date.h"
#include "core/model/ledger.h"

namespace cpa::law {

/// The yearly credit of one sub-account, or what is missing to compute it.
struct CreditResult {
  std::optional<std::int64_t> amount;  ///< cents (cpf, cec) or points (c2p); none when missing
  std::vector<std::string> missing;    ///< names of inputs, the first reached first
  std::string article;                 ///< the deciding article, for instance "R6323-1"
  std::vector<std::string> articles;   ///< all articles that took part
  std::vector<std::string> marks;      ///< "interpretation", "assumed", …
  std::string limited_by;              ///< the ceiling that cut the credit, "" when none
  Receipt receipt;
};

/// The hook `credit(year)`: the same on the server's yearly run and in the phone's projection.
/// Law date: 31 December of `year` (each variable's own `law_at`).
/// Invariants no pack can break: 0 ≤ credit ≤ 100,000 €, whole cents, whole points; a result
/// outside them is kLawEvaluation. Errors: as `simulate`.
Result<CreditResult> credit_year(const LawPack& law, model::SubAccount account, int year,
                                 const codec::Json& facts);

/// Facts after the legal deadlines for reporting have passed.
struct ClosedFacts {
  codec::Json facts;
  std::vector<std::string> articles;  ///< the articles that made a fact of what was not reported
};

/// For the server only: what nobody reported by the legal deadline becomes a fact of value 0 that
/// cites its article (R5151-18: an association that did not attest; R5151-16: nothing declared…).
/// Before the deadline, and always on the phone, it stays missing.
Result<ClosedFacts> close_unreported(model::SubAccount account, int year, const codec::Json& facts,
                                     model::Date posting);

}  // namespace cpa::law
