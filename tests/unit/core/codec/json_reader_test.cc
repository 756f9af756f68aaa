#include <gtest/gtest.h>

#include "core/codec/json.h"

namespace cpa::codec {
namespace {

Json sample() {
  return Json::object({{"name", "cpf"},
                       {"count", -3},
                       {"size", 8},
                       {"open", true},
                       {"none", nullptr},
                       {"items", Json(Json::Array{Json(1)})},
                       {"inner", Json::object({{"x", 1}})}});
}

TEST(JsonReaderTest, ReadsRequiredMembersOfEachType) {
  const Json object = sample();
  JsonReader reader(object);
  EXPECT_EQ(reader.require_string("name"), "cpf");
  EXPECT_EQ(reader.require_integer("count"), -3);
  EXPECT_EQ(reader.require_u64("size"), 8U);
  EXPECT_TRUE(reader.require_bool("open"));
  EXPECT_TRUE(reader.require("none").is_null());
  EXPECT_EQ(reader.require_array("items").size(), 1U);
  EXPECT_NE(reader.require_object("inner").find("x"), nullptr);
  EXPECT_TRUE(reader.finish());
}

TEST(JsonReaderTest, ReadsOptionalMembersAndTakesNullForAbsent) {
  const Json object = sample();
  JsonReader reader(object);
  EXPECT_EQ(reader.optional_string("name"), "cpf");
  EXPECT_EQ(reader.optional_integer("count"), -3);
  EXPECT_EQ(reader.optional_bool("open"), true);
  EXPECT_NE(reader.optional_array("items"), nullptr);
  EXPECT_NE(reader.optional_object("inner"), nullptr);
  EXPECT_EQ(reader.optional_string("none"), std::nullopt);
  EXPECT_EQ(reader.optional_integer("none"), std::nullopt);
  EXPECT_EQ(reader.optional_bool("absent"), std::nullopt);
  EXPECT_EQ(reader.optional_array("absent"), nullptr);
  EXPECT_EQ(reader.optional_object("absent"), nullptr);
  reader.skip("size");
  EXPECT_TRUE(reader.finish());
}

TEST(JsonReaderTest, RemembersTheFirstProblemAndItsPath) {
  const Json object = sample();
  JsonReader reader(object, "$.rights");
  EXPECT_EQ(reader.require_string("count"), "");
  EXPECT_EQ(reader.require_integer("absent"), 0);
  EXPECT_EQ(reader.require_string("name"), "");  // empty after a problem
  const Status status = reader.finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(status.error().message, "$.rights.count: not a string");
}

TEST(JsonReaderTest, EachWrongTypeIsAProblem) {
  const Json object = sample();
  const auto fails = [&object](auto read) {
    JsonReader reader(object);
    read(reader);
    return !reader.finish_allowing_unknown();
  };
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_string("none"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_integer("name"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_u64("count"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_bool("size"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_array("inner"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require_object("items"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.require("absent"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.optional_string("count"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.optional_integer("name"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.optional_bool("name"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.optional_array("inner"); }));
  EXPECT_TRUE(fails([](JsonReader& r) { r.optional_object("items"); }));
}

TEST(JsonReaderTest, RefusesMembersNobodyReadWithoutNamingThem) {
  const Json object = Json::object({{"known", 1}, {"Jeanne Dupont", 2}});
  JsonReader reader(object);
  reader.require_integer("known");
  const Status status = reader.finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "$: unknown member");
  EXPECT_TRUE(reader.finish_allowing_unknown());
}

TEST(JsonReaderTest, WhatIsNoObjectIsAProblemAtOnce) {
  const Json array = Json::array();
  JsonReader reader(array);
  EXPECT_EQ(reader.require_string("a"), "");
  EXPECT_TRUE(reader.require_array("a").empty());
  EXPECT_EQ(reader.finish().error().message, "$: not an object");
}

TEST(JsonReaderTest, TheCallerCanAddAProblem) {
  const Json object = sample();
  JsonReader reader(object);
  reader.fail("count", "out of range");
  EXPECT_EQ(reader.finish().error().message, "$.count: out of range");
}

}  // namespace
}  // namespace cpa::codec
