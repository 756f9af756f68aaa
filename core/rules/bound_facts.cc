#include "core/rules/bound_facts.h"

#include <algorithm>
#include <string>

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

bool is_in_cents(const Cell& cell, const Type& type) {
  if (type.kind != Kind::kNumber || type.unit != *Unit::parse("EUR")) return true;
  return 100 % cell.number.den() == 0;
}

Scalar scalar_of(const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* date = std::get_if<model::Date>(&value)) return *date;
  return std::get<Quantity>(value);
}

Result<Cell> checked(const InputDeclaration& input, const Value& value) {
  if (std::holds_alternative<List>(value)) return bad_fact(input.name, "not a list");
  const Scalar scalar = scalar_of(value);
  if (!has_type(scalar, input.type)) return bad_fact(input.name, "another type than declared");
  const Cell cell = to_cell(scalar);
  if (input.min && compare(cell.number, *input.min) < 0) {
    return bad_fact(input.name, "below its minimum");
  }
  if (input.max && compare(cell.number, *input.max) > 0) {
    return bad_fact(input.name, "above its maximum");
  }
  if (!is_in_cents(cell, input.type)) return bad_fact(input.name, "a fraction of a cent");
  return cell;
}

}  // namespace

Result<BoundFacts> BoundFacts::bind(const Pack& pack, const Facts& facts) {
  BoundFacts bound;
  bound.scalars_.resize(pack.inputs().size());
  for (const auto& [name, value] : facts) {
    const InputDeclaration* const input = pack.find_input(name);
    if (input == nullptr) return bad_fact(name, "no such input");
    const auto index = static_cast<std::uint32_t>(input - pack.inputs().data());
    if (input->type.kind == Kind::kList) {
      const auto* list = std::get_if<rules::List>(&value);
      if (list == nullptr) return bad_fact(name, "not a list");
      CPA_TRY(bound.bind_list(*input, index, *list));
    } else {
      CPA_TRY_ASSIGN(bound.scalars_[index], checked(*input, value));
    }
  }
  for (const Choice& choice : pack.choices()) CPA_TRY(bound.settle(choice));
  return bound;
}

Status BoundFacts::settle(const Choice& choice) {
  const std::span<Cell> options = std::span(scalars_).subspan(choice.first, choice.count);
  const auto chosen = std::count_if(options.begin(), options.end(),
                                    [](const Cell& option) { return option.is(true); });
  if (chosen > 1) return bad_fact(choice.name, "more than one answer");
  for (Cell& option : options) {
    if (chosen == 1 && option.is_missing()) option = Cell::known(false);
  }
  return {};
}

Status BoundFacts::bind_list(const InputDeclaration& input, std::uint32_t index,
                             const rules::List& list) {
  const auto size = static_cast<std::int64_t>(list.size());
  if (input.max && compare(Rational(size), *input.max) > 0) {
    return bad_fact(input.name, "too many items");
  }
  if (lists_.empty()) lists_.resize(scalars_.size());
  lists_[index] = {static_cast<std::uint32_t>(items_.size()),
                   static_cast<std::uint32_t>(input.fields.size())};
  scalars_[index] = Cell::known(Rational(size));
  for (const Item& item : list) {
    const std::size_t first = items_.size();
    items_.resize(first + input.fields.size());
    for (const auto& [name, value] : item) {
      const auto field =
          std::find_if(input.fields.begin(), input.fields.end(),
                       [&, &wanted = name](const auto& f) { return f.first == wanted; });
      if (field == input.fields.end()) return bad_fact(input.name, "unknown field");
      if (!has_type(value, field->second)) return bad_fact(input.name, "a field of another type");
      const Cell cell = to_cell(value);
      if (!is_in_cents(cell, field->second)) return bad_fact(input.name, "a fraction of a cent");
      items_[first + static_cast<std::size_t>(field - input.fields.begin())] = cell;
    }
  }
  return {};
}

}  // namespace cpa::rules
