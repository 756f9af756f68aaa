#include "core/law/receipt.h"

#include <gtest/gtest.h>

namespace cpa::law {
namespace {

Receipt a_receipt() {
  Receipt receipt;
  receipt.pack_id = "fr.cpa.core";
  receipt.seq = 8;
  receipt.pack_sha256 = "aa";
  receipt.engine = "cpa-rules/1";
  receipt.law_date = model::make_date(2025, 12, 31);
  receipt.inputs_sha256 = "bb";
  receipt.outputs = {{"cpf.credit", "100.00"}};
  receipt.trace_sha256 = "cc";
  return receipt;
}

TEST(ReceiptTest, SurvivesTheWayThroughJson) {
  const Result<Receipt> back = receipt_from_json(receipt_to_json(a_receipt()));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(*back, a_receipt());
}

TEST(ReceiptTest, RefusesUnknownKeysAndBrokenValues) {
  codec::Json unknown = receipt_to_json(a_receipt());
  unknown.set("more", 1);
  EXPECT_FALSE(receipt_from_json(unknown));
  codec::Json date = receipt_to_json(a_receipt());
  date.set("law_date", "2025-02-30");
  EXPECT_FALSE(receipt_from_json(date));
  codec::Json outputs = receipt_to_json(a_receipt());
  outputs.set("outputs", codec::Json::object({{"cpf.credit", 100}}));
  EXPECT_FALSE(receipt_from_json(outputs));
}

TEST(ReceiptTest, SeesADivergenceOnlyBetweenComparableResults) {
  Receipt other = a_receipt();
  EXPECT_FALSE(diverges(a_receipt(), other));
  other.trace_sha256 = "dd";
  EXPECT_FALSE(diverges(a_receipt(), other));
  other.outputs["cpf.credit"] = "100.01";
  EXPECT_TRUE(diverges(a_receipt(), other));
  other.inputs_sha256 = "ee";
  EXPECT_FALSE(diverges(a_receipt(), other));
}

}  // namespace
}  // namespace cpa::law
