#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/base/error.h"

namespace cpa {

/// A value or the error that prevented it; spelled like `std::expected<T, Error>`.
/// Reading the side that is not there is a broken promise (`CPA_CHECK`).
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {
  }  // NOLINT(google-explicit-constructor): return value;
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {
  }  // NOLINT(google-explicit-constructor): return Error{…};

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & {
    CPA_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    CPA_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    CPA_CHECK(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  [[nodiscard]] const Error& error() const& {
    CPA_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    CPA_CHECK(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or the error that prevented it.
template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error)
      : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor): return Error{…};

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] const Error& error() const& {
    CPA_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    CPA_CHECK(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<std::monostate, Error> state_;
};

using Status = Result<void>;

/// The success of a `Status`, where `return {};` would be unclear.
inline Status ok_status() { return {}; }

}  // namespace cpa

#define CPA_CONCAT_INNER(a, b) a##b
#define CPA_CONCAT(a, b) CPA_CONCAT_INNER(a, b)

/// Passes an error up; goes on otherwise.
#define CPA_TRY(...)                                                           \
  do {                                                                         \
    auto cpa_try_result = (__VA_ARGS__);                                       \
    if (!cpa_try_result.has_value()) return std::move(cpa_try_result).error(); \
  } while (false)

/// Passes an error up; otherwise declares or assigns `target` with the value.
#define CPA_TRY_ASSIGN(target, ...) \
  CPA_TRY_ASSIGN_INNER(CPA_CONCAT(cpa_result_, __LINE__), target, __VA_ARGS__)
#define CPA_TRY_ASSIGN_INNER(result, target, ...)            \
  auto result = (__VA_ARGS__);                               \
  if (!result.has_value()) return std::move(result).error(); \
  target = std::move(result).value()
