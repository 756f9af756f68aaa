#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/date.h"
#include "core/rules/cell.h"
#include "core/rules/value.h"

namespace cpa::rules {

/// The meaning of expressions that this engine implements.
inline constexpr std::int64_t kSemantics = 1;

/// A sentence or label in both languages.
struct Wording {
  std::string fr;
  std::string en;
};

/// An input as the pack declares it.
struct InputDeclaration {
  std::string name;
  Type type;
  std::optional<Rational> min;
  std::optional<Rational> max;  ///< for a list: how many items at most
  std::string source;           ///< "asked", "holder", "ledger"
  bool has_default{false};
  std::string default_ref;
  Wording label;
  std::vector<std::pair<std::string, Type>> fields;  ///< of a list, as given by the caller
  std::string choice;  ///< the choice that it is an option of, "" for none
};

/// A question with one answer of several. Each option is an input of its own, a truth named
/// "kind.rncp"; at most one of them is true.
struct Choice {
  std::string name;
  std::string source;  ///< as of an input
  Wording label;
  std::uint32_t first{0};  ///< its options are the inputs from here on
  std::uint32_t count{0};
};

/// Variables that are asked together under one name.
struct SimulationDeclaration {
  std::string name;
  Wording label;
  std::vector<std::string> vars;
};

/// A variable as the pack declares it.
struct VarDeclaration {
  std::string name;
  Type type;
  Wording label;
  bool law_at_event{false};  ///< else the period's end selects its law
  std::optional<Rational> round_to;
  RoundMode round_mode{RoundMode::kExact};
};

/// A rule as the pack declares it.
struct RuleDeclaration {
  std::string id;
  std::string ref;
  std::string status;  ///< "", "interpretation", "disputed"
  Wording label;       ///< what people call it; empty when it has no name but its id
  Wording why;         ///< with {name} and {@param} placeholders
};

/// One value of a parameter from a date on; no value: abolished.
struct ParamValue {
  model::Date from;
  std::optional<Scalar> value;
  Cell cell;  ///< the value as it is computed with
  std::string ref;
};

/// A dated constant of the law.
struct Param {
  std::string name;
  Type type;
  std::vector<ParamValue> values;  ///< dates rise
  /// The value that counts on `day`; null before the first and after the abolition.
  [[nodiscard]] const ParamValue* on(model::Date day) const noexcept;
};

/// A worked example that travels with the law.
struct PackTest {
  std::string id;
  std::string var;
  model::Date on;
  Facts facts;
  std::optional<std::string> expect;  ///< canonical text; none when something is missing
  std::vector<std::string> missing;   ///< expected, in order, when `expect` is none
  /// Expected of "assumed", "interpretation", "disputed"; none: not looked at.
  std::optional<std::vector<std::string>> marks;
};

/// A law pack that passed every check of its loading. Immutable; any thread.
class Pack {
 public:
  struct Program;  // compiled rules, private to this room

  ~Pack();
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;

  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  [[nodiscard]] std::int64_t seq() const noexcept { return seq_; }
  [[nodiscard]] std::int64_t semantics() const noexcept { return kSemantics; }
  [[nodiscard]] const std::string& published() const noexcept { return published_; }
  [[nodiscard]] model::Date covers_from() const noexcept { return covers_from_; }
  /// The first day this pack does not know.
  [[nodiscard]] model::Date covers_to() const noexcept { return covers_to_; }
  [[nodiscard]] bool is_patch() const noexcept { return !patch_of_.empty(); }
  /// The readable text of a reference such as "R6323-1#II" (the part before '#' names the article).
  [[nodiscard]] std::string ref_text(std::string_view ref) const;

  [[nodiscard]] const std::vector<InputDeclaration>& inputs() const noexcept { return inputs_; }
  [[nodiscard]] const InputDeclaration* find_input(std::string_view name) const noexcept;
  [[nodiscard]] const std::vector<Choice>& choices() const noexcept { return choices_; }
  [[nodiscard]] const Choice* find_choice(std::string_view name) const noexcept;
  [[nodiscard]] const std::vector<VarDeclaration>& vars() const noexcept { return vars_; }
  [[nodiscard]] const VarDeclaration* find_var(std::string_view name) const noexcept;
  /// The rule `id` of `var`, or null.
  [[nodiscard]] const RuleDeclaration* find_rule(std::string_view var,
                                                 std::string_view id) const noexcept;
  [[nodiscard]] const std::vector<Param>& params() const noexcept;
  /// The parameter `name` (without '@'), or null.
  [[nodiscard]] const Param* find_param(std::string_view name) const noexcept;
  /// Every hook with the variables it asks.
  [[nodiscard]] const std::map<std::string, std::vector<std::string>, std::less<>>& hooks()
      const noexcept {
    return hooks_;
  }
  /// Variables that hook `name` asks; empty when the pack has no such hook.
  [[nodiscard]] std::vector<std::string> hook(std::string_view name) const;
  [[nodiscard]] const std::vector<SimulationDeclaration>& simulations() const noexcept {
    return simulations_;
  }
  [[nodiscard]] const SimulationDeclaration* find_simulation(std::string_view name) const noexcept;
  /// "received" or "made"; "" for a command the pack does not know.
  [[nodiscard]] std::string command_law_date(std::string_view command) const;
  [[nodiscard]] const std::vector<PackTest>& tests() const noexcept { return tests_; }
  [[nodiscard]] const Program& program() const noexcept { return *program_; }

 private:
  friend class PackLoader;
  Pack();

  std::string id_, published_, patch_of_;
  std::int64_t seq_{0};
  model::Date covers_from_, covers_to_;
  std::map<std::string, std::string, std::less<>> refs_;
  std::vector<InputDeclaration> inputs_;
  std::vector<Choice> choices_;
  std::vector<VarDeclaration> vars_;
  std::vector<SimulationDeclaration> simulations_;
  std::map<std::string, std::uint32_t, std::less<>> input_places_, var_places_;
  std::map<std::string, std::vector<std::string>, std::less<>> hooks_;
  std::map<std::string, std::string, std::less<>> commands_;
  std::vector<PackTest> tests_;
  std::unique_ptr<Program> program_;
};

/// Reads, compiles and checks a pack (JSON). `shared_ptr`: an evaluation under way keeps its pack.
/// Errors: kLawPack with a message such as "E_TYPE cpf.right/prorata: formula is EUR·h, declared
/// EUR"; kLimitExceeded; kUnsupported for newer semantics. A refused pack changes nothing.
Result<std::shared_ptr<const Pack>> load_pack(std::string_view json);

/// Runs the pack's own tests; what failed, in words. Empty: all passed.
std::vector<std::string> run_pack_tests(const Pack& pack);

}  // namespace cpa::rules
