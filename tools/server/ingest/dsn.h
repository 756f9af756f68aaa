#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "tools/server/ingest/nir.h"

namespace cpa::server {

/// What a declaration does to an earlier one of the same employer, month and fraction
/// (S20.G00.05.002).
enum class DsnType : std::uint8_t { kNormal, kReplace, kCancel };

/// How working time is measured (S21.G00.40.011, S21.G00.53.003).
enum class DsnUnit : std::uint8_t { kHours, kDays, kOther };

/// An employment contract as one monthly declaration tells it. Quantities in hundredths.
struct DsnContract {
  model::Date start;                              ///< 40.001
  std::string number;                             ///< 40.009
  DsnUnit unit{DsnUnit::kHours};                  ///< 40.011
  std::optional<std::int64_t> company_reference;  ///< 40.012
  std::optional<std::int64_t> contract_quota;     ///< 40.013
  bool oeth{false};                               ///< 40.072: a status other than 99 is declared
  std::optional<model::Date> end;                 ///< 62.001
  std::int64_t hours{0};                          ///< 53: paid work of the month, in hours
  std::int64_t days{0};                           ///< 53: paid work of the month, in days
};

/// Exposure to one risk factor under one contract in one year (S21.G00.34).
struct DsnExposure {
  std::string factor;    ///< 34.001
  std::string contract;  ///< 34.002
  int year{0};           ///< 34.003
};

/// One person of a declaration (S21.G00.30).
struct DsnPerson {
  Nir nir;
  std::string family_name;
  std::string given_names;
  model::Date birth;
  std::vector<DsnContract> contracts;
  std::vector<DsnExposure> exposures;
};

/// One monthly declaration of one establishment (S20).
struct DsnDeclaration {
  DsnType type{DsnType::kNormal};
  std::string employer;  ///< SIREN and NIC
  model::Date month;     ///< first day of the month declared
  std::string fraction;  ///< 05.003
  std::vector<DsnPerson> persons;
};

/// A whole DSN file.
struct DsnFile {
  std::vector<DsnDeclaration> declarations;
  std::int64_t lines{0};
  /// Lines that were read and not used, by block, or by rubric inside a block that is used.
  std::map<std::string, std::int64_t> unused;
};

/// Reads a DSN file; all or nothing.
/// Errors: kMalformed, kUnsupported, kLimitExceeded; `detail` and the message hold the line.
Result<DsnFile> parse_dsn(std::string_view file);

}  // namespace cpa::server
