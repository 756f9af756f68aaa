#include "tests/unit/tools/server/ingest/dsn_text.h"

namespace cpa::server {

DsnText::DsnText() {
  line("S10.G00.00.001", "PAIE LIBRE").line("S10.G00.00.003", "4.2").line("S10.G00.00.005", "02");
  line("S10.G00.00.006", "P25V01").line("S10.G00.01.001", "732829320");
  line("S10.G00.01.002", "00074").line("S10.G00.01.003", "SOCI\xC9T\xC9 D'ESSAI");
}

DsnText& DsnText::line(std::string_view rubric, std::string_view value) {
  text_.append(rubric).append(",'").append(value).append("'\r\n");
  ++lines_;
  return *this;
}

DsnText& DsnText::declaration(std::string_view type, std::string_view month) {
  ++declarations_;
  line("S20.G00.05.001", "01").line("S20.G00.05.002", type).line("S20.G00.05.003", "11");
  line("S20.G00.05.004", "1").line("S20.G00.05.005", "01" + std::string(month));
  return line("S21.G00.06.001", "732829320").line("S21.G00.11.001", "00074");
}

DsnText& DsnText::person(std::string_view nir, std::string_view birth) {
  line("S21.G00.30.001", nir).line("S21.G00.30.002", "LEF\xC8VRE");
  return line("S21.G00.30.004", "Zo\xE9").line("S21.G00.30.006", birth);
}

DsnText& DsnText::contract(std::string_view start, std::string_view number) {
  line("S21.G00.40.001", start).line("S21.G00.40.009", number);
  line("S21.G00.40.011", "10").line("S21.G00.40.012", "151.67");
  return line("S21.G00.40.013", "151.67");
}

DsnText& DsnText::hours(std::string_view quantity) {
  line("S21.G00.53.001", "01").line("S21.G00.53.002", quantity);
  return line("S21.G00.53.003", "10");
}

DsnText& DsnText::exposure(std::string_view factor, std::string_view contract,
                           std::string_view year) {
  line("S21.G00.34.001", factor).line("S21.G00.34.002", contract);
  return line("S21.G00.34.003", year);
}

DsnText& DsnText::ends(std::string_view day) { return line("S21.G00.62.001", day); }

std::string DsnText::text() const { return text_with_totals(lines_ + 2, declarations_); }

std::string DsnText::text_with_totals(int lines, int declarations) const {
  return text_ + "S90.G00.90.001,'" + std::to_string(lines) + "'\r\nS90.G00.90.002,'" +
         std::to_string(declarations) + "'\r\n";
}

}  // namespace cpa::server
