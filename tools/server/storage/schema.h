#pragma once

#include "core/base/result.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Version of the server's database; grows with each change of form.
inline constexpr int kServerSchemaVersion = 2;

/// Makes the tables of an empty database, or brings an older one up to this version.
/// Errors: kSchemaNewer, those of the database.
Status prepare_schema(store::Database& database);

}  // namespace cpa::server
