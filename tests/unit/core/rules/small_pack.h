#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/rules/evaluate.h"
#include "core/rules/pack.h"
#include "tests/unit/core/rules/small_pack_text.h"

namespace cpa::rules {

/// The small pack with the first `find` replaced; a test that finds nothing to replace fails.
inline std::string small_pack_with(std::string_view find, std::string_view replace) {
  std::string text(kSmallPack);
  const std::size_t at = text.find(find);
  if (at == std::string::npos) {
    ADD_FAILURE() << "the small pack has no " << find;
    return text;
  }
  return text.replace(at, find.size(), replace);
}

inline std::shared_ptr<const Pack> small_pack(std::string_view json = kSmallPack) {
  auto pack = load_pack(json);
  if (!pack) ADD_FAILURE() << pack.error().message;
  return pack ? *pack : nullptr;
}

/// The refusal of a pack; a pack that loads fails the test.
inline Error refusal(std::string_view json) {
  const auto pack = load_pack(json);
  EXPECT_FALSE(pack.has_value()) << "the pack loads";
  return pack ? Error{ErrorCode::kInternal, "loaded"} : pack.error();
}

/// A formula in the place of v.ratio's, a plain number.
inline std::string ratio_with(std::string_view formula) {
  return small_pack_with(R"("then":"hours / full")", R"("then":")" + std::string(formula) + R"(")");
}

inline Value quantity(std::int64_t number, std::string_view unit) {
  return Quantity{Rational(number), Unit::parse(unit).value_or(Unit())};
}

/// Dates of a civil year.
inline EvalDates year(int number) {
  return {model::last_day_of_year(number), model::first_day_of_year(number),
          model::last_day_of_year(number), model::last_day_of_year(number)};
}

}  // namespace cpa::rules
