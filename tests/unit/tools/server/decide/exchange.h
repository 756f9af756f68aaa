#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/store/sql/database.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/decide/sync_service.h"

namespace cpa::server {

inline constexpr const char* kTraining =
    R"({"price":"400.00","kind":"rncp","session_start":"2026-09-01"})";

/// A device of a holder with 500.00 of capped rights, and the service it talks to.
class ExchangeTest : public testing::Test {
 protected:
  ExchangeTest();

  /// The answer; fails the test when the service refuses.
  protocol::SyncResponse sync(const protocol::SyncRequest& request);
  /// A request with these commands, signed.
  protocol::SyncRequest with(const std::vector<protocol::CommandPayload>& commands);
  std::int64_t cpf() { return stage_.balance(model::SubAccount::kCpf); }

  Stage stage_;
  SyncService service_;
};

}  // namespace cpa::server
