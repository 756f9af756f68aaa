#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::server {

/// One line of a DSN message: `S21.G00.30.002,'DURAND'`.
struct DsnLine {
  std::int64_t number{0};  ///< 1 for the first line of the file
  std::string block;       ///< "S21.G00.30"
  int rubric{0};           ///< 2 for `.002`
  std::string value;       ///< in UTF-8
};

/// Cuts a DSN message (ISO-8859-1, LF or CR LF) into its lines.
/// Errors: kMalformed with the line number in `detail` and in the message, never the value;
/// kLimitExceeded.
Result<std::vector<DsnLine>> split_dsn(std::string_view file);

}  // namespace cpa::server
