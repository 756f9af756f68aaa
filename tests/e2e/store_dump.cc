// Prints every row of a home's store, or copies it in clear text: for tests that look inside.
// Usage: store_dump HOME [--plain FILE]

#include <cstdio>
#include <string_view>

#include "core/store/store.h"
#include "platform/posix/disk.h"
#include "platform/posix/key_vault.h"
#include "platform/posix/random.h"

int main(int argc, char** argv) {
  if (argc != 2 && !(argc == 4 && std::string_view(argv[2]) == "--plain")) return 2;
  const std::filesystem::path home = argv[1];
  cpa::posix::SystemDisk disk;
  cpa::posix::FileKeyVault vault(home / "vault");
  cpa::posix::SystemRandom random;
  // An attached database is as writable as its connection: the copy needs the right to write.
  const auto access = argc == 4 ? cpa::store::Access::kReadWrite : cpa::store::Access::kReadOnly;
  auto store = cpa::store::Store::open({home, disk, vault, random, access});
  if (!store) {
    std::fprintf(stderr, "store_dump: %s\n", store.error().message.c_str());
    return 1;
  }
  if (argc == 4) {
    const cpa::Status copied = (*store)->export_plain(argv[3]);
    if (!copied) std::fprintf(stderr, "store_dump: %s\n", copied.error().message.c_str());
    return copied ? 0 : 1;
  }
  const auto text = (*store)->dump();
  if (!text) return 1;
  std::fwrite(text->data(), 1, text->size(), stdout);
  return 0;
}
