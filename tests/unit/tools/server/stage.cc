#include "tests/unit/tools/server/stage.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "core/base/check.h"
#include "core/codec/base64url.h"
#include "core/codec/json.h"
#include "core/crypto/sign.h"
#include "core/store/sql/database.h"
#include "sync/protocol/jwk.h"
#include "tools/server/decide/account_book.h"
#include "tools/server/ingest/cec.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/open.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

constexpr const char* kDevice = "d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0";

/// The value of what a test takes for granted.
template <typename T>
T must(Result<T> result) {
  if (!result) ADD_FAILURE() << result.error().message << " " << result.error().detail;
  CPA_CHECK(result.has_value());
  return std::move(result).value();
}

void must(const Status& status) {
  if (!status) ADD_FAILURE() << status.error().message << " " << status.error().detail;
  CPA_CHECK(status.has_value());
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "cpa-server-XXXXXX").string();
  CPA_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Stage::Stage()
    : clock(must(model::parse_instant("2026-03-01T10:00:00Z"))),
      database_(must(open_database(folder.path() / "server.db", SecretBytes(Bytes(32, 7))))),
      law_(must(law::current_law())),
      device_key_(must(crypto::p256_generate())) {
  identity = must(make_identity("cpa.test", "https://127.0.0.1:8443", random));
}

Stage::~Stage() = default;

IntakeReport Stage::declare(const DsnText& text) {
  return must(Intake(*database_, law_, random).take(must(parse_dsn(text.text()))));
}

void Stage::declare_year(int year, std::string_view hours, std::string_view start) {
  DsnText text;
  for (int month = 1; month <= 12; ++month) {
    const std::string number = (month < 10 ? "0" : "") + std::to_string(month);
    text.declaration("01", number + std::to_string(year)).person(kZoe);
    text.contract(start, "C1").hours(hours);
  }
  declare(text);
}

IntakeReport Stage::report(std::string_view json_lines) {
  return must(Intake(*database_, law_, random).take(must(parse_cec(json_lines))));
}

IntakeReport Stage::tell(std::string_view json_lines) {
  return must(Intake(*database_, law_, random).take(must(parse_life(json_lines))));
}

YearlyReport Stage::credit(int year, std::string_view posting) {
  return must(YearlyRun(*database_, law_).run(year, must(model::parse_date(posting))));
}

std::int64_t Stage::balance(model::SubAccount account) {
  std::int64_t sum = 0;
  for (const auto& entry : must(AccountBook(*database_, this->account()).entries(account))) {
    sum += entry.amount;
  }
  return sum;
}

std::string Stage::account() {
  const auto found = must(Accounts(*database_).find_by_nir(kZoe));
  return found ? found->id : "";
}

Session Stage::enrol() {
  session = {.account = account(), .device = kDevice};
  const Bytes key = must(crypto::p256_public_key(device_key_));
  must(Decisions(*database_)
           .add_device({.account = session.account,
                        .id = session.device,
                        .thumbprint = protocol::p256_thumbprint(key),
                        .public_key = codec::base64url_encode(key)}));
  return session;
}

protocol::CommandPayload Stage::command(std::int64_t seq, std::string_view type,
                                        std::string_view args) {
  protocol::CommandPayload command;
  command.aud = identity.server_id;
  command.account = session.account;
  command.device = session.device;
  command.epoch = kEpoch;
  command.seq = seq;
  command.id = "01900000-0000-7000-8000-" + std::string(12 - std::to_string(seq).size(), '0') +
               std::to_string(seq);
  command.type = type;
  command.args = must(codec::parse_json(args));
  command.made_lo = must(model::parse_instant("2026-03-01T09:00:00Z"));
  command.made_hi = must(model::parse_instant("2026-03-01T09:00:00Z"));
  command.not_after = must(model::parse_instant("2027-03-01T09:00:00Z"));
  return command;
}

std::string Stage::sign(const protocol::CommandPayload& command) {
  const Bytes key = must(crypto::p256_public_key(device_key_));
  return must(protocol::make_command(
      command, protocol::p256_thumbprint(key),
      [this](ByteView message) { return crypto::es256_sign(device_key_, message); }));
}

protocol::SyncRequest Stage::request() {
  protocol::SyncRequest request;
  request.nonce = "AAAAAAAAAAAAAAAAAAAAAA";
  request.device = session.device;
  request.epoch = kEpoch;
  request.max_bytes = 256 << 10;
  request.net_class = "unmetered";
  return request;
}

}  // namespace cpa::server
