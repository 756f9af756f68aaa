#pragma once

#include <string>
#include <string_view>

namespace cpa::server {

/// Builds the text of a DSN message line by line, and its S90 with the right totals.
class DsnText {
 public:
  DsnText();
  /// One line; `value` in ISO-8859-1.
  DsnText& line(std::string_view rubric, std::string_view value);
  /// S20.G00.05 of a month "012025", with company and establishment.
  DsnText& declaration(std::string_view type, std::string_view month);
  /// S21.G00.30 with a name and a birth date.
  DsnText& person(std::string_view nir, std::string_view birth = "15061990");
  /// S21.G00.40 in hours.
  DsnText& contract(std::string_view start, std::string_view number);
  /// S21.G00.53: paid work in hours.
  DsnText& hours(std::string_view quantity);
  DsnText& exposure(std::string_view factor, std::string_view contract, std::string_view year);
  DsnText& ends(std::string_view day);
  /// The message, closed.
  [[nodiscard]] std::string text() const;
  /// The message with other totals.
  [[nodiscard]] std::string text_with_totals(int lines, int declarations) const;

 private:
  std::string text_;
  int lines_{0};
  int declarations_{0};
};

}  // namespace cpa::server
