#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "core/model/life.h"

namespace cpa::law {

/// A sub-account that ends on `on`: what it holds then goes, no later law date is credited, and no
/// request of that day or later takes from it.
struct Closing {
  model::SubAccount account{model::SubAccount::kCpf};
  model::Date on;
  std::string cause;    ///< "closing:death", "closing:pension"
  std::string article;  ///< "L5151-2", "L4163-5"
};

/// The hook `close`: the account closes at death and for no other cause (L5151-2), the C2P at the
/// admission to retirement too (L4163-5). One for each sub-account that ends, the earlier of two.
/// Errors: kLawMissing, kLawEvaluation.
Result<std::vector<Closing>> closings_of(const LawPack& law, const model::Life& life);

/// Whether the CPF has stopped (L5421-4): it is then neither credited nor used, and what it holds
/// stays. None when the birth is not known. What nobody notified has not happened.
/// Errors: kLawMissing, kLawEvaluation.
Result<std::optional<bool>> cpf_stopped(const LawPack& law, const model::Life& life,
                                        model::Date on);

}  // namespace cpa::law
