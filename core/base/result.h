#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/base/error.h"

namespace cpa {

/// Keeps the error of a `Result`, if there is one, on the heap: errors are rare, and a success then
/// costs no more than a null pointer, nor does passing an error up cost more than moving it.
class HeldError {
 public:
  HeldError() = default;
  explicit HeldError(const Error& error);
  [[gnu::noinline]] explicit HeldError(Error&& error);
  HeldError(const HeldError& other);
  HeldError(HeldError&& other) noexcept = default;
  HeldError& operator=(const HeldError& other);
  HeldError& operator=(HeldError&& other) noexcept = default;
  ~HeldError() = default;

  [[nodiscard]] Error* get() const noexcept { return error_.get(); }

 private:
  struct Delete {
    void operator()(Error* error) const noexcept;
  };
  std::unique_ptr<Error, Delete> error_;
};

/// A value or the error that prevented it; spelled like `std::expected<T, Error>`.
/// Reading the side that is not there is a broken promise (`CPA_CHECK`).
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(const T& value) : value_(value) {}  // NOLINT(google-explicit-constructor): return value;
  Result(T&& value)
      : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): return value;
  Result(const Error& error)
      : error_(error) {}  // NOLINT(google-explicit-constructor): return error;
  Result(Error&& error)
      : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): return Error{…};
  Result(HeldError&& error)
      : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): CPA_TRY

  [[nodiscard]] bool has_value() const noexcept { return error_.get() == nullptr; }
  explicit operator bool() const noexcept { return has_value(); }

  T& value() & {
    CPA_CHECK(value_.has_value());
    return *value_;
  }
  const T& value() const& {
    CPA_CHECK(value_.has_value());
    return *value_;
  }
  T&& value() && {
    CPA_CHECK(value_.has_value());
    return *std::move(value_);
  }
  [[nodiscard]] const Error& error() const& {
    CPA_CHECK(!has_value());
    return *error_.get();
  }
  Error&& error() && {
    CPA_CHECK(!has_value());
    return std::move(*error_.get());
  }
  /// What `CPA_TRY` passes on.
  HeldError&& held_error() && { return std::move(error_); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  HeldError error_;
  std::optional<T> value_;
};

/// Success without a value, or the error that prevented it.
template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(const Error& error)
      : error_(error) {}  // NOLINT(google-explicit-constructor): return error;
  Result(Error&& error)
      : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): return Error{…};
  Result(HeldError&& error)
      : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): CPA_TRY

  [[nodiscard]] bool has_value() const noexcept { return error_.get() == nullptr; }
  explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] const Error& error() const& {
    CPA_CHECK(!has_value());
    return *error_.get();
  }
  Error&& error() && {
    CPA_CHECK(!has_value());
    return std::move(*error_.get());
  }
  /// What `CPA_TRY` passes on.
  HeldError&& held_error() && { return std::move(error_); }

 private:
  HeldError error_;
};

using Status = Result<void>;

/// The success of a `Status`, where `return {};` would be unclear.
inline Status ok_status() { return {}; }

}  // namespace cpa

#define CPA_CONCAT_INNER(a, b) a##b
#define CPA_CONCAT(a, b) CPA_CONCAT_INNER(a, b)

/// Passes an error up; goes on otherwise.
#define CPA_TRY(...)                                                                \
  do {                                                                              \
    auto cpa_try_result = (__VA_ARGS__);                                            \
    if (!cpa_try_result.has_value()) return std::move(cpa_try_result).held_error(); \
  } while (false)

/// Passes an error up; otherwise declares or assigns `target` with the value.
#define CPA_TRY_ASSIGN(target, ...) \
  CPA_TRY_ASSIGN_INNER(CPA_CONCAT(cpa_result_, __LINE__), target, __VA_ARGS__)
#define CPA_TRY_ASSIGN_INNER(result, target, ...)                 \
  auto result = (__VA_ARGS__);                                    \
  if (!result.has_value()) return std::move(result).held_error(); \
  target = std::move(result).value()
