#include "tools/lawpack/book.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "core/law/packs.h"
#include "core/rules/pack.h"
#include "tools/lawpack/html.h"

namespace cpa::lawpack {
namespace {

std::string shipped(Language language) {
  const auto html = book(law::embedded_pack(law::kCorePackId), language);
  if (!html) ADD_FAILURE() << html.error().message;
  return html ? *html : "";
}

std::set<std::string> all(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

TEST(BookTest, EveryLinkLeadsSomewhere) {
  const std::string html = shipped(Language::kFrench);
  const std::set<std::string> ids = all(html, "id=\"([^\"]+)\"");
  const std::set<std::string> links = all(html, "href=\"#([^\"]+)\"");
  EXPECT_GT(links.size(), 50U);
  for (const std::string& link : links) EXPECT_TRUE(ids.contains(link)) << link;
}

TEST(BookTest, NothingOfTheLawIsLeftOut) {
  const std::string html = shipped(Language::kEnglish);
  const law::LawPack law = law::current_law().value();
  for (const auto& var : law.pack->vars()) {
    EXPECT_NE(html.find("id=\"v-" + var.name + "\""), std::string::npos) << var.name;
  }
  for (const auto& input : law.pack->inputs()) {
    EXPECT_NE(html.find("id=\"i-" + input.name + "\""), std::string::npos) << input.name;
  }
  for (const auto& simulation : law.pack->simulations()) {
    EXPECT_NE(html.find("id=\"s-" + simulation.name + "\""), std::string::npos) << simulation.name;
  }
  for (const auto& param : law.pack->params()) {
    EXPECT_NE(html.find("id=\"p-" + param.name + "\""), std::string::npos) << param.name;
  }
  for (const auto& test : law.pack->tests()) {
    EXPECT_NE(html.find("<td>" + test.id + "</td>"), std::string::npos) << test.id;
  }
  EXPECT_NE(html.find("the texts do not settle it"), std::string::npos);
}

TEST(BookTest, EscapesWhatItShows) {
  EXPECT_EQ(escape_html("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
  EXPECT_NE(shipped(Language::kFrench).find("birth</a> &lt; 1956-07-01"), std::string::npos);
}

TEST(BookTest, SpeaksTheLanguageAskedFor) {
  EXPECT_NE(shipped(Language::kFrench).find("<html lang=\"fr\">"), std::string::npos);
  EXPECT_NE(shipped(Language::kFrench).find("Crédit CPF de l'année"), std::string::npos);
  EXPECT_NE(shipped(Language::kEnglish).find("CPF credit for the year"), std::string::npos);
  EXPECT_EQ(shipped(Language::kEnglish), shipped(Language::kEnglish));
}

TEST(BookTest, RefusesAPackThatDoesNotLoad) {
  EXPECT_EQ(book("{}", Language::kFrench).error().code, ErrorCode::kLawPack);
}

}  // namespace
}  // namespace cpa::lawpack
