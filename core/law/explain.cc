#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/law/answer.h"
#include "core/law/sentence.h"
#include "core/law/simulate.h"
#include "core/law/wording.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

constexpr std::size_t kIndent = 3;
constexpr std::size_t kHashShown = 12;

/// One sentence in both languages.
struct Phrase {
  std::string_view french;
  std::string_view english;
  [[nodiscard]] std::string in(Language language) const {
    return std::string(language == Language::kFrench ? french : english);
  }
};

constexpr Phrase kColon{" : ", ": "};
constexpr Phrase kNoFigure{"pas de chiffre — ", "no figure — "};
constexpr Phrase kSetAside{"écarté : ", "set aside: "};
constexpr Phrase kLimits{"c'est lui qui limite votre crédit", "this is what limits your credit"};
constexpr Phrase kCapLimits{"Un plafond limite votre crédit", "A ceiling limits your credit"};
constexpr Phrase kLawAsOf{"Droit applicable au ", "Law as of "};
constexpr Phrase kRules{" · règles ", " · rules "};
constexpr Phrase kNumber{" n° ", " no. "};
constexpr Phrase kHash{" (empreinte ", " (hash "};
constexpr Phrase kEstimate{") · estimation, pas une décision", ") · an estimate, not a decision"};

struct MarkPhrase {
  std::string_view mark;
  Phrase phrase;
};
constexpr MarkPhrase kMarks[] = {
    {"interpretation",
     {"Attention : les textes ne tranchent pas ; c'est une lecture possible.",
      "Note: the texts do not settle this; it is one reading."}},
    {"disputed",
     {"Attention : ce point de droit est contesté.", "Note: this point of law is disputed."}},
    {"assumed",
     {"Hypothèse : une valeur par défaut prévue par un article a été prise.",
      "Assumed: a default that an article gives was taken."}},
    {"beyond known law",
     {"Droit non connu à cette date : supposé inchangé.",
      "Law not known at that date: assumed unchanged."}},
    {"unofficial law", {"Règles non officielles.", "Unofficial rules."}},
};

std::string pad(std::size_t depth) { return std::string(depth * kIndent, ' '); }

std::string why_rejected(std::string_view why, Language language) {
  constexpr Phrase kCondition{"condition non remplie", "condition not met"};
  constexpr Phrase kOverridden{"une règle particulière l'écarte", "a special rule displaces it"};
  return (why == "overridden" ? kOverridden : kCondition).in(language);
}

/// What an explanation is written from.
struct Subject {
  const LawPack& law;
  const Answer& answer;
  Language language;
  std::string not_entered;  ///< " : 86,69 € ne sont pas inscrits", "" when unknown
};

std::string rejected_line(const Subject& subject, const rules::TraceNode& step, std::size_t depth) {
  const bool french = subject.language == Language::kFrench;
  std::string names;
  for (const rules::TraceRejected& rule : step.rejected) {
    // A rule that people have no name for says nothing to them.
    const rules::RuleDeclaration* info = subject.law.pack->find_rule(step.var, rule.rule);
    const std::string& name = in_language(info->label, subject.language);
    if (rule.why == "date" || name.empty()) continue;
    names += names.empty() ? "" : ", ";
    names += french ? "« " + name + " »" : "\"" + name + "\"";
    names += ", " + cite(subject.law, info->ref, false, subject.language);
    names += " (" + why_rejected(rule.why, subject.language) + ")";
  }
  if (names.empty()) return "";
  return pad(depth) + kSetAside.in(subject.language) + names + "\n";
}

std::string rounded(const rules::TraceNode& step, Language language) {
  const std::size_t space = step.rounding.find(' ');
  if (space == std::string::npos) return "";
  const std::string how =
      show_rounding(step.rounding.substr(0, space), step.rounding.substr(space + 1), language);
  if (how.empty()) return "";
  return " = " + show_value(step.raw, "num", language) + ", " + how;
}

std::string reason(const Subject& subject, const rules::TraceNode& step) {
  if (step.var == subject.answer.limited_by) {
    return kLimits.in(subject.language) + subject.not_entered;
  }
  return step_reason(subject.law, subject.answer.steps, step, subject.language) +
         rounded(step, subject.language);
}

const rules::TraceNode* step_of(const rules::Trace& steps, std::string_view var) {
  for (const rules::TraceNode& step : steps) {
    if (step.var == var) return &step;
  }
  return nullptr;
}

void write_step(const Subject& subject, const rules::TraceNode& step, std::size_t depth,
                std::set<std::string>& seen, std::string& text) {
  if (!seen.insert(step.var).second) return;
  const std::string why = reason(subject, step);
  // A condition without a sentence of its own only helps others: its outcome is in theirs.
  const bool silent = why.empty() && step.unit == "bool";
  if (!silent) {
    text += pad(depth) + label_of(subject.law, step.var, subject.language) +
            kColon.in(subject.language) + show_value(step.value, step.unit, subject.language);
    if (!why.empty()) text += " — " + why;
    text += "  [" + cite(subject.law, step.ref, depth == 0, subject.language) + "]\n";
    text += rejected_line(subject, step, depth + 1);
  }
  for (const std::string& call : step.calls) {
    const rules::TraceNode* inner = step_of(subject.answer.steps, call);
    if (inner != nullptr) write_step(subject, *inner, depth + (silent ? 0 : 1), seen, text);
  }
}

/// What the ledger's ceiling keeps out: the same question to an account that holds nothing yet.
std::string not_entered(const LawPack& law, const Answer& limited, const codec::Json& facts,
                        model::Date on, Language language) {
  codec::Json without = facts;
  for (auto& [name, value] : *without.as_object()) {
    const rules::InputDeclaration* input = law.pack->find_input(name);
    if (input != nullptr && input->source == "ledger") value = codec::Json("0");
  }
  const Result<Answers> free = answer(law, {limited.name}, without, dates_on(on), language);
  if (!free || !free->items.front().value || !free->items.front().limited_by.empty()) return "";
  const std::optional<rules::Rational> full = rules::Rational::parse(*free->items.front().value);
  const std::optional<rules::Rational> cut = rules::Rational::parse(*limited.value);
  if (!full || !cut) return "";
  const std::optional<rules::Rational> lost = rules::subtract(*full, *cut);
  if (!lost || rules::compare(*lost, rules::Rational(0)) <= 0) return "";
  const std::string amount = show_value(lost->decimal_text().value_or(""), limited.unit, language);
  return language == Language::kFrench ? " : " + amount + " ne sont pas inscrits"
                                       : ": " + amount + " is not entered";
}

std::string missing_text(const Answer& answer, Language language) {
  std::string text = answer.label + kColon.in(language) + kNoFigure.in(language) +
                     (language == Language::kFrench ? "il manque :" : "missing:") + "\n";
  for (const auto& [name, label] : answer.missing) text += pad(1) + "- " + label + "\n";
  return text;
}

std::string closing_lines(const LawPack& law, const Answer& answer, Language language) {
  std::string text;
  for (const MarkPhrase& known : kMarks) {
    for (const std::string& mark : answer.marks) {
      if (mark == known.mark) text += pad(1) + known.phrase.in(language) + "\n";
    }
  }
  text += pad(1) + kLawAsOf.in(language) + show_date(answer.law_date, language) +
          kRules.in(language) + law.id + kNumber.in(language) + std::to_string(law.seq) +
          kHash.in(language) + law.sha256.substr(0, kHashShown) + kEstimate.in(language) + "\n";
  return text;
}

std::string answer_text(const Subject& subject) {
  const Answer& answer = subject.answer;
  std::string text;
  if (answer.steps.empty()) {
    text = missing_text(answer, subject.language);
  } else {
    std::set<std::string> seen;
    write_step(subject, answer.steps.back(), 0, seen, text);
    const bool limit_shown = answer.limited_by.empty() || seen.contains(answer.limited_by);
    if (!limit_shown && !subject.not_entered.empty()) {
      text += pad(1) + kCapLimits.in(subject.language) + subject.not_entered + "\n";
    }
  }
  return text + closing_lines(subject.law, answer, subject.language);
}

std::optional<rules::Rational> number_of(const std::string& text) {
  return rules::Rational::parse(text);
}

/// Whether a step adds to the figure, or limits it; what is above an uncut figure did neither.
bool decides(const Answer& answer, const rules::TraceNode& step) {
  if (step.var == answer.limited_by) return true;
  const auto value = number_of(step.value);
  const auto figure = number_of(*answer.value);
  if (!value || !figure || step.unit != answer.unit) return false;
  if (rules::compare(*value, rules::Rational(0)) <= 0) return false;
  return !answer.limited_by.empty() || rules::compare(*value, *figure) <= 0;
}

void write_decisive(const Subject& subject, const rules::TraceNode& step, std::string& text) {
  for (const std::string& call : step.calls) {
    const rules::TraceNode* inner = step_of(subject.answer.steps, call);
    if (inner == nullptr || !decides(subject.answer, *inner)) continue;
    const std::string why = reason(subject, *inner);
    if (why.empty()) {
      write_decisive(subject, *inner, text);
      continue;
    }
    text += pad(2) + why + "  [" + cite(subject.law, inner->ref, false, subject.language) + "]\n";
  }
}

/// What several answers have in common at the foot: each mark once, the law once.
Answer foot_of(const Answers& answers) {
  Answer foot;
  foot.law_date = answers.items.front().law_date;
  std::set<std::string> marks;
  for (const Answer& item : answers.items) marks.insert(item.marks.begin(), item.marks.end());
  foot.marks.assign(marks.begin(), marks.end());
  return foot;
}

/// The results first, a line each; then why, no step twice; then what is still to be told.
std::string simulation_text(const LawPack& law, const Question& question, const Answers& answers,
                            Language language) {
  const bool french = language == Language::kFrench;
  std::string results;
  std::string reasons;
  std::string questions;
  std::set<std::string> seen;
  std::set<std::string> asked;
  for (const Answer& item : answers.items) {
    const std::string value = item.value ? show_value(*item.value, item.unit, language) : "?";
    const auto settled = std::find(item.marks.begin(), item.marks.end(), "interpretation");
    results += pad(1) + item.label + kColon.in(language) + value;
    if (settled != item.marks.end()) results += french ? " (non tranché)" : " (not settled)";
    results += "\n";
    const Subject subject{law, item, language, ""};
    if (!item.steps.empty()) write_step(subject, item.steps.back(), 1, seen, reasons);
    for (const auto& [input, label] : item.missing) {
      if (asked.insert(input).second) questions += pad(1) + "- " + label + "\n";
    }
  }
  std::string text = question.label + "\n" + results;
  if (!questions.empty()) text += (french ? "Il manque :\n" : "Missing:\n") + questions;
  if (!reasons.empty()) text += (french ? "Pourquoi :\n" : "Why:\n") + reasons;
  return text + closing_lines(law, foot_of(answers), language);
}

}  // namespace

Result<std::string> decisive_reasons(const LawPack& law, const std::string& name,
                                     const codec::Json& facts, model::Date on, Language language) {
  CPA_TRY_ASSIGN(const Answers answers, answer(law, {name}, facts, dates_on(on), language));
  const Answer& item = answers.items.front();
  std::string text;
  if (!item.value || item.steps.empty()) return text;
  Subject subject{law, item, language, ""};
  if (!item.limited_by.empty()) subject.not_entered = not_entered(law, item, facts, on, language);
  write_decisive(subject, item.steps.back(), text);
  if (text.empty()) {
    const rules::TraceNode& top = item.steps.back();
    text = pad(2) + reason(subject, top) + "  [" + cite(law, top.ref, false, language) + "]\n";
  }
  for (const MarkPhrase& known : kMarks) {
    const bool marked =
        std::find(item.marks.begin(), item.marks.end(), known.mark) != item.marks.end();
    if (marked && known.mark != "assumed") text += pad(2) + known.phrase.in(language) + "\n";
  }
  return text;
}

Result<std::string> explain_text(const LawPack& law, std::string_view name,
                                 const codec::Json& facts, model::Date on, Language language) {
  const Question question = question_of(law, name, language);
  CPA_TRY_ASSIGN(const Answers answers, answer(law, question.vars, facts, dates_on(on), language));
  if (!question.label.empty()) return simulation_text(law, question, answers, language);
  std::string text;
  for (const Answer& item : answers.items) {
    Subject subject{law, item, language, ""};
    if (item.value && !item.limited_by.empty()) {
      subject.not_entered = not_entered(law, item, facts, on, language);
    }
    text += (text.empty() ? "" : "\n") + answer_text(subject);
  }
  return text;
}

}  // namespace cpa::law
