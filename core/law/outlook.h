#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/date.h"

namespace cpa::law {

/// Between which values a result lies whatever is missing; an end is "" where none is known.
struct OutlookBounds {
  std::string low;
  std::string high;
};

/// The nearest value of one fact beyond which another rule or condition decides.
struct OutlookThreshold {
  std::string input;
  std::string label;
  std::string unit;
  std::string at;      ///< "803.5"
  std::string change;  ///< "0.5", "-96.51": `at` less the fact given
  std::string value;   ///< the result there, "500.00"
  bool has_default{false};
};

/// What a simulation says beyond its value: where the result may lie, and what would change it.
struct Outlook {
  std::string unit;
  std::optional<std::string> value;
  std::optional<OutlookBounds> bounds;  ///< when something is missing
  std::vector<OutlookThreshold> thresholds;
};

/// Errors: as `simulate`.
Result<Outlook> outlook_of(const LawPack& law, std::string_view name, const codec::Json& facts,
                           model::Date on, Language language);

/// {"bounds": {"low", "high"} or null, "thresholds": [{"input", "label", "at", "change",
/// "value"}]}; an end that is not known is null.
codec::Json outlook_to_json(const Outlook& outlook);

/// The same as people read it, a line each; "" when there is nothing to say. Facts that a default
/// supplies are left out: they are rarely the holder's to change.
std::string outlook_text(const Outlook& outlook, Language language);

}  // namespace cpa::law
