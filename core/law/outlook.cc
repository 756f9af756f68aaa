#include "core/law/outlook.h"

#include <utility>

#include "core/law/answer.h"
#include "core/law/facts.h"
#include "core/law/sentence.h"
#include "core/law/wording.h"
#include "core/rules/bound_facts.h"
#include "core/rules/outlook.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

std::string text_of(const std::optional<rules::Rational>& number, const rules::Type& type) {
  if (!number) return "";
  const rules::Scalar scalar = rules::to_scalar(rules::Cell::known(*number), type);
  return value_with_cents(rules::value_text(scalar), type.text());
}

OutlookThreshold describe(const LawPack& law, const rules::Threshold& found,
                          const rules::Type& type, Language language) {
  const rules::InputDeclaration& input = law.pack->inputs()[found.input];
  OutlookThreshold threshold;
  threshold.input = input.name;
  threshold.label = in_language(input.label, language);
  threshold.unit = input.type.text();
  threshold.at = rules::value_text(rules::Quantity{found.at, input.type.unit});
  threshold.change = rules::value_text(rules::Quantity{found.change, input.type.unit});
  threshold.value = text_of(found.result.number, type);
  threshold.has_default = input.has_default;
  return threshold;
}

codec::Json or_null(const std::string& text) {
  return text.empty() ? codec::Json(nullptr) : codec::Json(text);
}

std::string bounds_text(const OutlookBounds& bounds, const std::string& unit, Language language) {
  const bool french = language == Language::kFrench;
  const auto shown = [&](const std::string& value) { return show_value(value, unit, language); };
  std::string text = french ? "   Selon vos réponses : " : "   Depending on your answers: ";
  if (bounds.low == bounds.high) {
    text += french ? "toujours " + shown(bounds.low) : "always " + shown(bounds.low);
  } else if (bounds.low.empty()) {
    text += (french ? "au plus " : "at most ") + shown(bounds.high);
  } else if (bounds.high.empty()) {
    text += (french ? "au moins " : "at least ") + shown(bounds.low);
  } else if (french) {
    text += "entre " + shown(bounds.low) + " et " + shown(bounds.high);
  } else {
    text += "between " + shown(bounds.low) + " and " + shown(bounds.high);
  }
  return text + "\n";
}

std::string threshold_text(const OutlookThreshold& threshold, const Outlook& outlook,
                           Language language) {
  const bool french = language == Language::kFrench;
  const bool less = threshold.change.starts_with('-');
  const std::string change =
      show_value(threshold.change.substr(less ? 1 : 0), threshold.unit, language);
  const std::string at = show_value(threshold.at, threshold.unit, language);
  const std::string value = show_value(threshold.value, outlook.unit, language);
  const std::string now = show_value(*outlook.value, outlook.unit, language);
  if (french) {
    return "   Seuil : avec " + change + (less ? " de moins" : " de plus") + " (" +
           threshold.label + " : " + at + "), " + value + " au lieu de " + now + "\n";
  }
  return "   Threshold: with " + change + (less ? " less" : " more") + " (" + threshold.label +
         ": " + at + "), " + value + " instead of " + now + "\n";
}

}  // namespace

Result<Outlook> outlook_of(const LawPack& law, std::string_view name, const codec::Json& facts,
                           model::Date on, Language language) {
  const rules::VarDeclaration* var = law.pack->find_var(name);
  if (var == nullptr) {
    return Error{ErrorCode::kNotFound, "the law has no variable " + std::string(name)};
  }
  const auto index = static_cast<std::uint32_t>(var - law.pack->vars().data());
  CPA_TRY_ASSIGN(const rules::Facts known, facts_from_json(*law.pack, facts));
  CPA_TRY_ASSIGN(const rules::BoundFacts bound, rules::BoundFacts::bind(*law.pack, known));
  const rules::EvalDates dates = dates_on(on);
  CPA_TRY_ASSIGN(const rules::Outcome outcome, rules::evaluate(*law.pack, index, dates, bound));
  Outlook outlook;
  outlook.unit = var->type.text();
  if (outcome.value) {
    outlook.value = value_with_cents(rules::value_text(*outcome.value), outlook.unit);
    for (const rules::Threshold& found : rules::thresholds_of(*law.pack, index, dates, bound)) {
      outlook.thresholds.push_back(describe(law, found, var->type, language));
    }
    return outlook;
  }
  const std::optional<rules::Range> range = rules::bounds_of(*law.pack, index, dates, bound);
  // "Either" of a truth says nothing.
  const bool telling = range && (range->low || range->high) &&
                       (var->type.kind != rules::Kind::kBool || range->is_point());
  if (telling) {
    outlook.bounds = OutlookBounds{text_of(range->low, var->type), text_of(range->high, var->type)};
  }
  return outlook;
}

codec::Json outlook_to_json(const Outlook& outlook) {
  codec::Json bounds(nullptr);
  if (outlook.bounds) {
    bounds = codec::Json::object(
        {{"low", or_null(outlook.bounds->low)}, {"high", or_null(outlook.bounds->high)}});
  }
  codec::Json thresholds = codec::Json::array();
  for (const OutlookThreshold& threshold : outlook.thresholds) {
    thresholds.push(codec::Json::object({{"input", threshold.input},
                                         {"label", threshold.label},
                                         {"at", threshold.at},
                                         {"change", threshold.change},
                                         {"value", threshold.value}}));
  }
  return codec::Json::object(
      {{"bounds", std::move(bounds)}, {"thresholds", std::move(thresholds)}});
}

std::string outlook_text(const Outlook& outlook, Language language) {
  std::string text;
  if (outlook.bounds) text += bounds_text(*outlook.bounds, outlook.unit, language);
  for (const OutlookThreshold& threshold : outlook.thresholds) {
    if (!threshold.has_default) text += threshold_text(threshold, outlook, language);
  }
  return text;
}

}  // namespace cpa::law
