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

/// "31/12/2025   + 500,00 €   Crédit de l'année 2025  [C. trav., art. R. 6323-1]": one entry.
std::string entry_line(const LawPack& law, const model::Entry& entry, Language language);

/// The entries of one sub-account as a person reads them: what it holds, then each entry with its
/// day, its amount and what it is; the last one of a credit with the reasons that decide it today,
/// from `settlements`, and with today's figure where that is another.
/// `entries`: in the order to be shown. Errors: as `explain_text`.
Result<std::string> statement_text(const LawPack& law, model::SubAccount account,
                                   std::span<const model::Entry> entries,
                                   std::span<const Settlement> settlements, Language language);

}  // namespace cpa::law
