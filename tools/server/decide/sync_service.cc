#include "tools/server/decide/sync_service.h"

#include <algorithm>
#include <utility>

#include "core/codec/base64url.h"
#include "sync/protocol/command.h"
#include "tools/server/decide/pull.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using protocol::CommandPayload;
using protocol::CommandResult;
using protocol::SyncRequest;
using protocol::SyncResponse;

constexpr std::size_t kCommandsMax = 2000;

Result<CommandResult> result_of(const Decision& decision) {
  CPA_TRY_ASSIGN(const codec::Json json, codec::parse_json(decision.outcome));
  CPA_TRY_ASSIGN(CommandResult result, protocol::command_result_from_json(json));
  return result;
}

Status check_addressee(const CommandPayload& command, const Session& session,
                       const ServerIdentity& identity) {
  if (command.aud != identity.server_id || command.account != session.account ||
      command.device != session.device) {
    return Error{ErrorCode::kMalformed, "a command of another server, account or device", 0};
  }
  return {};
}

}  // namespace

Result<SyncResponse> SyncService::handle(const Session& session, const SyncRequest& request,
                                         model::Instant now) {
  if (request.device != session.device) {
    return Error{ErrorCode::kMalformed, "the request names another device", 0};
  }
  if (request.commands.size() > kCommandsMax) {
    return Error{ErrorCode::kLimitExceeded, "too many commands in one request", 0};
  }
  const Reception reception{now, legal_day_.value_or(clock_.paris_date(now))};
  SyncResponse response;
  response.nonce = request.nonce;
  response.account = session.account;
  response.device = session.device;
  response.epoch = request.epoch;
  response.server_time = now;
  response.server_epoch = {identity_.epoch, identity_.epoch_random};
  response.law_seq = law_.seq;
  const Status done =
      in_transaction(database_, [&]() { return exchange(session, request, reception, response); });
  CPA_TRY(done);
  return response;
}

Status SyncService::exchange(const Session& session, const SyncRequest& request,
                             const Reception& reception, SyncResponse& response) {
  Decisions decisions(database_);
  Accounts accounts(database_);
  CPA_TRY(decisions.acknowledge(session.account, session.device, request.seen_results));
  CPA_TRY(take_commands(session, request, reception, response));
  // Results the device may not have: an answer was lost, or another exchange decided them.
  CPA_TRY_ASSIGN(const auto unseen, decisions.unseen(session.account, session.device));
  for (const auto& decision : unseen) {
    const bool there = std::any_of(response.results.begin(), response.results.end(),
                                   [&](const auto& each) { return each.id == decision.id; });
    if (there) continue;
    CPA_TRY_ASSIGN(CommandResult result, result_of(decision));
    response.results.push_back(std::move(result));
  }
  std::sort(response.results.begin(), response.results.end(),
            [](const auto& a, const auto& b) { return a.rseq < b.rseq; });
  CPA_TRY_ASSIGN(response.last_seq,
                 decisions.last_seq(session.account, session.device, request.epoch));
  response.durable_seq = response.last_seq;
  CPA_TRY_ASSIGN(const auto account, accounts.find(session.account));
  if (!account) return Error{ErrorCode::kNotFound, "no such account", 0};
  CPA_TRY_ASSIGN(PullAnswer answer, pull_rows(database_, identity_,
                                              {.account = *account,
                                               .request = request,
                                               .after_seq = response.last_seq,
                                               .now = reception.now}));
  response.pull = std::move(answer.pull);
  response.parts = std::move(answer.parts);
  response.checkpoint = std::move(answer.checkpoint);
  return {};
}

Status SyncService::take_commands(const Session& session, const SyncRequest& request,
                                  const Reception& reception, SyncResponse& response) {
  Decisions decisions(database_);
  CPA_TRY_ASSIGN(const auto device, decisions.device(session.account, session.device));
  if (!device) return Error{ErrorCode::kNotFound, "no such device", 0};
  CPA_TRY_ASSIGN(const Bytes key, codec::base64url_decode(device->public_key));
  for (const auto& jws : request.commands) {
    CPA_TRY_ASSIGN(const CommandPayload command, protocol::verify_command(jws, key));
    CPA_TRY(check_addressee(command, session, identity_));
    CPA_TRY_ASSIGN(const auto known, decisions.find(session.account, command.id));
    if (known) {
      CPA_TRY_ASSIGN(CommandResult again, result_of(*known));
      again.dup = true;
      response.results.push_back(std::move(again));
      continue;
    }
    // Only the device's present epoch orders. What an older one left over (a restored phone) comes
    // in the order it was kept.
    std::string_view refusal;
    if (command.epoch == request.epoch) {
      CPA_TRY_ASSIGN(const std::int64_t last,
                     decisions.last_seq(session.account, session.device, command.epoch));
      if (command.seq > last + 1) {
        response.expect = last + 1;
        return {};
      }
      if (command.seq <= last) refusal = "sequence_reused";
    }
    CPA_TRY_ASSIGN(CommandResult result, settle(command, jws, reception, refusal));
    response.results.push_back(std::move(result));
  }
  return {};
}

Result<CommandResult> SyncService::settle(const CommandPayload& command, const std::string& jws,
                                          const Reception& reception, std::string_view refusal) {
  Decisions decisions(database_);
  CommandResult result;
  result.id = command.id;
  result.seq = command.seq;
  result.outcome = protocol::Outcome::kRejected;
  result.code = refusal;
  if (refusal.empty()) {
    Decider decider(database_, law_, clock_);
    CPA_TRY_ASSIGN(result, decider.decide(command, reception));
  }
  CPA_TRY_ASSIGN(result.rseq, decisions.next_rseq(command.account, command.device));
  CPA_TRY(decisions.add(command.account, {.id = command.id,
                                          .device = command.device,
                                          .epoch = command.epoch,
                                          .seq = command.seq,
                                          .rseq = result.rseq,
                                          .jws = jws,
                                          .outcome = codec::to_text(protocol::to_json(result))}));
  CPA_TRY_ASSIGN(const std::int64_t last,
                 decisions.last_seq(command.account, command.device, command.epoch));
  CPA_TRY(decisions.set_last_seq(command.account, command.device, command.epoch,
                                 std::max(last, command.seq)));
  return result;
}

}  // namespace cpa::server
