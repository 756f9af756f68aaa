#include "core/rules/cell.h"

namespace cpa::rules {

Cell to_cell(const Scalar& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return Cell::known(*truth);
  if (const auto* date = std::get_if<model::Date>(&value)) return Cell::known(*date);
  return Cell::known(std::get<Quantity>(value).number);
}

Scalar to_scalar(const Cell& cell, const Type& type) {
  if (type.kind == Kind::kBool) return cell.truth();
  if (type.kind == Kind::kDate) return cell.date();
  return Quantity{cell.number, type.unit};
}

}  // namespace cpa::rules
