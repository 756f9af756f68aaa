#include "tools/lawpack/mutants.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "core/model/date.h"
#include "core/rules/rational.h"

namespace cpa::lawpack {
namespace {

using codec::Json;
using rules::Rational;

/// What a word or sign may be mistaken for.
struct Swap {
  std::string_view token;
  std::vector<std::string_view> others;
};

const std::vector<Swap>& swaps() {
  static const std::vector<Swap> all = {
      {"<=", {"<", ">="}}, {">=", {">", "<="}}, {"!=", {"="}},       {"<", {"<=", ">"}},
      {">", {">=", "<"}},  {"=", {"!="}},       {"+", {"-"}},        {"-", {"+"}},
      {"*", {"/"}},        {"/", {"*"}},        {"and", {"or"}},     {"or", {"and"}},
      {"not", {""}},       {"min", {"max"}},    {"max", {"min"}},    {"floor", {"ceil"}},
      {"ceil", {"floor"}}, {"true", {"false"}}, {"false", {"true"}}, {"sum", {"most"}},
      {"most", {"sum"}}};
  return all;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '@';
}

/// Words, numbers, dates, signs; spaces apart.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    const bool word = is_word(text[at]);
    if (word) {
      const bool digit = text[at] >= '0' && text[at] <= '9';
      while (end < text.size() &&
             (is_word(text[end]) ||
              (digit && text[end] == '-' && end + 1 < text.size() && is_word(text[end + 1])))) {
        ++end;
      }
    } else if ((text[at] == '<' || text[at] == '>' || text[at] == '!') && end < text.size() &&
               text[end] == '=') {
      ++end;
    }
    tokens.push_back(text.substr(at, end - at));
    at = end;
  }
  return tokens;
}

std::string join(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) text += token;
  return text;
}

std::string decimal(const std::optional<Rational>& number) {
  return number ? number->decimal_text().value_or("") : "";
}

/// One more and one less.
std::vector<std::string> neighbours(const std::string& number, const Rational& step) {
  const std::optional<Rational> value = Rational::parse(number);
  if (!value) return {};
  return {decimal(add(*value, step)), decimal(subtract(*value, step))};
}

std::string day_after(const std::string& text, int days) {
  const Result<model::Date> date = model::parse_date(text);
  return date ? model::format_date(*date + std::chrono::days(days)) : text;
}

bool is_date(const std::string& token) { return model::parse_date(token).has_value(); }

std::vector<std::string> others_of(const std::string& token) {
  if (is_date(token)) return {day_after(token, 1), day_after(token, -1)};
  if (token.front() >= '0' && token.front() <= '9') return neighbours(token, Rational(1));
  std::vector<std::string> others;
  for (const Swap& swap : swaps()) {
    if (swap.token == token) others.assign(swap.others.begin(), swap.others.end());
  }
  return others;
}

/// Makes mutants by changing a copy of the document and keeping what came out.
class Mutator {
 public:
  using Each = std::function<void(const Mutant&)>;
  Mutator(const Json& pack, const Each& each) : pack_(pack), each_(each) { find_yearly(); }

  void all() {
    params();
    inputs();
    vars();
  }

 private:
  using Change = std::function<void(Json&)>;

  /// Applies `change` to the member at `path` of a copy of the document.
  void keep(const std::vector<std::string>& path, std::string place, std::string what,
            const Change& change) {
    Mutant mutant{std::move(place), std::move(what), pack_};
    if (!known_.insert(mutant.name()).second) return;
    Json* at = &mutant.pack;
    for (const std::string& key : path) at = &member(*at, key);
    change(*at);
    each_(mutant);
  }

  /// By name, or by place in a list.
  static Json& member(Json& json, const std::string& key) {
    if (Json::Array* list = json.as_array()) return (*list)[std::stoul(key)];
    for (auto& [name, value] : *json.as_object()) {
      if (name == key) return value;
    }
    return json;
  }
  static const std::string& text_of(const Json& json, std::string_view key) {
    static const std::string none;
    const Json* found = json.find(key);
    return found == nullptr || found->as_string() == nullptr ? none : *found->as_string();
  }
  static Change setting(std::string key, Json value) {
    return [key = std::move(key), value = std::move(value)](Json& json) { json.set(key, value); };
  }
  static Change without(std::string key) {
    return [key = std::move(key)](Json& json) {
      std::erase_if(*json.as_object(), [&](const auto& each) { return each.first == key; });
    };
  }

  /// Parameters that only variables with the law of a year's end name.
  void find_yearly() {
    std::set<std::string> daily;
    const auto note = [&](const std::string& text, std::set<std::string>& into) {
      const std::vector<std::string> tokens = split(text);
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool at = i >= 2 && tokens[i - 1] == "(" && tokens[i - 2] == "at";
        if (tokens[i].front() == '@') (at ? daily : into).insert(tokens[i]);
      }
    };
    for (const auto& [name, var] : *pack_.find("vars")->as_object()) {
      const bool yearly = text_of(var, "law_at") == "period_end";
      for (const Json& rule : *var.find("rules")->as_array()) {
        note(text_of(rule, "then") + " " + text_of(rule, "when"), yearly ? yearly_ : daily);
      }
    }
    for (const std::string& name : daily) yearly_.erase(name);
  }

  /// The first day on which a rule alive may read the parameter; "" for any day, as where a list, a
  /// default or at() names it.
  [[nodiscard]] std::string read_from(const std::string& param) const {
    std::string first = "9999-12-31";
    for (const auto& [name, var] : *pack_.find("vars")->as_object()) {
      for (const Json& rule : *var.find("rules")->as_array()) {
        const std::string text = text_of(rule, "then") + " " + text_of(rule, "when");
        const std::vector<std::string> tokens = split(text);
        if (std::find(tokens.begin(), tokens.end(), param) == tokens.end()) continue;
        const bool at = text.find("at(" + param) != std::string::npos;
        first = std::min(first, at ? std::string() : text_of(rule, "from"));
      }
    }
    const std::string inputs = codec::to_text(*pack_.find("inputs"));
    return inputs.find(param) == std::string::npos ? first : std::string();
  }

  /// Whether no year ends on a day that only one of two beginnings takes in.
  static bool same_year_ends(const std::string& from, const std::string& other) {
    const std::string& later = std::max(from, other);
    return !later.ends_with("-01-01");
  }

  void params() {
    for (const auto& [name, param] : *pack_.find("params")->as_object()) {
      const Json::Array& values = *param.find("values")->as_array();
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::vector<std::string> path = {"params", name, "values", std::to_string(i)};
        const std::string& from = text_of(values[i], "from");
        const std::string place = "params." + name + " " + from;
        const std::string& value = text_of(values[i], "v");
        const bool money = text_of(param, "type") == "EUR";
        const Rational step = money ? *Rational::make(1, 100) : Rational(1);
        for (const std::string& other : neighbours(value, step)) {
          keep(path, place, value + " → " + other, setting("v", other));
        }
        for (const int days : {1, -1}) {
          const std::string other = day_after(from, days);
          // Before the days that the pack covers, a date is no law of its own.
          if (from <= covers_from() && other <= covers_from()) continue;
          if (yearly_.contains("@" + name) && same_year_ends(from, other)) continue;
          // Nobody reads a first value earlier when all rules that name it begin with it or later.
          if (i == 0 && days < 0 && read_from("@" + name) >= from) continue;
          keep(path, place, "from " + other, setting("from", other));
        }
      }
    }
  }

  void inputs() {
    for (const auto& [name, input] : *pack_.find("inputs")->as_object()) {
      const std::vector<std::string> path = {"inputs", name};
      if (input.find("default") != nullptr) {
        keep(path, "inputs." + name, "no default", without("default"));
      }
      const Json* derive = input.find("derive");
      if (derive == nullptr) continue;
      for (const auto& [field, text] : *derive->as_object()) {
        expressions({"inputs", name, "derive"}, "inputs." + name + ".derive", field,
                    *text.as_string());
      }
    }
  }

  void expressions(const std::vector<std::string>& path, const std::string& place,
                   const std::string& key, const std::string& text) {
    for (MutatedExpression& other : mutated_expressions(text)) {
      keep(path, place + "." + key, std::move(other.change), setting(key, other.text));
    }
  }

  void vars() {
    for (const auto& [name, var] : *pack_.find("vars")->as_object()) {
      const std::vector<std::string> path = {"vars", name};
      const std::string place = "vars." + name;
      if (has_dated_law(var)) {
        const std::string other = text_of(var, "law_at") == "event" ? "period_end" : "event";
        keep(path, place, "law_at " + other, setting("law_at", other));
      }
      if (const Json* round = var.find("round")) {
        keep(path, place, "no round", without("round"));
        for (const char* mode : {"up", "down", "half_up"}) {
          if (text_of(*round, "mode") == mode) continue;
          keep({"vars", name, "round"}, place + ".round", mode, setting("mode", mode));
        }
      }
      const Json::Array& rules = *var.find("rules")->as_array();
      for (std::size_t i = 0; i < rules.size(); ++i) rule(name, i, rules[i], rules.size());
    }
  }

  [[nodiscard]] const std::string& covers_from() const {
    return text_of(*pack_.find("covers"), "from");
  }

  /// Whether a day lies within a year: where law changes with the year only, its end says the same.
  [[nodiscard]] bool within_year(const std::string& date) const {
    return date > covers_from() && !date.ends_with("-01-01");
  }

  /// Whether the day that selects its law can matter to the variable: a rule has dates, a parameter
  /// that it names changes within a year covered, or it names the day itself.
  [[nodiscard]] bool has_dated_law(const Json& var) const {
    for (const Json& rule : *var.find("rules")->as_array()) {
      if (within_year(text_of(rule, "from")) || within_year(text_of(rule, "to"))) return true;
      for (const std::string& token : split(text_of(rule, "then") + " " + text_of(rule, "when"))) {
        if (token == "law_date") return true;
        if (token.front() != '@') continue;
        const Json* param = pack_.find("params")->find(token.substr(1));
        if (param == nullptr) continue;
        for (const Json& value : *param->find("values")->as_array()) {
          if (within_year(text_of(value, "from"))) return true;
        }
      }
    }
    return false;
  }

  void rule(const std::string& name, std::size_t index, const Json& rule, std::size_t count) {
    const std::vector<std::string> path = {"vars", name, "rules", std::to_string(index)};
    const std::string place = "vars." + name + "/" + text_of(rule, "id");
    expressions(path, place, "then", text_of(rule, "then"));
    if (rule.find("when") != nullptr) {
      expressions(path, place, "when", text_of(rule, "when"));
      for (const char* truth : {"true", "false"}) {
        keep(path, place, std::string("when ") + truth, setting("when", truth));
      }
    }
    for (const char* date : {"from", "to"}) {
      const std::string& text = text_of(rule, date);
      if (text.empty()) continue;
      keep(path, place, std::string("no ") + date, without(date));
      const bool yearly = text_of(*pack_.find("vars")->find(name), "law_at") == "period_end";
      for (const int days : {1, -1}) {
        const std::string other = day_after(text, days);
        if (yearly && same_year_ends(text, other)) continue;
        keep(path, place, date + (" " + other), setting(date, other));
      }
    }
    if (rule.find("over") != nullptr) keep(path, place, "no over", without("over"));
    if (rule.find("status") != nullptr) keep(path, place, "no status", without("status"));
    if (count < 2) return;
    keep({"vars", name, "rules"}, place, "no such rule", [index](Json& rules) {
      rules.as_array()->erase(rules.as_array()->begin() + static_cast<std::ptrdiff_t>(index));
    });
  }

  const Json& pack_;
  const Each& each_;
  std::set<std::string> known_;
  std::set<std::string> yearly_;
};

}  // namespace

std::vector<MutatedExpression> mutated_expressions(const std::string& text) {
  std::vector<MutatedExpression> found;
  const std::vector<std::string> tokens = split(text);
  std::size_t column = 1;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    for (const std::string& other : others_of(tokens[i])) {
      std::vector<std::string> changed = tokens;
      changed[i] = other;
      found.push_back({join(changed), "column " + std::to_string(column) + ": " + tokens[i] +
                                          " → " + (other.empty() ? "nothing" : other)});
    }
    column += tokens[i].size();
  }
  return found;
}

void for_each_mutant(const Json& pack, const std::function<void(const Mutant&)>& each) {
  Mutator(pack, each).all();
}

}  // namespace cpa::lawpack
