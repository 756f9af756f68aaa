#include "core/law/trace_json.h"

#include <utility>
#include <vector>

#include "core/law/sentence.h"
#include "core/model/date.h"

namespace cpa::law {
namespace {

using codec::Json;

Json uses_to_json(const std::vector<rules::TraceUse>& uses) {
  Json list = Json::array();
  for (const rules::TraceUse& use : uses) {
    Json each = Json::object({{"name", use.name}, {"value", use.value}});
    if (!use.since.empty()) each.set("since", use.since);
    if (!use.ref.empty()) each.set("ref", use.ref);
    list.push(std::move(each));
  }
  return list;
}

Json rejected_to_json(const std::vector<rules::TraceRejected>& rejected) {
  Json list = Json::array();
  for (const rules::TraceRejected& rule : rejected) {
    list.push(Json::object({{"rule", rule.rule}, {"why", rule.why}}));
  }
  return list;
}

Json arms_to_json(const std::vector<rules::TraceArm>& arms) {
  Json list = Json::array();
  for (const rules::TraceArm& arm : arms) {
    list.push(Json::object({{"op", arm.op}, {"arm", std::int64_t{arm.arm}}, {"name", arm.name}}));
  }
  return list;
}

Json step_to_json(const rules::TraceNode& step) {
  const Json limited_by = step.limited_by.empty() ? Json(nullptr) : Json(step.limited_by);
  return Json::object({{"var", step.var},
                       {"value", value_with_cents(step.value, step.unit)},
                       {"unit", step.unit},
                       {"raw", step.raw},
                       {"rounding", step.rounding},
                       {"rule", step.rule},
                       {"ref", step.ref},
                       {"law_date", model::format_date(step.law_date)},
                       {"inputs", uses_to_json(step.inputs)},
                       {"params", uses_to_json(step.params)},
                       {"rejected", rejected_to_json(step.rejected)},
                       {"binding", arms_to_json(step.arms)},
                       {"limited_by", limited_by}});
}

}  // namespace

Json trace_to_json(const rules::Trace& steps) {
  Json trace = Json::array();
  for (const rules::TraceNode& step : steps) trace.push(step_to_json(step));
  return trace;
}

}  // namespace cpa::law
