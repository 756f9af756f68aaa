#include "tools/server/storage/open.h"

#include "core/store/sql/database.h"
#include "tools/server/storage/schema.h"

namespace cpa::server {
namespace {

/// An administrator's verb and the serving process write by turns; each turn is short.
constexpr int kBusyTimeoutMs = 10'000;

}  // namespace

Result<std::unique_ptr<store::Database>> open_database(const std::filesystem::path& path,
                                                       const SecretBytes& key) {
  CPA_TRY_ASSIGN(
      store::Database opened,
      store::Database::open({.path = path, .key = key, .busy_timeout_ms = kBusyTimeoutMs}));
  auto database = std::make_unique<store::Database>(std::move(opened));
  CPA_TRY(prepare_schema(*database));
  return database;
}

}  // namespace cpa::server
