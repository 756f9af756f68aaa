#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/date.h"
#include "core/model/ledger.h"
#include "core/store/store.h"

namespace cpa {

/// The one item of the overlay: pending effects of the commands that rows do not cover.
inline constexpr std::string_view kPendingItem = "pending";

/// A certified ledger row with its key, "cpf/E3".
struct KeyedEntry {
  std::string key;
  model::Entry entry;
};

/// Certified entries of the three sub-accounts up to `on`, in the order of their law dates.
Result<std::vector<KeyedEntry>> entries_on(store::Store& store, model::Date on);

/// Folds undecided commands over certified rows with the law of this device: the overlay.
/// `law` is asked for when there is a command to fold, `today` at each rebuild.
store::OverlayBuilder overlay_builder(std::function<Result<law::LawPack>()> law,
                                      std::function<model::Date()> today);

/// The rights document of `Client::rights`. `pending` is the overlay's array, or empty for a past
/// date.
Result<codec::Json> rights_document(const std::vector<KeyedEntry>& entries,
                                    const codec::Json& pending);

}  // namespace cpa
