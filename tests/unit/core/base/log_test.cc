#include "core/base/log.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa {
namespace {

TEST(LogTest, HandsEachLineToTheSink) {
  std::string seen;
  const Log log([&](LogLevel level, LogArea area, std::string_view message,
                    std::initializer_list<LogField> fields) {
    EXPECT_EQ(level, LogLevel::kWarning);
    EXPECT_EQ(area, LogArea::kSync);
    seen.append(message);
    for (const LogField& field : fields) {
      seen.append(" ").append(field.name).append("=").append(std::to_string(field.value));
    }
  });
  log.write(LogLevel::kWarning, LogArea::kSync, "push rejected", {{"http", 503}, {"attempt", 2}});
  EXPECT_EQ(seen, "push rejected http=503 attempt=2");
}

TEST(LogTest, WithoutASinkNothingHappens) {
  const Log log;
  log.write(LogLevel::kError, LogArea::kStore, "unheard");
}

}  // namespace
}  // namespace cpa
