#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/law/packs.h"
#include "core/law/year_loop.h"
#include "core/store/store.h"
#include "platform/client/client.h"
#include "platform/client/projection.h"
#include "sync/engine/loop.h"
#include "sync/trust/trust.h"

namespace cpa {

/// What a client is behind its API. Every member runs on the executor but the constructor.
/// `enable_shared_from_this`: tasks on the executor may outlive the handle that posted them.
class [[gnu::visibility("hidden")]] Client::Core
    : public std::enable_shared_from_this<Client::Core> {
 public:
  Core(ClientOptions options, std::unique_ptr<store::Store> store);

  /// Reads trust and session, and starts the loop when both are there.
  Status start();
  Status keep_trust(const std::string& trust_json);
  void enrol(std::string code, Callback<void> done);
  void sync(Callback<SyncReport> done);
  Result<codec::Json> rights(std::optional<model::Date> on);
  Result<codec::Json> explain(const std::string& what, Language language);
  Result<Submitted> submit(const std::string& type, const codec::Json& args);
  Result<std::vector<OutboxEntry>> outbox();
  Result<codec::Json> results();
  Result<ClientStatus> status();
  void network_changed();
  void close();
  [[nodiscard]] bool closed() const noexcept { return store_ == nullptr; }

  void observe(std::uint64_t number, Observer observer);
  void forget(std::uint64_t observer);

  /// The doors' executor.
  [[nodiscard]] ports::Executor& executor() const noexcept { return options_.doors.executor; }

 private:
  Status connect(trust::Trust trust);
  void notify(Change change);
  [[nodiscard]] model::Date today() const;
  Status refresh_overlay();
  Result<codec::Json> pending();
  Result<store::OutboxCommand> make_command(std::int64_t seq, const std::string& type,
                                            const codec::Json& args);
  Result<codec::Json> advise(const std::string& id);
  Status add_expected(model::Date told, model::Date on, const std::vector<KeyedEntry>& entries,
                      codec::Json& document);
  Result<std::vector<law::Settlement>> settlements_of(const law::LawPack& law,
                                                      const std::vector<KeyedEntry>& entries);

  ClientOptions options_;
  std::unique_ptr<store::Store> store_;
  std::optional<trust::Trust> trust_;
  std::unique_ptr<ports::HttpClient> http_;
  std::unique_ptr<engine::Loop> loop_;
  store::OverlayBuilder overlay_;
  std::vector<Callback<SyncReport>> syncing_;
  std::map<std::uint64_t, Observer> observers_;
};

}  // namespace cpa
