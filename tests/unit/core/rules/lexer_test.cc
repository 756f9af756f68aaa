#include "core/rules/lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::rules {
namespace {

std::string words(std::string_view text) {
  const auto tokens = tokenize(text);
  if (!tokens) return tokens.error().message;
  std::string line;
  for (const Token& token : *tokens) {
    line += std::to_string(token.column) + ":" + std::string(token.text) + " ";
  }
  return line;
}

TEST(LexerTest, CutsWordsWithTheirColumns) {
  EXPECT_EQ(words("@p.rate*2.5 EUR"), "1:p.rate 8:* 9:2.5 13:EUR 16: ");
}

TEST(LexerTest, TellsTheKindsApart) {
  const auto tokens = tokenize("a.b @c 1.5 2024-02-29 >=");
  ASSERT_TRUE(tokens);
  ASSERT_EQ(tokens->size(), 6U);
  EXPECT_EQ((*tokens)[0].kind, TokenKind::kName);
  EXPECT_EQ((*tokens)[1].kind, TokenKind::kParam);
  EXPECT_EQ((*tokens)[2].kind, TokenKind::kNumber);
  EXPECT_EQ((*tokens)[3].kind, TokenKind::kDate);
  EXPECT_EQ((*tokens)[4].kind, TokenKind::kSymbol);
  EXPECT_EQ((*tokens)[4].text, ">=");
  EXPECT_EQ((*tokens)[5].kind, TokenKind::kEnd);
}

TEST(LexerTest, NamesTheColumnOfAnUnknownCharacter) {
  EXPECT_EQ(words("a $ b"), "E_PARSE unexpected character at 3");
  EXPECT_EQ(words("été"), "E_PARSE unexpected character at 1");
}

}  // namespace
}  // namespace cpa::rules
