#include "platform/client/career.h"

#include <utility>

namespace cpa {

Result<model::Life> life_of(const std::vector<store::StoredRow>& profile) {
  if (profile.empty()) return model::Life{};
  CPA_TRY_ASSIGN(const codec::Json body, codec::parse_json(profile.front().body));
  return model::life_of_profile(body);
}

Result<law::Career> career_of(store::Store& store, const std::vector<KeyedEntry>& entries) {
  law::Career career;
  CPA_TRY_ASSIGN(const auto profile, store.rows("profile"));
  CPA_TRY_ASSIGN(career.life, life_of(profile));
  CPA_TRY_ASSIGN(const auto situation, store.rows("situation"));
  for (const store::StoredRow& row : situation) {
    CPA_TRY_ASSIGN(const codec::Json body, codec::parse_json(row.body));
    auto facts = law::year_facts_from_json(body);
    if (facts) career.years.push_back(std::move(*facts));
  }
  career.entries.reserve(entries.size());
  for (const KeyedEntry& keyed : entries) career.entries.push_back(keyed.entry);
  return career;
}

}  // namespace cpa
