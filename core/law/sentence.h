#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/law/packs.h"
#include "core/rules/evaluate.h"

namespace cpa::law {

/// Replaces {input}, {variable} and {@parameter} by their values in `steps`, written as people
/// read them. A name that took no part keeps its label.
std::string fill_sentence(const LawPack& law, const rules::Trace& steps, std::string_view sentence,
                          Language language);

/// The reason of a step's rule, filled; "" when the pack gives none.
std::string step_reason(const LawPack& law, const rules::Trace& steps, const rules::TraceNode& step,
                        Language language);

/// Either wording.
const std::string& in_language(const rules::Wording& wording, Language language);

/// "R6323-1#II" → "C. trav., art. R. 6323-1, II" or "Labour Code, art. R. 6323-1, II"; not `whole`:
/// without the code, as inner steps have it.
std::string cite(const LawPack& law, std::string_view ref, bool whole, Language language);

/// The name of a variable, input or parameter for people, or the name itself.
std::string label_of(const LawPack& law, std::string_view name, Language language);

/// Canonical text of a value, with two decimals when it is euros in whole cents.
std::string value_with_cents(std::string_view value, std::string_view unit);

}  // namespace cpa::law
