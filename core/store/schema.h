#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/store/sql/database.h"

namespace cpa::store {

/// The schema this build writes.
inline constexpr std::int64_t kSchemaVersion = 1;

/// Brings the file to `kSchemaVersion`, one step a transaction. Errors: kSchemaNewer, those of
/// Database.
Status migrate(Database& database);
/// The schema version of the file, 0 for a new one.
Result<std::int64_t> schema_version(Database& database);

}  // namespace cpa::store
