#include "core/rules/loader.h"

#include <algorithm>

#include "core/rules/checks.h"
#include "core/rules/parser.h"

namespace cpa::rules {
namespace {

using codec::Json;
using codec::JsonReader;

constexpr std::string_view kFormat = "cpa-rules/1";
constexpr codec::JsonLimits kDocumentLimits{
    .bytes_max = 256U << 10U, .depth_max = 12, .string_max = 2048, .values_max = 60'000};
constexpr std::size_t kVarsMax = 512;
constexpr std::size_t kParamsMax = 1024;
constexpr std::size_t kParamDatesMax = 64;
constexpr std::size_t kRulesMax = 32;
constexpr std::int64_t kItemsMax = 366;
constexpr std::size_t kOptionsMax = 32;

// What refuses is a Status, made in one place: nearly everything here returns one as it is.
Status refused(const std::string& message) { return Error{ErrorCode::kLawPack, message}; }
Status refused(const char* message) { return Error{ErrorCode::kLawPack, message}; }
/// The code of what is wrong, where, and what it is.
Status refused(const char* code, const std::string& where, const char* problem = "") {
  return refused(code + where + problem);
}
Status too_many(std::string_view what) {
  return Error{ErrorCode::kLimitExceeded, "E_LIMIT too many " + std::string(what)};
}

/// An error of the reader, as an error of a pack.
Status form(const Status& status) {
  if (status) return {};
  return refused("E_FORM " + status.error().message);
}

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() < 'a' || name.front() > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

Result<model::Date> date_of(const std::string& text, const std::string& where) {
  const Result<model::Date> date = model::parse_date(text);
  if (!date) return refused("E_FORM ", where, ": not a date").error();
  return *date;
}

Result<Type> type_of(const std::string& word, const std::string& where) {
  const std::optional<Type> type = Type::parse(word);
  if (!type) return refused("E_FORM " + where + ": unknown type " + word).error();
  return *type;
}

std::optional<RoundMode> mode_of(std::string_view word) {
  if (word == "up") return RoundMode::kUp;
  if (word == "down") return RoundMode::kDown;
  if (word == "half_up") return RoundMode::kHalfUp;
  if (word == "half_even") return RoundMode::kHalfEven;
  if (word == "exact") return RoundMode::kExact;
  return std::nullopt;
}

/// {"fr": …, "en": …}.
Status wording(const Json& json, const std::string& where, Wording& wording) {
  JsonReader reader(json, where);
  wording = {reader.require_string("fr"), reader.require_string("en")};
  return form(reader.finish());
}

/// Calls `each(name, value)` for the members of an object until one fails.
template <typename Each>
Status members(const Json& object, const Each& each) {
  for (const auto& [name, value] : *object.as_object()) CPA_TRY(each(name, value));
  return {};
}

/// What a default or a derived field may not ask: another question, or a rule.
bool asks_nothing(const Pack::Program& program, std::uint32_t root) {
  const Node& node = program.nodes[root];
  if (node.op == Op::kInput || node.op == Op::kVar || node.op == Op::kSum ||
      node.op == Op::kCount || node.op == Op::kMost) {
    return false;
  }
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (!asks_nothing(program, program.operands[node.first + i])) return false;
  }
  return true;
}

}  // namespace

Result<std::shared_ptr<const Pack>> PackLoader::load() {
  pack_ = std::shared_ptr<Pack>(new Pack);
  if (document_.as_object() == nullptr) return refused("E_FORM a pack is an object").error();
  JsonReader reader(document_, "pack");
  CPA_TRY(head(reader));
  const Json& refs_json = reader.require_object("refs");
  const Json& params_json = reader.require_object("params");
  const Json& inputs_json = reader.require_object("inputs");
  const Json& vars_json = reader.require_object("vars");
  const Json& hooks_json = reader.require_object("hooks");
  const Json& commands_json = reader.require_object("commands");
  const Json* simulations_json = reader.optional_object("simulations");
  const Json::Array& tests_json = reader.require_array("tests");
  CPA_TRY(form(reader.finish()));
  CPA_TRY(refs(refs_json));
  CPA_TRY(
      members(params_json, [&](const auto& name, const Json& json) { return param(name, json); }));
  CPA_TRY(
      members(inputs_json, [&](const auto& name, const Json& json) { return input(name, json); }));
  CPA_TRY(members(vars_json, [&](const auto& name, const Json& json) { return var(name, json); }));
  for (std::uint32_t i = 0; i < pack_->inputs_.size(); ++i) CPA_TRY(compile_input(i));
  for (std::uint32_t i = 0; i < pack_->vars_.size(); ++i) CPA_TRY(compile_var(i));
  CPA_TRY(hooks(hooks_json));
  CPA_TRY(commands(commands_json));
  if (simulations_json != nullptr) CPA_TRY(simulations(*simulations_json));
  for (const Json& json : tests_json) CPA_TRY(test(json));
  return std::shared_ptr<const Pack>(std::move(pack_));
}

Status PackLoader::head(JsonReader& reader) {
  const std::string document_format = reader.require_string("format");
  const std::int64_t semantics = reader.require_integer("semantics");
  pack_->id_ = reader.require_string("id");
  pack_->seq_ = reader.require_integer("seq");
  pack_->published_ = reader.require_string("published");
  pack_->patch_of_ = reader.optional_string("patch_of").value_or("");
  const Json& covered = reader.require_object("covers");
  if (document_format != kFormat) return refused("E_FORM pack.format: another format");
  if (semantics != kSemantics) {
    return Error{ErrorCode::kUnsupported, "E_SEMANTICS this app does not know these semantics",
                 semantics};
  }
  if (pack_->id_.empty() || pack_->seq_ < 1) return refused("E_FORM pack.id or pack.seq");
  CPA_TRY(date_of(pack_->published_, "pack.published"));
  return covers(covered);
}

Status PackLoader::covers(const Json& json) {
  JsonReader reader(json, "pack.covers");
  const std::string from = reader.require_string("from");
  const std::string to = reader.require_string("to");
  CPA_TRY(form(reader.finish()));
  CPA_TRY_ASSIGN(pack_->covers_from_, date_of(from, "pack.covers.from"));
  CPA_TRY_ASSIGN(pack_->covers_to_, date_of(to, "pack.covers.to"));
  if (pack_->covers_from_ >= pack_->covers_to_) return refused("E_FORM pack.covers: empty");
  return {};
}

Status PackLoader::refs(const Json& json) {
  return members(json, [&](const std::string& name, const Json& text) -> Status {
    if (text.as_string() == nullptr) return refused("E_FORM refs.", name, ": not a string");
    pack_->refs_.emplace(name, *text.as_string());
    return {};
  });
}

Status PackLoader::known_ref(std::string_view ref, const std::string& where) const {
  if (pack_->refs_.contains(ref.substr(0, ref.find('#')))) return {};
  return refused("E_REF " + where + ": unknown reference " + std::string(ref));
}

Status PackLoader::param(const std::string& name, const Json& json) {
  const std::string where = "params." + name;
  if (!is_name(name)) return refused("E_FORM ", where, ": not a name");
  if (pack_->program_->params.size() >= kParamsMax) return too_many("parameters");
  JsonReader reader(json, where);
  const std::string type = reader.require_string("type");
  const Json::Array& values = reader.require_array("values");
  CPA_TRY(form(reader.finish()));
  Param param;
  param.name = name;
  CPA_TRY_ASSIGN(param.type, type_of(type, where));
  if (values.empty()) return refused("E_FORM ", where, ": no value");
  if (values.size() > kParamDatesMax) return too_many("dates of " + where);
  for (const Json& value : values) CPA_TRY(param_value(param, value));
  pack_->program_->params.push_back(std::move(param));
  return {};
}

Status PackLoader::param_value(Param& param, const Json& json) {
  const std::string where = "params." + param.name;
  JsonReader reader(json, where);
  const std::string from = reader.require_string("from");
  const Json& value_json = reader.require("v");
  ParamValue value;
  value.ref = reader.require_string("ref");
  CPA_TRY(form(reader.finish()));
  CPA_TRY_ASSIGN(value.from, date_of(from, where));
  CPA_TRY(known_ref(value.ref, where));
  if (!param.values.empty() && param.values.back().from >= value.from) {
    return refused("E_ORDER ", where, ": dates must rise");
  }
  if (!value_json.is_null()) {
    const std::string* text = value_json.as_string();
    if (text != nullptr) value.value = parse_scalar(*text, param.type);
    if (!value.value) return refused("E_FORM ", where, ": not a value of its type");
    value.cell = to_cell(*value.value);
  }
  param.values.push_back(std::move(value));
  return {};
}

Status PackLoader::input(const std::string& name, const Json& json) {
  const std::string where = "inputs." + name;
  if (!is_name(name)) return refused("E_FORM ", where, ": not a name");
  JsonReader reader(json, where);
  InputDeclaration info;
  info.name = name;
  const std::string type = reader.require_string("type");
  if (type == "choice") return choice(name, json);
  const std::optional<std::string> min = reader.optional_string("min");
  const bool is_list = type == "list";
  std::optional<std::string> max;
  if (is_list) {
    info.max = Rational(reader.require_integer("max"));
  } else {
    max = reader.optional_string("max");
  }
  const std::optional<std::string> fallback = reader.optional_string("default");
  info.default_ref = reader.optional_string("ref").value_or("");
  info.source = reader.optional_string("source").value_or("asked");
  info.label = {reader.require_string("fr"), reader.require_string("en")};
  const Json* of = is_list ? &reader.require_object("of") : nullptr;
  const Json* derive = is_list ? reader.optional_object("derive") : nullptr;
  CPA_TRY(form(reader.finish()));
  CPA_TRY_ASSIGN(info.type, type_of(type, where));
  if (min) info.min = Rational::parse(*min);
  if (max) info.max = Rational::parse(*max);
  if ((min && !info.min) || (max && !info.max)) return refused("E_FORM ", where, ": min or max");
  if (info.min && info.max && compare(*info.min, *info.max) > 0) {
    return refused("E_FORM ", where, ": min above max");
  }
  if (is_list && (info.max->num() < 1 || info.max->num() > kItemsMax)) {
    return refused("E_FORM ", where, ": max out of range");
  }
  if (info.source != "asked" && info.source != "holder" && info.source != "ledger") {
    return refused("E_FORM ", where, ": unknown source");
  }
  info.has_default = fallback.has_value();
  if (fallback && info.default_ref.empty()) {
    return refused("E_DEFAULT ", name, ": a default needs the article that supplies it");
  }
  if (!info.default_ref.empty()) CPA_TRY(known_ref(info.default_ref, where));
  keep_input(std::move(info), fallback.value_or(""));
  return input_fields(pack_->inputs_.back(), of, derive);
}

void PackLoader::keep_input(InputDeclaration info, std::string default_text) {
  pack_->program_->inputs.emplace_back();
  derive_texts_.emplace_back();
  default_texts_.push_back(std::move(default_text));
  pack_->input_places_.emplace(info.name, static_cast<std::uint32_t>(pack_->inputs_.size()));
  pack_->inputs_.push_back(std::move(info));
}

Status PackLoader::choice(const std::string& name, const Json& json) {
  const std::string where = "inputs." + name;
  JsonReader reader(json, where);
  reader.skip("type");
  Choice choice;
  choice.name = name;
  choice.source = reader.optional_string("source").value_or("asked");
  choice.label = {reader.require_string("fr"), reader.require_string("en")};
  const Json& of = reader.require_object("of");
  CPA_TRY(form(reader.finish()));
  choice.first = static_cast<std::uint32_t>(pack_->inputs_.size());
  choice.count = static_cast<std::uint32_t>(of.as_object()->size());
  if (choice.count < 2 || choice.count > kOptionsMax) {
    return refused("E_FORM ", where, ": 2 to 32 options");
  }
  CPA_TRY(members(of, [&](const std::string& option, const Json& words) -> Status {
    InputDeclaration info;
    info.name = name + "." + option;
    info.type = {Kind::kBool, {}};
    info.source = choice.source;
    info.choice = name;
    if (!is_name(option)) return refused("E_FORM ", where, ".of");
    const Status worded = wording(words, where + ".of", info.label);
    keep_input(std::move(info), "");
    return worded;
  }));
  pack_->choices_.push_back(std::move(choice));
  return {};
}

Status PackLoader::input_fields(InputDeclaration& info, const Json* of, const Json* derive) {
  const std::string where = "inputs." + info.name;
  std::vector<Field>& fields = pack_->program_->inputs.back().fields;
  if (of != nullptr) {
    CPA_TRY(members(*of, [&](const std::string& name, const Json& word) -> Status {
      if (!is_name(name) || word.as_string() == nullptr) return refused("E_FORM ", where, ".of");
      CPA_TRY_ASSIGN(const Type type, type_of(*word.as_string(), where + ".of"));
      if (type.kind == Kind::kList) return refused("E_FORM ", where, ".of: a list in a list");
      info.fields.emplace_back(name, type);
      fields.push_back({name, type, kNoNode});
      return {};
    }));
  }
  if (derive == nullptr) return {};
  return members(*derive, [&](const std::string& name, const Json& text) -> Status {
    if (!is_name(name) || text.as_string() == nullptr) {
      return refused("E_FORM ", where, ".derive");
    }
    derive_texts_.back().emplace_back(name, *text.as_string());
    return {};
  });
}

Status PackLoader::var(const std::string& name, const Json& json) {
  const std::string where = "vars." + name;
  if (!is_name(name)) return refused("E_FORM ", where, ": not a name");
  if (pack_->vars_.size() >= kVarsMax) return too_many("variables");
  if (pack_->find_input(name) != nullptr) return refused("E_NAME ", name, " is an input too");
  JsonReader reader(json, where);
  VarDeclaration info;
  info.name = name;
  const std::string type = reader.require_string("type");
  const std::string law_at = reader.require_string("law_at");
  info.label = {reader.require_string("fr"), reader.require_string("en")};
  const Json* round = reader.optional_object("round");
  const Json::Array& rules = reader.require_array("rules");
  CPA_TRY(form(reader.finish()));
  CPA_TRY_ASSIGN(info.type, type_of(type, where));
  if (info.type.kind == Kind::kList) return refused("E_FORM ", where, ": a list");
  if (law_at != "event" && law_at != "period_end") return refused("E_FORM ", where, ".law_at");
  info.law_at_event = law_at == "event";
  if (round != nullptr) CPA_TRY(rounding(info, *round));
  if (rules.empty()) return refused("E_FORM ", where, ": no rule");
  if (rules.size() > kRulesMax) return too_many("rules of " + where);
  pack_->program_->rules.emplace_back();
  rule_texts_.emplace_back();
  for (const Json& item : rules) CPA_TRY(rule(info, item));
  pack_->var_places_.emplace(name, static_cast<std::uint32_t>(pack_->vars_.size()));
  pack_->vars_.push_back(std::move(info));
  return {};
}

Status PackLoader::rounding(VarDeclaration& info, const Json& json) {
  const std::string where = "vars." + info.name + ".round";
  JsonReader reader(json, where);
  const std::string to = reader.require_string("to");
  const std::string mode = reader.require_string("mode");
  const std::optional<std::string> ref = reader.optional_string("ref");
  CPA_TRY(form(reader.finish()));
  info.round_to = Rational::parse(to);
  const std::optional<RoundMode> known = mode_of(mode);
  if (!known || !info.round_to || info.round_to->num() <= 0 || info.type.kind != Kind::kNumber) {
    return refused("E_FORM ", where);
  }
  info.round_mode = *known;
  return ref ? known_ref(*ref, where) : Status{};
}

Status PackLoader::rule(const VarDeclaration& info, const Json& json) {
  const std::string where = "vars." + info.name + ".rules";
  JsonReader reader(json, where);
  Rule rule;
  RuleText text;
  rule.info.id = reader.require_string("id");
  const std::optional<std::string> from = reader.optional_string("from");
  const std::optional<std::string> to = reader.optional_string("to");
  text.when = reader.optional_string("when").value_or("");
  text.then = reader.require_string("then");
  const Json::Array* over = reader.optional_array("over");
  rule.info.ref = reader.require_string("ref");
  rule.info.status = reader.optional_string("status").value_or("");
  const Json* label = reader.optional_object("label");
  const Json* why = reader.optional_object("why");
  CPA_TRY(form(reader.finish()));
  const std::string place = info.name + "/" + rule.info.id;
  if (label != nullptr) CPA_TRY(wording(*label, where + ".label", rule.info.label));
  if (why != nullptr) CPA_TRY(wording(*why, where + ".why", rule.info.why));
  rule.from = model::Date::min();
  rule.to = model::Date::max();
  if (from) {
    CPA_TRY_ASSIGN(rule.from, date_of(*from, place));
  }
  if (to) {
    CPA_TRY_ASSIGN(rule.to, date_of(*to, place));
  }
  if (rule.from >= rule.to) return refused("E_ORDER ", place, ": from is not before to");
  if (!rule.info.status.empty() && rule.info.status != "interpretation" &&
      rule.info.status != "disputed") {
    return refused("E_FORM ", place, ": unknown status");
  }
  if (rule.info.status == "interpretation") rule.mark = RuleMark::kInterpretation;
  if (rule.info.status == "disputed") rule.mark = RuleMark::kDisputed;
  CPA_TRY(known_ref(rule.info.ref, place));
  for (const Rule& other : pack_->program_->rules.back()) {
    if (other.info.id == rule.info.id) return refused("E_NAME ", place, " stands twice");
  }
  for (std::size_t i = 0; over != nullptr && i < over->size(); ++i) {
    const std::string* id = (*over)[i].as_string();
    if (id == nullptr) return refused("E_FORM ", place, ".over");
    text.over.push_back(*id);
  }
  pack_->program_->rules.back().push_back(std::move(rule));
  rule_texts_.back().push_back(std::move(text));
  return {};
}

Status PackLoader::compile_input(std::uint32_t index) {
  InputCode& code = pack_->program_->inputs[index];
  const InputDeclaration& info = pack_->inputs_[index];
  for (const auto& [name, text] : derive_texts_[index]) {
    const Result<std::uint32_t> node = parse_expression(text, {*pack_, index}, *pack_->program_);
    if (!node)
      return Error{node.error().code, node.error().message + " in " + info.name + "." + name};
    if (!asks_nothing(*pack_->program_, *node)) {
      return refused("E_DERIVE " + info.name + "." + name + ": uses more than the item's fields");
    }
    code.fields.push_back({name, pack_->program_->nodes[*node].type, *node});
  }
  if (!info.has_default) return {};
  const Result<std::uint32_t> node =
      parse_expression(default_texts_[index], {*pack_, kNoNode}, *pack_->program_);
  if (!node) return Error{node.error().code, node.error().message + " in default of " + info.name};
  const Type& type = pack_->program_->nodes[*node].type;
  if (type != info.type) {
    return refused("E_TYPE " + info.name + ": default is " + type.text() + ", declared " +
                   info.type.text());
  }
  if (!asks_nothing(*pack_->program_, *node)) {
    return refused("E_DEFAULT ", info.name, ": a default asks for nothing");
  }
  code.default_node = *node;
  return {};
}

Status PackLoader::compile_var(std::uint32_t var) {
  std::vector<Rule>& rules = pack_->program_->rules[var];
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CPA_TRY(compile_rule(var, rules[i], rule_texts_[var][i]));
  }
  return close_over(var);
}

Status PackLoader::compile_rule(std::uint32_t var, Rule& rule, const RuleText& text) {
  const VarDeclaration& info = pack_->vars_[var];
  const std::string place = info.name + "/" + rule.info.id;
  const auto compile = [&](const std::string& source) -> Result<std::uint32_t> {
    Result<std::uint32_t> node = parse_expression(source, {*pack_, kNoNode}, *pack_->program_);
    if (!node) return Error{node.error().code, node.error().message + " in " + place};
    return node;
  };
  CPA_TRY_ASSIGN(rule.then, compile(text.then));
  const Type type = pack_->program_->nodes[rule.then].type;
  if (type != info.type) {
    return refused("E_TYPE " + place + ": formula is " + type.text() + ", declared " +
                   info.type.text());
  }
  if (!text.when.empty()) {
    CPA_TRY_ASSIGN(rule.when, compile(text.when));
    if (pack_->program_->nodes[rule.when].type.kind != Kind::kBool) {
      return refused("E_TYPE ", place, ": the condition is not a bool");
    }
  }
  for (const std::string& id : text.over) {
    const auto& rules = pack_->program_->rules[var];
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const Rule& other) { return other.info.id == id; });
    if (found == rules.end()) return refused("E_OVER " + place + ": unknown rule " + id);
    rule.over |= 1U << static_cast<unsigned>(found - rules.begin());
  }
  return {};
}

/// An exception to an exception stands over both, also where the one between is silent.
Status PackLoader::close_over(std::uint32_t var) {
  std::vector<Rule>& rules = pack_->program_->rules[var];
  for (std::size_t pass = 0; pass < rules.size(); ++pass) {
    for (Rule& rule : rules) {
      for (std::size_t other = 0; other < rules.size(); ++other) {
        if ((rule.over >> other & 1U) != 0) rule.over |= rules[other].over;
      }
    }
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if ((rules[i].over >> i & 1U) == 0) continue;
    return refused("E_OVER " + pack_->vars_[var].name + "/" + rules[i].info.id +
                   ": stands over itself");
  }
  return {};
}

Status PackLoader::hooks(const Json& json) {
  return members(json, [&](const std::string& hook, const Json& list) -> Status {
    return asked(list, "hooks." + hook, pack_->hooks_[hook]);
  });
}

Status PackLoader::simulations(const Json& json) {
  return members(json, [&](const std::string& name, const Json& body) -> Status {
    const std::string where = "simulations." + name;
    JsonReader reader(body, where);
    SimulationDeclaration simulation;
    simulation.name = name;
    simulation.label = {reader.require_string("fr"), reader.require_string("en")};
    const Json& list = reader.require("vars");
    CPA_TRY(form(reader.finish()));
    CPA_TRY(asked(list, where, simulation.vars));
    pack_->simulations_.push_back(std::move(simulation));
    return {};
  });
}

/// Variables that people are told of: each of their rules says why.
Status PackLoader::asked(const Json& list, const std::string& where,
                         std::vector<std::string>& vars) {
  const Json::Array* names = list.as_array();
  if (names == nullptr) return refused("E_FORM ", where, ": not a list");
  for (const Json& item : *names) {
    const std::string* name = item.as_string();
    const VarDeclaration* info = name != nullptr ? pack_->find_var(*name) : nullptr;
    if (info == nullptr) {
      return refused("E_FORM " + where + ": unknown variable " + (name == nullptr ? "" : *name));
    }
    for (const Rule& rule :
         pack_->program_->rules[static_cast<std::size_t>(info - pack_->vars_.data())]) {
      if (rule.info.why.fr.empty() || rule.info.why.en.empty()) {
        return refused("E_WHY " + info->name + "/" + rule.info.id + ": a hook's rule says why");
      }
    }
    vars.push_back(*name);
  }
  return {};
}

Status PackLoader::commands(const Json& json) {
  return members(json, [&](const std::string& command, const Json& value) -> Status {
    JsonReader reader(value, "commands." + command);
    const std::string law_date = reader.require_string("law_date");
    CPA_TRY(form(reader.finish()));
    if (law_date != "received" && law_date != "made") return refused("E_FORM commands.", command);
    pack_->commands_.emplace(command, law_date);
    return {};
  });
}

Result<std::shared_ptr<const Pack>> load_pack(std::string_view json) {
  Result<Json> document = codec::parse_json(json, kDocumentLimits);
  if (!document) {
    const bool limit = document.error().code == ErrorCode::kLimitExceeded;
    return Error{limit ? ErrorCode::kLimitExceeded : ErrorCode::kLawPack,
                 "E_FORM " + document.error().message, document.error().detail};
  }
  CPA_TRY_ASSIGN(std::shared_ptr<const Pack> pack, PackLoader(*document).load());
  CPA_TRY(check_pack(*pack));
  return pack;
}

}  // namespace cpa::rules
