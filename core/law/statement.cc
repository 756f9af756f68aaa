#include "core/law/statement.h"

#include <algorithm>
#include <string_view>

#include "core/law/balances.h"
#include "core/law/credit.h"
#include "core/law/sentence.h"
#include "core/law/simulate.h"
#include "core/law/wording.h"
#include "core/model/money.h"

namespace cpa::law {
namespace {

using model::Entry;
using model::EntryKind;
using model::SubAccount;

std::string say(Language language, std::string_view french, std::string_view english) {
  return std::string(language == Language::kFrench ? french : english);
}

std::string show(SubAccount account, std::int64_t amount, Language language) {
  if (account == SubAccount::kC2p) return show_value(std::to_string(amount), "point", language);
  return show_value(model::format_cents(model::Cents(amount)), "EUR", language);
}

std::string account_title(SubAccount account, Language language) {
  switch (account) {
    case SubAccount::kCpf:
      return say(language, "Compte personnel de formation (CPF)",
                 "Personal training account (CPF)");
    case SubAccount::kC2p:
      return say(language, "Compte professionnel de prévention (C2P)",
                 "Occupational prevention account (C2P)");
    case SubAccount::kCec:
      return say(language, "Compte d'engagement citoyen (CEC)", "Civic engagement account (CEC)");
  }
  return "";
}

struct BucketTitle {
  std::string_view bucket, french, english;
};
constexpr BucketTitle kBuckets[] = {
    {kCappedBucket, "dont droits soumis au plafond", "of which rights under the ceiling"},
    {kTopupBucket, "dont abondements", "of which top-ups"}};

/// "credit:2025" → "2025"; what follows the colon of a cause.
std::string_view detail_of(std::string_view cause) {
  const auto colon = cause.find(':');
  return colon == std::string_view::npos ? std::string_view() : cause.substr(colon + 1);
}

std::string credit_title(std::string_view period, Language language) {
  std::string text = say(language, "crédit de l'année ", "credit for the year ");
  text += period.substr(0, period.find('/'));
  if (period.find('/') != std::string_view::npos) {
    text += say(language, " (contrats d'une partie de l'année)", " (contracts over a part of it)");
  }
  return text;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

/// With its sign, so that what comes and what goes is told apart at a glance.
std::string signed_amount(const Entry& entry, Language language) {
  const std::string size =
      show(entry.account, entry.amount < 0 ? -entry.amount : entry.amount, language);
  return (entry.amount < 0 ? "− " : "+ ") + size;
}

/// The length in characters: amounts have spaces and signs of several bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string right_aligned(const std::string& text, std::size_t width) {
  const std::size_t own = width_of(text);
  return std::string(own < width ? width - own : 0, ' ') + text;
}

const Settlement* settled(std::span<const Settlement> settlements, const Entry& entry) {
  for (const Settlement& each : settlements) {
    if (each.account == entry.account && each.bucket == entry.bucket && each.cause == entry.cause &&
        each.credit && each.credit->amount) {
      return &each;
    }
  }
  return nullptr;
}

std::string bucket_lines(SubAccount account, const Balances& balances, Language language) {
  std::string text;
  for (const BucketTitle& title : kBuckets) {
    for (const BucketBalance& bucket : balances.buckets) {
      if (bucket.account != account || bucket.bucket != title.bucket) continue;
      text += "   " + say(language, title.french, title.english) + say(language, " : ", ": ") +
              show(account, bucket.amount, language) + "\n";
    }
  }
  return text;
}

/// "Crédit de l'année 2025", "Training requested": what an entry is, in words.
std::string title_of(const Entry& entry, Language language) {
  const std::string_view cause = entry.cause;
  if (cause.starts_with("credit:")) {
    const std::string credit = credit_title(detail_of(cause), language);
    if (entry.kind != EntryKind::kCorrection) return capitalised(credit);
    return say(language, "Correction du ", "Correction of the ") + credit;
  }
  if (cause.starts_with("closing:") && entry.kind == EntryKind::kCorrection && entry.amount > 0) {
    return say(language, "Réouverture : la fin était signalée par erreur",
               "Open again: its end was told in error");
  }
  if (cause == "closing:death") {
    return say(language, "Fermeture du compte", "The account closes");
  }
  if (cause == "closing:pension") {
    return say(language, "Fin du C2P : admission à la retraite", "End of the C2P: retirement");
  }
  if (cause.starts_with("kept:")) {
    return say(language, "Droits déjà utilisés, qui vous restent acquis",
               "Rights already used, which stay yours");
  }
  if (cause == "training.request") {
    return say(language, "Formation demandée", "Training requested");
  }
  if (cause == "c2p.use") {
    return say(language, "Points convertis en euros de formation",
               "Points turned into euros for training");
  }
  return std::string(cause);
}

/// The amount takes `width` characters, so that the amounts of a list stand under each other.
std::string line_of(const LawPack& law, const Entry& entry, std::size_t width, bool cited,
                    Language language) {
  std::string text = show_date(entry.law_date, language) + "   " +
                     right_aligned(signed_amount(entry, language), width) + "   " +
                     title_of(entry, language);
  if (cited && !entry.article.empty())
    text += "  [" + cite(law, entry.article, true, language) + "]";
  return text + "\n";
}

/// Why a credit is what it is today.
Result<std::string> reasons_of(const LawPack& law, const Entry& entry, const Settlement& credit,
                               Language language) {
  const codec::Json& facts = credit.facts.facts;
  CPA_TRY_ASSIGN(std::string text, decisive_reasons(law, credit_variable(entry.account, facts),
                                                    facts, entry.law_date, language));
  if (credit.difference() == 0) return text;
  return text + "      " + say(language, "calculé aujourd'hui : ", "computed today: ") +
         show(entry.account, credit.due, language) + "\n";
}

}  // namespace

std::string entry_line(const LawPack& law, const Entry& entry, Language language) {
  return line_of(law, entry, 0, true, language);
}

Result<std::string> statement_text(const LawPack& law, SubAccount account,
                                   std::span<const Entry> entries,
                                   std::span<const Settlement> settlements, Language language) {
  CPA_TRY_ASSIGN(const Balances balances, balances_of(entries));
  std::size_t width = 0;
  for (const Entry& entry : entries) {
    width = std::max(width, width_of(signed_amount(entry, language)));
  }
  std::string text = account_title(account, language) + say(language, " : ", ": ") +
                     show(account, balances.of(account), language) + "\n" +
                     bucket_lines(account, balances, language);
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const Entry& entry = entries[at];
    const Settlement* credit = settled(settlements, entry);
    const bool last =
        credit != nullptr && std::none_of(entries.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                          entries.end(), [&entry](const Entry& later) {
                                            return later.cause == entry.cause &&
                                                   later.bucket == entry.bucket;
                                          });
    text += "\n   " + line_of(law, entry, width, !last, language);
    if (!last) continue;
    CPA_TRY_ASSIGN(const std::string why, reasons_of(law, entry, *credit, language));
    text += why;
  }
  if (entries.empty()) text += say(language, "\n   Aucune écriture.\n", "\n   No entry.\n");
  return text;
}

}  // namespace cpa::law
