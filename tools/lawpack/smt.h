#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/rules/pack.h"

namespace cpa::lawpack {

/// How rounding is written: exactly, or only by what every mode has in common, that it keeps order
/// and stays within a step. What is proven of the latter holds of the former, and a solver that
/// meets no whole numbers is done at once; what it refutes may still be true.
enum class SmtRounding { kExact, kOrdered };

/// Writes variables of a pack as SMT-LIB 2 terms, for one day of the law. Numbers and dates are
/// Real, truths Bool; one rule is chosen as the law language says; rounding is exact. A truth that
/// rests on what is not written (lists, ages) is left open: a constant that may be either. So is
/// how many items of a list there are, within its length.
class SmtWriter {
 public:
  /// `suffix` tells apart two writings of the same variables with other inputs.
  SmtWriter(const rules::Pack& pack, model::Date day, SmtRounding rounding)
      : pack_(pack), day_(day), rounding_(rounding) {}

  /// Writes `var`, whose inputs get the symbols given or one of their own; gives its symbol.
  /// Errors: kUnsupported with what cannot be written.
  Result<std::string> write(std::uint32_t var, const std::map<std::uint32_t, std::string>& inputs,
                            const std::string& suffix);

  /// Declares one more symbol for an input, within what its declaration allows.
  std::string declare(std::uint32_t input, const std::string& suffix);

  /// All declarations and definitions so far.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  /// Inputs that are symbols, each with its own.
  [[nodiscard]] const std::map<std::uint32_t, std::string>& inputs() const noexcept {
    return inputs_;
  }
  /// Whether something was left open: what a solver finds then need not exist.
  [[nodiscard]] bool left_open() const noexcept { return open_ > 0; }

 private:
  friend class SmtTerm;
  const rules::Pack& pack_;
  model::Date day_;
  SmtRounding rounding_;
  std::string text_;
  std::map<std::uint32_t, std::string> inputs_;
  std::set<std::string> written_;  ///< symbols of variables
  int open_{0};
};

/// A number as a term: "(/ 1607.0 2.0)".
std::string smt_number(const rules::Rational& number);

}  // namespace cpa::lawpack
