#include <fmt/format.h>

#include <array>

#include "tools/cpa/present.h"

namespace cpa::tool {
namespace {

using codec::Json;

std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  if (value == nullptr) return "";
  if (value->as_string() != nullptr) return *value->as_string();
  if (value->as_integer() != nullptr) return std::to_string(*value->as_integer());
  return "";
}

struct AccountName {
  std::string_view key, french, english;
};
constexpr std::array kAccounts = {
    AccountName{"cpf", "CPF  formation", "CPF  training"},
    AccountName{"c2p", "C2P  prévention", "C2P  prevention"},
    AccountName{"cec", "CEC  engagement citoyen", "CEC  civic engagement"},
};

std::string account_lines(const Json& account, const AccountName& name, Language language) {
  const std::string unit = text_at(account, "unit");
  const std::string balance = text_at(account, "balance");
  const std::string confirmed = text_at(account, "confirmed");
  std::string line = fmt::format("  {:<26}{:>16}", say(language, name.french, name.english),
                                 balance.empty() ? "—" : amount_text(balance, unit, language));
  if (!confirmed.empty() && confirmed != balance) {
    line += fmt::format("   ({} {})", say(language, "confirmé :", "confirmed:"),
                        amount_text(confirmed, unit, language));
  }
  return line + "\n";
}

std::string pending_line(const Json& effect, Language language) {
  const std::string outcome = text_at(effect, "outcome");
  std::string line = fmt::format("  · {} — ", text_at(effect, "type"));
  if (outcome == "reserves") {
    line += fmt::format("{} {}", say(language, "réserve", "sets aside"),
                        amount_text(text_at(effect, "amount"), "EUR", language));
    const std::string participation = text_at(effect, "participation");
    if (!participation.empty() && participation != "0.00") {
      line += fmt::format(", {} {}", say(language, "à votre charge :", "you pay:"),
                          amount_text(participation, "EUR", language));
    }
  } else if (outcome == "recorded") {
    line += say(language, "déclaration enregistrée", "declaration recorded");
  } else if (outcome == "likely_refused") {
    line +=
        fmt::format("{} ({})", say(language, "sera sans doute refusée", "will probably be refused"),
                    text_at(effect, "code"));
  } else {
    line += say(language, "effet inconnu de cette application", "effect unknown to this app");
  }
  const Json* articles = effect.find("articles");
  if (articles != nullptr && articles->as_array() != nullptr) {
    for (const Json& article : *articles->as_array()) {
      if (article.as_string() != nullptr) line += fmt::format(" [{}]", *article.as_string());
    }
  }
  return line + "\n";
}

std::string_view unit_of(const Json& expected) {
  return text_at(expected, "account") == "c2p" ? "point" : "EUR";
}

/// "  · 30/06/2027  CPF  + 500,00 €   année 2026, supposée comme la dernière connue".
std::string expected_line(const Json& expected, Language language) {
  std::string account = text_at(expected, "account");
  for (char& letter : account) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  const std::string amount = text_at(expected, "amount");
  std::string line =
      fmt::format("  · {}  {}  {}   ", date_text(text_at(expected, "by"), language), account,
                  amount.empty() ? "—" : amount_text(amount, unit_of(expected), language));
  const std::string cause = text_at(expected, "cause");
  if (cause.starts_with("closing:")) {
    return fmt::format("{}{}\n", line, say(language, "fin du compte", "end of the account"));
  }
  line += fmt::format("{} {}", say(language, "année", "year"), cause.substr(cause.find(':') + 1));
  const Json* supposed = expected.find("supposed");
  if (supposed != nullptr && *supposed == Json(true)) {
    line +=
        say(language, ", supposée comme la dernière connue", ", taken to be like the last known");
  }
  if (amount.empty()) line += say(language, ", des faits manquent", ", facts are missing");
  return line + "\n";
}

}  // namespace

std::string rights_text(const Json& rights, Language language) {
  const std::string confirmed_at = text_at(rights, "confirmed_at");
  std::string text = fmt::format("{} {}\n", say(language, "Vos droits au", "Your rights on"),
                                 date_text(text_at(rights, "as_of"), language));
  if (confirmed_at.empty()) {
    text += fmt::format("  {}\n", say(language, "Rien n'est encore confirmé par le serveur.",
                                      "Nothing is confirmed by the server yet."));
  } else {
    text += fmt::format("  {} {}\n",
                        say(language, "confirmés par le serveur le", "confirmed by the server on"),
                        date_text(confirmed_at, language));
  }
  if (const Json* accounts = rights.find("accounts")) {
    for (const AccountName& name : kAccounts) {
      const Json* account = accounts->find(name.key);
      if (account != nullptr) text += account_lines(*account, name, language);
    }
  }
  const Json* pending = rights.find("pending");
  if (pending != nullptr && pending->as_array() != nullptr && !pending->as_array()->empty()) {
    text += fmt::format("{}\n", say(language, "En attente de la décision du serveur :",
                                    "Waiting for the server's decision:"));
    for (const Json& effect : *pending->as_array()) text += pending_line(effect, language);
  }
  const Json* expected = rights.find("expected");
  if (expected != nullptr && expected->as_array() != nullptr && !expected->as_array()->empty()) {
    text +=
        fmt::format("{}\n", say(language, "D'ici là, si rien d'autre n'est déclaré (estimation) :",
                                "By then, if nothing else is reported (an estimate):"));
    for (const Json& entry : *expected->as_array()) text += expected_line(entry, language);
  }
  if (const Json* law = rights.find("law")) {
    text += fmt::format("{} {} n° {}\n", say(language, "Droit appliqué :", "Law applied:"),
                        text_at(*law, "id"), text_at(*law, "seq"));
  }
  return text;
}

}  // namespace cpa::tool
