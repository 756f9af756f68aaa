#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "tools/server/ingest/nir.h"

namespace cpa::server {

/// A category of civic engagement (D5151-14 I) that a body or an association reports.
enum class CecKind : std::uint8_t {
  kVolunteering,
  kCivicService,
  kApprenticeMentor,
  kMilitaryReserve,
  kHealthReserve,
  // Their bodies say whether the threshold of the year was reached.
  kDefenseReserve,
  kCommunalReserve,
  kEducationReserve,
  kFirefighter,
  kPoliceReserve,
  kPoliceCitizenReserve,
  kReinsertionReserve,  ///< since December 2024
  kCivicReserve
};
std::string_view cec_kind_name(CecKind kind) noexcept;  ///< "volunteering", "civic_service", …

/// One activity of one person in one civil year, as its body reports it.
struct CecRecord {
  CecKind kind{CecKind::kVolunteering};
  Nir nir;
  int year{0};
  std::string body;  ///< association (RNA number) or body; one record per (person, year, body)
  std::int64_t amount{0};               ///< hours, months or days, after the kind; 1: reached
  std::int64_t years{0};                ///< volunteering: age of the association in whole years
  std::optional<model::Date> declared;  ///< volunteering: day the holder declared (R5151-16)
  std::optional<model::Date> attested;  ///< volunteering: day an officer attested (R5151-17)
  std::optional<model::Date> birth;     ///< opens an account that does not exist yet
};

/// Reads JSON Lines of the form `cec.schema.json`; all or nothing.
/// Errors: kMalformed, kLimitExceeded; `detail` and the message hold the line.
Result<std::vector<CecRecord>> parse_cec(std::string_view file);

}  // namespace cpa::server
