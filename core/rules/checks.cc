#include "core/rules/checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/rules/conditions.h"
#include "core/rules/grain.h"
#include "core/rules/program.h"

namespace cpa::rules {
namespace {

/// Deeper chains of variables would let a pack exhaust the stack.
constexpr int kCallDepthMax = 64;

Status refused(const std::string& message) { return Error{ErrorCode::kLawPack, message}; }

/// Appends `root` and all nodes below it, derived fields of lists included.
void add_nodes(const Pack::Program& program, std::uint32_t root, std::vector<const Node*>& nodes) {
  if (root == kNoNode) return;
  std::vector<std::uint32_t> stack = {root};
  std::set<std::uint32_t> derived;
  while (!stack.empty()) {
    const Node& node = program.nodes[stack.back()];
    stack.pop_back();
    nodes.push_back(&node);
    for (std::uint32_t i = 0; i < node.count; ++i) {
      stack.push_back(program.operands[node.first + i]);
    }
    const bool folds = node.op == Op::kSum || node.op == Op::kCount || node.op == Op::kMost;
    if (!folds || !derived.insert(node.index).second) continue;
    for (const Field& field : program.inputs[node.index].fields) {
      if (field.derive != kNoNode) stack.push_back(field.derive);
    }
  }
}

/// All nodes that evaluating `rule` may reach inside its own variable, defaults included.
std::vector<const Node*> nodes_of(const Pack::Program& program, const Rule& rule) {
  std::vector<const Node*> own;
  for (const std::uint32_t root : {rule.when, rule.then}) add_nodes(program, root, own);
  std::vector<const Node*> nodes;
  for (const Node* node : own) {
    nodes.push_back(node);
    if (node->op == Op::kInput) {
      add_nodes(program, program.inputs[node->index].default_node, nodes);
    }
  }
  return nodes;
}

class PackCheck {
 public:
  explicit PackCheck(const Pack& pack)
      : pack_(pack), program_(pack.program()), state_(pack.vars().size(), State::kNew) {}

  Status all() {
    for (std::uint32_t var = 0; var < pack_.vars().size(); ++var) {
      CPA_TRY(no_cycle(var, 0));
      CPA_TRY(covered(var));
      for (const Rule& rule : program_.rules[var]) {
        CPA_TRY(params_live(var, rule));
        CPA_TRY(placeholders(var, rule));
      }
    }
    return {};
  }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kDone };

  [[nodiscard]] std::string place(std::uint32_t var, const Rule& rule) const {
    return pack_.vars()[var].name + "/" + rule.info.id;
  }

  Status no_cycle(std::uint32_t var, int depth) {
    if (state_[var] == State::kDone) return {};
    if (state_[var] == State::kOpen) return refused("E_CYCLE " + pack_.vars()[var].name);
    if (depth > kCallDepthMax) return refused("E_DEPTH " + pack_.vars()[var].name);
    state_[var] = State::kOpen;
    std::set<std::uint32_t> calls;
    for (const Rule& rule : program_.rules[var]) {
      for (const Node* node : nodes_of(program_, rule)) {
        if (node->op == Op::kVar) calls.insert(node->index);
      }
    }
    for (const std::uint32_t called : calls) CPA_TRY(no_cycle(called, depth + 1));
    state_[var] = State::kDone;
    return {};
  }

  /// Rules change only at their own dates: the days after each of them are all alike.
  Status covered(std::uint32_t var) const {
    std::set<model::Date> days = {pack_.covers_from()};
    for (const Rule& rule : program_.rules[var]) {
      days.insert(rule.from);
      days.insert(rule.to);
    }
    for (const model::Date day : days) {
      if (day < pack_.covers_from() || day >= pack_.covers_to()) continue;
      const auto& rules = program_.rules[var];
      const bool alive = std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
        return rule.from <= day && day < rule.to;
      });
      if (!alive) {
        return refused("E_COVER " + pack_.vars()[var].name + " has no rule from " +
                       model::format_date(day));
      }
    }
    return {};
  }

  Status params_live(std::uint32_t var, const Rule& rule) const {
    const model::Date from = std::max(rule.from, pack_.covers_from());
    const model::Date to = std::min(rule.to, pack_.covers_to());
    for (const Node* node : nodes_of(program_, rule)) {
      if (node->op != Op::kParam || from >= to) continue;
      const Param& param = program_.params[node->index];
      const model::Date gap = first_gap(param, from, to);
      if (gap < to) {
        return refused("E_PARAM_GAP @" + param.name + " has no value on " +
                       model::format_date(gap) + " but rule " + place(var, rule) + " uses it");
      }
    }
    return {};
  }

  /// The first day of [from, to) without a value; `to` when there is none.
  static model::Date first_gap(const Param& param, model::Date from, model::Date to) {
    const ParamValue* current = nullptr;
    for (const ParamValue& value : param.values) {
      if (value.from <= from) current = &value;
    }
    if (current == nullptr || !current->value) return from;
    for (const ParamValue& value : param.values) {
      if (value.from > from && value.from < to && !value.value) return value.from;
    }
    return to;
  }

  Status placeholders(std::uint32_t var, const Rule& rule) const {
    std::set<std::string> fr;
    std::set<std::string> en;
    if (!names_in(rule.info.why.fr, fr) || !names_in(rule.info.why.en, en)) {
      return refused("E_TEMPLATE " + place(var, rule) + ": unbalanced braces");
    }
    if (fr != en)
      return refused("E_TEMPLATE " + place(var, rule) + ": fr and en placeholders differ");
    for (const std::string& name : fr) {
      if (!exists(name)) {
        return refused("E_TEMPLATE " + place(var, rule) + ": unknown placeholder " + name);
      }
    }
    return {};
  }

  [[nodiscard]] bool exists(const std::string& name) const {
    if (!name.empty() && name.front() == '@') {
      return std::any_of(program_.params.begin(), program_.params.end(),
                         [&](const Param& param) { return "@" + param.name == name; });
    }
    return pack_.find_input(name) != nullptr || pack_.find_var(name) != nullptr;
  }

  /// Collects what stands in braces; false when they do not pair.
  static bool names_in(std::string_view text, std::set<std::string>& names) {
    while (true) {
      const std::size_t open = text.find('{');
      const std::size_t close = text.find('}');
      if (open == text.npos) return close == text.npos;
      if (close == text.npos || close < open) return false;
      const std::string_view name = text.substr(open + 1, close - open - 1);
      if (name.find('{') != name.npos) return false;
      names.emplace(name);
      text.remove_prefix(close + 1);
    }
  }

  const Pack& pack_;
  const Pack::Program& program_;
  std::vector<State> state_;
};

/// What a hook pays or takes is in whole cents.
Status in_cents(const Pack& pack, const std::string& name) {
  const VarDeclaration& var = *pack.find_var(name);
  if (var.type.text() != "EUR") return {};
  const std::optional<std::int64_t> grain =
      grain_of(pack, static_cast<std::uint32_t>(&var - pack.vars().data()));
  if (grain && 100 % *grain == 0) return {};
  return refused("E_CENTS " + name + ": a hook's amount must be rounded to whole cents");
}

}  // namespace

Status check_pack(const Pack& pack) {
  CPA_TRY(PackCheck(pack).all());
  for (const auto& [hook, vars] : pack.hooks()) {
    for (const std::string& name : vars) CPA_TRY(in_cents(pack, name));
  }
  CPA_TRY(check_conditions(pack));
  return {};
}

}  // namespace cpa::rules
