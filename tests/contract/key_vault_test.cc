// What every KeyVault does, whatever holds its keys.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "core/crypto/sign.h"
#include "platform/fake/key_vault.h"
#include "platform/fake/random.h"
#include "platform/posix/key_vault.h"
#include "tests/contract/tls_server.h"

namespace cpa::contract {
namespace {

/// A vault and what it needs to live; `reopen` is what a restarted app sees.
class VaultHome {
 public:
  virtual ~VaultHome() = default;
  virtual ports::KeyVault& vault() = 0;
  virtual void reopen() = 0;
};

class FileVaultHome final : public VaultHome {
 public:
  ports::KeyVault& vault() override { return *vault_; }
  void reopen() override { vault_ = std::make_unique<posix::FileKeyVault>(folder_.path() / "v"); }

 private:
  TestFolder folder_;
  std::unique_ptr<posix::FileKeyVault> vault_{
      std::make_unique<posix::FileKeyVault>(folder_.path() / "v")};
};

class MemoryVaultHome final : public VaultHome {
 public:
  ports::KeyVault& vault() override { return vault_; }
  void reopen() override {}  // it outlives the app, as a device's vault does

 private:
  fake::SeededRandom random_{7};
  fake::MemoryKeyVault vault_{random_};
};

struct VaultKind {
  const char* name;
  std::function<std::unique_ptr<VaultHome>()> make;
};

void PrintTo(const VaultKind& kind, std::ostream* out) { *out << kind.name; }

class KeyVaultContract : public testing::TestWithParam<VaultKind> {
 protected:
  ports::KeyVault& vault() { return home_->vault(); }

  std::unique_ptr<VaultHome> home_{GetParam().make()};
};

SecretBytes secret(std::string_view text) { return SecretBytes(copy_of(bytes_of(text))); }

TEST_P(KeyVaultContract, GivesBackWhatItKeeps) {
  ASSERT_TRUE(vault().write("store-key", secret("one")));
  EXPECT_EQ(text_of(vault().read("store-key")->view()), "one");
}

TEST_P(KeyVaultContract, ReplacesAnEarlierSecret) {
  ASSERT_TRUE(vault().write("store-key", secret("a longer one")));
  ASSERT_TRUE(vault().write("store-key", secret("two")));
  EXPECT_EQ(text_of(vault().read("store-key")->view()), "two");
}

TEST_P(KeyVaultContract, KeepsNamesApart) {
  ASSERT_TRUE(vault().write("a", secret("1")));
  ASSERT_TRUE(vault().write("a-b", secret("2")));
  EXPECT_EQ(text_of(vault().read("a")->view()), "1");
  EXPECT_EQ(text_of(vault().read("a-b")->view()), "2");
}

TEST_P(KeyVaultContract, KeepsAnEmptySecret) {
  ASSERT_TRUE(vault().write("empty", SecretBytes()));
  EXPECT_EQ(vault().read("empty")->size(), 0U);
}

TEST_P(KeyVaultContract, SaysWhatItDoesNotHave) {
  EXPECT_EQ(vault().read("absent").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(vault().sign("absent", {}).error().code, ErrorCode::kNotFound);
}

TEST_P(KeyVaultContract, ErasesSecretsAndKeysAlike) {
  ASSERT_TRUE(vault().write("device", secret("one")));
  const Bytes before = *vault().signing_key("device");
  ASSERT_TRUE(vault().erase("device"));
  EXPECT_EQ(vault().read("device").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(vault().sign("device", {}).error().code, ErrorCode::kNotFound);
  EXPECT_NE(*vault().signing_key("device"), before);
}

TEST_P(KeyVaultContract, ErasingWhatIsAbsentIsDone) { EXPECT_TRUE(vault().erase("absent")); }

TEST_P(KeyVaultContract, MakesASigningKeyOnce) {
  const Bytes key = *vault().signing_key("device");
  EXPECT_EQ(key.size(), 64U);
  EXPECT_EQ(*vault().signing_key("device"), key);
  EXPECT_NE(*vault().signing_key("other"), key);
}

TEST_P(KeyVaultContract, SignsForItsPublicKey) {
  const Bytes key = *vault().signing_key("device");
  const Result<Bytes> signature = vault().sign("device", bytes_of("command"));
  ASSERT_TRUE(signature);
  EXPECT_TRUE(crypto::es256_verify(key, bytes_of("command"), *signature));
  EXPECT_FALSE(crypto::es256_verify(key, bytes_of("another"), *signature));
}

TEST_P(KeyVaultContract, SurvivesTheApp) {
  ASSERT_TRUE(vault().write("store-key", secret("one")));
  const Bytes key = *vault().signing_key("device");
  home_->reopen();
  EXPECT_EQ(text_of(vault().read("store-key")->view()), "one");
  EXPECT_EQ(*vault().signing_key("device"), key);
}

INSTANTIATE_TEST_SUITE_P(
    Vaults, KeyVaultContract,
    testing::Values(VaultKind{"File", [] { return std::make_unique<FileVaultHome>(); }},
                    VaultKind{"Memory", [] { return std::make_unique<MemoryVaultHome>(); }}),
    [](const testing::TestParamInfo<VaultKind>& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace cpa::contract
