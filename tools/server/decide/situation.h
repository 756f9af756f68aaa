#pragma once

#include <string>

#include "core/base/result.h"
#include "core/law/year_loop.h"
#include "core/model/life.h"
#include "tools/server/decide/account_book.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Writes the profile, the periods of the holder's situation and the facts of each year as rows, so
/// that the phone can recompute the law from what the State knows. Only an opened account has rows.
/// Inside a transaction.
Status refresh_situation(store::Database& database, const std::string& account);

/// What was notified of the holder's life.
Result<model::Life> life_of(store::Database& database, const std::string& account);
/// What the rows of `account` come to: the same rows, and so the same career, that the phone has.
Result<law::Career> career_of(store::Database& database, const std::string& account,
                              AccountBook& book);

}  // namespace cpa::server
