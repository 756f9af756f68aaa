#include "tools/server/decide/yearly_run.h"

#include <algorithm>
#include <utility>

#include "core/base/bytes.h"
#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/model/money.h"
#include "tools/server/decide/situation.h"
#include "tools/server/storage/accounts.h"
#include "tools/server/storage/query.h"

namespace cpa::server {
namespace {

using codec::Json;
using model::Entry;
using model::SubAccount;

Json texts(const std::vector<std::string>& list) {
  Json array = Json::array();
  for (const auto& item : list) array.push(item);
  return array;
}

std::vector<std::string> all_articles(const law::Settlement& settlement) {
  auto articles = settlement.credit->articles;
  for (const auto& article : settlement.facts.articles) {
    if (std::find(articles.begin(), articles.end(), article) == articles.end()) {
      articles.push_back(article);
    }
  }
  return articles;
}

Json operation_of(const law::Settlement& settlement) {
  const law::CreditResult& credit = *settlement.credit;
  Json body = Json::object({{"kind", "credit"},
                            {"account", model::sub_account_name(settlement.account)},
                            {"period", settlement.period},
                            {"year", std::int64_t{settlement.year}},
                            {"outcome", "applied"},
                            {"result", model::format_amount(settlement.account, settlement.due)},
                            {"articles", texts(all_articles(settlement))},
                            {"marks", texts(credit.marks)},
                            {"receipt", receipt_row(credit.receipt)}});
  if (!credit.limited_by.empty()) body.set("limited_by", credit.limited_by);
  return body;
}

Entry entry_of(const law::Settlement& settlement, model::EntryKind kind, std::string operation) {
  return {.account = settlement.account,
          .kind = kind,
          .bucket = settlement.bucket,
          .amount = settlement.difference(),
          .law_date = settlement.law_date,
          .cause = settlement.cause,
          .article = settlement.article,
          .operation = std::move(operation)};
}

}  // namespace

Result<YearlyReport> YearlyRun::run(int year, model::Date posting) {
  if (posting <= model::last_day_of_year(year)) {
    return Error{ErrorCode::kInvalidArgument, "a year is credited after its end", 0};
  }
  report_ = {};
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
  CPA_TRY_ASSIGN(const law::Career career, career_of(database_, account, book));
  CPA_TRY_ASSIGN(const auto settlements, law::settle_years(law_, career, year, posting));
  for (const auto& settlement : settlements) CPA_TRY(post(book, account, settlement));
  CPA_TRY(book.finish());
  return {};
}

Status YearlyRun::post(AccountBook& book, const std::string& account,
                       const law::Settlement& settlement) {
  if (settlement.waiting()) {
    report_.waiting.push_back({.account = account,
                               .sub_account = settlement.account,
                               .period = settlement.period,
                               .missing = settlement.missing,
                               .failure = settlement.failure});
    return {};
  }
  if (settlement.credit) return post_credit(book, account, settlement);
  if (settlement.difference() == 0) return {};
  const bool closing = settlement.cause.starts_with("closing:") && settlement.posted == 0;
  ++(closing ? report_.closings : report_.corrections);
  CPA_TRY(book.post(entry_of(
      settlement, closing ? model::EntryKind::kClosing : model::EntryKind::kCorrection, "")));
  return {};
}

Status YearlyRun::post_credit(AccountBook& book, const std::string& account,
                              const law::Settlement& settlement) {
  Ledger ledger(database_);
  const std::string sub_account(model::sub_account_name(settlement.account));
  CPA_TRY_ASSIGN(const auto earlier, ledger.postings(account, sub_account, settlement.period));
  if (settlement.difference() == 0 && !earlier.empty()) {
    ++report_.unchanged;
    return {};
  }
  CPA_TRY_ASSIGN(const std::string operation, book.add("operation", 'O', operation_of(settlement)));
  const bool first = earlier.empty();
  if (settlement.difference() != 0) {
    CPA_TRY(book.post(entry_of(
        settlement, first ? model::EntryKind::kCredit : model::EntryKind::kCorrection, operation)));
  }
  ++(first ? report_.credits : report_.corrections);
  const auto facts = codec::canonical(settlement.facts.facts);
  return ledger.add_posting(account, {.sub_account = sub_account,
                                      .period = settlement.period,
                                      .facts_sha256 = to_hex(crypto::sha256(bytes_of(facts))),
                                      .pack_seq = law_.seq,
                                      .result = settlement.due,
                                      .posted = settlement.difference()});
}

}  // namespace cpa::server
