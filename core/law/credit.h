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

/// The variable that answers the hook for these facts: "cpf.credit", or "cpf.year_credit" where
/// there is another status than employee's.
std::string credit_variable(model::SubAccount account, const codec::Json& facts);

/// The hook `credit(year)`: the same on the server's yearly run and in the phone's projection.
/// Law date: 31 December of `year` (each variable's own `law_at`). A CPF year with another status
/// than employee's is judged by the most favourable one (R6323-27).
/// Invariants no pack can break: 0 ≤ credit ≤ 100,000 €, whole cents, whole points; a result
/// outside them is kLawEvaluation. Errors: as `simulate`.
Result<CreditResult> credit_year(const LawPack& law, model::SubAccount account, int year,
                                 const codec::Json& facts);

/// Facts of a year as they stand on a day.
struct ClosedFacts {
  codec::Json facts;
  std::vector<std::string> articles;  ///< the articles that made a fact of what was not reported
};

/// What the facts of `year` come to on `posting`: a declaration or an attestation of a later day is
/// not there yet; what nobody reported by its legal deadline is 0 and cites its article (R5151-18:
/// an association that did not attest; R5151-16: nothing declared…). Before the deadline it stays
/// missing. Errors: kInvalidArgument (facts that are no object), as `deadline`.
Result<ClosedFacts> close_unreported(const LawPack& law, model::SubAccount account, int year,
                                     const codec::Json& facts, model::Date posting);

}  // namespace cpa::law
