#include "tools/server/decide/yearly_run.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/law/credit.h"
#include "core/model/money.h"
#include "tools/server/decide/situation.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using codec::Json;
using model::Entry;
using model::SubAccount;

std::string_view bucket_of(SubAccount account) {
  switch (account) {
    case SubAccount::kCpf:
      return "capped";
    case SubAccount::kC2p:
      return "points";
    case SubAccount::kCec:
      return "cec";
  }
  return "invalid";
}

std::string amount_text(SubAccount account, std::int64_t amount) {
  return account == SubAccount::kC2p ? std::to_string(amount)
                                     : model::format_cents(model::Cents(amount));
}

std::int64_t balance_of(std::span<const Entry> entries, std::string_view bucket) {
  std::int64_t balance = 0;
  for (const auto& entry : entries) {
    if (entry.bucket == bucket) balance += entry.amount;
  }
  return balance;
}

/// All that was ever credited, uses aside.
std::int64_t acquired(std::span<const Entry> entries) {
  std::int64_t sum = 0;
  for (const auto& entry : entries) {
    if (entry.kind == model::EntryKind::kCredit || entry.kind == model::EntryKind::kCorrection) {
      sum += entry.amount;
    }
  }
  return std::max<std::int64_t>(0, sum);
}

/// The input that the ledger supplies: what stood there before the first posting of the period, so
/// that the same facts give the same question whenever it is asked again.
void add_ledger_fact(SubAccount account, std::span<const Entry> before, Json& facts) {
  switch (account) {
    case SubAccount::kCpf:
      facts.set("cpf_balance", model::format_cents(model::Cents(std::max<std::int64_t>(
                                   0, balance_of(before, bucket_of(account))))));
      return;
    case SubAccount::kC2p:
      facts.set("c2p_entered", std::to_string(acquired(before)));
      return;
    case SubAccount::kCec:
      facts.set("cec_acquired", model::format_cents(model::Cents(acquired(before))));
      return;
  }
}

Json texts(const std::vector<std::string>& list) {
  Json array = Json::array();
  for (const auto& item : list) array.push(item);
  return array;
}

Json operation_of(const YearQuestion& question, int year, const law::CreditResult& credit,
                  const std::vector<std::string>& articles) {
  Json body = Json::object({{"kind", "credit"},
                            {"account", model::sub_account_name(question.account)},
                            {"period", question.period},
                            {"year", std::int64_t{year}},
                            {"outcome", "applied"},
                            {"result", amount_text(question.account, credit.amount.value_or(0))},
                            {"articles", texts(articles)},
                            {"marks", texts(credit.marks)},
                            {"receipt", receipt_row(credit.receipt)}});
  if (!credit.limited_by.empty()) body.set("limited_by", credit.limited_by);
  return body;
}

std::vector<std::string> all_articles(const law::CreditResult& credit,
                                      const law::ClosedFacts& closed) {
  auto articles = credit.articles;
  for (const auto& article : closed.articles) {
    if (std::find(articles.begin(), articles.end(), article) == articles.end()) {
      articles.push_back(article);
    }
  }
  return articles;
}

}  // namespace

Result<YearlyReport> YearlyRun::run(int year, model::Date posting) {
  if (posting <= model::last_day_of_year(year)) {
    return Error{ErrorCode::kInvalidArgument, "a year is credited after its end", 0};
  }
  report_ = {};
  posting_ = posting;
  Accounts accounts(database_);
  CPA_TRY_ASSIGN(const auto all, accounts.all());
  for (const auto& account : all) {
    if (!account.opened) continue;
    ++report_.accounts;
    CPA_TRY(in_transaction(database_, [&]() { return run_account(account.id, year, posting); }));
  }
  return report_;
}

Status YearlyRun::run_account(const std::string& account, int year, model::Date posting) {
  AccountBook book(database_, account);
  CPA_TRY_ASSIGN(const YearRecords before, year_records(database_, account, year - 1));
  for (auto& question : questions_of(before, posting)) {
    if (question.account != SubAccount::kCec) continue;
    CPA_TRY(settle(book, account, year - 1, std::move(question)));
  }
  CPA_TRY_ASSIGN(const YearRecords records, year_records(database_, account, year));
  for (auto& question : questions_of(records, posting)) {
    CPA_TRY(settle(book, account, year, std::move(question)));
  }
  CPA_TRY(book.finish());
  return {};
}

Status YearlyRun::settle(AccountBook& book, const std::string& account, int year,
                         YearQuestion question) {
  Ledger ledger(database_);
  const auto sub_account = model::sub_account_name(question.account);
  CPA_TRY_ASSIGN(const auto earlier, ledger.postings(account, sub_account, question.period));
  if (!question.reported && earlier.empty()) return {};
  CPA_TRY_ASSIGN(const std::vector<Entry> entries, book.entries(question.account));
  const auto entries_before =
      earlier.empty() ? static_cast<std::int64_t>(entries.size()) : earlier.front().entries_before;
  add_ledger_fact(question.account,
                  std::span(entries).first(static_cast<std::size_t>(entries_before)),
                  question.facts);
  CPA_TRY_ASSIGN(const law::ClosedFacts closed,
                 law::close_unreported(question.account, year, question.facts, posting_));
  CPA_TRY_ASSIGN(const law::CreditResult credit,
                 law::credit_year(law_, question.account, year, closed.facts));
  if (!credit.amount) {
    report_.waiting.push_back({.account = account,
                               .sub_account = question.account,
                               .period = question.period,
                               .missing = credit.missing});
    return {};
  }
  const std::string digest = to_hex(crypto::sha256(bytes_of(codec::canonical(closed.facts))));
  if (!earlier.empty() && earlier.back().facts_sha256 == digest &&
      earlier.back().pack_seq == law_.seq) {
    ++report_.unchanged;
    return {};
  }
  std::int64_t posted = 0;
  for (const auto& each : earlier) posted += each.posted;
  // What was used cannot be taken back: a correction stops at an empty bucket.
  const auto bucket = bucket_of(question.account);
  const std::int64_t difference =
      std::max(*credit.amount - posted, -std::max<std::int64_t>(0, balance_of(entries, bucket)));
  const auto articles = all_articles(credit, closed);
  CPA_TRY_ASSIGN(const std::string operation,
                 book.add("operation", 'O', operation_of(question, year, credit, articles)));
  if (difference != 0) {
    CPA_TRY(book.post(
        {.account = question.account,
         .kind = earlier.empty() ? model::EntryKind::kCredit : model::EntryKind::kCorrection,
         .bucket = std::string(bucket),
         .amount = difference,
         .law_date = model::last_day_of_year(year),
         .cause = "credit:" + question.period,
         .article = credit.article,
         .operation = operation}));
  }
  ++(earlier.empty() ? report_.credits : report_.corrections);
  return ledger.add_posting(account, {.sub_account = std::string(sub_account),
                                      .period = question.period,
                                      .facts_sha256 = digest,
                                      .pack_seq = law_.seq,
                                      .result = *credit.amount,
                                      .posted = difference,
                                      .entries_before = entries_before});
}

}  // namespace cpa::server
