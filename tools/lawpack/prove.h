#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::lawpack {

/// What a law must hold, or is known to do.
struct Property {
  enum class Kind { kAlways, kGrows, kJumps } kind{Kind::kAlways};
  std::string id;
  std::string what;    ///< an expression (always) or a variable
  std::string in;      ///< the input that rises
  std::string by;      ///< a jump by more than this …
  std::string within;  ///< … within this step of the input
  std::string until;   ///< ISO date, the last day it is about; "" for all days covered
  std::map<std::string, std::string> given;  ///< inputs that are fixed
};

/// YAML: {properties: [{id, always | grows, in | jumps, in, by, within, until?, given?}]}.
/// Errors: kLawPack.
Result<std::vector<Property>> read_properties(std::string_view yaml, std::string_view file);

/// What the solver found of one property, over all days on which the law differs.
struct Finding {
  enum class Verdict { kHolds, kFails, kUnknown, kNotWritten } verdict{Verdict::kHolds};
  std::string id;
  int periods{0};      ///< stretches of days that were looked at, the law being the same in each
  int left_out{0};     ///< of these, how many could not be written for the solver
  std::string detail;  ///< the counterexample or the jump, or why it was not written
};

/// Proves each property for all facts, or shows facts that break it, computed again by the engine:
/// an answer of the solver that the engine does not confirm is an error of ours (kInternal).
/// Needs the program z3. Errors: kNotFound (no z3), kLawPack, kInvalidArgument (a property).
Result<std::vector<Finding>> prove(std::string_view pack, const std::vector<Property>& properties,
                                   const std::function<void(const Finding&)>& progress);

}  // namespace cpa::lawpack
