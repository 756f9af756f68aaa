#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/rules/pack.h"

namespace cpa::rules {

/// The checks on a compiled pack as a whole: no cycle, every variable has a rule on every day of
/// `covers`, no rule outlives a parameter it uses, sentences use the same existing placeholders.
/// Errors: kLawPack with E_CYCLE, E_COVER, E_PARAM_GAP, E_TEMPLATE or E_DEPTH.
Status check_pack(const Pack& pack);

}  // namespace cpa::rules
