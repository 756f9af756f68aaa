#include <fmt/format.h>

#include <array>

#include "tools/cpa/present.h"

namespace cpa::tool {
namespace {

using codec::Json;

std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  if (value == nullptr) return "";
  if (value->as_integer() != nullptr) return std::to_string(*value->as_integer());
  return value->as_string() == nullptr ? "" : *value->as_string();
}

const Json::Array& items_at(const Json& object, std::string_view key) {
  static const Json::Array none;
  const Json* value = object.find(key);
  return value == nullptr || value->as_array() == nullptr ? none : *value->as_array();
}

struct DayName {
  std::string_view day, french, english;
};
constexpr std::array kDays = {
    DayName{"Mo", "lundi", "Mon"},    DayName{"Tu", "mardi", "Tue"},
    DayName{"We", "mercredi", "Wed"}, DayName{"Th", "jeudi", "Thu"},
    DayName{"Fr", "vendredi", "Fri"}, DayName{"Sa", "samedi", "Sat"},
    DayName{"Su", "dimanche", "Sun"},
};

/// "Mo-Fr 08:00-19:00; Sa 09:00-12:00" as people read it.
std::string hours_text(std::string_view hours, Language language) {
  std::string text;
  for (std::size_t i = 0; i < hours.size();) {
    std::string_view part = hours.substr(i, 1);
    std::string_view shown = part == "-" ? std::string_view("–") : part;
    for (const DayName& name : kDays) {
      if (!hours.substr(i).starts_with(name.day)) continue;
      part = name.day;
      shown = say(language, name.french, name.english);
    }
    text += shown;
    i += part.size();
  }
  return text;
}

std::string departements_text(const Json& region) {
  std::string text;
  for (const Json& code : items_at(region, "departements")) {
    if (code.as_string() != nullptr) text += (text.empty() ? "" : " ") + *code.as_string();
  }
  return text;
}

std::string contact_lines(const Json& contact, Language language) {
  std::string text = fmt::format("  {}\n", text_at(contact, "name"));
  const std::string number = text_at(contact, "number");
  if (!number.empty()) {
    text += fmt::format("    {} ({})\n", number,
                        text_at(contact, "tariff") == "ordinary"
                            ? say(language, "prix d'un appel", "price of a call")
                            : say(language, "surtaxé", "premium rate"));
    const std::string hours = text_at(contact, "hours");
    if (!hours.empty()) {
      text += fmt::format("    {} ({})\n", hours_text(hours, language),
                          say(language, "heure de Paris", "Paris time"));
    }
    const std::string abroad = text_at(contact, "abroad");
    text += abroad.empty()
                ? fmt::format("    {}\n", say(language, "depuis l'étranger : par le site",
                                              "from abroad: through the site"))
                : fmt::format("    {} {}\n", say(language, "depuis l'étranger :", "from abroad:"),
                              abroad);
  }
  return text + fmt::format("    {}\n    {} {}, {}\n", text_at(contact, "web"),
                            say(language, "source :", "source:"), text_at(contact, "source"),
                            date_text(text_at(contact, "dated"), language));
}

std::string region_lines(const Json& contacts, const Json& region, Language language) {
  const std::string code = text_at(region, "code");
  std::string text = fmt::format(
      "{} {} {}\n  {} {}\n", say(language, "Région", "Region"), code, text_at(region, "name"),
      say(language, "départements :", "départements:"), departements_text(region));
  const Json* same = contacts.find("same_code");
  if (same != nullptr && !same->is_null()) {
    text += fmt::format(
        "  {} {} {} {} {}.\n",
        say(language, "Ne pas confondre : le département", "Not to be confused: département"), code,
        say(language, "est dans la région", "is in region"), text_at(*same, "code"),
        text_at(*same, "name"));
  }
  for (const Json& contact : items_at(contacts, "contacts")) {
    text += contact_lines(contact, language);
  }
  return text;
}

std::string signer_line(const Json& contacts, Language language) {
  const Json* const signer = contacts.find("signed_by");
  if (signer == nullptr) return "";
  const Json* const development = signer->find("development");
  if (development != nullptr && *development == Json(true)) {
    return fmt::format("{}\n",
                       say(language, "Signé par la clé de développement, qui ne protège rien.",
                           "Signed by the development key, which protects nothing."));
  }
  return fmt::format("{} {:.16}\n", say(language, "Signé par la clé", "Signed by key"),
                     text_at(*signer, "key"));
}

}  // namespace

std::string contacts_text(const Json& contacts, Language language) {
  std::string text;
  if (const Json* region = contacts.find("region")) {
    text = region_lines(contacts, *region, language);
  } else {
    text = fmt::format(
        "{}\n",
        say(language, "Régions, et leurs départements :", "Regions, and their départements:"));
    for (const Json& one : items_at(contacts, "regions")) {
      text += fmt::format("  {}  {:<27} {}\n", text_at(one, "code"), text_at(one, "name"),
                          departements_text(one));
    }
  }
  text += fmt::format("{}\n", say(language, "Partout en France", "Everywhere in France"));
  for (const Json& contact : items_at(contacts, "national")) {
    text += contact_lines(contact, language);
  }
  return text +
         fmt::format("{}\n{} {} n° {}, {} {}\n", text_at(contacts, "abroad"),
                     say(language, "Annuaire :", "Directory:"), text_at(contacts, "id"),
                     text_at(contacts, "seq"), say(language, "vérifié le", "checked on"),
                     date_text(text_at(contacts, "checked"), language)) +
         signer_line(contacts, language);
}

}  // namespace cpa::tool
