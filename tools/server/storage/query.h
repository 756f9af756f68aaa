#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/store/sql/database.h"

namespace cpa::server {

/// One row of a query, with the server's own forms: dates are ISO text.
class Columns {
 public:
  explicit Columns(const store::Row& row) : row_(row) {}
  [[nodiscard]] std::string text(int column) const { return std::string(row_.text(column)); }
  [[nodiscard]] std::int64_t integer(int column) const { return row_.integer(column); }
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const {
    if (row_.is_null(column)) return std::nullopt;
    return row_.integer(column);
  }
  /// None for NULL and for text that is no date.
  [[nodiscard]] std::optional<model::Date> date(int column) const {
    if (row_.is_null(column)) return std::nullopt;
    const auto date = model::parse_date(row_.text(column));
    if (!date) return std::nullopt;
    return *date;
  }

 private:
  const store::Row& row_;
};

namespace detail {

template <typename T>
const T& bindable(const T& value) {
  return value;
}
inline std::string bindable(const model::Date& date) { return model::format_date(date); }
inline std::optional<std::string> bindable(const std::optional<model::Date>& date) {
  if (!date) return std::nullopt;
  return model::format_date(*date);
}

}  // namespace detail

/// Runs a statement without a result.
template <typename... Values>
Status run(store::Database& database, std::string_view sql, const Values&... values) {
  return database.run(sql, detail::bindable(values)...);
}

/// Calls `each(const Columns&)` for every row.
template <typename Each, typename... Values>
Status query(store::Database& database, std::string_view sql, Each each, const Values&... values) {
  return database.query(
      sql, [&each](const store::Row& row) { each(Columns(row)); }, detail::bindable(values)...);
}

/// Runs `body` in one write transaction: all of it, or nothing when it returns an error.
template <typename Body>
Status in_transaction(store::Database& database, Body body) {
  CPA_TRY_ASSIGN(store::Transaction transaction, database.begin_immediate());
  CPA_TRY(body());
  return transaction.commit();
}

}  // namespace cpa::server
