#pragma once

#include <filesystem>
#include <memory>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// Opens the server's encrypted database, making it and its tables when there is none.
/// Errors: kSchemaNewer, those of `store::Database`.
Result<std::unique_ptr<store::Database>> open_database(const std::filesystem::path& path,
                                                       const SecretBytes& key);

}  // namespace cpa::server
