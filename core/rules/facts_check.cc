#include "core/rules/facts_check.h"

#include <algorithm>

namespace cpa::rules {
namespace {

Error bad_fact(std::string_view name, std::string_view why) {
  return Error{ErrorCode::kInvalidArgument, std::string(name) + ": " + std::string(why)};
}

bool has_type(const Scalar& value, const Type& type) {
  if (const auto* quantity = std::get_if<Quantity>(&value)) {
    return type.kind == Kind::kNumber && quantity->unit == type.unit;
  }
  return type.kind == (std::holds_alternative<bool>(value) ? Kind::kBool : Kind::kDate);
}

Status check_list(const InputDeclaration& input, const List& list) {
  if (input.max && compare(Rational(static_cast<std::int64_t>(list.size())), *input.max) > 0) {
    return bad_fact(input.name, "too many items");
  }
  for (const Item& item : list) {
    for (const auto& [name, value] : item) {
      const auto field =
          std::find_if(input.fields.begin(), input.fields.end(),
                       [&, &wanted = name](const auto& f) { return f.first == wanted; });
      if (field == input.fields.end()) return bad_fact(input.name, "unknown field");
      if (!has_type(value, field->second)) return bad_fact(input.name, "a field of another type");
    }
  }
  return {};
}

Status check_fact(const InputDeclaration& input, const Value& value) {
  if (const auto* list = std::get_if<List>(&value)) {
    if (input.type.kind != Kind::kList) return bad_fact(input.name, "not a list");
    return check_list(input, *list);
  }
  Scalar scalar = false;
  if (const bool* truth = std::get_if<bool>(&value)) scalar = *truth;
  if (const auto* date = std::get_if<model::Date>(&value)) scalar = *date;
  if (const auto* quantity = std::get_if<Quantity>(&value)) scalar = *quantity;
  if (!has_type(scalar, input.type)) return bad_fact(input.name, "another type than declared");
  if (const auto* quantity = std::get_if<Quantity>(&scalar)) {
    if (input.min && compare(quantity->number, *input.min) < 0) {
      return bad_fact(input.name, "below its minimum");
    }
    if (input.max && compare(quantity->number, *input.max) > 0) {
      return bad_fact(input.name, "above its maximum");
    }
  }
  return {};
}

}  // namespace

Status check_facts(const Pack& pack, const Facts& facts) {
  for (const auto& [name, value] : facts) {
    const InputDeclaration* const input = pack.find_input(name);
    if (input == nullptr) return bad_fact(name, "no such input");
    CPA_TRY(check_fact(*input, value));
  }
  return {};
}

}  // namespace cpa::rules
