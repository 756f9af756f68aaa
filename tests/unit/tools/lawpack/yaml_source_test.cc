#include "tools/lawpack/yaml_source.h"

#include <gtest/gtest.h>

#include <string>

namespace cpa::lawpack {
namespace {

std::string json_of(std::string_view yaml) {
  const Result<codec::Json> read = read_yaml(yaml, "x.yaml");
  return read ? codec::canonical(*read) : read.error().message;
}

TEST(YamlSourceTest, ReadsEveryScalarAsAString) {
  EXPECT_EQ(json_of("a: 1\nb: true\nc: 2019-01-01\nd: 0x10\ne: 1e3\nf: yes\ng: \"null\"\n"),
            R"({"a":"1","b":"true","c":"2019-01-01","d":"0x10","e":"1e3","f":"yes","g":"null"})");
}

TEST(YamlSourceTest, ReadsPlainNullAsNull) {
  EXPECT_EQ(json_of("v: null\nlist: [null, x]\n"), R"({"list":[null,"x"],"v":null})");
}

TEST(YamlSourceTest, RefusesOtherSpellingsOfNothing) {
  EXPECT_TRUE(json_of("v:\nw: 1\n").starts_with("E_YAML_EMPTY x.yaml:")) << json_of("v:\nw: 1\n");
  EXPECT_TRUE(json_of("v: ~\n").starts_with("E_YAML_EMPTY x.yaml:1"));
  EXPECT_TRUE(json_of("v: Null\n").starts_with("E_YAML_EMPTY x.yaml:1"));
}

TEST(YamlSourceTest, MakesIntegersOfSemanticsSeqAndListMaxOnly) {
  EXPECT_EQ(json_of("semantics: 1\nseq: 8\n"
                    "inputs:\n  l: {type: list, max: 6}\n  h: {type: h, max: 8784}\n"),
            R"({"inputs":{"h":{"max":"8784","type":"h"},"l":{"max":6,"type":"list"}},)"
            R"("semantics":1,"seq":8})");
  EXPECT_TRUE(json_of("seq: eight\n").starts_with("E_YAML_INTEGER x.yaml: seq"));
  EXPECT_TRUE(json_of("seq: 8.0\n").starts_with("E_YAML_INTEGER"));
}

TEST(YamlSourceTest, RefusesDuplicateKeysAtTheirPlace) {
  EXPECT_EQ(json_of("a: 1\nb: 2\na: 3\n"), "E_YAML_DUPLICATE x.yaml:3:1: the key stands twice: a");
  EXPECT_TRUE(json_of("m: {k: 1, \"k\": 2}\n").starts_with("E_YAML_DUPLICATE"));
}

TEST(YamlSourceTest, RefusesAnchorsAndAliases) {
  EXPECT_TRUE(json_of("a: &x 1\n").starts_with("E_YAML_ANCHOR x.yaml:1"));
  EXPECT_TRUE(json_of("a: &x [1]\nb: *x\n").starts_with("E_YAML_ANCHOR x.yaml:1"));
  EXPECT_TRUE(json_of("a: &x {b: 1}\n").starts_with("E_YAML_ANCHOR x.yaml:1"));
  EXPECT_TRUE(json_of("a: *x\n").starts_with("E_YAML"));
}

TEST(YamlSourceTest, RefusesTags) {
  EXPECT_TRUE(json_of("a: !!int 1\n").starts_with("E_YAML_TAG x.yaml:1"));
  EXPECT_TRUE(json_of("a: !own [1]\n").starts_with("E_YAML_TAG x.yaml:1"));
  EXPECT_TRUE(json_of("a: !own {b: 1}\n").starts_with("E_YAML_TAG x.yaml:1"));
  EXPECT_TRUE(json_of("a: !!null null\n").starts_with("E_YAML_TAG x.yaml:1"));
}

TEST(YamlSourceTest, RefusesKeysThatAreNoScalar) {
  EXPECT_TRUE(json_of("? [a]\n: 1\n").starts_with("E_YAML_KEY"));
}

TEST(YamlSourceTest, RefusesASecondDocument) {
  EXPECT_TRUE(json_of("a: 1\n---\nb: 2\n").starts_with("E_YAML_DOCUMENTS"));
}

TEST(YamlSourceTest, RefusesWhatIsNoMapping) {
  EXPECT_TRUE(json_of("- 1\n").starts_with("E_YAML"));
  EXPECT_TRUE(json_of("").starts_with("E_YAML"));
  EXPECT_TRUE(json_of("a: [1\n").starts_with("E_YAML"));
  EXPECT_TRUE(json_of("a: 1\n\tb: 2\n").starts_with("E_YAML"));
}

}  // namespace
}  // namespace cpa::lawpack
