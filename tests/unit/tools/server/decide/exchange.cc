#include "tests/unit/tools/server/decide/exchange.h"

namespace cpa::server {

ExchangeTest::ExchangeTest()
    : service_(stage_.database(), stage_.identity, stage_.law(), stage_.clock) {
  stage_.declare_year(2024, "151.67");
  stage_.credit(2024, "2025-06-15");
  stage_.enrol();
}

protocol::SyncResponse ExchangeTest::sync(const protocol::SyncRequest& request) {
  auto answer = service_.handle(stage_.session, request, stage_.clock.utc_now());
  if (!answer) ADD_FAILURE() << answer.error().message;
  return answer ? *answer : protocol::SyncResponse{};
}

protocol::SyncRequest ExchangeTest::with(const std::vector<protocol::CommandPayload>& commands) {
  auto request = stage_.request();
  for (const auto& command : commands) request.commands.push_back(stage_.sign(command));
  return request;
}

}  // namespace cpa::server
