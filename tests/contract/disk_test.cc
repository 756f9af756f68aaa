// What every Disk does, real or not.
#include "core/ports/disk.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "core/store/sql/database.h"
#include "platform/fake/disk.h"
#include "platform/fake/random.h"
#include "platform/posix/disk.h"
#include "tests/contract/tls_server.h"
#include "tests/sim/disk/disk_vfs.h"

namespace cpa::contract {
namespace {

namespace fs = std::filesystem;

/// A disk, and a folder on it that is there.
class DiskPlace {
 public:
  virtual ~DiskPlace() = default;
  virtual ports::Disk& disk() = 0;
  [[nodiscard]] virtual fs::path folder() const = 0;
};

class SystemPlace final : public DiskPlace {
 public:
  ports::Disk& disk() override { return disk_; }
  [[nodiscard]] fs::path folder() const override { return folder_.path(); }

 private:
  TestFolder folder_;
  posix::SystemDisk disk_;
};

class FakePlace final : public DiskPlace {
 public:
  FakePlace() { EXPECT_TRUE(disk_.make_folder(folder())); }
  ports::Disk& disk() override { return disk_; }
  [[nodiscard]] fs::path folder() const override { return "/place"; }

 private:
  fake::SeededRandom random_{7};
  fake::FakeDisk disk_{random_};
  sim::DiskVfs vfs_{disk_};
};

struct DiskKind {
  const char* name;
  std::function<std::unique_ptr<DiskPlace>()> make;
};

void PrintTo(const DiskKind& kind, std::ostream* out) { *out << kind.name; }

class DiskContract : public testing::TestWithParam<DiskKind> {
 protected:
  ports::Disk& disk() { return place_->disk(); }
  [[nodiscard]] fs::path at(std::string_view name) const { return place_->folder() / name; }
  Status write(std::string_view name, std::string_view text) {
    return disk().write(at(name), bytes_of(text));
  }
  /// The content of a file, or the slug of the error.
  std::string read(std::string_view name) {
    const Result<Bytes> bytes = disk().read(at(name));
    return std::string(bytes ? text_of(*bytes) : error_slug(bytes.error().code));
  }
  std::string names(const fs::path& folder) {
    const auto list = disk().list(folder);
    if (!list) return std::string(error_slug(list.error().code));
    std::string text;
    for (const std::string& name : *list) text += name + " ";
    return text;
  }
  std::string names() { return names(place_->folder()); }
  static std::string code(const Status& status) {
    return status ? "done" : std::string(error_slug(status.error().code));
  }

  std::unique_ptr<DiskPlace> place_{GetParam().make()};
};

TEST_P(DiskContract, GivesBackWhatItWasGiven) {
  const std::string bytes("a\0b\xFF", 4);
  ASSERT_TRUE(write("file", bytes));
  EXPECT_EQ(read("file"), bytes);
  ASSERT_TRUE(write("empty", ""));
  EXPECT_EQ(read("empty"), "");
}

TEST_P(DiskContract, ReplacesTheWholeContent) {
  ASSERT_TRUE(write("file", "a long content"));
  ASSERT_TRUE(write("file", "short"));
  EXPECT_EQ(read("file"), "short");
  EXPECT_EQ(names(), "file ");
}

TEST_P(DiskContract, SaysWhatIsNotThere) {
  EXPECT_EQ(read("none"), "not_found");
  EXPECT_EQ(read("none/inside"), "not_found");
  EXPECT_EQ(names(at("none")), "not_found");
  EXPECT_FALSE(disk().exists(at("none")).value());
  EXPECT_FALSE(disk().exists(at("none/inside")).value());
  EXPECT_EQ(code(disk().rename(at("none"), at("other"))), "not_found");
}

TEST_P(DiskContract, AFileNeedsItsFolder) {
  EXPECT_EQ(code(write("none/file", "x")), "storage_io");
  EXPECT_EQ(disk().lock(at("none/lock")).error().code, ErrorCode::kStorageIo);
  ASSERT_TRUE(write("file", "x"));
  EXPECT_EQ(code(disk().rename(at("file"), at("none/file"))), "storage_io");
  EXPECT_EQ(read("file"), "x");
}

TEST_P(DiskContract, MakesAFolderAndThoseAboveIt) {
  ASSERT_TRUE(disk().make_folder(at("a/b/c")));
  ASSERT_TRUE(disk().make_folder(at("a/b/c/")));
  EXPECT_TRUE(write("a/b/c/file", "x"));
  EXPECT_EQ(names(at("a/b/c")), "file ");
  EXPECT_EQ(names(at("a/b")), "");
  EXPECT_TRUE(disk().exists(at("a/b")).value());
}

TEST_P(DiskContract, MakesNoFolderWhereAFileIs) {
  ASSERT_TRUE(write("file", "x"));
  EXPECT_EQ(code(disk().make_folder(at("file"))), "storage_io");
  EXPECT_EQ(code(disk().make_folder(at("file/below"))), "storage_io");
  EXPECT_EQ(read("file"), "x");
}

TEST_P(DiskContract, ListsTheFilesOfOneFolderInOrder) {
  for (const char* const name : {"b", "a", "c.txt"}) ASSERT_TRUE(write(name, "x"));
  ASSERT_TRUE(disk().make_folder(at("folder")));
  ASSERT_TRUE(write("folder/inside", "x"));
  EXPECT_EQ(names(), "a b c.txt ");
}

TEST_P(DiskContract, AFileTakesAnotherName) {
  ASSERT_TRUE(write("old", "x"));
  ASSERT_TRUE(disk().make_folder(at("aside")));
  ASSERT_TRUE(disk().rename(at("old"), at("new")));
  EXPECT_EQ(names(), "new ");
  ASSERT_TRUE(disk().rename(at("new"), at("aside/kept")));
  EXPECT_EQ(names(), "");
  EXPECT_EQ(read("aside/kept"), "x");
}

TEST_P(DiskContract, ARenameWritesNothingOver) {
  ASSERT_TRUE(write("one", "1"));
  ASSERT_TRUE(write("two", "2"));
  EXPECT_EQ(code(disk().rename(at("one"), at("two"))), "already_exists");
  EXPECT_EQ(read("one"), "1");
  EXPECT_EQ(read("two"), "2");
}

TEST_P(DiskContract, RemovesAFileAndIsDoneWithoutOne) {
  ASSERT_TRUE(write("file", "x"));
  ASSERT_TRUE(disk().remove(at("file")));
  EXPECT_EQ(names(), "");
  EXPECT_TRUE(disk().remove(at("file")));
  EXPECT_TRUE(disk().remove(at("none/file")));
}

TEST_P(DiskContract, AFolderIsNoFile) {
  ASSERT_TRUE(disk().make_folder(at("folder")));
  EXPECT_EQ(read("folder"), "storage_io");
  EXPECT_EQ(code(disk().remove(at("folder"))), "storage_io");
  EXPECT_EQ(code(write("folder", "x")), "storage_io");
  EXPECT_EQ(names(), "");
}

TEST_P(DiskContract, ALockIsHeldByOneAtATime) {
  auto first = disk().lock(at("lock"));
  ASSERT_TRUE(first);
  EXPECT_EQ(disk().lock(at("lock")).error().code, ErrorCode::kStorageBusy);
  EXPECT_TRUE(disk().lock(at("other")));
  first->reset();
  EXPECT_TRUE(disk().lock(at("lock")));
  EXPECT_EQ(names(), "lock other ");
}

TEST_P(DiskContract, ReadsNoFileThatIsTooLong) {
  ASSERT_TRUE(write("most", std::string(ports::kSmallFileMax, 'x')));
  EXPECT_EQ(read("most").size(), ports::kSmallFileMax);
  ASSERT_TRUE(write("more", std::string(ports::kSmallFileMax + 1, 'x')));
  EXPECT_EQ(read("more"), "limit_exceeded");
}

TEST_P(DiskContract, ItsVfsKeepsDatabasesOnIt) {
  const SecretBytes key(Bytes(32, 7));
  {
    auto writer =
        store::Database::open({.path = at("a.db"), .key = key, .vfs = disk().sqlite_vfs()});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE(writer->run_script("CREATE TABLE t(a); INSERT INTO t VALUES(4)"));
    auto reader = store::Database::open({.path = at("a.db"),
                                         .key = key,
                                         .access = store::Access::kReadOnly,
                                         .vfs = disk().sqlite_vfs()});
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ(reader->find_integer("SELECT a FROM t").value(), 4);
    EXPECT_TRUE(disk().exists(at("a.db-wal")).value());
  }
  EXPECT_EQ(names(), "a.db ");
  ASSERT_TRUE(disk().rename(at("a.db"), at("b.db")));
  auto renamed =
      store::Database::open({.path = at("b.db"), .key = key, .vfs = disk().sqlite_vfs()});
  ASSERT_TRUE(renamed) << renamed.error().message;
  EXPECT_EQ(renamed->find_integer("SELECT a FROM t").value(), 4);
}

INSTANTIATE_TEST_SUITE_P(
    Disks, DiskContract,
    testing::Values(DiskKind{"System", [] { return std::make_unique<SystemPlace>(); }},
                    DiskKind{"Fake", [] { return std::make_unique<FakePlace>(); }}),
    [](const testing::TestParamInfo<DiskKind>& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace cpa::contract
