#include "core/law/year_loop.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/law/balances.h"
#include "core/law/closing.h"
#include "core/rules/pack.h"

namespace cpa::law {
namespace {

constexpr std::size_t kEntriesMax = 1'000'000;
constexpr std::int64_t kAmountMax = 1'000'000'000'000;  // cents or points
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
    CPA_TRY(check_bounds());
    // What was posted under a cause that is no longer there stays at a due of 0, and goes.
    for (const Entry& entry : career_.entries) {
      if (!is_settled(entry)) continue;
      Settlement& settled = settlement(entry.account, entry.bucket, entry.cause);
      settled.posted += entry.amount;
      settled.law_date = entry.law_date;
    }
    CPA_TRY_ASSIGN(closings_, closings_of(law_, career_.life));
    // A pension may be announced long before it begins; an end that was posted has come.
    std::erase_if(closings_,
                  [this](const Closing& each) { return each.on > posting_ && !was_posted(each); });
    for (const Event& event : events()) take(event);
    return std::move(settlements_);
  }

 private:
  /// So that no sum below leaves its type, whatever a signed row says.
  Status check_bounds() const {
    if (career_.entries.size() > kEntriesMax) {
      return Error{ErrorCode::kLimitExceeded, "more entries than an account can have"};
    }
    for (const Entry& entry : career_.entries) {
      if (entry.amount < -kAmountMax || entry.amount > kAmountMax) {
        return Error{ErrorCode::kLimitExceeded, "an amount beyond any account"};
      }
    }
    return {};
  }

  bool was_posted(const Closing& closing) const {
    return std::any_of(settlements_.begin(), settlements_.end(), [&](const Settlement& each) {
      return each.account == closing.account && each.cause == closing.cause && each.posted != 0;
    });
  }

  /// Years that the law knows, and that are asked for and have ended or were credited before.
  bool is_asked(const YearFacts& facts) const {
    const model::Date end = model::last_day_of_year(facts.year);
    if (end < law_.pack->covers_from()) return false;
    if (facts.year <= through_ && end < posting_) return true;
    return places_.contains(
        key_of(facts.account, credit_bucket(facts.account), "credit:" + facts.period));
  }

  std::vector<Event> events() const {
    std::vector<Event> events;
    for (std::size_t at = 0; at < career_.entries.size(); ++at) {
      const Entry& entry = career_.entries[at];
      if (is_settled(entry)) continue;
      events.push_back({entry.law_date, entry.amount < 0 ? Step::kOut : Step::kIn, at});
    }
    for (std::size_t at = 0; at < career_.years.size(); ++at) {
      if (!is_asked(career_.years[at])) continue;
      events.push_back({model::last_day_of_year(career_.years[at].year), Step::kCredit, at});
    }
    for (std::size_t at = 0; at < closings_.size(); ++at) {
      events.push_back({closings_[at].on, Step::kClosing, at});
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

  void take(const Event& event) {
    switch (event.step) {
      case Step::kIn:
      case Step::kOut:
        return move(career_.entries[event.index]);
      case Step::kCredit:
        return credit(career_.years[event.index]);
      case Step::kClosing:
        return close(closings_[event.index]);
    }
  }

  void move(const Entry& entry) {
    const Closing* const closing = ended_before(entry.account, entry.law_date);
    std::int64_t& balance = balances_.at(entry.account, entry.bucket);
    balance += entry.amount;
    if (balance < 0) {
      // Decided on rights that a later correction took away: what was used stays used.
      Settlement& kept =
          settlement(entry.account, entry.bucket, "kept:" + model::format_date(entry.law_date));
      kept.due -= std::exchange(balance, 0);
      kept.law_date = closing == nullptr ? entry.law_date : closing->on;
      if (entry.account == SubAccount::kC2p) kept.article = "D4163-32";
    }
    if (entry.kind == EntryKind::kRelease) give_back_kept(entry, balance);
    // What comes back to an account that has ended goes as the rest did.
    if (closing != nullptr) close(*closing);
  }

  /// A use that is released was no use: what was kept for it is not held a second time.
  void give_back_kept(const Entry& entry, std::int64_t& balance) {
    std::int64_t left = entry.amount;
    for (Settlement& each : settlements_) {
      if (each.account != entry.account || each.bucket != entry.bucket) continue;
      if (!each.cause.starts_with("kept:") || each.due <= 0) continue;
      const std::int64_t part = std::min({left, each.due, balance});
      each.due -= part;
      balance -= part;
      left -= part;
    }
  }

  const Closing* ended_before(SubAccount account, model::Date day) const {
    for (const Closing& closing : closings_) {
      if (closing.account == account && closing.on < day) return &closing;
    }
    return nullptr;
  }

  void credit(const YearFacts& facts) {
    Settlement& settled =
        settlement(facts.account, credit_bucket(facts.account), "credit:" + facts.period);
    settled.year = facts.year;
    settled.period = facts.period;
    settled.law_date = model::last_day_of_year(facts.year);
    // Nothing is credited with a law date on which the sub-account had ended.
    if (const Closing* closing = ended_before(facts.account, settled.law_date)) {
      settled.article = closing->article;
      return;
    }
    const Status asked = ask(facts, settled);
    if (!asked) settled.failure = asked.error().message;
    if (settled.waiting()) settled.due = settled.posted;
    balances_.at(facts.account, settled.bucket) += settled.due;
    entered(facts.account) += settled.due;
  }

  Status ask(const YearFacts& facts, Settlement& settled) {
    CPA_TRY_ASSIGN(const codec::Json inputs, inputs_of(facts));
    CPA_TRY_ASSIGN(settled.facts,
                   close_unreported(law_, facts.account, facts.year, inputs, posting_));
    CPA_TRY_ASSIGN(settled.credit,
                   credit_year(law_, facts.account, facts.year, settled.facts.facts));
    settled.article = settled.credit->article;
    settled.missing = settled.credit->missing;
    settled.due = settled.credit->amount.value_or(0);
    return {};
  }

  /// The inputs that the ledger and the life supply, beside those reported.
  Result<codec::Json> inputs_of(const YearFacts& facts) {
    codec::Json inputs = facts.inputs;
    const auto amount = [&](std::int64_t value) {
      return codec::Json(model::format_amount(facts.account, value));
    };
    switch (facts.account) {
      case SubAccount::kCpf: {
        inputs.set("cpf_balance", amount(balances_.of(SubAccount::kCpf, kCappedBucket)));
        CPA_TRY_ASSIGN(const std::optional<bool> stopped,
                       cpf_stopped(law_, career_.life, model::last_day_of_year(facts.year)));
        if (stopped) inputs.set("cpf_stopped", *stopped);
        return inputs;
      }
      case SubAccount::kC2p:
        inputs.set("c2p_entered", amount(entered(facts.account)));
        return inputs;
      case SubAccount::kCec:
        inputs.set("cec_acquired", amount(entered(facts.account)));
        return inputs;
    }
    return inputs;
  }

  /// All that was ever credited, uses aside.
  std::int64_t& entered(SubAccount account) {
    return entered_.at(static_cast<std::size_t>(account));
  }

  void close(const Closing& closing) {
    for (BucketBalance& bucket : balances_.buckets) {
      if (bucket.account != closing.account || bucket.amount == 0) continue;
      Settlement& settled = settlement(bucket.account, bucket.bucket, closing.cause);
      settled.due -= std::exchange(bucket.amount, 0);
      settled.law_date = closing.on;
      settled.article = closing.article;
    }
  }

  static std::string key_of(SubAccount account, std::string_view bucket, std::string_view cause) {
    std::string key(model::sub_account_name(account));
    key.append("/").append(bucket).append("/").append(cause);
    return key;
  }

  Settlement& settlement(SubAccount account, std::string_view bucket, std::string cause) {
    const auto [place, inserted] = places_.try_emplace(
        key_of(account, bucket, cause), static_cast<std::uint32_t>(settlements_.size()));
    if (inserted) {
      settlements_.emplace_back();
      settlements_.back().account = account;
      settlements_.back().bucket = bucket;
      settlements_.back().cause = std::move(cause);
    }
    return settlements_[place->second];
  }

  const LawPack& law_;
  const Career& career_;
  int through_;
  model::Date posting_;
  std::vector<Closing> closings_;
  std::vector<Settlement> settlements_;
  std::map<std::string, std::uint32_t, std::less<>> places_;
  Balances balances_;
  std::array<std::int64_t, 3> entered_{};  ///< by sub-account
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
