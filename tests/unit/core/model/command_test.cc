#include "core/model/command.h"

#include <gtest/gtest.h>

namespace cpa::model {
namespace {

codec::Json json(std::string_view text) { return codec::parse_json(text).value(); }

TEST(CommandTest, ReadsATrainingRequest) {
  const auto request = training_request_from_json(
      json(R"({"price":"1200.00","kind":"rncp","session_start":"2027-02-01"})"));
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->price, Cents(120000));
  EXPECT_EQ(request->kind, "rncp");
  EXPECT_EQ(request->session_start, make_date(2027, 2, 1));
}

TEST(CommandTest, RefusesATrainingRequestOfAnotherForm) {
  for (const char* text :
       {R"({"price":"1200.00","kind":"rncp"})",
        R"({"price":1200,"kind":"rncp","session_start":"2027-02-01"})",
        R"({"price":"-1.00","kind":"rncp","session_start":"2027-02-01"})",
        R"({"price":"1200.00","kind":"rncp","session_start":"2027-02-30"})",
        R"({"price":"1200.00","kind":"rncp","session_start":"2027-02-01","urgent":true})", "[]"}) {
    const auto request = training_request_from_json(json(text));
    ASSERT_FALSE(request) << text;
    EXPECT_EQ(request.error().code, ErrorCode::kMalformed);
  }
}

TEST(CommandTest, ReadsACivicDeclaration) {
  const auto declaration = cec_declaration_from_json(
      json(R"({"activity":"volunteering","year":2025,"associations":[{"hours":210,"years":3,)"
           R"("declared":"2026-03-01"}]})"));
  ASSERT_TRUE(declaration) << declaration.error().message;
  EXPECT_EQ(declaration->year, 2025);
  ASSERT_EQ(declaration->associations.size(), 1U);
  EXPECT_EQ(declaration->associations[0].hours, 210);
}

TEST(CommandTest, RefusesACivicDeclarationOfAnotherForm) {
  for (const char* text : {R"({"activity":"volunteering","year":2025})",
                           R"({"activity":"volunteering","year":"2025","associations":[]})",
                           R"({"activity":"volunteering","year":2025,"associations":[{"hours":-1,)"
                           R"("years":3,"declared":"2026-03-01"}]})"}) {
    EXPECT_FALSE(cec_declaration_from_json(json(text))) << text;
  }
}

TEST(CommandTest, ChecksArgumentsByType) {
  const auto training = json(R"({"price":"1.00","kind":"rncp","session_start":"2027-02-01"})");
  EXPECT_TRUE(check_command_args(CommandType::kTrainingRequest, training));
  EXPECT_FALSE(check_command_args(CommandType::kCecDeclare, training));
}

TEST(CommandTest, KnowsItsTypesAlone) {
  for (const CommandType type : {CommandType::kTrainingRequest, CommandType::kCecDeclare}) {
    EXPECT_EQ(parse_command_type(command_type_name(type)).value(), type);
  }
  EXPECT_EQ(parse_command_type("account.close").error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace cpa::model
