#pragma once

#include "core/base/result.h"
#include "core/rules/pack.h"
#include "core/rules/value.h"

namespace cpa::rules {

/// Holds facts to the inputs that the pack declares: names, types, units, ranges, list lengths.
/// Errors: kInvalidArgument naming the input, never its value.
Status check_facts(const Pack& pack, const Facts& facts);

}  // namespace cpa::rules
