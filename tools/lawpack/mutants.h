#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/codec/json.h"

namespace cpa::lawpack {

/// One small change of a pack, such as a typing error would make.
struct Mutant {
  std::string place;   ///< "vars.cpf.right/prorata.then", "params.cpf.annual 2019-01-01"
  std::string change;  ///< "column 13: * → /", "5 → 6"
  codec::Json pack;    ///< the whole document with the change
  /// What names it in a list of survivors.
  [[nodiscard]] std::string name() const { return place + ": " + change; }
};

/// Every mutant of the pack's law: values and dates of parameters; conditions and formulas, one
/// operator, number or word at a time; dates, exceptions and presence of rules; rounding, the date
/// that selects the law; defaults and ranges of inputs. In a fixed order, without repetition.
/// Each is handed over and forgotten: thousands of packs at once would fill the memory.
void for_each_mutant(const codec::Json& pack, const std::function<void(const Mutant&)>& each);

/// An expression with one word, number or sign changed.
struct MutatedExpression {
  std::string text;
  std::string change;  ///< "column 3: < → <="
};

/// All of them, in order: "a < b" → "a <= b", "a > b".
std::vector<MutatedExpression> mutated_expressions(const std::string& text);

}  // namespace cpa::lawpack
