#pragma once

#include <memory>
#include <string>

#include "core/ports/disk.h"
#include "core/store/sql/database.h"
#include "core/store/store.h"

namespace cpa::store {

/// What the parts of the store's implementation share.
struct Store::State {
  std::unique_ptr<ports::FileLock> lock;  // null for a reader; given back last
  Database database;
  Access access{Access::kReadWrite};
  std::string epoch;
};

}  // namespace cpa::store
