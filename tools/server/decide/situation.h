#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/ledger.h"
#include "tools/server/decide/account_book.h"
#include "tools/server/decide/year_facts.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// All that was reported about `account` and concerns `year`.
Result<YearRecords> year_records(store::Database& database, const std::string& account, int year);

/// Writes the profile, the periods of employment and the facts of each year as rows, so that the
/// phone can recompute the law from what the State knows. Only an opened account has rows.
/// Inside a transaction.
Status refresh_situation(store::Database& database, const std::string& account);

}  // namespace cpa::server
