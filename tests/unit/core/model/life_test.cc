#include "core/model/life.h"

#include <gtest/gtest.h>

namespace cpa::model {
namespace {

TEST(LifeTest, GoesIntoAProfileAndComesBack) {
  const Life life{.birth = make_date(1950, 2, 3),
                  .death = make_date(2026, 1, 2),
                  .pension = make_date(2015, 3, 1),
                  .full_duration = make_date(2014, 1, 1),
                  .early_pension = make_date(2015, 3, 1)};
  codec::Json profile = codec::Json::object({{"state", "closed"}});
  add_life(profile, life);
  EXPECT_EQ(life_of_profile(profile).value(), life);
  EXPECT_EQ(*profile.find("pension"), codec::Json("2015-03-01"));
}

TEST(LifeTest, WhatWasNotNotifiedIsNotThere) {
  codec::Json profile = codec::Json::object({});
  add_life(profile, {});
  EXPECT_TRUE(profile.as_object()->empty());
  EXPECT_EQ(life_of_profile(profile).value(), Life{});
}

TEST(LifeTest, RefusesWhatIsNoDate) {
  for (const codec::Json& wrong : {codec::Json("soon"), codec::Json(12)}) {
    const codec::Json profile = codec::Json::object({{"death", wrong}});
    EXPECT_EQ(life_of_profile(profile).error().code, ErrorCode::kMalformed);
  }
}

}  // namespace
}  // namespace cpa::model
