#include "tools/server/ingest/life.h"

#include <array>
#include <string>

#include "core/codec/json.h"
#include "tools/server/ingest/json_lines.h"

namespace cpa::server {
namespace {

/// How a kind is dated: by one day, by a civil year, or from a day on.
enum class Dated : std::uint8_t { kDay, kYear, kPeriod };

struct KindName {
  LifeKind kind;
  std::string_view name;
  Dated dated;
};
constexpr std::array kKinds{
    KindName{LifeKind::kDeath, "death", Dated::kDay},
    KindName{LifeKind::kPension, "pension", Dated::kDay},
    KindName{LifeKind::kFullDuration, "full_duration", Dated::kDay},
    KindName{LifeKind::kEarlyPension, "early_pension", Dated::kDay},
    KindName{LifeKind::kLowQualification, "low_qualification", Dated::kPeriod},
    KindName{LifeKind::kSelfEmployed, "self_employed", Dated::kYear},
    KindName{LifeKind::kEsat, "esat", Dated::kYear},
    KindName{LifeKind::kAbroad, "abroad", Dated::kPeriod}};

void read_year(codec::JsonReader& reader, LifeRecord& record) {
  const std::int64_t year = reader.require_integer("year");
  if (year < 2015 || year > 2100) {
    reader.fail("year", "outside 2015 to 2100");
    return;
  }
  record.from = model::first_day_of_year(static_cast<int>(year));
  record.to = model::last_day_of_year(static_cast<int>(year));
}

model::Date require_date(codec::JsonReader& reader, const char* key) {
  const auto date = read_date(reader, key);
  if (!date) reader.fail(key, "missing");
  return date.value_or(model::Date{});
}

Result<LifeRecord> read_record(const codec::Json& json) {
  codec::JsonReader reader(json);
  const std::string kind = reader.require_string("kind");
  auto nir = Nir::parse(reader.require_string("nir"));
  const KindName* known = nullptr;
  for (const auto& candidate : kKinds) {
    if (candidate.name == kind) known = &candidate;
  }
  if (known == nullptr) return Error{ErrorCode::kMalformed, "$.kind: unknown", 0};
  if (!nir) return std::move(nir).error();
  LifeRecord record{.kind = known->kind, .nir = *nir, .from = {}};
  switch (known->dated) {
    case Dated::kDay:
      record.from = require_date(reader, "on");
      break;
    case Dated::kYear:
      read_year(reader, record);
      break;
    case Dated::kPeriod:
      record.from = require_date(reader, "from");
      record.to = read_date(reader, "to");
      if (record.to && *record.to < record.from) reader.fail("to", "before from");
      break;
  }
  if (record.kind == LifeKind::kSelfEmployed) {
    record.months = reader.require_integer("months");
    if (record.months < 0 || record.months > 12) reader.fail("months", "outside 0 to 12");
    record.contribution_paid = reader.require_bool("contribution_paid");
  }
  if (record.kind == LifeKind::kAbroad) record.french_law = reader.require_bool("french_law");
  record.withdrawn = reader.optional_bool("withdrawn").value_or(false);
  record.birth = read_date(reader, "birth");
  CPA_TRY(reader.finish());
  return record;
}

}  // namespace

std::string_view life_kind_name(LifeKind kind) noexcept {
  for (const auto& known : kKinds) {
    if (known.kind == kind) return known.name;
  }
  return "invalid";
}

bool is_single(LifeKind kind) noexcept {
  for (const auto& known : kKinds) {
    if (known.kind == kind) return known.dated == Dated::kDay;
  }
  return false;
}

Result<std::vector<LifeRecord>> parse_life(std::string_view file) {
  return read_lines<LifeRecord>(file, read_record);
}

}  // namespace cpa::server
