#include "tools/server/decide/decider.h"

#include <utility>

#include "core/law/balances.h"
#include "core/law/conversion.h"
#include "core/law/deadline.h"
#include "core/law/training.h"
#include "core/model/command.h"
#include "tools/server/decide/account_book.h"
#include "tools/server/decide/situation.h"
#include "tools/server/storage/decisions.h"
#include "tools/server/storage/facts.h"

namespace cpa::server {
namespace {

using codec::Json;
using protocol::CommandPayload;
using protocol::CommandResult;
using protocol::Outcome;

CommandResult answer_to(const CommandPayload& command, Outcome outcome, std::string code,
                        std::vector<std::string> articles = {}) {
  CommandResult result;
  result.id = command.id;
  result.seq = command.seq;
  result.outcome = outcome;
  result.code = std::move(code);
  result.articles = std::move(articles);
  return result;
}

Json texts(const std::vector<std::string>& list) {
  Json array = Json::array();
  for (const auto& item : list) array.push(item);
  return array;
}

/// What an entry that a command wrote has of the command.
model::Entry entry_of(const CommandPayload& command, const Reception& reception,
                      const std::vector<std::string>& articles, const std::string& operation) {
  model::Entry entry;
  entry.law_date = reception.day;
  entry.cause = command.type;
  if (!articles.empty()) entry.article = articles.front();
  entry.operation = operation;
  return entry;
}

Status post(AccountBook& book, model::Entry entry, const law::BucketBalance& move) {
  entry.account = move.account;
  entry.bucket = move.bucket;
  entry.amount = move.amount;
  CPA_TRY(book.post(entry));
  return {};
}

}  // namespace

Result<CommandResult> Decider::decide(const CommandPayload& command, const Reception& reception) {
  const auto type = model::parse_command_type(command.type);
  if (!type) return answer_to(command, Outcome::kRejected, "unsupported");
  if (!model::check_command_args(*type, command.args)) {
    return answer_to(command, Outcome::kRejected, "malformed");
  }
  if (reception.now > command.not_after) {
    return answer_to(command, Outcome::kRejected, "expired");
  }
  CommandResult dependency = answer_to(command, Outcome::kApplied, "");
  CPA_TRY(check_dependency(command, dependency));
  if (dependency.outcome != Outcome::kApplied) return dependency;
  CPA_TRY_ASSIGN(Json rows, stale_rows(command));
  if (!rows.as_array()->empty()) {
    CommandResult stale = answer_to(command, Outcome::kRejected, "stale");
    stale.rows = std::move(rows);
    return stale;
  }
  switch (*type) {
    case model::CommandType::kTrainingRequest:
      return training_request(command, reception);
    case model::CommandType::kCecDeclare:
      return cec_declare(command, reception);
    case model::CommandType::kC2pUse:
      return c2p_use(command, reception);
  }
  return answer_to(command, Outcome::kRejected, "unsupported");
}

/// A command that depends on another has its fate, unless that one was applied.
Status Decider::check_dependency(const CommandPayload& command, CommandResult& result) {
  if (!command.depends_on) return {};
  Decisions decisions(database_);
  CPA_TRY_ASSIGN(const auto other, decisions.find(command.account, *command.depends_on));
  if (!other) {
    result.outcome = Outcome::kRejected;
    result.code = "dependency_unknown";
    return {};
  }
  CPA_TRY_ASSIGN(const Json json, codec::parse_json(other->outcome));
  CPA_TRY_ASSIGN(const CommandResult decided, protocol::command_result_from_json(json));
  result.outcome = decided.outcome;
  if (decided.outcome == Outcome::kRejected) result.code = "dependency_rejected";
  if (decided.outcome == Outcome::kDeferred) result.code = "dependency_deferred";
  return {};
}

/// The current rows where the state has moved under the command; empty when it has not.
Result<Json> Decider::stale_rows(const CommandPayload& command) {
  Ledger ledger(database_);
  Json rows = Json::array();
  for (const auto& [name, rev] : command.base) {
    const auto slash = name.find('/');
    const std::string part = name.substr(0, slash);
    const std::string key = slash == std::string::npos ? "" : name.substr(slash + 1);
    CPA_TRY_ASSIGN(const auto row, ledger.find(command.account, part, key));
    if (row && row->rev == rev) continue;
    if (!row) {
      rows.push(Json::object({{"part", part}, {"key", key}, {"rev", std::int64_t{0}}}));
      continue;
    }
    rows.push(Json::object(
        {{"part", row->part}, {"key", row->key}, {"rev", row->rev}, {"body", row->body}}));
  }
  return rows;
}

Result<CommandResult> Decider::training_request(const CommandPayload& command,
                                                const Reception& reception) {
  CPA_TRY_ASSIGN(const model::TrainingRequest request,
                 model::training_request_from_json(command.args));
  AccountBook book(database_, command.account, {command.device, command.seq});
  CPA_TRY_ASSIGN(const law::Career career, career_of(database_, command.account, book));
  CPA_TRY_ASSIGN(const law::Balances balances, law::balances_of(career.entries));
  auto decided = law::decide_training(law_, balances, career.life, request, reception.day);
  if (!decided && decided.error().code == ErrorCode::kInvalidArgument) {
    return answer_to(command, Outcome::kRejected, "malformed");
  }
  CPA_TRY_ASSIGN(const law::TrainingDecision decision, std::move(decided));
  const bool accepted = decision.verdict == law::Verdict::kAccepted;
  CommandResult result = answer_to(command, accepted ? Outcome::kApplied : Outcome::kRejected,
                                   decision.code, decision.articles);
  result.args = Json::object({{"participation", model::format_cents(decision.participation)},
                              {"charged", model::format_cents(decision.charged)}});
  if (!decision.missing.empty()) result.args.set("missing", texts(decision.missing));
  const Json operation =
      Json::object({{"kind", command.type},
                    {"id", command.id},
                    {"outcome", protocol::outcome_name(result.outcome)},
                    {"code", result.code},
                    {"received", model::format_date(reception.day)},
                    {"args", command.args},
                    {"participation", model::format_cents(decision.participation)},
                    {"charged", model::format_cents(decision.charged)},
                    {"articles", texts(decision.articles)},
                    {"receipt", receipt_row(decision.receipt)}});
  CPA_TRY_ASSIGN(const std::string key, book.add("operation", 'O', operation));
  for (const law::BucketBalance& charge : decision.charges) {
    model::Entry entry = entry_of(command, reception, decision.articles, key);
    entry.kind = model::EntryKind::kReservation;
    CPA_TRY(post(book, std::move(entry), {charge.account, charge.bucket, -charge.amount}));
  }
  result.args.set("operation", key);
  CPA_TRY(book.finish());
  return result;
}

Result<CommandResult> Decider::c2p_use(const CommandPayload& command, const Reception& reception) {
  CPA_TRY_ASSIGN(const model::PointsUse use, model::points_use_from_json(command.args));
  // Part-time work, retirement and retraining need papers that the caisse asks for.
  if (use.use != law::kPointsForTraining) {
    return answer_to(command, Outcome::kRejected, std::string(law::kLawNotCoded), {"L4163-7"});
  }
  AccountBook book(database_, command.account, {command.device, command.seq});
  CPA_TRY_ASSIGN(const law::Career career, career_of(database_, command.account, book));
  CPA_TRY_ASSIGN(const law::Balances balances, law::balances_of(career.entries));
  CPA_TRY_ASSIGN(const law::ConversionDecision decision,
                 law::convert_points(law_, balances, career.life, use.points, reception.day));
  const bool accepted = decision.verdict == law::Verdict::kAccepted;
  CommandResult result = answer_to(command, accepted ? Outcome::kApplied : Outcome::kRejected,
                                   decision.code, decision.articles);
  const Json operation = Json::object({{"kind", command.type},
                                       {"id", command.id},
                                       {"outcome", protocol::outcome_name(result.outcome)},
                                       {"code", result.code},
                                       {"received", model::format_date(reception.day)},
                                       {"args", command.args},
                                       {"articles", texts(decision.articles)},
                                       {"receipt", receipt_row(decision.receipt)}});
  CPA_TRY_ASSIGN(const std::string key, book.add("operation", 'O', operation));
  for (const law::BucketBalance& move : decision.moves) {
    model::Entry entry = entry_of(command, reception, decision.articles, key);
    entry.kind = model::EntryKind::kConversion;
    CPA_TRY(post(book, std::move(entry), move));
  }
  result.args.set("operation", key);
  CPA_TRY(book.finish());
  return result;
}

Result<CommandResult> Decider::cec_declare(const CommandPayload& command,
                                           const Reception& reception) {
  CPA_TRY_ASSIGN(const model::CecDeclaration declaration,
                 model::cec_declaration_from_json(command.args));
  CPA_TRY_ASSIGN(const law::Deadline last,
                 law::deadline(law_, law::DeadlineKind::kHoursDeclared, declaration.year));
  CommandResult result = answer_to(command, Outcome::kApplied, "", {"R5151-16"});
  if (declaration.activity != "volunteering") {
    // The other categories are reported by their bodies: the holder declares nothing.
    result = answer_to(command, Outcome::kRejected, std::string(law::kLawNotCoded), {"D5151-14"});
  } else if (declaration.year > model::year_of(reception.day)) {
    result = answer_to(command, Outcome::kRejected, "not_yet", {"R5151-16"});
  } else if (reception.day > last.day) {
    // Received too late; where it was made in time, or may have been, a person has to look at it.
    const bool made_in_time = clock_.paris_date(command.made_lo) <= last.day;
    result = answer_to(command, made_in_time ? Outcome::kDeferred : Outcome::kRejected,
                       made_in_time ? "date_unclear" : "too_late", {"R5151-16", "R5151-18"});
  }
  if (result.outcome == Outcome::kApplied) {
    Facts facts(database_);
    for (const auto& association : declaration.associations) {
      CPA_TRY(facts.add_volunteer_declaration({.account = command.account,
                                               .year = declaration.year,
                                               .hours = association.hours,
                                               .years = association.years,
                                               .declared = reception.day}));
    }
  }
  AccountBook book(database_, command.account, {command.device, command.seq});
  const Json operation = Json::object({{"kind", command.type},
                                       {"id", command.id},
                                       {"outcome", protocol::outcome_name(result.outcome)},
                                       {"code", result.code},
                                       {"received", model::format_date(reception.day)},
                                       {"args", command.args},
                                       {"articles", texts(result.articles)}});
  CPA_TRY_ASSIGN(const std::string key, book.add("operation", 'O', operation));
  result.args.set("operation", key);
  CPA_TRY(book.finish());
  CPA_TRY(refresh_situation(database_, command.account));
  return result;
}

}  // namespace cpa::server
