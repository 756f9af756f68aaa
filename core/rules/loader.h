#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/codec/json.h"
#include "core/rules/pack.h"
#include "core/rules/program.h"

namespace cpa::rules {

/// Builds a pack from its document in two passes: all names and types first, so that expressions
/// may refer to what stands later, then the expressions.
class PackLoader {
 public:
  explicit PackLoader(const codec::Json& document) : document_(document) {}
  /// Errors: kLawPack, kUnsupported, kLimitExceeded. The pack is not checked as a whole yet.
  Result<std::shared_ptr<const Pack>> load();

 private:
  /// An expression read in the first pass, compiled in the second.
  struct RuleText {
    std::string when;
    std::string then;
    std::vector<std::string> over;
  };

  Status head(codec::JsonReader& reader);
  Status covers(const codec::Json& json);
  Status refs(const codec::Json& json);
  Status param(const std::string& name, const codec::Json& json);
  Status param_value(Param& param, const codec::Json& json);
  Status input(const std::string& name, const codec::Json& json);
  Status choice(const std::string& name, const codec::Json& json);
  void keep_input(InputDeclaration info, std::string default_text);
  Status input_fields(InputDeclaration& info, const codec::Json* of, const codec::Json* derive);
  Status var(const std::string& name, const codec::Json& json);
  Status rounding(VarDeclaration& info, const codec::Json& json);
  Status rule(const VarDeclaration& info, const codec::Json& json);
  Status hooks(const codec::Json& json);
  Status commands(const codec::Json& json);
  Status simulations(const codec::Json& json);
  Status asked(const codec::Json& list, const std::string& where, std::vector<std::string>& vars);
  Status test(const codec::Json& json);
  Status keep_test(PackTest test);
  Status test_facts(PackTest& test, const codec::Json& json);
  Status compile_input(std::uint32_t input);
  Status compile_var(std::uint32_t var);
  Status compile_rule(std::uint32_t var, Rule& rule, const RuleText& text);
  Status close_over(std::uint32_t var);
  Status known_ref(std::string_view ref, const std::string& where) const;

  const codec::Json& document_;
  std::shared_ptr<Pack> pack_;
  std::vector<std::string> default_texts_;
  std::vector<std::vector<std::pair<std::string, std::string>>> derive_texts_;
  std::vector<std::vector<RuleText>> rule_texts_;
};

}  // namespace cpa::rules
