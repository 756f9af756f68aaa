#include "tools/server/cli/report.h"

#include <gtest/gtest.h>

namespace cpa::server {
namespace {

TEST(ReportTest, NamesEveryBlockThatWasNotUsed) {
  IntakeReport report;
  report.stored = 2;
  report.unused = {{"S21.G00.78", 12}};
  EXPECT_NE(to_text(report).find("S21.G00.78 (12 lines)"), std::string::npos);
  EXPECT_EQ(codec::to_text(to_json(report)),
            R"({"stored":2,"replaced":0,"cancelled":0,"repeated":0,"accounts_opened":0,)"
            R"("accounts_refused":0,"unused":{"S21.G00.78":12}})");
}

TEST(ReportTest, SaysWhatACreditWaitsFor) {
  YearlyReport report;
  report.waiting.push_back({.account = "a",
                            .sub_account = model::SubAccount::kCec,
                            .period = "2024",
                            .missing = {"civic_months"}});
  const auto text = to_text(report, 2024, model::make_date(2025, 6, 15));
  EXPECT_NE(text.find("waiting: cec 2024 of account a: civic_months"), std::string::npos);
}

TEST(ReportTest, AFailureExitsWithOne) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(fail(Format::kJson, {ErrorCode::kNotFound, "nothing", 0}), 1);
  const auto text = testing::internal::GetCapturedStdout();
  EXPECT_NE(text.find("\"code\": \"not_found\""), std::string::npos) << text;
}

}  // namespace
}  // namespace cpa::server
