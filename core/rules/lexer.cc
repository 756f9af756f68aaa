#include "core/rules/lexer.h"

#include <string>

namespace cpa::rules {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

/// The length of a date YYYY-MM-DD at the start of `text`, or 0.
std::size_t date_length(std::string_view text) noexcept {
  constexpr std::string_view kForm = "dddd-dd-dd";
  if (text.size() < kForm.size()) return 0;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return 0;
  }
  return kForm.size();
}

std::size_t number_length(std::string_view text) noexcept {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  if (length + 1 < text.size() && text[length] == '.' && is_digit(text[length + 1])) {
    ++length;
    while (length < text.size() && is_digit(text[length])) ++length;
  }
  return length;
}

std::size_t name_length(std::string_view text) noexcept {
  std::size_t length = 0;
  while (length < text.size() &&
         (is_word(text[length]) ||
          (text[length] == '.' && length + 1 < text.size() && is_word(text[length + 1])))) {
    ++length;
  }
  return length;
}

std::size_t symbol_length(std::string_view text) noexcept {
  constexpr std::string_view kSingle = "+-*/()<>=,:";
  const std::string_view two = text.substr(0, 2);
  if (two == "<=" || two == ">=" || two == "!=") return 2;
  return kSingle.find(text.front()) == kSingle.npos ? 0 : 1;
}

}  // namespace

Result<std::vector<Token>> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    const char c = rest.front();
    if (c == ' ' || c == '\n') {
      ++at;
      continue;
    }
    Token token{TokenKind::kSymbol, {}, at + 1};
    std::size_t length = 0;
    std::size_t skipped = 0;
    if (is_digit(c)) {
      length = date_length(rest);
      token.kind = length != 0 ? TokenKind::kDate : TokenKind::kNumber;
      if (length == 0) length = number_length(rest);
    } else if (c == '@') {
      token.kind = TokenKind::kParam;
      skipped = 1;
      length = name_length(rest.substr(1));
    } else if (is_word(c)) {
      token.kind = TokenKind::kName;
      length = name_length(rest);
    } else {
      length = symbol_length(rest);
    }
    if (length == 0) {
      return Error{ErrorCode::kLawPack,
                   "E_PARSE unexpected character at " + std::to_string(at + 1)};
    }
    token.text = rest.substr(skipped, length);
    tokens.push_back(token);
    at += skipped + length;
  }
  tokens.push_back({TokenKind::kEnd, {}, text.size() + 1});
  return tokens;
}

}  // namespace cpa::rules
