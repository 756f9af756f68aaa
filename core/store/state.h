#pragma once

#include <string>

#include "core/store/sql/database.h"
#include "core/store/store.h"
#include "core/store/writer_lock.h"

namespace cpa::store {

/// What the parts of the store's implementation share.
struct Store::State {
  WriterLock lock;  // given back last
  Database database;
  Access access{Access::kReadWrite};
  std::string epoch;
};

}  // namespace cpa::store
