#include "core/law/directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "core/codec/json.h"
#include "core/crypto/hash.h"
#include "core/crypto/sign.h"
#include "core/law/packs.h"

namespace cpa::law {
namespace {

using codec::Json;

constexpr std::string_view kSmall = R"({"format":"cpa-directory/1","id":"d","seq":1,)"
                                    R"("published":"2026-11-24","checked":"2026-11-23",)"
                                    R"("abroad":{"fr":"loin","en":"far"},)"
                                    R"("services":[{"id":"cep","fr":"conseil","en":"advice",)"
                                    R"("source":"s","dated":"2026-10-06"},{"id":"transitions",)"
                                    R"("fr":"t","en":"t","source":"s","dated":"2026-10-06"},)"
                                    R"({"id":"labour","fr":"l","en":"l","source":"s",)"
                                    R"("dated":"2026-10-06"}],)"
                                    R"("national":[{"id":"n","fr":"ligne","en":"line",)"
                                    R"("number":"09 70 82 35 50","tariff":"ordinary",)"
                                    R"("hours":"Mo-Fr 08:00-19:00; Sa 09:00-12:00",)"
                                    R"("abroad":"+33970823550","web":"https://a.fr",)"
                                    R"("source":"s","dated":"2026-10-06"}],)"
                                    R"("regions":[{"code":"11","name":"R","departements":["75"],)"
                                    R"("cep":"https://idf.a.org","transitions":"https://t.fr",)"
                                    R"("labour":"https://l.fr"},{"code":"94","name":"C",)"
                                    R"("departements":["2A","976"],"cep":"https://c.a.org",)"
                                    R"("transitions":"https://t.fr","labour":"https://l.fr"}]})";

/// The directory of this build.
const Directory& current() {
  EXPECT_TRUE(current_directory()) << current_directory().error().message;
  return **current_directory();
}

using Read = Result<std::unique_ptr<const Directory>>;

/// The small directory with `from` replaced once.
Read with(std::string_view from, std::string_view to) {
  std::string json(kSmall);
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) json.replace(at, from.size(), to);
  return read_directory(json);
}

ErrorCode refusal(std::string_view from, std::string_view to) {
  const Read read = with(from, to);
  EXPECT_FALSE(read) << to;
  return read ? ErrorCode::kInternal : read.error().code;
}

TEST(DirectoryTest, ReadsEveryMember) {
  const Read read = read_directory(kSmall);
  ASSERT_TRUE(read) << read.error().message;
  const Directory& directory = **read;
  EXPECT_EQ(directory.seq, 1);
  EXPECT_EQ(directory.checked, "2026-11-23");
  EXPECT_EQ(directory.abroad_en, "far");
  EXPECT_EQ(directory.services.at(0).fr, "conseil");
  const Contact& line = directory.national.at(0);
  EXPECT_EQ(line.number, "09 70 82 35 50");
  EXPECT_EQ(line.tariff, "ordinary");
  EXPECT_EQ(line.hours, "Mo-Fr 08:00-19:00; Sa 09:00-12:00");
  EXPECT_EQ(line.abroad, "+33970823550");
  EXPECT_EQ(line.web, "https://a.fr");
  EXPECT_EQ(line.dated, "2026-10-06");
  EXPECT_EQ(directory.find_region("94")->web.at(0), "https://c.a.org");
  EXPECT_EQ(directory.region_of("976"), directory.find_region("94"));
  EXPECT_EQ(directory.find_region("75"), nullptr);
  EXPECT_EQ(directory.region_of("94"), nullptr);
}

TEST(DirectoryTest, RefusesValuesThatAreNotWhatTheyShouldBe) {
  const std::pair<std::string_view, std::string_view> broken[] = {
      {"cpa-directory/1", "cpa-directory/2"},
      {R"("seq":1)", R"("seq":0)"},
      {"2026-11-24", "2026-02-30"},
      {"2026-10-06", "yesterday"},
      {"https://a.fr", "http://a.fr"},
      {"https://a.fr", "https://u@a.fr"},
      {"https://a.fr", "https://a.fr//b"},
      {"https://a.fr", "https://afr"},
      {"https://idf.a.org", "javascript:a"},
      {"09 70 82 35 50", "09-70"},
      {"ordinary", "free"},
      {"+33970823550", "+3397082355"},
      {"+33970823550", "0970823550"},
      {R"("R")", R"("\u001b[31m")"},
      {R"("R")", R"("")"},
      {R"("loin")", "7"},
      {R"("11")", R"("111")"},
      {R"("11")", R"("1A")"},
      {R"("94")", R"("11")"},
      {R"("94")", R"("10")"},
      {R"(["75"])", "[]"},
      {R"(["75"])", "[75]"},
      {R"(["75"])", R"(["7"])"},
      {R"(["75"])", R"(["75","75"])"},
      {R"("976")", R"("75")"},
      {R"(["2A","976"])", R"(["976","2A"])"},
      {R"("id":"cep")", R"("id":"apec")"},
      {R"({"fr":"loin","en":"far"})", "[]"},
      {R"("national":[)", R"("national":[7,)"},
      {R"("regions":[)", R"("regions":[[],)"},
  };
  for (const auto& [from, to] : broken) EXPECT_EQ(refusal(from, to), ErrorCode::kMalformed) << to;
}

TEST(DirectoryTest, RefusesHoursThatNoClockShows) {
  for (const std::string_view hours :
       {"", "Mo", "Mo-Fr", "Xx 08:00-19:00", "Mo-Xx 08:00-19:00", "oT 08:00-19:00",
        "MoTu 08:00-19:00", "Mo 19:00-08:00", "Mo 08:00-24:01", "Mo 08:60-19:00", "Mo 08:00-19:75",
        "Mo 8:00-19:00", "Mo 08:00-19:00;", "Mo 08:00-19:00; ", "Mo 08:00-19:00, Sa 09:00-12:00"}) {
    EXPECT_EQ(refusal("Mo-Fr 08:00-19:00; Sa 09:00-12:00", hours), ErrorCode::kMalformed) << hours;
  }
  EXPECT_TRUE(with("Mo-Fr 08:00-19:00; Sa 09:00-12:00", "Su 00:00-24:00"));
}

TEST(DirectoryTest, RefusesUnknownMembersEverywhere) {
  for (const std::string_view at : {R"("id":"d")", R"("fr":"loin")", R"("id":"cep")", R"("id":"n")",
                                    R"("code":"11")", R"("code":"94")"}) {
    EXPECT_EQ(refusal(at, R"("more":"x",)" + std::string(at)), ErrorCode::kMalformed) << at;
  }
  // A service's number and a tariff without number would be read by nobody.
  EXPECT_EQ(refusal(R"("id":"cep")", R"("id":"cep","number":"3682")"), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(R"("number":"09 70 82 35 50",)", ""), ErrorCode::kMalformed);
}

TEST(DirectoryTest, NamesTheMemberThatIsWrong) {
  EXPECT_EQ(with("ordinary", "free").error().message, "directory: tariff");
  EXPECT_EQ(with(R"("id":"n")", R"("id":"n","x":"")").error().message, "directory: unknown member");
}

TEST(DirectoryTest, RefusesWhatIsTooLarge) {
  EXPECT_EQ(refusal("loin", std::string(501, 'a')), ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(R"("R")", std::string(33U << 10U, ' ') + R"("R")"), ErrorCode::kLimitExceeded);
  std::string many = R"("75")";
  for (int i = 0; i < 1000; ++i) many += R"(,"75")";
  EXPECT_EQ(refusal(R"("75")", many), ErrorCode::kLimitExceeded);
  EXPECT_EQ(refusal(R"("75")", "[[[[[[]]]]]]"), ErrorCode::kLimitExceeded);
}

/// Turns every member below `json` into a number, then takes it away; each time `judge` looks.
void break_each(Json& json, const auto& judge) {
  if (Json::Array* items = json.as_array()) {
    for (Json& item : *items) break_each(item, judge);
  }
  Json::Object* const members = json.as_object();
  for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
    break_each((*members)[i].second, judge);
    const Json::Member kept = (*members)[i];
    (*members)[i].second = 12'345;
    judge(kept.first, "a number");
    members->erase(members->begin() + static_cast<std::ptrdiff_t>(i));
    judge(kept.first, "absent");
    members->insert(members->begin() + static_cast<std::ptrdiff_t>(i), kept);
  }
}

TEST(DirectoryTest, EveryMemberIsNeededAndHasOneType) {
  Json json = codec::parse_json(kSmall).value();
  std::set<std::string> let_pass;
  break_each(json, [&](const std::string& key, const std::string& what) {
    if (read_directory(codec::canonical(json))) let_pass.insert(key + " " + what);
  });
  // A line's hours and its number for people abroad are not always known.
  EXPECT_EQ(let_pass, (std::set<std::string>{"abroad absent", "hours absent", "seq a number"}));
}

TEST(DirectoryTest, RefusesEveryPrefix) {
  for (std::size_t size = 0; size < kSmall.size(); ++size) {
    EXPECT_FALSE(read_directory(kSmall.substr(0, size))) << size;
  }
}

constexpr std::uint8_t kSeed = 7;

/// Metadata that lists `content` as that version, signed by the key of these tests.
std::string targets_for(std::string_view content, std::int64_t version) {
  const std::string part = R"({"_type":"targets","expires":"2027-01-01T00:00:00Z",)"
                           R"("spec_version":"1.0.31","targets":{")" +
                           std::string(kDirectoryTarget) + R"(":{"custom":{"version":)" +
                           std::to_string(version) + R"(},"hashes":{"sha256":")" +
                           to_hex(crypto::sha256(bytes_of(content))) + R"("},"length":)" +
                           std::to_string(content.size()) + R"(}},"version":1})";
  const SecretBytes seed(Bytes(32, kSeed));
  return R"({"signatures":[{"keyid":")" + std::string(64, 'a') + R"(","sig":")" +
         to_hex(*crypto::ed25519_sign(seed, bytes_of(part))) + R"("}],"signed":)" + part + "}";
}

Read read_signed(std::string_view content, std::string_view targets, std::int64_t known = 0) {
  static const std::string id(64, 'a');
  const Bytes bytes = *crypto::ed25519_public_key(SecretBytes(Bytes(32, kSeed)));
  PublisherKey key{id, {}};
  std::copy(bytes.begin(), bytes.end(), key.ed25519.begin());
  return read_signed_directory({kDirectoryTarget, content, known}, targets, {{&key, 1}, 1});
}

/// The code of the refusal; kInternal when it was read.
ErrorCode refusal(const Read& read) { return read ? ErrorCode::kInternal : read.error().code; }

TEST(DirectoryTest, ReadsASignedDirectoryAndSaysWhoSigned) {
  const Read read = read_signed(kSmall, targets_for(kSmall, 1));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ((*read)->seq, 1);
  EXPECT_EQ((*read)->signer.key_id, std::string(64, 'a'));
  EXPECT_FALSE((*read)->signer.development);
  EXPECT_TRUE((*read_directory(kSmall))->signer.key_id.empty()) << "nobody answers for this one";
}

TEST(DirectoryTest, ReadsNothingOfADirectoryThatNobodySigned) {
  const std::string targets = targets_for(kSmall, 1);
  // The parser would say kMalformed: the signature is judged before it sees anything.
  EXPECT_EQ(refusal(read_signed("no JSON at all", targets)), ErrorCode::kSignature);
  std::string changed(kSmall);
  changed.replace(changed.find("09 70"), 5, "08 99");
  EXPECT_TRUE(read_directory(changed));
  EXPECT_EQ(refusal(read_signed(changed, targets)), ErrorCode::kSignature);
  EXPECT_EQ(refusal(read_signed(kSmall, R"({"signatures":[],"signed":{}})")),
            ErrorCode::kSignature);
  EXPECT_EQ(refusal(read_signed(kSmall, targets, 2)), ErrorCode::kRollback);
  const Read by_nobody_known =
      read_signed_directory({kDirectoryTarget, kSmall, 0}, targets, trusted_publisher());
  EXPECT_EQ(refusal(by_nobody_known), ErrorCode::kUnknownKey);
}

TEST(DirectoryTest, RefusesASignedDirectoryThatIsNoneOrHasAnotherNumber) {
  EXPECT_EQ(refusal(read_signed("{}", targets_for("{}", 1))), ErrorCode::kMalformed);
  EXPECT_EQ(refusal(read_signed(kSmall, targets_for(kSmall, 2))), ErrorCode::kMalformed);
}

TEST(DirectoryTest, EmbedsTheCommittedDirectoryByteForByte) {
  std::ifstream committed(std::string(CPA_SOURCE_DIR) + "/core/law/packs/fr.cpa.directory.json",
                          std::ios::binary);
  EXPECT_TRUE(embedded_pack(kDirectoryId) ==
              std::string(std::istreambuf_iterator<char>(committed), {}));
}

TEST(DirectoryTest, KnowsEighteenRegionsAndAHundredAndOneDepartements) {
  const Directory& directory = current();
  EXPECT_EQ(directory.id, kDirectoryId);
  EXPECT_EQ(directory.regions.size(), 18U);
  std::size_t departements = 0;
  for (const Region& region : directory.regions) departements += region.departements->size();
  EXPECT_EQ(departements, 101U) << "none stands twice, or the reader had refused";
  EXPECT_EQ(directory.region_of("2A")->name, "Corse");
  EXPECT_EQ(directory.region_of("2B")->name, "Corse");
  EXPECT_EQ(directory.region_of("976")->name, "Mayotte");
  EXPECT_EQ(directory.region_of("975"), nullptr) << "Saint-Pierre-et-Miquelon is no region";
}

TEST(DirectoryTest, TellsARegionFromTheDepartementOfTheSameNumber) {
  const Directory& directory = current();
  EXPECT_EQ(directory.find_region("75")->name, "Nouvelle-Aquitaine");
  EXPECT_EQ(directory.region_of("75")->name, "Île-de-France");
  EXPECT_EQ(directory.find_region("1"), nullptr) << "a code keeps its leading zero";
  EXPECT_EQ(directory.find_region("01")->name, "Guadeloupe");
  EXPECT_EQ(directory.region_of("01")->name, "Auvergne-Rhône-Alpes");
}

TEST(DirectoryTest, ShowsNoPremiumNumberAndNamesEverySource) {
  for (const Contact& contact : current().national) {
    EXPECT_NE(contact.tariff, "premium") << contact.id << ": the words for people abroad say none";
    EXPECT_EQ(contact.number.empty(), contact.tariff.empty()) << contact.id;
    EXPECT_FALSE(contact.source.empty()) << contact.id;
    EXPECT_LE(contact.dated, current().checked) << contact.id;
  }
}

}  // namespace
}  // namespace cpa::law
