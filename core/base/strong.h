#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace cpa {

/// A value whose meaning is in its type, so that two of them cannot be swapped.
/// `Tag` is an empty struct; it is never defined.
template <typename Tag, typename T>
class Strong {
 public:
  Strong() = default;
  explicit Strong(T value) : value_(std::move(value)) {}
  [[nodiscard]] const T& get() const noexcept { return value_; }
  auto operator<=>(const Strong&) const = default;

 private:
  T value_{};
};

template <typename Tag>
using StrongId = Strong<Tag, std::string>;
template <typename Tag>
using StrongInt = Strong<Tag, std::int64_t>;

}  // namespace cpa
