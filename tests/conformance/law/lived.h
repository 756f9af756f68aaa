#pragma once

#include "core/law/year_loop.h"
#include "tests/conformance/law/dice.h"
#include "tests/conformance/law/ledger_oracle.h"

namespace cpa::oracle {

/// What a life is drawn from.
struct LifeBounds {
  int first_year{2015};
  int last_year{2027};
  bool uses{true};  ///< decided ones, beside the facts
};

/// A random career: statuses, hours, factors, activities, uses, retirement, death.
LivedCareer draw_career(Dice& dice, const LifeBounds& bounds);

/// The same career as the rows of an account tell it, without entries of credits.
law::Career told(const LivedCareer& career);

model::SubAccount account_of(Account account);

}  // namespace cpa::oracle
