#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace cpa::rules {

/// The kinds of words of the expression language.
enum class TokenKind : std::uint8_t { kNumber, kDate, kName, kParam, kSymbol, kEnd };

/// One word; `text` borrows the expression. A parameter's text is without its '@'.
struct Token {
  TokenKind kind{TokenKind::kEnd};
  std::string_view text;
  std::size_t column{0};  ///< from 1
};

/// Cuts an expression into words, the last of kind kEnd.
/// Errors: kLawPack "E_PARSE unexpected character at COLUMN".
Result<std::vector<Token>> tokenize(std::string_view text);

}  // namespace cpa::rules
