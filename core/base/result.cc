#include "core/base/result.h"

namespace cpa {

HeldError::HeldError(const Error& error) : error_(new Error(error)) {}
HeldError::HeldError(Error&& error) : error_(new Error(std::move(error))) {}
HeldError::HeldError(const HeldError& other)
    : error_(other.error_ ? new Error(*other.error_) : nullptr) {}

HeldError& HeldError::operator=(const HeldError& other) {
  *this = HeldError(other);
  return *this;
}

void HeldError::Delete::operator()(Error* error) const noexcept { delete error; }

}  // namespace cpa
