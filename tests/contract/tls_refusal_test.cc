// The endpoints a build must refuse and those it must accept (TLS), each with its class.
#include <gtest/gtest.h>

#include <string>

#include "tests/contract/http_world.h"

namespace cpa::contract {
namespace {

class TlsRefusalTest : public testing::TestWithParam<const char*> {};

TEST_P(TlsRefusalTest, IsCalledIntercepted) {
  HttpWorld world(GetParam());
  const Result<ports::HttpResponse> response = world.send(world.post("/echo", ""));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kIntercepted) << response.error().message;
  EXPECT_NE(response.error().detail, 0);
}

std::string test_name(const testing::TestParamInfo<const char*>& parameter) {
  std::string name;
  for (const char c : std::string(parameter.param)) {
    if (c != '-' && c != '.') name.push_back(c);
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Endpoints, TlsRefusalTest,
                         testing::Values("other-key", "foreign-root", "self-signed", "expired",
                                         "not-yet-valid", "wrong-host", "name-in-subject",
                                         "client-only", "unknown-critical", "sha1", "rsa-1024",
                                         "missing-intermediate", "expired-intermediate",
                                         "intermediate-without-ca", "name-constraint", "tls-1.2",
                                         "clear-text"),
                         test_name);

TEST(TlsTest, RefusesAWildcardOnTheHostsDomain) {
  HttpWorld world("wildcard");
  const auto response = world.send(world.post("/echo", "", "api.test.localhost"));
  EXPECT_EQ(code_of(response), ErrorCode::kIntercepted);
}

TEST(TlsTest, AcceptsAnIntermediateOfOurRoot) {
  HttpWorld world("intermediate");
  EXPECT_TRUE(world.send(world.post("/echo", "")));
}

TEST(TlsTest, AcceptsAnAddressInTheCertificate) {
  HttpWorld world;
  EXPECT_TRUE(world.send(world.post("/echo", "", "127.0.0.1")));
}

TEST(TlsTest, WithoutPinsTheRootsAloneDecide) {
  const auto without_pins = [](curl::CurlOptions& options) { options.pins.clear(); };
  HttpWorld ours("other-key", without_pins);
  EXPECT_TRUE(ours.send(ours.post("/echo", "")));
  HttpWorld foreign("foreign-root", without_pins);
  EXPECT_EQ(code_of(foreign.send(foreign.post("/echo", ""))), ErrorCode::kIntercepted);
}

TEST(TlsTest, AResumedSessionIsStillHeldToThePins) {
  HttpWorld world;
  EXPECT_TRUE(world.send(world.post("/close", "")));
  EXPECT_TRUE(world.send(world.post("/close", "")));
}

}  // namespace
}  // namespace cpa::contract
