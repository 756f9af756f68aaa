#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "sync/protocol/messages.h"
#include "tools/server/decide/identity.h"
#include "tools/server/storage/accounts.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// What a device asks rows for.
struct PullQuestion {
  const Account& account;
  const protocol::SyncRequest& request;
  std::int64_t after_seq{0};  ///< last command of the device decided
  model::Instant now;
};

/// The rows of an answer, the checkpoint that certifies the whole once there is no more, and at the
/// end of a scan the roots of the parts.
struct PullAnswer {
  protocol::Pull pull;
  std::vector<protocol::PartRoot> parts;
  std::optional<std::string> checkpoint;
};

/// Answers from the cursor: what changed since, or the next page of a scan in key order.
/// Inside a transaction, so that rows, roots and checkpoint are of one moment.
Result<PullAnswer> pull_rows(store::Database& database, const ServerIdentity& identity,
                             const PullQuestion& question);

}  // namespace cpa::server
