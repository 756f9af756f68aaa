#include "tools/server/ingest/cec.h"

#include <array>

#include "core/codec/json.h"

namespace cpa::server {
namespace {

constexpr std::size_t kFileBytesMax = 64U << 20U;
constexpr std::size_t kBodyLengthMax = 40;

struct KindName {
  CecKind kind;
  std::string_view name;
  const char* quantity;
  std::int64_t amount_max;
};
constexpr std::array kKinds{KindName{CecKind::kVolunteering, "volunteering", "hours", 8784},
                            KindName{CecKind::kCivicService, "civic_service", "months", 24},
                            KindName{CecKind::kApprenticeMentor, "apprentice_mentor", "months", 24},
                            KindName{CecKind::kMilitaryReserve, "military_reserve", "days", 366},
                            KindName{CecKind::kHealthReserve, "health_reserve", "days", 366}};

std::optional<model::Date> read_date(codec::JsonReader& reader, const char* key) {
  const auto text = reader.optional_string(key);
  if (!text) return std::nullopt;
  const auto date = model::parse_date(*text);
  if (date) return *date;
  reader.fail(key, "not a date");
  return std::nullopt;
}

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
  if (year < 2017 || year > 2100) reader.fail("year", "outside 2017 to 2100");
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
  if (file.size() > kFileBytesMax) {
    return Error{ErrorCode::kLimitExceeded, "activity file above 64 MB", 0};
  }
  std::vector<CecRecord> records;
  std::int64_t number = 0;
  while (!file.empty()) {
    ++number;
    const auto end = file.find('\n');
    auto line = file.substr(0, end);
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    auto json = codec::parse_json(line, {.bytes_max = 16U << 10U, .depth_max = 2});
    if (!json) {
      return Error{json.error().code, "line " + std::to_string(number) + ": not strict JSON",
                   number};
    }
    auto record = read_record(*json);
    if (!record) {
      return Error{record.error().code,
                   "line " + std::to_string(number) + ": " + record.error().message, number};
    }
    records.push_back(std::move(*record));
  }
  if (records.empty()) return Error{ErrorCode::kMalformed, "line 1: empty file", 1};
  return records;
}

}  // namespace cpa::server
