#include "tools/server/ingest/json_lines.h"

namespace cpa::server {

std::optional<model::Date> read_date(codec::JsonReader& reader, const char* key) {
  const auto text = reader.optional_string(key);
  if (!text) return std::nullopt;
  const auto date = model::parse_date(*text);
  if (date) return *date;
  reader.fail(key, "not a date");
  return std::nullopt;
}

std::string_view take_line(std::string_view& file) {
  const auto end = file.find('\n');
  auto line = file.substr(0, end);
  file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace cpa::server
