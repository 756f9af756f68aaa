#include "core/codec/json.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::codec {
namespace {

TEST(JsonTest, SetReplacesOrAppendsAMember) {
  Json object = Json::object({{"a", 1}});
  object.set("b", "two");
  object.set("a", 3);
  EXPECT_EQ(to_text(object), R"({"a":3,"b":"two"})");
}

TEST(JsonTest, PushAppendsAnItem) {
  Json array = Json::array();
  array.push(1);
  array.push(Json::object());
  EXPECT_EQ(to_text(array), "[1,{}]");
}

TEST(JsonTest, FindGivesNothingForWhatIsNoObject) {
  EXPECT_EQ(Json(1).find("a"), nullptr);
  EXPECT_EQ(Json::object({{"a", 1}}).find("b"), nullptr);
  EXPECT_EQ(*Json::object({{"a", 1}}).find("a"), Json(1));
}

TEST(JsonTest, TypesAreNotMixedUp) {
  const Json number(1);
  EXPECT_EQ(number.as_bool(), nullptr);
  EXPECT_EQ(number.as_string(), nullptr);
  EXPECT_EQ(number.as_array(), nullptr);
  EXPECT_EQ(number.as_object(), nullptr);
  EXPECT_FALSE(number.is_null());
  EXPECT_EQ(Json(true).as_integer(), nullptr);
  EXPECT_FALSE(Json(true) == Json(1));
}

TEST(JsonDeathTest, MembersNeedAnObjectAndItemsAnArray) {
  Json number(1);
  EXPECT_DEATH(number.set("a", 1), "broken promise");
  EXPECT_DEATH(number.push(1), "broken promise");
}

// RFC 8785 §3.2.3, without its floating-point member.
TEST(CanonicalTest, SortsKeysByUtf16CodeUnits) {
  const Result<Json> value = parse_json(R"({
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  })");
  ASSERT_TRUE(value);
  EXPECT_EQ(canonical(*value),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
            "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
            "\"😀\":\"Emoji: Grinning Face\",\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

// RFC 8785 §3.2.2, without its "numbers".
TEST(CanonicalTest, WritesStringsAndLiteralsAsTheStandardShows) {
  const Result<Json> value =
      parse_json(R"({"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",)"
                 R"( "literals": [null, true, false]})");
  ASSERT_TRUE(value);
  EXPECT_EQ(canonical(*value),
            R"({"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"})");
}

TEST(CanonicalTest, SortsAtEveryDepthAndAPrefixFirst) {
  const Result<Json> value = parse_json(R"({"b":[{"z":1,"y":2}],"ab":0,"a":0,"":0})");
  ASSERT_TRUE(value);
  EXPECT_EQ(canonical(*value), R"({"":0,"a":0,"ab":0,"b":[{"y":2,"z":1}]})");
}

TEST(CanonicalTest, EscapesControlCharactersInTheShortestForm) {
  EXPECT_EQ(canonical(Json("\b\f\n\r\t\x1f\x7f\"\\/")), "\"\\b\\f\\n\\r\\t\\u001f\x7f\\\"\\\\/\"");
}

TEST(CanonicalTest, IsAFixedPoint) {
  const Result<Json> value = parse_json(R"( { "c" : [ 1 , -2 ] , "a" : { } } )");
  const std::string once = canonical(*value);
  EXPECT_EQ(canonical(*parse_json(once)), once);
}

TEST(ToTextTest, KeepsTheOrderAndIndentsForPeople) {
  const Json value = Json::object(
      {{"z", Json(Json::Array{Json(1), Json(2)})}, {"a", Json::object()}, {"e", Json::array()}});
  EXPECT_EQ(to_text(value), R"({"z":[1,2],"a":{},"e":[]})");
  EXPECT_EQ(to_text(value, 2), "{\n  \"z\": [\n    1,\n    2\n  ],\n  \"a\": {},\n  \"e\": []\n}");
}

}  // namespace
}  // namespace cpa::codec
