#include "tools/lawpack/book.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "core/codec/json.h"
#include "core/law/packs.h"
#include "core/law/sentence.h"
#include "core/law/wording.h"
#include "core/model/date.h"
#include "core/rules/pack.h"
#include "tools/lawpack/html.h"

namespace cpa::lawpack {
namespace {

using codec::Json;

std::string text_at(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  if (value == nullptr) return "";
  if (value->as_string() != nullptr) return *value->as_string();
  if (value->as_integer() != nullptr) return std::to_string(*value->as_integer());
  return value->is_null() ? "" : codec::to_text(*value);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '@';
}

/// The first part of a dotted name: "cpf" of "cpf.credit".
std::string group_of(std::string_view name) { return std::string(name.substr(0, name.find('.'))); }

class Book {
 public:
  Book(const Json& pack, const law::LawPack& law, Language language)
      : pack_(pack), law_(law), language_(language), french_(language == Language::kFrench) {}

  std::string write() {
    find_uses();
    const std::string body =
        element("a", say("Aller au texte", "Skip to the text"), "class=\"skip\" href=\"#text\"") +
        cover() + contents() +
        element("main", variables() + simulations() + params() + inputs() + refs() + open(),
                "id=\"text\"");
    return page(french_ ? "fr" : "en", title(), body);
  }

 private:
  [[nodiscard]] std::string say(const char* french, const char* english) const {
    return french_ ? french : english;
  }
  [[nodiscard]] std::string label(const Json& object) const {
    return text_at(object, french_ ? "fr" : "en");
  }
  [[nodiscard]] std::string title() const {
    return say("La loi telle que codée : ", "The law as coded: ") + law_.id;
  }
  [[nodiscard]] std::string day(const std::string& iso) const {
    const Result<model::Date> date = model::parse_date(iso);
    return date ? law::show_date(*date, language_) : iso;
  }
  [[nodiscard]] const Json& section(std::string_view name) const { return *pack_.find(name); }
  [[nodiscard]] bool has(std::string_view kind, std::string_view name) const {
    return section(kind).find(name) != nullptr;
  }

  /// A definition list of what there is to say; empty values are left out.
  static std::string facts(const std::vector<std::pair<std::string, std::string>>& lines) {
    std::string text;
    for (const auto& [what, value] : lines) {
      if (!value.empty()) text += element("dt", what) + element("dd", value);
    }
    return element("dl", text) + "\n";
  }

  static std::string link(const std::string& target, const std::string& text) {
    return element("a", text, "href=\"#" + escape_html(target) + "\"");
  }

  /// Where a name of an expression is told, "" when nowhere.
  [[nodiscard]] std::string place_of(const std::string& name) const {
    if (name.front() == '@') return has("params", name.substr(1)) ? "p-" + name.substr(1) : "";
    if (has("vars", name)) return "v-" + name;
    // An answer of a choice, kind.rncp, is told with its question.
    const bool answer = has("inputs", name.substr(0, name.rfind('.')));
    return has("inputs", name) || answer ? "i-" + name : "";
  }

  /// An expression with a link from each name to where it is told.
  [[nodiscard]] std::string expression(const std::string& text) const {
    std::string html;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at + 1;
      while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
      const std::string token = text.substr(at, end - at);
      const std::string place = is_word(text[at]) ? place_of(token) : "";
      html += place.empty() ? escape_html(token) : link(place, escape_html(token));
      at = end;
    }
    return html;
  }

  [[nodiscard]] std::string article(const std::string& ref) const {
    if (ref.empty()) return "";
    return link("r-" + ref.substr(0, ref.find('#')), escape_html(law_.pack->ref_text(ref)));
  }

  [[nodiscard]] std::string shown(const std::string& value, const std::string& type) const {
    return escape_html(law::show_value(value, type, language_));
  }

  /// Which variables, and which hooks, ask for each name.
  void find_uses() {
    for (const auto& [name, var] : *section("vars").as_object()) {
      for (const Json& rule : *var.find("rules")->as_array()) {
        note_names(text_at(rule, "when") + " " + text_at(rule, "then"), name);
        cited_[group_of_ref(text_at(rule, "ref"))].insert("v-" + name);
      }
    }
    for (const auto& [name, param] : *section("params").as_object()) {
      for (const Json& value : *param.find("values")->as_array()) {
        cited_[group_of_ref(text_at(value, "ref"))].insert("p-" + name);
      }
    }
  }
  static std::string group_of_ref(const std::string& ref) { return ref.substr(0, ref.find('#')); }
  void note_names(const std::string& text, const std::string& user) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at + 1;
      while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
      const std::string token = text.substr(at, end - at);
      if (is_word(token.front()) && !place_of(token).empty()) {
        users_[place_of(token)].insert("v-" + user);
      }
      at = end;
    }
  }
  static std::string links(const std::set<std::string>& places) {
    std::string text;
    for (const std::string& place : places) {
      text += (text.empty() ? "" : ", ") + link(place, escape_html(place.substr(2)));
    }
    return text;
  }
  [[nodiscard]] std::string used_by(const std::string& place) const {
    const auto found = users_.find(place);
    return found == users_.end() ? "" : links(found->second);
  }

  [[nodiscard]] std::string cover() const {
    std::string until = law_.covers_to;
    if (const Result<model::Date> to = model::parse_date(until)) {
      until = law::show_date(*to - std::chrono::days(1), language_);
    }
    return element(
               "header",
               element("h1", escape_html(title())) +
                   facts({{say("Numéro", "Number"), std::to_string(law_.seq)},
                          {say("Publiée le", "Published on"), day(law_.published)},
                          {say("Couvre", "Covers"),
                           day(law_.covers_from) + say(" au ", " to ") + until},
                          {say("Empreinte", "Hash"), element("code", law_.sha256)}}) +
                   element("p", say("Ce livre montre le droit tel que l'application le calcule : "
                                    "chaque règle, son article, ses dates et ses exemples. Il "
                                    "n'est pas un conseil juridique.",
                                    "This book shows the law as the app computes it: each rule, "
                                    "its article, its dates and its examples. It is not legal "
                                    "advice."))) +
           "\n";
  }

  [[nodiscard]] std::vector<std::string> groups() const {
    std::vector<std::string> groups;
    for (const auto& [name, var] : *section("vars").as_object()) {
      const std::string group = group_of(name);
      if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    }
    return groups;
  }

  [[nodiscard]] std::string group_name(const std::string& group) const {
    struct Name {
      std::string_view group;
      const char* fr;
      const char* en;
    };
    static constexpr Name kNames[] = {
        {"cpf", "CPF : formation", "CPF: training"},
        {"c2p", "C2P : prévention", "C2P: prevention"},
        {"cec", "CEC : engagement citoyen", "CEC: civic engagement"},
        {"cpa", "CPA : le compte", "CPA: the account"},
        {"training", "Demande de formation", "Request of a training"},
        {"budget", "Qui paie une formation", "Who pays for a training"},
        {"projection", "Droits à venir", "Rights to come"},
        {"public", "Agents publics", "Public agents"},
        {"dife", "Élus locaux (DIFE)", "Local representatives (DIFE)"},
        {"topup", "Abondements", "Top-ups"},
        {"opening", "Ouverture du compte", "Opening of the account"},
        {"closing", "Fermeture du compte", "Closing of the account"},
        {"consent", "Accord du titulaire", "Consent of the holder"},
        {"retirement", "Âge de la retraite", "Age of retirement"},
        {"stop", "Arrêt du CPF", "End of the CPF"},
        {"abroad", "À l'étranger", "Abroad"},
        {"convert", "Conversions", "Conversions"},
        {"leave", "Absence pour formation", "Absence for training"},
        {"ptp", "Projet de transition professionnelle", "Professional transition (PTP)"},
        {"payslip", "Bulletin de paie électronique", "Electronic payslip"},
        {"interview", "Entretiens professionnels", "Career interviews"},
        {"reconversion", "Période de reconversion", "Retraining period"}};
    for (const Name& name : kNames) {
      if (group == name.group) return say(name.fr, name.en);
    }
    return group;
  }

  [[nodiscard]] std::string contents() const {
    std::string text;
    for (const std::string& group : groups()) {
      std::string items;
      for (const auto& [name, var] : *section("vars").as_object()) {
        if (group_of(name) != group) continue;
        items += element("li", link("v-" + name, escape_html(label(var))));
      }
      text +=
          element("li", link("g-" + group, escape_html(group_name(group))) + element("ul", items));
    }
    for (const auto& [place, name] : chapters()) text += element("li", link(place, name));
    return element("nav", element("h2", say("Sommaire", "Contents")) + element("ul", text),
                   "aria-label=\"" + say("Sommaire", "Contents") + "\"") +
           "\n";
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> chapters() const {
    return {{"simulations", say("Simulations", "Simulations")},
            {"params", say("Montants et seuils", "Amounts and thresholds")},
            {"inputs", say("Ce qui est demandé", "What is asked")},
            {"refs", say("Articles", "Articles")},
            {"open", say("Points non tranchés", "Points left open")}};
  }
  [[nodiscard]] std::string chapter(const std::string& place) const {
    for (const auto& [known, name] : chapters()) {
      if (known == place) return element("h2", name, "id=\"" + place + "\"") + "\n";
    }
    return "";
  }

  [[nodiscard]] std::string variables() const {
    std::string text;
    for (const std::string& group : groups()) {
      text += element("h2", escape_html(group_name(group)), "id=\"g-" + escape_html(group) + "\"") +
              "\n";
      for (const auto& [name, var] : *section("vars").as_object()) {
        if (group_of(name) == group) text += variable(name, var);
      }
    }
    return text;
  }

  [[nodiscard]] std::string heading(const std::string& place, const std::string& name,
                                    const Json& object) const {
    return element("h3",
                   escape_html(label(object)) + " " +
                       element("code", escape_html(name), "class=\"name\""),
                   "id=\"" + escape_html(place + name) + "\"") +
           "\n";
  }

  [[nodiscard]] std::string variable(const std::string& name, const Json& var) const {
    const bool event = text_at(var, "law_at") == "event";
    std::string text = heading("v-", name, var);
    text += facts({{say("Unité", "Unit"), escape_html(text_at(var, "type"))},
                   {say("Droit", "Law"),
                    event ? say("du jour de l'événement", "of the event's day")
                          : say("du dernier jour de la période", "of the period's last day")},
                   {say("Arrondi", "Rounding"), rounding(var)},
                   {say("Demandé par", "Asked by"), used_by("v-" + name)},
                   {say("Usage", "Use"), hooks_of(name)}});
    for (const Json& rule : *var.find("rules")->as_array()) text += rule_text(rule);
    return element("section", text + examples(name, text_at(var, "type"))) + "\n";
  }

  [[nodiscard]] std::string rounding(const Json& var) const {
    const Json* round = var.find("round");
    if (round == nullptr) return "";
    const std::string how =
        law::show_rounding(text_at(*round, "mode"), text_at(*round, "to"), language_);
    if (text_at(*round, "mode") == "exact") {
      return say("doit tomber juste", "must come out even");
    }
    const std::string words =
        how.empty() ? text_at(*round, "mode") + " " + text_at(*round, "to") : how;
    const std::string ref = article(text_at(*round, "ref"));
    return escape_html(words) + (ref.empty() ? "" : " (" + ref + ")");
  }

  [[nodiscard]] std::string hooks_of(const std::string& name) const {
    std::string text;
    for (const auto& [hook, vars] : law_.pack->hooks()) {
      if (std::find(vars.begin(), vars.end(), name) == vars.end()) continue;
      text += (text.empty() ? "" : ", ") + escape_html(hook);
    }
    return text;
  }

  [[nodiscard]] std::string rule_text(const Json& rule) const {
    const Json* named = rule.find("label");
    const std::string id = text_at(rule, "id");
    std::string text = element("h4", escape_html(named != nullptr ? label(*named) : id)) + "\n";
    const std::string status = text_at(rule, "status");
    if (!status.empty()) text += element("p", escape_html(status_text(status)), "class=\"open\"");
    const std::string when = text_at(rule, "when");
    const std::string formula = (when.empty() ? "" : say("si ", "if ") + expression(when) + "\n") +
                                "= " + expression(text_at(rule, "then"));
    text += element("pre", element("code", formula)) + "\n";
    if (const Json* why = rule.find("why")) {
      text += element("p", escape_html(sentence(label(*why))), "class=\"say\"") + "\n";
    }
    std::string over;
    if (const Json* others = rule.find("over")) {
      for (const Json& other : *others->as_array()) {
        over += (over.empty() ? "" : ", ") + escape_html(*other.as_string());
      }
    }
    text += facts({{say("Article", "Article"), article(text_at(rule, "ref"))},
                   {say("Du", "From"), day(text_at(rule, "from"))},
                   {say("Jusqu'au (exclu)", "Until (excluded)"), day(text_at(rule, "to"))},
                   {say("Écarte", "Displaces"), over}});
    return element("div", text, "class=\"rule\"") + "\n";
  }

  [[nodiscard]] std::string status_text(const std::string& status) const {
    if (status == "disputed") return say("Point contesté", "A disputed point");
    return say("Interprétation : les textes ne tranchent pas",
               "An interpretation: the texts do not settle it");
  }

  /// A fact of an example: a list as its items' fields, "months 12 · months 9".
  static std::string fact_text(const Json& value) {
    if (value.as_string() != nullptr) return *value.as_string();
    std::string text;
    for (const Json& item : *value.as_array()) {
      std::string fields;
      for (const auto& [field, given] : *item.as_object()) {
        fields += (fields.empty() ? "" : ", ") + field + " " + text_at(item, field);
      }
      text += (text.empty() ? "" : " · ") + fields;
    }
    return text.empty() ? "∅" : text;
  }

  /// A sentence with the names that people know in the place of its braces.
  [[nodiscard]] std::string sentence(const std::string& text) const {
    return law::fill_sentence(law_, {}, text, language_);
  }

  [[nodiscard]] std::string examples(const std::string& name, const std::string& type) const {
    std::string rows;
    for (const Json& test : *section("tests").as_array()) {
      const Json* results = test.find("expects");
      const bool among = results != nullptr && results->find(name) != nullptr;
      if (!among && text_at(test, "var") != name) continue;
      std::string given;
      for (const auto& [fact, value] : *test.find("facts")->as_object()) {
        given += (given.empty() ? "" : "; ") + fact + " = " + fact_text(value);
      }
      const std::string expected = among ? text_at(*results, name) : text_at(test, "expect");
      rows += element("tr", element("td", escape_html(text_at(test, "id"))) +
                                element("td", day(text_at(test, "on"))) +
                                element("td", element("code", escape_html(given))) +
                                element("td", expected.empty() ? say("à demander", "to be asked")
                                                               : shown(expected, type)));
    }
    if (rows.empty()) return "";
    const std::string head =
        element("tr", element("th", say("Exemple", "Example")) + element("th", say("Jour", "Day")) +
                          element("th", say("Données", "Facts")) +
                          element("th", say("Résultat", "Result")));
    return table(head, rows);
  }
  static std::string table(const std::string& head, const std::string& rows) {
    return element("div", element("table", element("thead", head) + element("tbody", rows)),
                   "class=\"scroll\" tabindex=\"0\"") +
           "\n";
  }

  [[nodiscard]] std::string params() const {
    std::string text = chapter("params");
    for (const auto& [name, param] : *section("params").as_object()) {
      std::string rows;
      for (const Json& value : *param.find("values")->as_array()) {
        const bool gone = value.find("v")->is_null();
        rows += element(
            "tr", element("td", day(text_at(value, "from"))) +
                      element("td", gone ? say("abrogé", "abolished")
                                         : shown(text_at(value, "v"), text_at(param, "type"))) +
                      element("td", article(text_at(value, "ref"))));
      }
      const std::string head =
          element("tr", element("th", say("À partir du", "From")) +
                            element("th", say("Valeur", "Value")) + element("th", "Article"));
      text +=
          element("section", element("h3", element("code", "@" + escape_html(name)),
                                     "id=\"p-" + escape_html(name) + "\"") +
                                 facts({{say("Employé par", "Used by"), used_by("p-" + name)}}) +
                                 table(head, rows)) +
          "\n";
    }
    return text;
  }

  [[nodiscard]] std::string simulations() const {
    std::string lines;
    for (const rules::SimulationDeclaration& each : law_.pack->simulations()) {
      std::string vars;
      for (const std::string& var : each.vars) {
        vars += element("li", link("v-" + var, escape_html(label(*section("vars").find(var)))));
      }
      const std::string& named = french_ ? each.label.fr : each.label.en;
      lines += element("dt", escape_html(named) + " " + element("code", escape_html(each.name)),
                       "id=\"s-" + escape_html(each.name) + "\"") +
               element("dd", element("ul", vars));
    }
    return chapter("simulations") + element("dl", lines) + "\n";
  }

  [[nodiscard]] std::string inputs() const {
    std::string text = chapter("inputs");
    for (const auto& [name, input] : *section("inputs").as_object()) {
      std::string fields;
      std::string options;
      if (const Json* of = input.find("of")) {
        for (const auto& [field, type] : *of->as_object()) {
          if (type.as_object() != nullptr) {
            const std::string place = escape_html(name + "." + field);
            options += (options.empty() ? "" : ", ") +
                       element("code", escape_html(field), "id=\"i-" + place + "\"") + " " +
                       escape_html(text_at(type, french_ ? "fr" : "en"));
          } else {
            fields += (fields.empty() ? "" : ", ") + field + " (" + text_at(*of, field) + ")";
          }
        }
      }
      std::string derived;
      if (const Json* derive = input.find("derive")) {
        for (const auto& [field, formula] : *derive->as_object()) {
          derived += element("code", escape_html(field) + " = " + expression(*formula.as_string()));
        }
      }
      const std::string fallback = text_at(input, "default");
      text += element("section",
                      heading("i-", name, input) +
                          facts({{say("Type", "Type"), escape_html(text_at(input, "type"))},
                                 {say("Au moins", "At least"), escape_html(text_at(input, "min"))},
                                 {say("Au plus", "At most"), escape_html(text_at(input, "max"))},
                                 {say("Réponses", "Answers"), options},
                                 {say("Champs", "Fields"), escape_html(fields)},
                                 {say("Champs calculés", "Computed fields"), derived},
                                 {say("Vient de", "Comes from"), source_of(input)},
                                 {say("À défaut", "By default"), expression(fallback)},
                                 {say("Article", "Article"), article(text_at(input, "ref"))},
                                 {say("Employé par", "Used by"), used_by("i-" + name)}})) +
              "\n";
    }
    return text;
  }

  [[nodiscard]] std::string source_of(const Json& input) const {
    const std::string source = text_at(input, "source");
    if (source == "holder") return say("du titulaire", "the holder");
    if (source == "ledger") return say("du compte", "the account");
    return say("d'un organisme, ou demandé", "a body, or asked");
  }

  [[nodiscard]] std::string refs() const {
    std::string text = chapter("refs");
    std::string lines;
    for (const auto& [name, readable] : *section("refs").as_object()) {
      const auto found = cited_.find(name);
      lines +=
          element("dt", escape_html(*readable.as_string()), "id=\"r-" + escape_html(name) + "\"") +
          element("dd", found == cited_.end() ? "" : links(found->second));
    }
    return text + element("dl", lines) + "\n";
  }

  [[nodiscard]] std::string open() const {
    std::string items;
    for (const auto& [name, var] : *section("vars").as_object()) {
      for (const Json& rule : *var.find("rules")->as_array()) {
        const std::string status = text_at(rule, "status");
        if (status.empty()) continue;
        const Json* why = rule.find("why");
        items +=
            element("li", link("v-" + name, escape_html(label(var))) + " — " +
                              escape_html(status_text(status)) +
                              (why == nullptr ? "" : ": " + escape_html(sentence(label(*why)))));
      }
    }
    return chapter("open") +
           (items.empty() ? element("p", say("Aucun.", "None.")) : element("ul", items)) + "\n";
  }

  const Json& pack_;
  const law::LawPack& law_;
  Language language_;
  bool french_;
  std::map<std::string, std::set<std::string>> users_;
  std::map<std::string, std::set<std::string>> cited_;
};

}  // namespace

Result<std::string> book(std::string_view pack, Language language) {
  CPA_TRY_ASSIGN(const law::LawPack law, law::load_law_pack(pack));
  CPA_TRY_ASSIGN(const Json document, codec::parse_json(pack));
  return Book(document, law, language).write();
}

}  // namespace cpa::lawpack
