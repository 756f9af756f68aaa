#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/credit.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "core/model/life.h"

namespace cpa::law {

/// What was reported of one year for one sub-account: one question to the hook credit.
struct YearFacts {
  model::SubAccount account{model::SubAccount::kCpf};
  int year{0};
  std::string period;  ///< "2025", or "2025/part" for contracts over a part of it beside whole ones
  codec::Json inputs;  ///< inputs of the law pack, those of the ledger and of the life left out
};

/// The body of a situation row: {kind: "facts", year, account, period, inputs}.
codec::Json year_facts_to_json(const YearFacts& facts);
/// Nothing for a row of another kind or form.
std::optional<YearFacts> year_facts_from_json(const codec::Json& body);

/// All that decides what the accounts of one person hold. The order within both lists is of no
/// matter: facts may arrive in any order.
struct Career {
  model::Life life;
  std::vector<YearFacts> years;
  std::vector<model::Entry> entries;  ///< the ledger as it was posted
};

/// What the ledger should hold under one cause, beside what it holds.
struct Settlement {
  model::SubAccount account{model::SubAccount::kCpf};
  std::string bucket;
  std::string cause;       ///< "credit:2025", "closing:death", "kept:2025-03-14"
  std::int64_t due{0};     ///< cents or points by the law and the facts of now
  std::int64_t posted{0};  ///< the sum of the entries of that cause
  model::Date law_date;
  std::string article;
  int year{0};                       ///< of a credit, 0 otherwise
  std::string period;                ///< of a credit, "" otherwise
  std::vector<std::string> missing;  ///< of a credit: the inputs that the law lacks
  std::string failure;               ///< of a credit: why the law has no answer at all
  /// Of a credit that was asked for: the law's answer, and the facts it was given.
  std::optional<CreditResult> credit;
  ClosedFacts facts;

  /// The law has no answer yet: `due` is what was posted.
  [[nodiscard]] bool waiting() const noexcept { return !missing.empty() || !failure.empty(); }
  /// The correction (or first entry) to post.
  [[nodiscard]] std::int64_t difference() const noexcept { return due - posted; }
};

/// The year loop: credits of all years up to `through`, closings, and what a use has already spent
/// of a credit that is corrected downwards and stays with the holder (D4163-32 II for points).
///
/// It takes the career in the order of law dates: uses and conversions as they were decided, the
/// credits of a year on its 31 December, after what moved on that day. So the same facts give the
/// same sums in whatever order they arrived, and no balance is ever below zero. The server's yearly
/// run posts the differences; the phone shows them as expected. Later years than `through` count
/// where they were credited before; years that ended before the pack begins do not. `posting`: the
/// day on which the facts are looked at. A year that the law cannot answer waits and stops no
/// other. Errors: kLimitExceeded (amounts beyond any account), kLawMissing and kLawEvaluation (the
/// ends of accounts).
Result<std::vector<Settlement>> settle_years(const LawPack& law, const Career& career, int through,
                                             model::Date posting);

}  // namespace cpa::law
