// What is particular to the vault of files.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>
#include <vector>

#include "platform/posix/key_vault.h"
#include "tests/contract/tls_server.h"

namespace cpa::contract {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

class FileKeyVaultTest : public testing::Test {
 protected:
  void spoil(const fs::path& file, std::string_view content) const {
    std::ofstream(folder() / file, std::ios::binary) << content;
  }
  [[nodiscard]] fs::path folder() const { return parent_.path() / "home" / "vault"; }

  TestFolder parent_;
  posix::FileKeyVault vault_{folder()};
};

TEST_F(FileKeyVaultTest, LetsOnlyItsOwnerIn) {
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes{1})));
  ASSERT_TRUE(vault_.signing_key("device"));
  EXPECT_EQ(mode_of(folder()), 0700U);
  EXPECT_EQ(mode_of(folder() / "store-key.secret"), 0600U);
  EXPECT_EQ(mode_of(folder() / "device.key"), 0600U);
}

TEST_F(FileKeyVaultTest, MakesAFolderThatWasOpenPrivate) {
  fs::create_directories(folder());
  fs::permissions(folder(), fs::perms::all);
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes{1})));
  EXPECT_EQ(mode_of(folder()), 0700U);
}

TEST_F(FileKeyVaultTest, LeavesNoDraftBehind) {
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes{1})));
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes{2})));
  ASSERT_TRUE(vault_.signing_key("device"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder()), fs::directory_iterator{}), 2);
}

TEST_F(FileKeyVaultTest, ReadingMakesNothing) {
  EXPECT_EQ(vault_.read("absent").error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(fs::exists(folder()));
}

TEST_F(FileKeyVaultTest, AKeyFileWithoutAKeyIsALostKeyAndIsNotReplaced) {
  ASSERT_TRUE(vault_.signing_key("device"));
  for (const std::string& content : {std::string(), std::string("short"), std::string(32, '\0')}) {
    spoil("device.key", content);
    EXPECT_EQ(vault_.signing_key("device").error().code, ErrorCode::kVaultKeyLost);
    EXPECT_EQ(vault_.sign("device", {}).error().code, ErrorCode::kVaultKeyLost);
    EXPECT_EQ(fs::file_size(folder() / "device.key"), content.size());
  }
}

TEST_F(FileKeyVaultTest, AFolderThatCannotBeMadeIsAnUnavailableVault) {
  std::ofstream(parent_.path() / "home") << "a file in the way";
  const Status status = vault_.write("store-key", SecretBytes(Bytes{1}));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kVaultUnavailable);
  EXPECT_NE(status.error().detail, 0);
}

TEST_F(FileKeyVaultTest, FollowsNoSymbolicLink) {
  ASSERT_TRUE(vault_.write("store-key", SecretBytes(Bytes{1})));
  fs::create_symlink(folder() / "store-key.secret", folder() / "link.secret");
  EXPECT_EQ(vault_.read("link").error().code, ErrorCode::kVaultUnavailable);
}

TEST_F(FileKeyVaultTest, VaultsThatRaceForAKeyAgreeOnOne) {
  constexpr int kVaults = 8;
  std::vector<Bytes> keys(kVaults);
  std::vector<std::thread> threads;
  for (Bytes& key : keys) {
    threads.emplace_back([&key, folder = folder()] {
      posix::FileKeyVault vault(folder);
      key = *vault.signing_key("device");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Bytes& key : keys) EXPECT_EQ(key, keys.front());
}

}  // namespace
}  // namespace cpa::contract
