#include <gtest/gtest.h>

#include <string>

#include "core/codec/json.h"

namespace cpa::codec {
namespace {

ErrorCode refusal(std::string_view document, const JsonLimits& limits = {}) {
  const Result<Json> value = parse_json(document, limits);
  return value ? ErrorCode{} : value.error().code;
}

TEST(JsonParseTest, ReadsEveryKindOfValue) {
  const Result<Json> value = parse_json(R"({"a":[null,true,false,-7,"é"],"b":{}})");
  ASSERT_TRUE(value);
  const Json expected =
      Json::object({{"a", Json(Json::Array{Json(), Json(true), Json(false), Json(-7), Json("é")})},
                    {"b", Json::object()}});
  EXPECT_EQ(*value, expected);
}

TEST(JsonParseTest, AScalarMayStandAlone) {
  EXPECT_EQ(*parse_json(" 42\n"), Json(42));
  EXPECT_EQ(*parse_json("null"), Json());
}

TEST(JsonParseTest, KeepsTheOrderOfMembers) {
  const Result<Json> value = parse_json(R"({"z":1,"a":2})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_object()->front().first, "z");
}

TEST(JsonParseTest, IntegersReachTheEndsOf64Bits) {
  EXPECT_EQ(*parse_json("9223372036854775807")->as_integer(), INT64_MAX);
  EXPECT_EQ(*parse_json("-9223372036854775808")->as_integer(), INT64_MIN);
  EXPECT_EQ(refusal("9223372036854775808"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal("18446744073709551615"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal("-9223372036854775809"), ErrorCode::kMalformed);
}

TEST(JsonParseTest, RefusesNumbersThatAreNoIntegers) {
  for (const std::string_view text :
       {"1.0", "1e3", "0.1", "-1E-2", "1e999", "-0", "[-0]", "-0.0"}) {
    EXPECT_EQ(refusal(text), ErrorCode::kMalformed) << text;
  }
  EXPECT_TRUE(parse_json(R"(["-0", "1.5"])"));  // texts, not numbers
}

TEST(JsonParseTest, RefusesAByteOrderMark) {
  EXPECT_EQ(refusal("\xEF\xBB\xBF{}"), ErrorCode::kMalformed);
}

TEST(JsonParseTest, RefusesNulWhereverItStands) {
  EXPECT_EQ(refusal(std::string_view("{}\0", 3)), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(std::string_view("{}\0{", 4)), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(std::string_view("[\"a\0b\"]", 7)), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(std::string_view("[\"a\\\0b\"]", 8)), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(R"(["\u0000"])"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(R"({"a\u0000b":1})"), ErrorCode::kMalformed);
}

TEST(JsonParseTest, RefusesTrailingBytes) {
  for (const std::string_view text : {"{} x", "{}{}", "1 2", "[],", "{}#", "true\x80"}) {
    EXPECT_EQ(refusal(text), ErrorCode::kMalformed) << text;
  }
}

TEST(JsonParseTest, RefusesDuplicateKeysAtAnyDepth) {
  EXPECT_EQ(refusal(R"({"a":1,"a":1})"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(R"([{"b":{"a":1,"c":0,"\u0061":2}}])"), ErrorCode::kMalformed);
  EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonParseTest, RefusesInvalidUtf8) {
  for (const std::string_view text :
       {"\"\x80\"", "\"\xC3\"", "\"\xC0\xAF\"", "\"\xE0\x80\xAF\"", "\"\xED\xA0\x80\"",
        "\"\xF0\x80\x80\xAF\"", "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xFF\""}) {
    EXPECT_EQ(refusal(text), ErrorCode::kMalformed) << text;
  }
  EXPECT_EQ(*parse_json("\"\xF4\x8F\xBF\xBF\"")->as_string(), "\xF4\x8F\xBF\xBF");
}

TEST(JsonParseTest, RefusesLoneSurrogates) {
  EXPECT_EQ(refusal(R"(["\ud800"])"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(R"(["\udc00"])"), ErrorCode::kMalformed);
  EXPECT_EQ(*parse_json(R"("\ud83d\ude00")")->as_string(), "😀");
}

TEST(JsonParseTest, StopsAtEachLimit) {
  EXPECT_EQ(refusal("[1,2]", {.bytes_max = 4}), ErrorCode::kLimitExceeded);
  EXPECT_TRUE(parse_json("[1,2]", {.bytes_max = 5}));
  EXPECT_EQ(refusal("[[[]]]", {.depth_max = 2}), ErrorCode::kLimitExceeded);
  EXPECT_TRUE(parse_json("[[[]]]", {.depth_max = 3}));
  EXPECT_EQ(refusal(R"(["abc"])", {.string_max = 2}), ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(R"({"abc":1})", {.string_max = 2}), ErrorCode::kLimitExceeded);
  EXPECT_TRUE(parse_json(R"(["abc"])", {.string_max = 3}));
  EXPECT_EQ(refusal("[1,2]", {.values_max = 2}), ErrorCode::kLimitExceeded);
  EXPECT_TRUE(parse_json("[1,2]", {.values_max = 3}));
}

TEST(JsonParseTest, AHundredThousandBracketsAreRefusedNotFollowed) {
  const std::string open(100'000, '[');
  const std::string close(100'000, ']');
  EXPECT_EQ(refusal(open), ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(open + close), ErrorCode::kLimitExceeded);
}

TEST(JsonParseTest, AnObjectFullOfKeysDoesNotTakeTheSquareOfTheirNumber) {
  std::string document = "{";
  for (int i = 0; i < 100'000; ++i) {
    if (i > 0) document += ',';
    document += '"' + std::to_string(i) + "\":0";
  }
  document += '}';
  const Result<Json> value = parse_json(document, {.bytes_max = 4U << 20U});
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_object()->size(), 100'000U);
}

TEST(JsonParseTest, SaysWhereTheProblemIsButNotWhatStoodThere) {
  const Result<Json> value = parse_json(R"({"nir": 1850578006084x})");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().detail, 22);
  EXPECT_EQ(value.error().message.find("185"), std::string::npos);
}

}  // namespace
}  // namespace cpa::codec
