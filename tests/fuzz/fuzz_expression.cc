// Any bytes as a formula (first byte even) or a condition (odd) of a small law. What loads is
// evaluated; ranges must hold what they are ranges of.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/codec/json.h"
#include "core/rules/bound_facts.h"
#include "core/rules/evaluate.h"
#include "core/rules/outlook.h"
#include "core/rules/pack.h"
#include "core/rules/ranges.h"
#include "tests/unit/core/rules/small_pack_text.h"

namespace cpa::rules {
namespace {

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "fuzz_expression: %s\n", what);
  std::abort();
}

std::string pack_with(bool condition, const std::string& expression) {
  static const codec::Json document = codec::parse_json(kSmallPack).value();
  codec::Json pack = document;
  codec::Json vars = *pack.find("vars");
  codec::Json var = *vars.find("v.ratio");
  codec::Json rule = (*var.find("rules")->as_array())[0];
  rule.set(condition ? "when" : "then", expression);
  var.set("rules", codec::Json::array({rule}));
  vars.set("v.ratio", var);
  pack.set("vars", vars);
  return codec::to_text(pack);
}

Facts some_facts() {
  const auto number = [](std::int64_t count, const char* unit) {
    return Quantity{Rational(count), *Unit::parse(unit)};
  };
  return {{"hours", number(600, "h")},
          {"full", number(1607, "h")},
          {"rich", true},
          {"jobs", List{{{"months", number(2, "month")}}, {}}}};
}

void judge(const Pack& pack) {
  const auto var = static_cast<std::uint32_t>(pack.find_var("v.ratio") - pack.vars().data());
  const auto hours = static_cast<std::uint32_t>(pack.find_input("hours") - pack.inputs().data());
  const model::Date day = model::make_date(2025, 12, 31);
  const EvalDates dates{day, model::make_date(2025, 1, 1), day, day};
  const auto facts = BoundFacts::bind(pack, some_facts());
  const auto outcome = evaluate(pack, var, dates, *facts);
  const auto again = evaluate(pack, var, dates, *facts);
  require(outcome && again && outcome->value == again->value, "the same question, two answers");
  thresholds_of(pack, var, dates, *facts);
  bounds_of(pack, var, dates, *facts);
  if (!outcome->value) return;
  const Rational value = to_cell(*outcome->value).number;
  const Box box = {{hours, {Rational(598), Rational(1000)}}};
  const auto spread = spread_of(pack, var, dates, *facts, box);
  require(!spread || within({value, value}, spread->range), "a value outside its range");
}

}  // namespace

/// The first byte chooses formula or condition, the others are its text.
void judge_bytes(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto pack = load_pack(pack_with((data[0] & 1U) != 0, text));
  if (pack) judge(**pack);
}

}  // namespace cpa::rules

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) cpa::rules::judge_bytes(data, size);
  return 0;
}
