#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace cpa::server {

/// A social-security number (NIR, R115-1 CSS) without its key: 13 characters, checked.
/// Personal: never logged, never in an error message.
class Nir {
 public:
  /// Takes 13 characters as the DSN writes them, or 15 with the key, spaces allowed.
  /// Corsica writes 2A or 2B for the department. Errors: kMalformed (form or key).
  static Result<Nir> parse(std::string_view text);
  /// The 13 characters.
  [[nodiscard]] const std::string& get() const noexcept { return text_; }
  /// The key, two digits: 97 minus the number modulo 97.
  [[nodiscard]] std::string key() const;
  bool operator==(const Nir&) const = default;

 private:
  explicit Nir(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace cpa::server
