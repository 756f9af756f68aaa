#include "core/law/year_loop.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/law/balances.h"
#include "core/law/closing.h"
#include "core/model/money.h"

namespace cpa::law {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 9998;  // its deadlines lie in the year after

using model::Entry;
using model::EntryKind;
using model::SubAccount;

/// Entries that this loop posts itself; all others were decided, and stand.
bool is_settled(const Entry& entry) {
  return entry.kind == EntryKind::kCredit || entry.kind == EntryKind::kCorrection ||
         entry.kind == EntryKind::kClosing;
}

std::string kept_cause(model::Date day) { return "kept:" + model::format_date(day); }

/// Steps of one day: what comes in, what goes out, the credits of the year, what closes.
enum class Step : std::uint8_t { kIn, kOut, kCredit, kClosing };

struct Event {
  model::Date day;
  Step step{Step::kIn};
  std::size_t index{0};  ///< of the entry, the facts or the closing
};

class YearLoop {
 public:
  YearLoop(const LawPack& law, const Career& career, int through, model::Date posting)
      : law_(law), career_(career), through_(through), posting_(posting) {}

  Result<std::vector<Settlement>> run() {
    // Bounds every sum below.
    CPA_TRY(balances_of(career_.entries));
    CPA_TRY_ASSIGN(closings_, closings_of(law_, career_.life));
    for (const Entry& entry : career_.entries) {
      if (is_settled(entry)) posted_[{entry.account, entry.bucket, entry.cause}] += entry.amount;
    }
    for (const Event& event : events()) CPA_TRY(take(event));
    settle_the_rest();
    return std::move(settlements_);
  }

 private:
  using Cause = std::tuple<SubAccount, std::string, std::string>;  // with bucket and cause

  /// Years that have ended, and that are asked for or were credited before.
  bool is_asked(const YearFacts& facts) const {
    if (model::last_day_of_year(facts.year) >= posting_) return false;
    return facts.year <= through_ || posted_.contains(cause_of(facts));
  }

  static Cause cause_of(const YearFacts& facts) {
    return {facts.account, std::string(credit_bucket(facts.account)), "credit:" + facts.period};
  }

  std::vector<Event> events() const {
    std::vector<Event> events;
    for (std::size_t at = 0; at < career_.entries.size(); ++at) {
      const Entry& entry = career_.entries[at];
      if (is_settled(entry)) continue;
      events.push_back({entry.law_date, entry.amount < 0 ? Step::kOut : Step::kIn, at});
    }
    for (std::size_t at = 0; at < career_.years.size(); ++at) {
      const YearFacts& facts = career_.years[at];
      if (!is_asked(facts)) continue;
      events.push_back({model::last_day_of_year(facts.year), Step::kCredit, at});
    }
    for (std::size_t at = 0; at < closings_.size(); ++at) {
      // A pension may be announced long before it begins.
      if (closings_[at].on <= posting_) events.push_back({closings_[at].on, Step::kClosing, at});
    }
    std::sort(events.begin(), events.end(),
              [this](const Event& a, const Event& b) { return comes_before(a, b); });
    return events;
  }

  /// Two questions of one year are told apart by their periods, never by their order of arrival.
  bool comes_before(const Event& a, const Event& b) const {
    if (a.day != b.day) return a.day < b.day;
    if (a.step != b.step || a.step != Step::kCredit) return a.step < b.step;
    const YearFacts& first = career_.years[a.index];
    const YearFacts& second = career_.years[b.index];
    return std::tie(first.account, first.period) < std::tie(second.account, second.period);
  }

  Status take(const Event& event) {
    switch (event.step) {
      case Step::kIn:
      case Step::kOut:
        move(career_.entries[event.index]);
        return {};
      case Step::kCredit:
        return credit(career_.years[event.index]);
      case Step::kClosing:
        close(closings_[event.index]);
        return {};
    }
    return {};
  }

  void move(const Entry& entry) {
    std::int64_t& balance = balances_.at(entry.account, entry.bucket);
    balance += entry.amount;
    if (balance >= 0) return;
    // Decided on rights that a later correction took away: what was used stays used.
    Settlement& kept = settlement(entry.account, entry.bucket, kept_cause(entry.law_date));
    kept.due -= balance;
    kept.law_date = entry.law_date;
    if (entry.account == SubAccount::kC2p) kept.article = "D4163-32";
    balance = 0;
  }

  const Closing* ended_before(SubAccount account, model::Date day) const {
    for (const Closing& closing : closings_) {
      if (closing.account == account && closing.on < day) return &closing;
    }
    return nullptr;
  }

  Status credit(const YearFacts& facts) {
    const auto& [account, bucket, cause] = cause_of(facts);
    Settlement& settled = settlement(account, bucket, cause);
    settled.year = facts.year;
    settled.period = facts.period;
    settled.law_date = model::last_day_of_year(facts.year);
    // Nothing is credited with a law date on which the sub-account had ended.
    if (const Closing* closing = ended_before(facts.account, settled.law_date)) {
      settled.article = closing->article;
      return {};
    }
    CPA_TRY_ASSIGN(const codec::Json asked, inputs_of(facts));
    CPA_TRY_ASSIGN(settled.facts,
                   close_unreported(law_, facts.account, facts.year, asked, posting_));
    CPA_TRY_ASSIGN(settled.credit,
                   credit_year(law_, facts.account, facts.year, settled.facts.facts));
    settled.article = settled.credit->article;
    settled.due = settled.credit->amount.value_or(settled.posted);
    balances_.at(facts.account, bucket) += settled.due;
    entered_[facts.account] += settled.due;
    return {};
  }

  /// The inputs that the ledger and the life supply, beside those reported.
  Result<codec::Json> inputs_of(const YearFacts& facts) const {
    codec::Json inputs = facts.inputs;
    switch (facts.account) {
      case SubAccount::kCpf: {
        const std::int64_t held = balances_.of(SubAccount::kCpf, kCappedBucket);
        inputs.set("cpf_balance", model::format_cents(model::Cents(held)));
        CPA_TRY_ASSIGN(const std::optional<bool> stopped,
                       cpf_stopped(law_, career_.life, model::last_day_of_year(facts.year)));
        if (stopped) inputs.set("cpf_stopped", *stopped);
        return inputs;
      }
      case SubAccount::kC2p:
        inputs.set("c2p_entered", std::to_string(entered(SubAccount::kC2p)));
        return inputs;
      case SubAccount::kCec:
        inputs.set("cec_acquired", model::format_cents(model::Cents(entered(SubAccount::kCec))));
        return inputs;
    }
    return inputs;
  }

  std::int64_t entered(SubAccount account) const {
    const auto found = entered_.find(account);
    return found == entered_.end() ? 0 : std::max<std::int64_t>(0, found->second);
  }

  void close(const Closing& closing) {
    for (BucketBalance& bucket : balances_.buckets) {
      if (bucket.account != closing.account || bucket.amount == 0) continue;
      Settlement& settled = settlement(bucket.account, bucket.bucket, closing.cause);
      settled.due = -bucket.amount;
      settled.law_date = closing.on;
      settled.article = closing.article;
      bucket.amount = 0;
    }
  }

  /// What was posted under a cause that is no longer there goes.
  void settle_the_rest() {
    for (const auto& [cause, posted] : posted_) {
      if (places_.contains(cause) || posted == 0) continue;
      const auto& [account, bucket, name] = cause;
      settlement(account, bucket, name).law_date = posting_;
    }
  }

  Settlement& settlement(SubAccount account, const std::string& bucket, const std::string& name) {
    const auto [place, inserted] =
        places_.try_emplace(Cause{account, bucket, name}, settlements_.size());
    if (inserted) {
      Settlement settled;
      settled.account = account;
      settled.bucket = bucket;
      settled.cause = name;
      const auto posted = posted_.find(place->first);
      if (posted != posted_.end()) settled.posted = posted->second;
      settlements_.push_back(std::move(settled));
    }
    return settlements_[place->second];
  }

  const LawPack& law_;
  const Career& career_;
  int through_;
  model::Date posting_;
  std::vector<Closing> closings_;
  std::map<Cause, std::int64_t> posted_;
  std::map<Cause, std::size_t> places_;
  std::vector<Settlement> settlements_;
  Balances balances_;
  std::map<SubAccount, std::int64_t> entered_;
};

}  // namespace

codec::Json year_facts_to_json(const YearFacts& facts) {
  return codec::Json::object({{"kind", "facts"},
                              {"year", std::int64_t{facts.year}},
                              {"account", model::sub_account_name(facts.account)},
                              {"period", facts.period},
                              {"inputs", facts.inputs}});
}

std::optional<YearFacts> year_facts_from_json(const codec::Json& body) {
  codec::JsonReader reader(body, "facts");
  if (reader.require_string("kind") != "facts") return std::nullopt;
  const std::int64_t year = reader.require_integer("year");
  const Result<SubAccount> account = model::parse_sub_account(reader.require_string("account"));
  YearFacts facts;
  facts.period = reader.require_string("period");
  facts.inputs = reader.require_object("inputs");
  if (!reader.finish_allowing_unknown() || !account) return std::nullopt;
  if (year < kYearMin || year > kYearMax) return std::nullopt;
  facts.account = *account;
  facts.year = static_cast<int>(year);
  return facts;
}

Result<std::vector<Settlement>> settle_years(const LawPack& law, const Career& career, int through,
                                             model::Date posting) {
  return YearLoop(law, career, through, posting).run();
}

}  // namespace cpa::law
