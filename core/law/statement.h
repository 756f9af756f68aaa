#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/law/packs.h"
#include "core/law/year_loop.h"
#include "core/model/ledger.h"

namespace cpa::law {

/// "Crédit de l'année 2025", "Training requested": what an entry is, in words.
std::string entry_title(const model::Entry& entry, Language language);

/// The entries of one sub-account as a person reads them: each with its day, its amount and what it
/// is; a credit with the reasons that decided it, from `settlements`; then what each bucket holds.
/// `entries`: in the order to be shown. Errors: as `explain_text`.
Result<std::string> statement_text(const LawPack& law, model::SubAccount account,
                                   std::span<const model::Entry> entries,
                                   std::span<const Settlement> settlements, Language language);

}  // namespace cpa::law
