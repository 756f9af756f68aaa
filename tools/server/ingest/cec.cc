#include "tools/server/ingest/cec.h"

#include <array>

#include "core/codec/json.h"
#include "tools/server/ingest/json_lines.h"

namespace cpa::server {
namespace {

constexpr std::size_t kBodyLengthMax = 40;

struct KindName {
  CecKind kind;
  std::string_view name;
  const char* quantity;
  std::int64_t amount_max;
  int year_min{2017};
};
constexpr std::array kKinds{
    KindName{CecKind::kVolunteering, "volunteering", "hours", 8784},
    KindName{CecKind::kCivicService, "civic_service", "months", 24},
    KindName{CecKind::kApprenticeMentor, "apprentice_mentor", "months", 24},
    KindName{CecKind::kMilitaryReserve, "military_reserve", "days", 366},
    KindName{CecKind::kHealthReserve, "health_reserve", "days", 366},
    KindName{CecKind::kDefenseReserve, "defense_reserve", "reached", 1},
    KindName{CecKind::kCommunalReserve, "communal_reserve", "reached", 1},
    KindName{CecKind::kEducationReserve, "education_reserve", "reached", 1},
    KindName{CecKind::kFirefighter, "firefighter", "reached", 1},
    KindName{CecKind::kPoliceReserve, "police_reserve", "reached", 1},
    KindName{CecKind::kPoliceCitizenReserve, "police_citizen_reserve", "reached", 1},
    KindName{CecKind::kReinsertionReserve, "reinsertion_reserve", "reached", 1, 2024},
    KindName{CecKind::kCivicReserve, "civic_reserve", "reached", 1}};

Result<CecRecord> read_record(const codec::Json& json) {
  codec::JsonReader reader(json);
  const std::string kind = reader.require_string("kind");
  auto nir = Nir::parse(reader.require_string("nir"));
  const KindName* known = nullptr;
  for (const auto& candidate : kKinds) {
    if (candidate.name == kind) known = &candidate;
  }
  if (known == nullptr) return Error{ErrorCode::kMalformed, "$.kind: unknown", 0};
  if (!nir) return std::move(nir).error();
  CecRecord record{
      .kind = known->kind, .nir = *nir, .body = {}, .declared = {}, .attested = {}, .birth = {}};
  const auto year = reader.require_integer("year");
  if (year < known->year_min || year > 2100) reader.fail("year", "outside its range");
  record.year = static_cast<int>(year);
  const bool volunteering = record.kind == CecKind::kVolunteering;
  record.body = reader.require_string(volunteering ? "association" : "body");
  if (record.body.empty() || record.body.size() > kBodyLengthMax) {
    reader.fail(volunteering ? "association" : "body", "1 to 40 characters");
  }
  record.amount = reader.require_integer(known->quantity);
  if (record.amount < 0 || record.amount > known->amount_max) {
    reader.fail(known->quantity, "outside its range");
  }
  record.birth = read_date(reader, "birth");
  if (volunteering) {
    record.years = reader.require_integer("years");
    if (record.years < 0 || record.years > 1000) reader.fail("years", "outside its range");
    record.declared = read_date(reader, "declared");
    record.attested = read_date(reader, "attested");
  }
  CPA_TRY(reader.finish());
  return record;
}

}  // namespace

std::string_view cec_kind_name(CecKind kind) noexcept {
  for (const auto& known : kKinds) {
    if (known.kind == kind) return known.name;
  }
  return "invalid";
}

Result<std::vector<CecRecord>> parse_cec(std::string_view file) {
  return read_lines<CecRecord>(file, read_record);
}

}  // namespace cpa::server
