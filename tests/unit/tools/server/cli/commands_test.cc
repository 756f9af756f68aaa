#include "tools/server/cli/commands.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/codec/json.h"
#include "tests/unit/tools/server/stage.h"

namespace cpa::server {
namespace {

/// Runs the verbs as the command line does, with JSON answers.
class CommandsTest : public testing::Test {
 protected:
  CommandsTest() {
    options_.folder = folder_.path() / "s";
    options_.format = Format::kJson;
    options_.url = "https://127.0.0.1:8443";
  }

  codec::Json run(int (*verb)(const Options&), int expected = 0) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(verb(options_), expected);
    auto text = testing::internal::GetCapturedStdout();
    if (text.ends_with('\n')) text.pop_back();
    const auto json = codec::parse_json(text);
    EXPECT_TRUE(json) << text;
    return json ? *json : codec::Json();
  }

  void write(const std::string& text) {
    options_.file = folder_.path() / "input";
    std::ofstream(options_.file, std::ios::binary) << text;
  }

  TemporaryFolder folder_;
  Options options_;
};

TEST_F(CommandsTest, FromADeclarationToACreditAndACode) {
  run(run_init);
  DsnText text;
  text.declaration("01", "122025").person(Stage::kZoe).contract("01012020", "C1").hours("600.00");
  write(text.text());
  EXPECT_EQ(*run(run_ingest_dsn).find("accounts_opened")->as_integer(), 1);
  options_.year = 2025;
  options_.posting = "2026-06-15";
  EXPECT_EQ(*run(run_credit).find("credits")->as_integer(), 1);
  options_.nir = Stage::kZoe;
  const auto shown = run(run_show);
  const auto& account = shown.find("accounts")->as_array()->at(0);
  EXPECT_EQ(*account.find("balances")->find("cpf")->as_string(), "186.69");
  EXPECT_EQ(run(run_enrol).find("code")->as_string()->size(), 13U);
}

TEST_F(CommandsTest, NeverShowsANir) {
  run(run_init);
  DsnText text;
  write(text.declaration("01", "122025").person(Stage::kZoe).contract("01012020", "C1").text());
  run(run_ingest_dsn);
  EXPECT_EQ(codec::to_text(run(run_show)).find(Stage::kZoe), std::string::npos);
}

TEST_F(CommandsTest, AFailureIsTypedAndChangesNothing) {
  EXPECT_EQ(*run(run_show, 1).find("error")->find("code")->as_string(), "not_found");
  run(run_init);
  write("nonsense");
  EXPECT_EQ(*run(run_ingest_dsn, 1).find("error")->find("code")->as_string(), "malformed");
  EXPECT_EQ(*run(run_show).find("count")->as_integer(), 0);
}

TEST_F(CommandsTest, TakesCivicEngagement) {
  run(run_init);
  write(R"({"kind":"civic_service","nir":"2900675123456","year":2024,"body":"A","months":8,)"
        R"("birth":"1990-06-15"})");
  EXPECT_EQ(*run(run_ingest_cec).find("stored")->as_integer(), 1);
}

}  // namespace
}  // namespace cpa::server
