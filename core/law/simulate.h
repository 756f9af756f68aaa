#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/model/date.h"

namespace cpa::law {

/// Answers one variable of the pack (or one hook: then `values`) for `facts` on a day:
/// event = posting = `on`, period = the civil year of `on`.
///
/// {"value","unit","missing":["hours"…],"missing_labels":{…},"bounds","thresholds","limited_by",
/// "articles","marks","why","trace":[…],"receipt":{…}}, with the bounds and thresholds of
/// `outlook_to_json`. When something is missing, `value` is null, `trace` is empty and no figure
/// but the bounds appears. `marks` holds "simulation" and, when they apply, "interpretation",
/// "disputed", "assumed", "beyond known law", "unofficial law". Errors: kNotFound (no such
/// variable), kInvalidArgument (facts), kLawMissing (date before the pack, or no rule for it),
/// kLawEvaluation.
Result<codec::Json> simulate(const LawPack& law, std::string_view name, const codec::Json& facts,
                             model::Date on, Language language = Language::kFrench);

/// What decided an answer, in a few indented lines: what adds up to it, the ceiling that cut it,
/// what is not settled. Shorter than `explain_text`, for lists. Errors: as `simulate`.
Result<std::string> decisive_reasons(const LawPack& law, const std::string& name,
                                     const codec::Json& facts, model::Date on, Language language);

/// The same answer as people read it: the figure, each step with its article, what limits it,
/// and the law it rests on.
Result<std::string> explain_text(const LawPack& law, std::string_view name,
                                 const codec::Json& facts, model::Date on, Language language);

}  // namespace cpa::law
