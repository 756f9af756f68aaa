#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/law/year_loop.h"
#include "core/model/life.h"
#include "core/store/store.h"
#include "platform/client/projection.h"

namespace cpa {

/// The holder's life as the profile row tells it; empty before there is one. Errors: kMalformed.
Result<model::Life> life_of(const std::vector<store::StoredRow>& profile);

/// What the certified rows say of the holder's career: the same rows from which the server runs the
/// years. `entries` are those of the store.
Result<law::Career> career_of(store::Store& store, const std::vector<KeyedEntry>& entries);

}  // namespace cpa
