#include "tools/server/ingest/dsn.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tools/server/ingest/dsn_lines.h"

namespace cpa::server {
namespace {

Error line_error(std::int64_t line, std::string_view problem,
                 ErrorCode code = ErrorCode::kMalformed) {
  return Error{code, "line " + std::to_string(line) + ": " + std::string(problem), line};
}

/// One occurrence of a block: its rubrics in the order of the file.
struct Block {
  std::string name;
  std::int64_t line{0};
  std::map<int, const DsnLine*> rubrics;

  [[nodiscard]] const DsnLine* find(int rubric) const {
    const auto found = rubrics.find(rubric);
    return found == rubrics.end() ? nullptr : found->second;
  }
  [[nodiscard]] Result<const DsnLine*> require(int rubric) const {
    if (const auto* found = find(rubric)) return found;
    return line_error(line, name + " without rubric " + std::to_string(rubric));
  }
};

/// A rubric number that does not rise starts the next occurrence of the same block.
std::vector<Block> blocks_of(const std::vector<DsnLine>& lines) {
  std::vector<Block> blocks;
  for (const auto& line : lines) {
    const bool next = blocks.empty() || blocks.back().name != line.block ||
                      blocks.back().rubrics.rbegin()->first >= line.rubric;
    if (next) blocks.push_back({.name = line.block, .line = line.number, .rubrics = {}});
    blocks.back().rubrics.emplace(line.rubric, &line);
  }
  return blocks;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// DDMMYYYY.
Result<model::Date> date_of(const DsnLine& line) {
  const auto& v = line.value;
  if (v.size() != 8 || !all_digits(v)) return line_error(line.number, "not a date DDMMYYYY");
  auto date = model::parse_date(v.substr(4) + "-" + v.substr(2, 2) + "-" + v.substr(0, 2));
  if (!date) return line_error(line.number, "no such day");
  return *date;
}

/// "151.67" in hundredths; a minus sign only where a correction is possible.
Result<std::int64_t> hundredths_of(const DsnLine& line, bool may_be_negative) {
  std::string_view text = line.value;
  const bool negative = may_be_negative && text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto dot = text.find('.');
  const auto whole = text.substr(0, dot);
  std::string decimals(dot == std::string_view::npos ? "00" : text.substr(dot + 1));
  if (decimals.size() == 1) decimals.push_back('0');
  if (!all_digits(whole) || whole.size() > 7 || !all_digits(decimals) || decimals.size() != 2) {
    return line_error(line.number, "not a quantity with at most two decimals");
  }
  std::int64_t value = 0;
  for (const char digit : std::string(whole) + decimals) value = value * 10 + (digit - '0');
  return negative ? -value : value;
}

/// 10 hours, 21 hours of an hours package; 12 days, 20 days of a days package.
DsnUnit unit_of(std::string_view code) {
  if (code == "10" || code == "21") return DsnUnit::kHours;
  if (code == "12" || code == "20") return DsnUnit::kDays;
  return DsnUnit::kOther;
}

/// Reads the blocks of a file one after the other, as the tree of the DSN norm nests them.
class DsnReader {
 public:
  explicit DsnReader(std::int64_t lines) { file_.lines = lines; }

  Status read(const Block& block) {
    struct Handler {
      std::string_view name;
      Status (DsnReader::*read)(const Block&);
    };
    static constexpr std::array kHandlers{Handler{"S20.G00.05", &DsnReader::declaration},
                                          Handler{"S21.G00.06", &DsnReader::company},
                                          Handler{"S21.G00.11", &DsnReader::establishment},
                                          Handler{"S21.G00.30", &DsnReader::person},
                                          Handler{"S21.G00.40", &DsnReader::contract},
                                          Handler{"S21.G00.62", &DsnReader::contract_end},
                                          Handler{"S21.G00.51", &DsnReader::pay},
                                          Handler{"S21.G00.53", &DsnReader::activity},
                                          Handler{"S21.G00.34", &DsnReader::exposure},
                                          Handler{"S90.G00.90", &DsnReader::totals}};
    if (closed_) return line_error(block.line, "lines after S90");
    for (const auto& handler : kHandlers) {
      if (handler.name == block.name) return (this->*handler.read)(block);
    }
    if (!block.name.starts_with("S10.") && !block.name.starts_with("S20.")) {
      file_.unused[block.name] += static_cast<std::int64_t>(block.rubrics.size());
    } else if (block.name == "S10.G00.01") {
      if (const auto* siren = block.find(1)) sender_ = siren->value;
      if (const auto* nic = block.find(2)) sender_ += nic->value;
    }
    return {};
  }

  Result<DsnFile> finish() {
    CPA_TRY(close_declaration());
    if (!closed_) return line_error(file_.lines, "S90 is missing: the file is cut");
    if (file_.declarations.empty()) return line_error(file_.lines, "no declaration (S20.G00.05)");
    return std::move(file_);
  }

 private:
  void count_unused(const Block& block, std::initializer_list<int> used) {
    for (const auto& [rubric, line] : block.rubrics) {
      if (std::find(used.begin(), used.end(), rubric) != used.end()) continue;
      const std::string number = std::to_string(rubric);
      ++file_.unused[block.name + "." + std::string(3 - number.size(), '0') + number];
    }
  }

  Result<DsnPerson*> current_person(const Block& block) {
    if (!declaration_open_ || file_.declarations.back().persons.empty()) {
      return line_error(block.line, block.name + " outside a person (S21.G00.30)");
    }
    return &file_.declarations.back().persons.back();
  }

  Result<DsnContract*> current_contract(const Block& block) {
    CPA_TRY_ASSIGN(DsnPerson * person, current_person(block));
    if (person->contracts.empty()) {
      return line_error(block.line, block.name + " outside a contract (S21.G00.40)");
    }
    if (pay_contract_.empty() || block.name != "S21.G00.53") return &person->contracts.back();
    for (auto& contract : person->contracts) {
      if (contract.number == pay_contract_) return &contract;
    }
    return line_error(block.line, "pay of a contract that the person does not have");
  }

  Status close_declaration() {
    if (!declaration_open_) return {};
    auto& declaration = file_.declarations.back();
    if (declaration.employer.empty()) declaration.employer = sender_;
    if (declaration.employer.empty()) {
      return line_error(declaration_line_, "no employer (S21.G00.06 or S10.G00.01)");
    }
    for (const auto& person : declaration.persons) {
      for (const auto& exposure : person.exposures) {
        const bool known = std::any_of(
            person.contracts.begin(), person.contracts.end(),
            [&exposure](const auto& contract) { return contract.number == exposure.contract; });
        if (!known) {
          return line_error(declaration_line_, "exposure under a contract that is not declared");
        }
      }
    }
    declaration_open_ = false;
    return {};
  }

  Status declaration(const Block& block) {
    CPA_TRY(close_declaration());
    CPA_TRY_ASSIGN(const DsnLine* type, block.require(2));
    CPA_TRY_ASSIGN(const DsnLine* month, block.require(5));
    DsnDeclaration declaration;
    if (type->value == "01" || type->value == "02") {
      declaration.type = DsnType::kNormal;
    } else if (type->value == "03" || type->value == "05") {
      declaration.type = DsnType::kReplace;
    } else if (type->value == "04") {
      declaration.type = DsnType::kCancel;
    } else {
      return line_error(type->number, "declaration type", ErrorCode::kUnsupported);
    }
    CPA_TRY_ASSIGN(declaration.month, date_of(*month));
    if (month->value.substr(0, 2) != "01") return line_error(month->number, "not a first of month");
    const auto* fraction = block.find(3);
    declaration.fraction = fraction == nullptr ? "11" : fraction->value;
    file_.declarations.push_back(std::move(declaration));
    declaration_open_ = true;
    declaration_line_ = block.line;
    return {};
  }

  Status company(const Block& block) {
    if (!declaration_open_) return line_error(block.line, "S21 before S20");
    CPA_TRY_ASSIGN(const DsnLine* siren, block.require(1));
    file_.declarations.back().employer = siren->value;
    count_unused(block, {1, 2});
    return {};
  }

  Status establishment(const Block& block) {
    if (!declaration_open_) return line_error(block.line, "S21 before S20");
    CPA_TRY_ASSIGN(const DsnLine* nic, block.require(1));
    file_.declarations.back().employer += nic->value;
    count_unused(block, {1});
    return {};
  }

  Status person(const Block& block) {
    if (!declaration_open_) return line_error(block.line, "S21 before S20");
    CPA_TRY_ASSIGN(const DsnLine* number, block.require(1));
    CPA_TRY_ASSIGN(const DsnLine* family, block.require(2));
    CPA_TRY_ASSIGN(const DsnLine* given, block.require(4));
    CPA_TRY_ASSIGN(const DsnLine* birth, block.require(6));
    auto nir = Nir::parse(number->value);
    if (!nir) return line_error(number->number, nir.error().message);
    CPA_TRY_ASSIGN(const model::Date birth_date, date_of(*birth));
    file_.declarations.back().persons.push_back({.nir = *nir,
                                                 .family_name = family->value,
                                                 .given_names = given->value,
                                                 .birth = birth_date,
                                                 .contracts = {},
                                                 .exposures = {}});
    pay_contract_.clear();
    count_unused(block, {1, 2, 4, 6});
    return {};
  }

  Status contract(const Block& block) {
    CPA_TRY_ASSIGN(DsnPerson * person, current_person(block));
    CPA_TRY_ASSIGN(const DsnLine* start, block.require(1));
    CPA_TRY_ASSIGN(const DsnLine* number, block.require(9));
    DsnContract contract;
    CPA_TRY_ASSIGN(contract.start, date_of(*start));
    contract.number = number->value;
    if (const auto* unit = block.find(11)) contract.unit = unit_of(unit->value);
    if (const auto* reference = block.find(12)) {
      CPA_TRY_ASSIGN(contract.company_reference, hundredths_of(*reference, false));
    }
    if (const auto* quota = block.find(13)) {
      CPA_TRY_ASSIGN(contract.contract_quota, hundredths_of(*quota, false));
    }
    if (const auto* status = block.find(72)) contract.oeth = status->value != "99";
    person->contracts.push_back(std::move(contract));
    pay_contract_.clear();
    count_unused(block, {1, 9, 11, 12, 13, 72});
    return {};
  }

  Status contract_end(const Block& block) {
    CPA_TRY_ASSIGN(DsnContract * contract, current_contract(block));
    CPA_TRY_ASSIGN(const DsnLine* end, block.require(1));
    CPA_TRY_ASSIGN(contract->end, date_of(*end));
    if (*contract->end < contract->start) return line_error(end->number, "ends before its start");
    count_unused(block, {1});
    return {};
  }

  /// Only 51.010 is used: it says which contract the activity below it belongs to.
  Status pay(const Block& block) {
    if (const auto* number = block.find(10)) pay_contract_ = number->value;
    count_unused(block, {10});
    return {};
  }

  Status activity(const Block& block) {
    CPA_TRY_ASSIGN(DsnContract * contract, current_contract(block));
    CPA_TRY_ASSIGN(const DsnLine* type, block.require(1));
    CPA_TRY_ASSIGN(const DsnLine* measure, block.require(2));
    CPA_TRY_ASSIGN(const std::int64_t amount, hundredths_of(*measure, true));
    const auto* unit = block.find(3);
    const auto measured = unit == nullptr ? contract->unit : unit_of(unit->value);
    // 01 is paid work; the other types are absences without pay.
    if (type->value != "01" || measured == DsnUnit::kOther) {
      count_unused(block, {});
      return {};
    }
    (measured == DsnUnit::kHours ? contract->hours : contract->days) += amount;
    count_unused(block, {1, 2, 3});
    return {};
  }

  Status exposure(const Block& block) {
    CPA_TRY_ASSIGN(DsnPerson * person, current_person(block));
    CPA_TRY_ASSIGN(const DsnLine* factor, block.require(1));
    CPA_TRY_ASSIGN(const DsnLine* contract, block.require(2));
    CPA_TRY_ASSIGN(const DsnLine* year, block.require(3));
    if (factor->value.size() != 2 || !all_digits(factor->value)) {
      return line_error(factor->number, "not a factor code");
    }
    if (year->value.size() != 4 || !all_digits(year->value)) {
      return line_error(year->number, "not a year");
    }
    person->exposures.push_back(
        {.factor = factor->value, .contract = contract->value, .year = std::stoi(year->value)});
    count_unused(block, {1, 2, 3});
    return {};
  }

  Status totals(const Block& block) {
    CPA_TRY(close_declaration());
    CPA_TRY_ASSIGN(const DsnLine* rubrics, block.require(1));
    CPA_TRY_ASSIGN(const DsnLine* declarations, block.require(2));
    if (rubrics->value != std::to_string(file_.lines)) {
      return line_error(rubrics->number, "S90 announces another number of lines");
    }
    if (declarations->value != std::to_string(file_.declarations.size())) {
      return line_error(declarations->number, "S90 announces another number of declarations");
    }
    closed_ = true;
    return {};
  }

  DsnFile file_;
  std::string sender_;
  std::string pay_contract_;
  std::int64_t declaration_line_{0};
  bool declaration_open_{false};
  bool closed_{false};
};

}  // namespace

Result<DsnFile> parse_dsn(std::string_view file) {
  CPA_TRY_ASSIGN(const std::vector<DsnLine> lines, split_dsn(file));
  DsnReader reader(static_cast<std::int64_t>(lines.size()));
  for (const auto& block : blocks_of(lines)) CPA_TRY(reader.read(block));
  return reader.finish();
}

}  // namespace cpa::server
