#include "core/rules/record.h"

#include <string>
#include <utility>

#include "core/rules/program.h"

namespace cpa::rules {
namespace {

class Writer {
 public:
  Writer(const Pack& pack, const Record& record)
      : pack_(pack), program_(pack.program()), record_(record) {}

  Trace all() {
    Trace trace;
    trace.reserve(record_.steps.size());
    for (const RecordedStep& step : record_.steps) trace.push_back(node(step));
    return trace;
  }

 private:
  TraceNode node(const RecordedStep& step) {
    const VarDeclaration& info = pack_.vars()[step.var];
    const Rule& rule = program_.rules[step.var][step.rule];
    TraceNode node;
    node.var = info.name;
    node.unit = info.type.text();
    node.law_date = step.law_date;
    node.rule = rule.info.id;
    node.ref = rule.info.ref;
    node.value = value_text(to_scalar(step.value, info.type));
    node.raw = info.type.kind == Kind::kNumber ? step.raw.number.fraction_text() : node.value;
    if (info.round_to && step.raw.number != step.value.number) {
      node.rounding = std::string(round_mode_name(info.round_mode)) + " " +
                      value_text(Quantity{*info.round_to, info.type.unit});
    }
    set_aside(step, node);
    for (; next_use_ < step.uses_end; ++next_use_) use(record_.uses[next_use_], node);
    for (; next_call_ < step.calls_end; ++next_call_) {
      node.calls.push_back(pack_.vars()[record_.calls[next_call_]].name);
    }
    return node;
  }

  void set_aside(const RecordedStep& step, TraceNode& node) const {
    const std::vector<Rule>& rules = program_.rules[step.var];
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
      if (i == step.rule) continue;
      const std::uint32_t bit = 1U << i;
      const char* why = (step.alive & bit) == 0    ? "date"
                        : (step.silent & bit) != 0 ? "condition"
                                                   : "overridden";
      node.rejected.push_back({rules[i].info.id, why});
    }
  }

  void use(const RecordedUse& use, TraceNode& node) const {
    switch (use.kind) {
      case RecordedUse::Kind::kInput:
        return note(node.inputs, input_use(use));
      case RecordedUse::Kind::kParam: {
        const Param& param = program_.params[use.index];
        const ParamValue& value = param.values[use.which];
        return note(node.params, {param.name, value_text(*value.value),
                                  model::format_date(value.from), value.ref});
      }
      case RecordedUse::Kind::kArm: {
        const Node& extreme = program_.nodes[use.index];
        const std::string name = first_name(program_.operands[extreme.first + use.which]);
        const bool lowest = extreme.op == Op::kMin;
        node.arms.push_back({lowest ? "min" : "max", use.which + 1, name});
        if (lowest) node.limited_by = use.which == 0 ? "" : name;
        return;
      }
    }
  }

  static void note(std::vector<TraceUse>& uses, TraceUse use) {
    for (const TraceUse& known : uses) {
      if (known.name == use.name) return;
    }
    uses.push_back(std::move(use));
  }

  [[nodiscard]] TraceUse input_use(const RecordedUse& use) const {
    const InputDeclaration& input = pack_.inputs()[use.index];
    return {input.name, input_text(use), "", use.which == kAssumed ? input.default_ref : ""};
  }

  [[nodiscard]] std::string input_text(const RecordedUse& use) const {
    if (!use.value.is_known()) return "";
    const Type& type = pack_.inputs()[use.index].type;
    // Of a list, how many items it has.
    if (type.kind == rules::Kind::kList) return use.value.number.fraction_text();
    return value_text(to_scalar(use.value, type));
  }

  [[nodiscard]] std::string first_name(std::uint32_t index) const {
    const Node& node = program_.nodes[index];
    if (node.op == Op::kVar) return pack_.vars()[node.index].name;
    if (node.op == Op::kInput) return pack_.inputs()[node.index].name;
    if (node.op == Op::kParam || node.op == Op::kParamAt) {
      return "@" + program_.params[node.index].name;
    }
    for (std::uint32_t i = 0; i < node.count; ++i) {
      std::string name = first_name(program_.operands[node.first + i]);
      if (!name.empty()) return name;
    }
    return "";
  }

  const Pack& pack_;
  const Pack::Program& program_;
  const Record& record_;
  std::uint32_t next_use_{0};
  std::uint32_t next_call_{0};
};

}  // namespace

Trace trace_of(const Pack& pack, const Record& record) { return Writer(pack, record).all(); }

}  // namespace cpa::rules
