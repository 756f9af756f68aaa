#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/model/date.h"

namespace cpa::server {

/// A date member, absent or null when it is not known.
std::optional<model::Date> read_date(codec::JsonReader& reader, const char* key);

/// Cuts the next line off `file`, without its end.
std::string_view take_line(std::string_view& file);

/// Reads each line of `file` with `read(Json) → Result<Record>`; all or nothing.
/// Errors: kMalformed, kLimitExceeded; `detail` and the message hold the line.
template <typename Record, typename Read>
Result<std::vector<Record>> read_lines(std::string_view file, Read read) {
  constexpr std::size_t kFileBytesMax = 64U << 20U;
  if (file.size() > kFileBytesMax) {
    return Error{ErrorCode::kLimitExceeded, "a file above 64 MB", 0};
  }
  std::vector<Record> records;
  std::int64_t number = 0;
  while (!file.empty()) {
    ++number;
    const auto in_line = [number](const std::string& problem) {
      return "line " + std::to_string(number) + ": " + problem;
    };
    const auto json = codec::parse_json(take_line(file), {.bytes_max = 16U << 10U, .depth_max = 2});
    if (!json) return Error{json.error().code, in_line("not strict JSON"), number};
    Result<Record> record = read(*json);
    if (!record) return Error{record.error().code, in_line(record.error().message), number};
    records.push_back(std::move(*record));
  }
  if (records.empty()) return Error{ErrorCode::kMalformed, "line 1: empty file", 1};
  return records;
}

}  // namespace cpa::server
