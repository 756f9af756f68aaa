#include "core/law/facts.h"

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "core/base/bytes.h"
#include "core/crypto/hash.h"

namespace cpa::law {
namespace {

using codec::Json;

Error wrong(std::string_view name, const rules::Type& type) {
  // The value itself is personal: only its name and the form wanted are said.
  return Error{ErrorCode::kInvalidArgument,
               "fact " + std::string(name) + ": expected " + type.text()};
}

std::optional<rules::Scalar> scalar_of(const Json& value, const rules::Type& type) {
  if (type.kind == rules::Kind::kBool) {
    if (value.as_bool() == nullptr) return std::nullopt;
    return rules::Scalar(*value.as_bool());
  }
  if (const std::int64_t* integer = value.as_integer()) {
    if (type.kind != rules::Kind::kNumber) return std::nullopt;
    return rules::Scalar(rules::Quantity{rules::Rational(*integer), type.unit});
  }
  if (value.as_string() == nullptr) return std::nullopt;
  return rules::parse_scalar(*value.as_string(), type);
}

const rules::Type* field_type(const rules::InputDeclaration& input, std::string_view field) {
  for (const auto& [name, type] : input.fields) {
    if (name == field) return &type;
  }
  return nullptr;
}

Result<rules::Item> item_of(const rules::InputDeclaration& input, const Json& value) {
  const Json::Object* members = value.as_object();
  if (members == nullptr) return wrong(input.name, input.type);
  rules::Item item;
  for (const auto& [name, member] : *members) {
    const rules::Type* type = field_type(input, name);
    if (type == nullptr) {
      return Error{ErrorCode::kInvalidArgument,
                   "fact " + input.name + ": the law asks no field of that name"};
    }
    if (member.is_null()) continue;
    std::optional<rules::Scalar> scalar = scalar_of(member, *type);
    if (!scalar) return wrong(input.name + "." + name, *type);
    item.emplace(name, *scalar);
  }
  return item;
}

Result<rules::Value> list_of(const rules::InputDeclaration& input, const Json& value) {
  const Json::Array* items = value.as_array();
  if (items == nullptr) return wrong(input.name, input.type);
  rules::List list;
  list.reserve(items->size());
  for (const Json& each : *items) {
    CPA_TRY_ASSIGN(rules::Item item, item_of(input, each));
    list.push_back(std::move(item));
  }
  return rules::Value(std::move(list));
}

Result<rules::Value> value_of(const rules::InputDeclaration& input, const Json& value) {
  if (input.type.kind == rules::Kind::kList) return list_of(input, value);
  const std::optional<rules::Scalar> scalar = scalar_of(value, input.type);
  if (!scalar) return wrong(input.name, input.type);
  return std::visit([](const auto& known) { return rules::Value(known); }, *scalar);
}

/// "kind": "rncp" is the truth of the option "kind.rncp".
Status choose(const rules::Pack& pack, const rules::Choice& choice, const Json& value,
              rules::Facts& known) {
  const std::string* option = value.as_string();
  if (option != nullptr) {
    const rules::InputDeclaration* input = pack.find_input(choice.name + "." + *option);
    if (input != nullptr && input->choice == choice.name) {
      known.insert_or_assign(input->name, true);
      return {};
    }
  }
  return Error{ErrorCode::kInvalidArgument, "fact " + choice.name + ": not one of its answers"};
}

Json json_of(const rules::Scalar& scalar) {
  if (const bool* truth = std::get_if<bool>(&scalar)) return {*truth};
  return {rules::value_text(scalar)};
}

Json json_of_list(const rules::List& list) {
  Json items = Json::array();
  for (const rules::Item& item : list) {
    Json members = Json::object();
    for (const auto& [name, scalar] : item) members.set(name, json_of(scalar));
    items.push(std::move(members));
  }
  return items;
}

/// Any fact as canonical JSON.
struct FactWriter {
  Json operator()(const rules::List& list) const { return json_of_list(list); }
  template <typename Known>
  Json operator()(const Known& known) const {
    return json_of(rules::Scalar(known));
  }
};

}  // namespace

Result<rules::Facts> facts_from_json(const rules::Pack& pack, const Json& facts) {
  const Json::Object* members = facts.as_object();
  if (members == nullptr) return Error{ErrorCode::kInvalidArgument, "facts must be an object"};
  rules::Facts known;
  for (const auto& [name, value] : *members) {
    if (const rules::Choice* choice = pack.find_choice(name)) {
      if (!value.is_null()) CPA_TRY(choose(pack, *choice, value, known));
      continue;
    }
    const rules::InputDeclaration* input = pack.find_input(name);
    if (input == nullptr) {
      return Error{ErrorCode::kInvalidArgument, "the law asks no fact of that name: " + name};
    }
    if (value.is_null()) continue;
    CPA_TRY_ASSIGN(rules::Value fact, value_of(*input, value));
    known.insert_or_assign(name, std::move(fact));
  }
  return known;
}

std::string canonical_inputs(const rules::Facts& facts) {
  Json inputs = Json::object();
  for (const auto& [name, value] : facts) inputs.set(name, std::visit(FactWriter{}, value));
  return codec::canonical(inputs);
}

std::string inputs_sha256(const rules::Facts& facts) {
  return to_hex(crypto::sha256(bytes_of(canonical_inputs(facts))));
}

}  // namespace cpa::law
