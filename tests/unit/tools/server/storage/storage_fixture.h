#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/storage/open.h"
#include "tools/server/storage/query.h"

namespace cpa::server {

/// An empty server database in a folder of its own.
class StorageTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_database(folder_.path() / "s.db", SecretBytes(Bytes(32, 1)));
    ASSERT_TRUE(opened) << opened.error().message;
    database_ = std::move(*opened);
  }

  store::Database& database() { return *database_; }

  TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_;
};

}  // namespace cpa::server
