#include "core/law/trace_json.h"

#include <gtest/gtest.h>

#include "tests/unit/core/law/law_samples.h"

namespace cpa::law {
namespace {

TEST(TraceJsonTest, WritesAStepWithAllItRestsOn) {
  rules::TraceNode step;
  step.var = "cpf.right";
  step.law_date = model::make_date(2025, 12, 31);
  step.rule = "prorata";
  step.ref = "R6323-1#II";
  step.value = "186.69";
  step.unit = "EUR";
  step.raw = "300000/1607";
  step.rounding = "up 0.01";
  step.inputs = {{"hours", "600", "", ""}, {"full_time", "1607", "", "R6323-1#II"}};
  step.params = {{"cpf.annual", "500", "2019-01-01", "R6323-1#I"}};
  step.rejected = {{"full", "condition"}};
  step.arms = {{"min", 2, "cpf.ceiling"}};
  step.limited_by = "cpf.ceiling";
  EXPECT_EQ(codec::canonical(trace_to_json({step})),
            R"([{"binding":[{"arm":2,"name":"cpf.ceiling","op":"min"}],)"
            R"("inputs":[{"name":"hours","value":"600"},)"
            R"({"name":"full_time","ref":"R6323-1#II","value":"1607"}],"law_date":"2025-12-31",)"
            R"("limited_by":"cpf.ceiling",)"
            R"("params":[{"name":"cpf.annual","ref":"R6323-1#I","since":"2019-01-01",)"
            R"("value":"500"}],"raw":"300000/1607","ref":"R6323-1#II",)"
            R"("rejected":[{"rule":"full","why":"condition"}],"rounding":"up 0.01",)"
            R"("rule":"prorata","unit":"EUR","value":"186.69","var":"cpf.right"}])");
}

TEST(TraceJsonTest, AnEmptyTraceIsAnEmptyList) {
  EXPECT_EQ(codec::canonical(trace_to_json({})), "[]");
}

}  // namespace
}  // namespace cpa::law
