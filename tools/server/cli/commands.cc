#include "tools/server/cli/commands.h"

#include <fmt/core.h>

#include <map>

#include "core/law/packs.h"
#include "core/law/projection.h"
#include "platform/posix/clock.h"
#include "platform/posix/random.h"
#include "tools/server/cli/home.h"
#include "tools/server/decide/account_book.h"
#include "tools/server/decide/sync_service.h"
#include "tools/server/decide/tokens.h"
#include "tools/server/http/gateway.h"
#include "tools/server/http/listener.h"
#include "tools/server/ingest/cec.h"
#include "tools/server/ingest/dsn.h"
#include "tools/server/ingest/life.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using codec::Json;

Status init(const Options& options) {
  posix::SystemRandom random;
  const posix::SystemClock clock;
  InitOptions init{.url = options.url, .server_id = options.server_id};
  if (init.url.empty()) {
    const std::string host = options.host.empty() ? "127.0.0.1" : options.host;
    init.url = fmt::format("https://{}:{}", host, options.port == 0 ? 8443 : options.port);
  }
  CPA_TRY(ServerHome::create(options.folder, init, clock.utc_now(), random));
  const std::string trust = (options.folder / "trust.json").string();
  print(options.format, Json::object({{"url", init.url}, {"trust", trust}}),
        fmt::format("server made for {}\ndevices need {}\n", init.url, trust));
  return {};
}

Status serve(const Options& options) {
  CPA_TRY_ASSIGN(ServerHome home, ServerHome::open(options.folder));
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(const auto place, parse_server_url(home.identity().url));
  posix::SystemRandom random;
  const posix::SystemClock clock;
  SyncService sync(home.database(), home.identity(), law, clock);
  if (!options.today.empty()) {
    CPA_TRY_ASSIGN(const model::Date day, model::parse_date(options.today));
    sync.set_legal_day(day);
  }
  TokenService tokens(home.database(), home.identity(), random);
  Gateway gateway(sync, tokens, home.identity(), clock, Log());
  ListenOptions listen;
  listen.host = options.host.empty() ? place.first : options.host;
  listen.port = options.port_given ? options.port : place.second;
  CPA_TRY_ASSIGN(listen.certificate_pem, home.certificate_pem());
  CPA_TRY_ASSIGN(listen.key_pem, home.key_pem());
  const std::string host = listen.host;
  CPA_TRY_ASSIGN(const auto listener,
                 Listener::open(std::move(listen), [&gateway](const Request& request) {
                   return gateway.handle(request);
                 }));
  print(options.format, Json::object({{"listening", std::int64_t{listener->port()}}}),
        fmt::format("listening on https://{}:{}\n", host, listener->port()));
  listener->run();
  return {};
}

/// Reads the file with `parse` and takes in what it says.
template <typename Parse>
Status ingest(const Options& options, Parse parse) {
  CPA_TRY_ASSIGN(ServerHome home, ServerHome::open(options.folder));
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(const std::string text, read_file(options.file));
  CPA_TRY_ASSIGN(const auto said, parse(text));
  posix::SystemRandom random;
  CPA_TRY_ASSIGN(const IntakeReport report, Intake(home.database(), law, random).take(said));
  print(options.format, to_json(report), to_text(report));
  return {};
}

Status credit(const Options& options) {
  CPA_TRY_ASSIGN(ServerHome home, ServerHome::open(options.folder));
  CPA_TRY_ASSIGN(const law::LawPack law, law::current_law());
  CPA_TRY_ASSIGN(const model::Date posting, model::parse_date(options.posting));
  CPA_TRY_ASSIGN(const YearlyReport report,
                 YearlyRun(home.database(), law).run(options.year, posting));
  print(options.format, to_json(report), to_text(report, options.year, posting));
  return {};
}

Status enrol(const Options& options) {
  CPA_TRY_ASSIGN(ServerHome home, ServerHome::open(options.folder));
  CPA_TRY_ASSIGN(const Nir nir, Nir::parse(options.nir));
  posix::SystemRandom random;
  const posix::SystemClock clock;
  TokenService tokens(home.database(), home.identity(), random);
  CPA_TRY_ASSIGN(const EnrolmentCode code, tokens.enrol(nir.get(), clock.utc_now()));
  const std::string until = model::format_instant(code.expires);
  print(options.format, Json::object({{"code", code.code}, {"expires", until}}),
        fmt::format("{}\nfor one device, until {}\n", code.code, until));
  return {};
}

/// One item for each effect written, and one for each decision that left no row: a command shown
/// twice was applied twice.
Result<Json> commands_of(store::Database& database, const std::string& account) {
  std::map<std::string, std::int64_t> written;
  Json commands = Json::array();
  CPA_TRY_ASSIGN(const auto operations, Ledger(database).part(account, "operation"));
  for (const auto& row : operations) {
    CPA_TRY_ASSIGN(const Json body, codec::parse_json(row.body));
    const auto* id = body.find("id");
    if (id == nullptr || id->as_string() == nullptr) continue;
    ++written[*id->as_string()];
    commands.push(Json::object({{"id", *id},
                                {"type", *body.find("kind")},
                                {"outcome", *body.find("outcome")},
                                {"code", *body.find("code")}}));
  }
  CPA_TRY_ASSIGN(const auto decisions, Decisions(database).all(account));
  for (const auto& decision : decisions) {
    if (written[decision.id] > 0) continue;
    CPA_TRY_ASSIGN(const Json outcome, codec::parse_json(decision.outcome));
    commands.push(Json::object({{"id", decision.id},
                                {"type", Json()},
                                {"outcome", *outcome.find("outcome")},
                                {"code", *outcome.find("code")}}));
  }
  return commands;
}

Result<Json> account_json(store::Database& database, const Account& account) {
  AccountBook book(database, account.id);
  Json balances = Json::object();
  for (const auto sub :
       {model::SubAccount::kCpf, model::SubAccount::kC2p, model::SubAccount::kCec}) {
    CPA_TRY_ASSIGN(const auto entries, book.entries(sub));
    CPA_TRY_ASSIGN(const law::Balances sums, law::balances_of(entries));
    balances.set(model::sub_account_name(sub), model::format_amount(sub, sums.of(sub)));
  }
  CPA_TRY_ASSIGN(Json commands, commands_of(database, account.id));
  // The NIR stays in the database: the account's number is enough to name it.
  return Json::object(
      {{"account", account.id},
       {"opened", account.opened ? Json(model::format_date(*account.opened)) : Json()},
       {"at", account.at},
       {"balances", std::move(balances)},
       {"commands", std::move(commands)}});
}

std::string account_text(const Json& account) {
  const auto& balances = *account.find("balances");
  const auto* opened = account.find("opened")->as_string();
  return fmt::format("{}  opened {}  cpf {} EUR  c2p {} points  cec {} EUR  {} commands\n",
                     *account.find("account")->as_string(), opened == nullptr ? "no" : *opened,
                     *balances.find("cpf")->as_string(), *balances.find("c2p")->as_string(),
                     *balances.find("cec")->as_string(),
                     account.find("commands")->as_array()->size());
}

Status show(const Options& options) {
  CPA_TRY_ASSIGN(ServerHome home, ServerHome::open(options.folder));
  Accounts table(home.database());
  CPA_TRY_ASSIGN(auto accounts, table.all());
  if (!options.nir.empty()) {
    CPA_TRY_ASSIGN(const Nir nir, Nir::parse(options.nir));
    std::erase_if(accounts, [&nir](const Account& each) { return each.nir != nir.get(); });
    if (accounts.empty()) return Error{ErrorCode::kNotFound, "no such person", 0};
  }
  Json list = Json::array();
  std::string text;
  for (const auto& account : accounts) {
    CPA_TRY_ASSIGN(Json json, account_json(home.database(), account));
    text += account_text(json);
    list.push(std::move(json));
  }
  const auto count = std::int64_t(accounts.size());
  print(options.format, Json::object({{"count", count}, {"accounts", std::move(list)}}), text);
  return {};
}

int exit_code(const Options& options, const Status& status) {
  return status ? 0 : fail(options.format, status.error());
}

}  // namespace

int run_init(const Options& options) { return exit_code(options, init(options)); }
int run_serve(const Options& options) { return exit_code(options, serve(options)); }
int run_ingest_dsn(const Options& options) {
  return exit_code(options, ingest(options, parse_dsn));
}
int run_ingest_cec(const Options& options) {
  return exit_code(options, ingest(options, parse_cec));
}
int run_ingest_life(const Options& options) {
  return exit_code(options, ingest(options, parse_life));
}
int run_credit(const Options& options) { return exit_code(options, credit(options)); }
int run_enrol(const Options& options) { return exit_code(options, enrol(options)); }
int run_show(const Options& options) { return exit_code(options, show(options)); }

}  // namespace cpa::server
