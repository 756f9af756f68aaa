#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/law/packs.h"
#include "platform/fake/clock.h"
#include "platform/fake/random.h"
#include "sync/protocol/command.h"
#include "sync/protocol/messages.h"
#include "tests/unit/tools/server/ingest/dsn_text.h"
#include "tools/server/decide/identity.h"
#include "tools/server/decide/intake.h"
#include "tools/server/decide/yearly_run.h"
#include "tools/server/storage/sessions.h"

namespace cpa::store {
class Database;
}

namespace cpa::server {

/// A folder that goes with its test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

/// A server without HTTP: its database, its law, and a device of one holder.
class Stage {
 public:
  static constexpr const char* kZoe = "2900675123456";
  static constexpr const char* kEpoch = "00112233445566778899aabbccddeeff";

  Stage();
  ~Stage();

  store::Database& database() { return *database_; }
  const law::LawPack& law() { return law_; }

  /// Takes in a DSN message; fails the test when it is refused.
  IntakeReport declare(const DsnText& text);
  /// Twelve months of `year` with these hours each.
  void declare_year(int year, std::string_view hours, std::string_view start = "01012019");
  IntakeReport report(std::string_view json_lines);
  /// Takes in facts of life (JSON Lines).
  IntakeReport tell(std::string_view json_lines);
  YearlyReport credit(int year, std::string_view posting);
  /// Balance of a sub-account: cents or points.
  std::int64_t balance(model::SubAccount account);
  /// The account of Zoé, "" when there is none.
  std::string account();

  /// Gives Zoé's account a device.
  Session enrol();
  /// A command of that device, made on 2026-03-01 and good for a year.
  protocol::CommandPayload command(std::int64_t seq, std::string_view type, std::string_view args);
  std::string sign(const protocol::CommandPayload& command);
  protocol::SyncRequest request();

  TemporaryFolder folder;
  fake::SeededRandom random{7};
  fake::FakeClock clock;
  ServerIdentity identity;
  Session session;

 private:
  std::unique_ptr<store::Database> database_;
  law::LawPack law_;
  SecretBytes device_key_;
};

}  // namespace cpa::server
