#include "core/model/life.h"

#include <string_view>

namespace cpa::model {
namespace {

struct Field {
  std::string_view name;
  std::optional<Date> Life::*date;
};
constexpr Field kFields[] = {{"birth", &Life::birth},
                             {"death", &Life::death},
                             {"pension", &Life::pension},
                             {"full_duration", &Life::full_duration},
                             {"early_pension", &Life::early_pension}};

}  // namespace

void add_life(codec::Json& profile, const Life& life) {
  for (const Field& field : kFields) {
    if (life.*field.date) profile.set(field.name, format_date(*(life.*field.date)));
  }
}

Result<Life> life_of_profile(const codec::Json& profile) {
  Life life;
  for (const Field& field : kFields) {
    const codec::Json* value = profile.find(field.name);
    if (value == nullptr) continue;
    if (value->as_string() == nullptr) return Error{ErrorCode::kMalformed, "profile: no date"};
    CPA_TRY_ASSIGN(life.*field.date, parse_date(*value->as_string()));
  }
  return life;
}

}  // namespace cpa::model
