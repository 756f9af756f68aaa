#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string_view>

namespace cpa {

/// How serious a line is. `kError` means a bug of ours.
enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };
/// Which part of the core speaks.
enum class LogArea : std::uint8_t { kStore, kLaw, kSync, kAuth, kHttp, kClient, kServer };

/// One counter or code of a log line. Numbers only: what a person wrote cannot get in.
struct LogField {
  std::string_view name;
  std::int64_t value;
};

/// Receives each line; called on the thread that logs. `message` is a constant of the code.
using LogSink = std::function<void(LogLevel, LogArea, std::string_view message,
                                   std::initializer_list<LogField>)>;

/// Hands log lines to the host's sink. Values only, so that nothing personal can be written.
class Log {
 public:
  Log() = default;
  explicit Log(LogSink sink) : sink_(std::move(sink)) {}
  void write(LogLevel level, LogArea area, std::string_view message,
             std::initializer_list<LogField> fields = {}) const {
    if (sink_) sink_(level, area, message, fields);
  }

 private:
  LogSink sink_;
};

}  // namespace cpa
