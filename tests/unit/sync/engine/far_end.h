#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/crypto/sign.h"
#include "platform/fake/executor.h"
#include "platform/fake/http_client.h"
#include "platform/fake/key_vault.h"
#include "platform/fake/network_monitor.h"
#include "sync/trust/trust.h"
#include "tests/unit/tools/server/stage.h"
#include "tools/server/decide/sync_service.h"
#include "tools/server/decide/tokens.h"
#include "tools/server/http/gateway.h"

namespace cpa::engine {

/// The real server without sockets, at the end of a network that a test may spoil.
class FarEnd {
 public:
  using Answer = Result<ports::HttpResponse>;
  /// What happens to an answer on its way: it may be changed, or lost.
  using Spoil = std::function<Answer(const ports::HttpRequest&, ports::HttpResponse)>;

  FarEnd()
      : sync_(stage.database(), stage.identity, stage.law(), stage.clock),
        tokens_(stage.database(), stage.identity, stage.random),
        gateway_(sync_, tokens_, stage.identity, stage.clock, Log()) {
    stage.declare_year(2024, "151.67");
    stage.credit(2024, "2025-06-15");
  }

  /// A code for a new device of Zoé, who has 500.00 of CPF rights.
  std::string code() {
    return tokens_.enrol(server::Stage::kZoe, stage.clock.utc_now()).value().code;
  }
  trust::Trust trust() {
    trust::Trust made;
    made.server_id = stage.identity.server_id;
    made.url = stage.identity.url;
    made.roots_pem = "-----BEGIN CERTIFICATE-----\n";
    const Bytes key = crypto::ed25519_public_key(stage.identity.signing_seed).value();
    made.keys = {{stage.identity.kid, key}};
    made.pins = {"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                 "sha256//BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="};
    return made;
  }
  Answer handle(const ports::HttpRequest& request) {
    bodies.push_back(request.body);
    if (down) return Error{*down, "spoilt by the test"};
    server::Request in;
    in.method = request.method;
    in.target = request.url.substr(stage.identity.url.size());
    in.headers = request.headers;
    in.body = std::string(text_of(request.body));
    paths.push_back(in.target);
    const server::Response out = gateway_.handle(in);
    ports::HttpResponse response;
    response.status = out.status;
    response.headers = out.headers;
    response.body = copy_of(bytes_of(out.body));
    if (spoil && in.target == "/v1/sync") return spoil(request, std::move(response));
    return response;
  }

  server::Stage stage;
  std::optional<ErrorCode> down;
  Spoil spoil;
  std::vector<std::string> paths;
  std::vector<Bytes> bodies;

 private:
  server::SyncService sync_;
  server::TokenService tokens_;
  server::Gateway gateway_;
};

}  // namespace cpa::engine
