// Any bytes as a law pack: refused with a typed error, or loaded and then answering every question
// with a value, what is missing, or an error. Never a crash, never a hang.
#include <cstdint>
#include <string_view>

#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/outlook.h"
#include "core/rules/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pack = cpa::rules::load_pack({reinterpret_cast<const char*>(data), size});
  if (!pack) return 0;
  cpa::rules::run_pack_tests(**pack);
  const auto facts = cpa::rules::BoundFacts::bind(**pack, {});
  const cpa::model::Date day = (*pack)->covers_from();
  const cpa::rules::EvalDates dates{day, day, day, day};
  for (std::uint32_t var = 0; facts && var < (*pack)->vars().size(); ++var) {
    cpa::rules::Trace trace;
    const auto outcome =
        cpa::rules::evaluate(**pack, (*pack)->vars()[var].name, dates, cpa::rules::Facts{}, &trace);
    if (outcome && var < 8) cpa::rules::bounds_of(**pack, var, dates, *facts);
  }
  return 0;
}
