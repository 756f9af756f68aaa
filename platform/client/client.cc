#include "platform/client/client.h"

#include <utility>

#include "core/law/compare.h"
#include "core/law/outlook.h"
#include "core/law/simulate.h"
#include "core/law/what_if.h"
#include "core/rules/pack.h"
#include "platform/client/client_core.h"

namespace cpa {
namespace {

Result<law::LawPack> law_of(const Simulation& asked) {
  if (asked.what_if.empty()) return law::current_law();
  return law::load_what_if(law::embedded_pack(law::kCorePackId), asked.what_if);
}

/// A kept answer, read.
struct Kept {
  law::LawPack law;
  law::Receipt receipt;
};

Result<Kept> read(const PastAnswer& answer) {
  Kept kept;
  if (answer.facts.as_object() == nullptr) {
    return Error{ErrorCode::kInvalidArgument, "the facts must be an object"};
  }
  CPA_TRY_ASSIGN(kept.receipt, law::receipt_from_json(answer.receipt));
  CPA_TRY_ASSIGN(kept.law,
                 answer.pack.empty() ? law::current_law() : law::load_law_pack(answer.pack));
  return kept;
}

using codec::Json;

Json optional_instant(const std::optional<ports::UtcInstant>& instant) {
  return instant ? Json(model::format_instant(*instant)) : Json();
}

Json optional_text(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json to_json(const SyncReport& report) {
  return Json::object({{"state", report.state},
                       {"reason", optional_text(report.reason)},
                       {"exchanges", report.exchanges},
                       {"round_trips", report.round_trips},
                       {"bytes_up", static_cast<std::int64_t>(report.bytes_up)},
                       {"bytes_down", static_cast<std::int64_t>(report.bytes_down)},
                       {"results", report.results},
                       {"rows_changed", report.rows_changed},
                       {"outbox_left", report.outbox_left},
                       {"next_wake", optional_instant(report.next_wake)}});
}

Json to_json(const OutboxEntry& entry) {
  Json articles = Json::array();
  for (const std::string& article : entry.articles) articles.push(article);
  return Json::object({{"id", entry.id},
                       {"seq", entry.seq},
                       {"type", entry.type},
                       {"args", entry.args},
                       {"made", entry.made},
                       {"state", entry.state},
                       {"code", entry.code},
                       {"articles", std::move(articles)},
                       {"result", entry.result}});
}

Json to_json(const ClientStatus& status) {
  return Json::object({{"enrolled", status.enrolled},
                       {"read_only", status.read_only},
                       {"account", status.account},
                       {"device", status.device},
                       {"server_url", status.server_url},
                       {"state", status.state},
                       {"reason", optional_text(status.reason)},
                       {"confirmed_at", optional_instant(status.confirmed_at)},
                       {"outbox_left", status.outbox_left},
                       {"next_wake", optional_instant(status.next_wake)}});
}

Result<std::unique_ptr<Client>> Client::open(ClientOptions options) {
  store::StoreOptions store_options{options.directory, options.doors.disk, options.doors.vault,
                                    options.doors.random, store::Access::kReadWrite};
  Result<std::unique_ptr<store::Store>> store = store::Store::open(store_options);
  // Another process writes: this one reads. A newer app wrote: this one reads too.
  if (!store && (store.error().code == ErrorCode::kStorageBusy ||
                 store.error().code == ErrorCode::kSchemaNewer)) {
    store_options.access = store::Access::kReadOnly;
    store = store::Store::open(store_options);
  }
  if (!store) return store.error();
  auto core = std::make_shared<Core>(std::move(options), std::move(*store));
  CPA_TRY(core->start());
  return std::unique_ptr<Client>(new Client(std::move(core)));
}

Client::Client(std::shared_ptr<Core> core) : core_(std::move(core)) {}

Client::~Client() { close(nullptr); }

namespace {

/// Posts `work(core)` and hands its result to `done`; kClosed when the client has closed.
template <typename T, typename Core, typename Work>
void post(const std::shared_ptr<Core>& core, Client::Callback<T> done, Work work) {
  core->executor().post([core, done = std::move(done), work = std::move(work)] {
    if (core->closed()) return done(Error{ErrorCode::kClosed, "the client is closed"});
    done(work(*core));
  });
}

}  // namespace

void Client::trust(std::string trust_json, Callback<void> done) {
  post<void>(core_, std::move(done),
             [json = std::move(trust_json)](Core& core) { return core.keep_trust(json); });
}

void Client::enrol(std::string code, Callback<void> done) {
  core_->executor().post([core = core_, code = std::move(code), done = std::move(done)] {
    if (core->closed()) return done(Error{ErrorCode::kClosed, "the client is closed"});
    core->enrol(code, done);
  });
}

void Client::sync(Callback<SyncReport> done) {
  core_->executor().post([core = core_, done = std::move(done)] {
    if (core->closed()) return done(Error{ErrorCode::kClosed, "the client is closed"});
    core->sync(done);
  });
}

void Client::rights(std::optional<model::Date> on, Callback<Json> done) {
  post<Json>(core_, std::move(done), [on](Core& core) { return core.rights(on); });
}

void Client::explain(std::string what, Language language, Callback<Json> done) {
  post<Json>(core_, std::move(done), [what = std::move(what), language](Core& core) {
    return core.explain(what, language);
  });
}

void Client::submit(std::string type, Json args, Callback<Submitted> done) {
  post<Submitted>(core_, std::move(done),
                  [type = std::move(type), args = std::move(args)](Core& core) {
                    return core.submit(type, args);
                  });
}

void Client::outbox(Callback<std::vector<OutboxEntry>> done) {
  post<std::vector<OutboxEntry>>(core_, std::move(done), [](Core& core) { return core.outbox(); });
}

void Client::results(Callback<Json> done) {
  post<Json>(core_, std::move(done), [](Core& core) { return core.results(); });
}

void Client::status(Callback<ClientStatus> done) {
  post<ClientStatus>(core_, std::move(done), [](Core& core) { return core.status(); });
}

std::uint64_t Client::observe(Observer observer) {
  const std::uint64_t number = ++observers_;
  core_->executor().post(
      [core = core_, number, observer = std::move(observer)] { core->observe(number, observer); });
  return number;
}

void Client::forget(std::uint64_t observer) {
  core_->executor().post([core = core_, observer] { core->forget(observer); });
}

void Client::network_changed() {
  core_->executor().post([core = core_] {
    if (!core->closed()) core->network_changed();
  });
}

void Client::close(std::function<void()> done) {
  core_->executor().post([core = core_, done = std::move(done)] {
    if (!core->closed()) core->close();
    if (done) done();
  });
}

Result<Json> Client::simulate(const Simulation& asked) {
  CPA_TRY_ASSIGN(const law::LawPack law, law_of(asked));
  return law::simulate(law, asked.name, asked.facts, asked.on, asked.language);
}

Result<std::string> Client::explain_simulation(const Simulation& asked) {
  CPA_TRY_ASSIGN(const law::LawPack law, law_of(asked));
  CPA_TRY_ASSIGN(std::string text,
                 law::explain_text(law, asked.name, asked.facts, asked.on, asked.language));
  if (law.pack->find_var(asked.name) == nullptr) return text;
  CPA_TRY_ASSIGN(const law::Outlook outlook,
                 law::outlook_of(law, asked.name, asked.facts, asked.on, asked.language));
  return text + law::outlook_text(outlook, asked.language);
}

Result<Json> Client::replay(const PastAnswer& answer) {
  CPA_TRY_ASSIGN(const Kept kept, read(answer));
  CPA_TRY_ASSIGN(const law::Replay again, law::replay(kept.receipt, kept.law, answer.facts));
  return Json::object(
      {{"diverges", again.diverges}, {"receipt", law::receipt_to_json(again.receipt)}});
}

Result<std::string> Client::explain_change(const PastAnswer& before, const PastAnswer& after,
                                           Language language) {
  CPA_TRY_ASSIGN(const Kept was, read(before));
  CPA_TRY_ASSIGN(const Kept now, read(after));
  return law::explain_change({was.law, was.receipt, before.facts},
                             {now.law, now.receipt, after.facts}, language);
}

Json Client::law_packs() {
  Json list = Json::array();
  const Result<law::LawPack> law = law::current_law();
  if (!law) return list;
  Json simulations = Json::array();
  for (const rules::SimulationDeclaration& each : law->pack->simulations()) {
    simulations.push(
        Json::object({{"name", each.name}, {"fr", each.label.fr}, {"en", each.label.en}}));
  }
  list.push(Json::object({{"id", law->id},
                          {"seq", law->seq},
                          {"active", true},
                          {"official", law->official},
                          {"published", law->published},
                          {"covers_from", law->covers_from},
                          {"covers_to", law->covers_to},
                          {"sha256", law->sha256},
                          {"simulations", std::move(simulations)}}));
  return list;
}

}  // namespace cpa
