#include "core/law/facts.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

std::string canonical_of(std::string_view json) {
  const LawPack law = the_law();
  const Result<rules::Facts> facts = facts_from_json(*law.pack, json_of(json));
  return facts ? canonical_inputs(*facts) : facts.error().message;
}

TEST(FactsTest, WritesTheSameTextHoweverFactsAreWritten) {
  EXPECT_EQ(canonical_of(R"({"oeth":true,"hours":"0600.50","full_time":1607})"),
            R"({"full_time":"1607","hours":"600.5","oeth":true})");
  EXPECT_EQ(canonical_of(R"({"assocs":[{"years":5,"hours":"110.0","declared":"2026-05-12"}]})"),
            R"({"assocs":[{"declared":"2026-05-12","hours":"110","years":"5"}]})");
}

TEST(FactsTest, TakesNullAsMissing) {
  EXPECT_EQ(canonical_of(R"({"hours":null})"), "{}");
  EXPECT_EQ(canonical_of(R"({"assocs":[{"attested":null,"hours":"1"}]})"),
            R"({"assocs":[{"hours":"1"}]})");
}

TEST(FactsTest, RefusesOtherFormsAndNamesWithoutSayingTheValue) {
  EXPECT_EQ(canonical_of(R"({"hours":"sixty"})"), "fact hours: expected h");
  EXPECT_EQ(canonical_of(R"({"hours":false})"), "fact hours: expected h");
  EXPECT_EQ(canonical_of(R"({"oeth":"true"})"), "fact oeth: expected bool");
  EXPECT_EQ(canonical_of(R"({"birth":"01/02/1980"})"), "fact birth: expected date");
  EXPECT_EQ(canonical_of(R"({"birth":19800102})"), "fact birth: expected date");
  EXPECT_EQ(canonical_of(R"({"assocs":[3]})"), "fact assocs: expected list");
  EXPECT_EQ(canonical_of(R"({"assocs":[{"hours":"x"}]})"), "fact assocs.hours: expected h");
  EXPECT_EQ(canonical_of(R"({"nir":"1"})"), "the law asks no fact of that name: nir");
}

TEST(FactsTest, HashesTheCanonicalText) {
  const LawPack law = the_law();
  const Result<rules::Facts> a = facts_from_json(*law.pack, json_of(R"({"hours":"600"})"));
  const Result<rules::Facts> b = facts_from_json(*law.pack, json_of(R"({"hours":600})"));
  const Result<rules::Facts> c = facts_from_json(*law.pack, json_of(R"({"hours":601})"));
  EXPECT_EQ(inputs_sha256(*a), inputs_sha256(*b));
  EXPECT_NE(inputs_sha256(*a), inputs_sha256(*c));
  EXPECT_EQ(inputs_sha256(*a).size(), 64U);
}

}  // namespace
}  // namespace cpa::law
