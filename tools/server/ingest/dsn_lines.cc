#include "tools/server/ingest/dsn_lines.h"

namespace cpa::server {
namespace {

constexpr std::size_t kFileBytesMax = 64U << 20U;
constexpr std::size_t kLineBytesMax = 1000;
constexpr std::size_t kBlockLength = 10;   // S21.G00.30
constexpr std::size_t kRubricLength = 14;  // S21.G00.30.001

Error line_error(std::int64_t number, std::string_view problem) {
  return Error{ErrorCode::kMalformed,
               "line " + std::to_string(number) + ": " + std::string(problem), number};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` starts like S21.G00.30.001 does.
bool is_rubric(std::string_view text) {
  constexpr std::string_view kForm = "S##.G##.##.###";
  if (text.size() < kForm.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == '#' ? !is_digit(text[i]) : text[i] != kForm[i]) return false;
  }
  return true;
}

/// ISO-8859-1 to UTF-8; control characters are refused.
bool append_latin1(std::string_view text, std::string& out) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || (byte >= 0x7F && byte < 0xA0)) return false;
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0U | (byte >> 6U)));
      out.push_back(static_cast<char>(0x80U | (byte & 0x3FU)));
    }
  }
  return true;
}

Result<DsnLine> read_line(std::string_view text, std::int64_t number) {
  if (text.size() > kLineBytesMax) return line_error(number, "too long");
  if (!is_rubric(text)) return line_error(number, "no rubric S##.G##.##.###");
  // An apostrophe inside the value is not doubled: the value ends at the last one.
  if (text.size() < kRubricLength + 3 || text.substr(kRubricLength, 2) != ",'" ||
      text.back() != '\'') {
    return line_error(number, "the value is not written ,'…'");
  }
  const auto value = text.substr(kRubricLength + 2, text.size() - kRubricLength - 3);
  if (value.empty()) return line_error(number, "empty value");
  DsnLine line{.number = number,
               .block = std::string(text.substr(0, kBlockLength)),
               .rubric = (text[11] - '0') * 100 + (text[12] - '0') * 10 + (text[13] - '0'),
               .value = {}};
  if (!append_latin1(value, line.value)) return line_error(number, "control character");
  return line;
}

}  // namespace

Result<std::vector<DsnLine>> split_dsn(std::string_view file) {
  if (file.size() > kFileBytesMax) {
    return Error{ErrorCode::kLimitExceeded, "DSN file above 64 MB", 0};
  }
  std::vector<DsnLine> lines;
  std::int64_t number = 0;
  while (!file.empty()) {
    ++number;
    const auto end = file.find('\n');
    auto text = file.substr(0, end);
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    CPA_TRY_ASSIGN(DsnLine line, read_line(text, number));
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return line_error(1, "empty file");
  return lines;
}

}  // namespace cpa::server
