#include "platform/posix/home_paths.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace cpa::posix {
namespace {

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::filesystem::path user_folder() {
  if (const std::string_view home = variable("HOME"); home.starts_with('/')) return home;
  std::array<char, 4096> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_dir;
  }
  return "/";
}

std::filesystem::path chosen_home() {
  if (const std::string_view home = variable("CPA_HOME"); !home.empty()) return home;
  // The XDG specification has relative paths ignored.
  if (const std::string_view data = variable("XDG_DATA_HOME"); data.starts_with('/')) {
    return std::filesystem::path(data) / "cpa";
  }
  return user_folder() / ".local" / "share" / "cpa";
}

}  // namespace

HomePaths::HomePaths() : home_(chosen_home()) {}

}  // namespace cpa::posix
