#include "sync/protocol/command.h"

#include <gtest/gtest.h>

#include "tests/unit/sync/protocol/test_keys.h"

namespace cpa::protocol {
namespace {

CommandPayload sample() {
  CommandPayload command;
  command.aud = "server";
  command.account = "acc";
  command.device = "dev";
  command.epoch = "00112233445566778899aabbccddeeff";
  command.seq = 1;
  command.id = "01900000-0000-7000-8000-000000000001";
  command.type = "training.request";
  command.depends_on = "01900000-0000-7000-8000-000000000000";
  command.base = {{"cpf/E1", 4}};
  command.args = codec::parse_json(R"({"price":"400.00"})").value();
  command.made_lo = model::Instant{std::chrono::seconds{1700000000}};
  command.made_hi = model::Instant{std::chrono::seconds{1700000060}};
  command.not_after = model::Instant{std::chrono::seconds{1800000000}};
  command.law = CommandLaw{8, std::string(64, 'c')};
  return command;
}

TEST(CommandTest, TheServerReadsWhatTheDeviceSigned) {
  const std::string jws = make_command(sample(), "kid", sign_as_device).value();
  const auto read = verify_command(jws, device_key());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(codec::canonical(command_to_json(*read)), codec::canonical(command_to_json(sample())));
  EXPECT_EQ(read->base, sample().base);
  EXPECT_EQ(read->depends_on, sample().depends_on);
  EXPECT_EQ(read->law->inputs, sample().law->inputs);
}

TEST(CommandTest, RefusesAnotherDevicesSignature) {
  const std::string jws = make_command(sample(), "kid", sign_as_device).value();
  const Bytes other = crypto::p256_public_key(crypto::p256_generate().value()).value();
  EXPECT_EQ(verify_command(jws, other).error().code, ErrorCode::kSignature);
}

TEST(CommandTest, EveryMemberIsNeededAndNoOtherIsTaken) {
  const codec::Json whole = command_to_json(sample());
  ASSERT_TRUE(command_from_json(whole));
  for (const char* member : {"aud", "account", "device", "epoch", "seq", "id", "type", "sv", "base",
                             "args", "made", "not_after"}) {
    const auto read = command_from_json(without(whole, member));
    ASSERT_FALSE(read) << member;
    EXPECT_EQ(read.error().code, ErrorCode::kMalformed) << member;
  }
  EXPECT_TRUE(command_from_json(without(without(whole, "law"), "depends_on")));
  codec::Json more = whole;
  more.set("urgent", true);
  EXPECT_FALSE(command_from_json(more));
}

TEST(CommandTest, RefusesMembersOfAnotherForm) {
  const auto with = [](std::string_view name, codec::Json value) {
    codec::Json json = command_to_json(sample());
    json.set(name, std::move(value));
    return command_from_json(json);
  };
  EXPECT_FALSE(with("seq", "1"));
  EXPECT_FALSE(with("seq", std::int64_t{0}));
  EXPECT_FALSE(with("not_after", "tomorrow"));
  EXPECT_FALSE(with("made", codec::Json::object()));
  EXPECT_FALSE(with("base", codec::parse_json(R"([["cpf/E1"]])").value()));
  EXPECT_FALSE(with("args", "none"));
}

}  // namespace
}  // namespace cpa::protocol
