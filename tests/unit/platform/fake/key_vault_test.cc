#include "platform/fake/key_vault.h"

#include <gtest/gtest.h>

#include "core/crypto/sign.h"
#include "platform/fake/random.h"

namespace cpa::fake {
namespace {

struct MemoryKeyVaultTest : testing::Test {
  SeededRandom random{7};
  MemoryKeyVault vault{random};
};

TEST_F(MemoryKeyVaultTest, GivesBackWhatWasWritten) {
  ASSERT_TRUE(vault.write("a", SecretBytes(Bytes{1, 2})));
  const auto read = vault.read("a");
  ASSERT_TRUE(read);
  EXPECT_EQ(copy_of(read->view()), (Bytes{1, 2}));
}

TEST_F(MemoryKeyVaultTest, ErasedSecretIsNotFound) {
  ASSERT_TRUE(vault.write("a", SecretBytes(Bytes{1})));
  ASSERT_TRUE(vault.erase("a"));
  EXPECT_EQ(vault.read("a").error().code, ErrorCode::kNotFound);
}

TEST_F(MemoryKeyVaultTest, SignatureVerifiesUnderThePublicKey) {
  const auto key = vault.signing_key("device");
  ASSERT_TRUE(key);
  const auto signature = vault.sign("device", bytes_of("hello"));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(crypto::es256_verify(*key, bytes_of("hello"), *signature));
  EXPECT_FALSE(crypto::es256_verify(*key, bytes_of("hellO"), *signature));
}

TEST_F(MemoryKeyVaultTest, OneSeedGivesOneSignature) {
  SeededRandom same_seed{7};
  MemoryKeyVault other{same_seed};
  ASSERT_EQ(vault.signing_key("device").value(), other.signing_key("device").value());
  EXPECT_EQ(vault.sign("device", bytes_of("hello")).value(),
            other.sign("device", bytes_of("hello")).value());
}

TEST_F(MemoryKeyVaultTest, SigningKeyStaysTheSame) {
  EXPECT_EQ(vault.signing_key("device").value(), vault.signing_key("device").value());
}

TEST_F(MemoryKeyVaultTest, SigningNeedsAKeyMadeBefore) {
  EXPECT_EQ(vault.sign("device", bytes_of("x")).error().code, ErrorCode::kNotFound);
}

TEST_F(MemoryKeyVaultTest, BrokenVaultFailsUntilMended) {
  ASSERT_TRUE(vault.write("a", SecretBytes(Bytes{1})));
  vault.break_with(ErrorCode::kVaultKeyLost);
  EXPECT_EQ(vault.read("a").error().code, ErrorCode::kVaultKeyLost);
  vault.mend();
  EXPECT_TRUE(vault.read("a"));
}

}  // namespace
}  // namespace cpa::fake
