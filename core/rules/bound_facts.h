#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/rules/cell.h"
#include "core/rules/pack.h"

namespace cpa::rules {

/// Facts held to the inputs that a pack declares and laid out for it: what many evaluations of
/// the same person share. Lifetime: borrows nothing of the pack, but fits that pack only.
class BoundFacts {
 public:
  /// Checks names, types, units, ranges, list lengths; amounts of money are in whole cents.
  /// Errors: kInvalidArgument naming the input, never its value.
  static Result<BoundFacts> bind(const Pack& pack, const Facts& facts);

  /// The input's value; missing when it was not given. Not for lists.
  [[nodiscard]] const Cell& scalar(std::uint32_t input) const { return scalars_[input]; }
  /// Gives, changes or (a missing cell) takes away an input that is no list.
  void set(std::uint32_t input, const Cell& value) { scalars_[input] = value; }
  [[nodiscard]] bool has_list(std::uint32_t input) const { return scalars_[input].is_known(); }
  /// Items of a list that was given.
  [[nodiscard]] std::uint32_t list_size(std::uint32_t input) const {
    return static_cast<std::uint32_t>(scalars_[input].number.num());
  }
  /// The given fields of an item, in the order of the declaration.
  [[nodiscard]] std::span<const Cell> item(std::uint32_t input, std::uint32_t at) const {
    const List& list = lists_[input];
    return {items_.data() + list.first + static_cast<std::size_t>(at) * list.fields, list.fields};
  }

 private:
  /// Where a list's items lie, one after the other.
  struct List {
    std::uint32_t first{0};
    std::uint32_t fields{0};
  };

  /// The answer to a choice says no to its other options.
  Status settle(const Choice& choice);
  Status bind_list(const InputDeclaration& input, std::uint32_t index, const rules::List& list);

  std::vector<Cell> scalars_;  ///< by input; of a list: how many items
  std::vector<List> lists_;    ///< by input; empty when no list was given
  std::vector<Cell> items_;
};

}  // namespace cpa::rules
