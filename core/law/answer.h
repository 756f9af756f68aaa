#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/law/receipt.h"
#include "core/model/date.h"
#include "core/rules/evaluate.h"

namespace cpa::law {

/// Event = posting = `on`; period = the civil year of `on`.
rules::EvalDates dates_on(model::Date on);
/// Event = posting = the last day of `year`, which is the period.
rules::EvalDates dates_of_year(int year);

/// What a name asks for: one variable, those of a hook, or those of a simulation.
struct Question {
  std::vector<std::string> vars;
  std::string label;  ///< of a simulation, "" otherwise
  bool single{true};
};
Question question_of(const LawPack& law, std::string_view name, Language language);

/// One variable's answer in the law's own terms: what all hooks and shows are made from.
struct Answer {
  std::string name;
  std::string label;
  std::string unit;                  ///< "EUR", "point", "bool", …
  std::optional<std::string> value;  ///< "100.00", "4", "true"; none when something is missing
  std::vector<std::pair<std::string, std::string>> missing;  ///< name and label, in order
  std::vector<std::string> articles;                         ///< the deciding article first
  std::vector<std::string> marks;
  std::string limited_by;  ///< variable or parameter whose arm of min() won, "" when none
  std::string why;
  rules::Trace steps;  ///< outermost last; empty when something is missing
  model::Date law_date;
};

/// Several variables on the same facts and dates, with the one receipt they share.
struct Answers {
  std::vector<Answer> items;
  Receipt receipt;
};

/// Evaluates `names` in order. Errors: as `simulate`.
Result<Answers> answer(const LawPack& law, const std::vector<std::string>& names,
                       const codec::Json& facts, const rules::EvalDates& dates, Language language);

}  // namespace cpa::law
