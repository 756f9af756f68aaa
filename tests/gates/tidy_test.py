"""tools/tidy finds what is planted."""

import unittest

from planted import PlantedTree


def a_function(head, lines, inside="  call();\n"):
    """A C++ function of `lines` lines of body."""
    return f"{head} {{\n" + inside * (lines - 1) + "}\n"


class TidyTest(PlantedTree):

    def source(self, text, name="core/base/a.cc"):
        """Plants a source that its room lists."""
        self.plant(name, text)
        folder, _, file = name.rpartition("/")
        self.plant(f"{folder}/CMakeLists.txt", f"cpa_room(cpa_room SOURCES {file})\n")

    def test_accepts_what_keeps_the_limits(self):
        self.source(a_function("int f(int a, int b, int c, int d, int e)", 70))
        self.assert_clean("tidy")

    def test_finds_a_long_source(self):
        self.source("// a\n" * 601)
        self.assert_found("tidy", "core/base/a.cc:1: 601 lines; the limit is 600")

    def test_gives_tests_more_lines(self):
        self.source("// a\n" * 800, "tests/unit/a_test.cc")
        self.assert_clean("tidy")
        self.source("// a\n" * 801, "tests/unit/a_test.cc")
        self.assert_found("tidy", "801 lines; the limit is 800")

    def test_finds_a_wide_line(self):
        self.source("// " + "é" * 97 + "\n")
        self.assert_clean("tidy")
        self.source("// " + "é" * 98 + "\n")
        self.assert_found("tidy", "101 columns")

    def test_finds_a_long_function(self):
        self.source("namespace cpa {\n" + a_function("Status Outbox::drain() const noexcept", 71) +
                    "}  // namespace cpa\n")
        self.assert_found("tidy", "core/base/a.cc:2: drain has 71 lines")

    def test_finds_a_long_test(self):
        self.source(a_function("TEST(OutboxTest, Works)", 71), "tests/unit/a_test.cc")
        self.assert_found("tidy", "TEST has 71 lines")

    def test_finds_six_parameters(self):
        self.source(a_function("void f(int a, std::map<int, int> b, int c, int d, int e, int g)", 2))
        self.assert_found("tidy", "f has 6 parameters")

    def test_counts_a_template_as_one_parameter(self):
        self.source(a_function("void f(std::map<int, std::pair<int, int>> a, std::array<int, 4> b)",
                               2))
        self.assert_clean("tidy")

    def test_finds_five_levels_of_nesting(self):
        deep = "void f() {\n" + "if (a) {\n" * 5 + "}\n" * 5 + "}\n"
        self.source(deep)
        self.assert_found("tidy", "f has 5 levels of nesting")
        self.source(deep.replace("if (a) {\n", "", 1).replace("}\n", "", 1))
        self.assert_clean("tidy")

    def test_is_not_misled_by_braces_in_strings(self):
        self.source('const char* kOpen = "{{{";  // {{{\nconst char* kRaw = R"({{{)";\n' +
                    "const char kBrace = '{';\n" + a_function("void f()", 70))
        self.assert_clean("tidy")

    def test_finds_a_long_python_function(self):
        self.plant("tools/a.py", "def f():\n" + "    call()\n" * 71)
        self.assert_found("tidy", "f has 71 lines")

    def test_finds_a_source_that_no_target_lists(self):
        self.source("int a;\n")
        self.plant("core/base/forgotten.cc", "int b;\n")
        self.assert_found("tidy", "core/base/forgotten.cc:1: no CMakeLists.txt lists it")

    def test_does_not_take_a_commented_name_for_a_listed_one(self):
        self.plant("core/base/a.cc", "int a;\n")
        self.plant("core/base/CMakeLists.txt", "cpa_room(cpa_core_base\n  # SOURCES a.cc\n)\n")
        self.assert_found("tidy", "no CMakeLists.txt lists it")

    def test_finds_a_scripted_test_that_nothing_runs(self):
        self.plant("tests/e2e/lost_test.py", "")
        self.assert_found("tidy", "no CMakeLists.txt runs it")

    def test_finds_names_that_are_not_snake_case(self):
        self.plant("core/base/OutBox.h", "")
        self.assert_found("tidy", "file names are snake_case")

    def test_finds_a_type_that_says_too_little(self):
        self.plant("core/base/a.h", "class SyncManager {\n};\n")
        self.assert_found("tidy", "SyncManager says too little")

    def test_finds_words_that_must_not_be_there(self):
        for words in ("// TODO: later", "// see issue 12", "// in /home/ada/cpa",
                      "// from registry.npmjs.org", "// at 10.1.2.3", "// as in ../shared"):
            with self.subTest(words=words):
                self.plant("core/base/a.h", words + "\n")
                self.assert_found("tidy", "core/base/a.h:1:")

    def test_finds_the_address_of_a_registry_in_a_lock(self):
        self.plant("tests/node/package-lock.json", '{"resolved": "https://example.org/a.tgz"}\n')
        self.assert_found("tidy", "the address of a registry")

    def test_counts_suppressions_and_wants_their_reason(self):
        self.plant("core/base/a.h", "int a;  // NOLINT(bugprone-x): the C API wants it so\n")
        self.assertIn("1 suppression(s)", self.assert_clean("tidy"))
        for bare in ("int a;  // NOLINT(bugprone-x)", "int a;  // NOLINT", "// clang-format off",
                     '#pragma GCC diagnostic ignored "-Wshadow"'):
            with self.subTest(bare=bare):
                self.plant("core/base/a.h", f"\n{bare}\n")
                self.assert_found("tidy", "core/base/a.h:2: a suppression needs its reason")

    def test_finds_the_seed_of_a_key(self):
        seed = "0123456789abcdef" * 4 + "\n"
        self.plant("tools/lawpack/development_key/development.seed", seed)
        self.assert_clean("tidy")
        self.plant("core/law/publisher.seed", seed)
        self.assert_found("tidy", "core/law/publisher.seed:1: a private key")

    def test_finds_a_private_key_in_json(self):
        self.plant("core/law/key.json", '{"private": "%s"}\n' % ("0123456789abcdef" * 4))
        self.assert_found("tidy", "core/law/key.json:1: a private key")

    def test_finds_a_law_pack_that_has_drifted(self):
        self.plant("core/law/fr.test/pack.yaml", "id: fr.test\n")
        self.plant("core/law/packs/fr.test.json", "{}\n")
        compiler = self.plant("lawpack", "#!/bin/sh\necho '{}'\n")
        compiler.chmod(0o755)
        self.assert_clean("tidy", "--lawpack", str(compiler))
        self.plant("core/law/packs/fr.test.json", '{"changed": true}\n')
        self.assert_found("tidy", "has drifted from its YAML", "--lawpack", str(compiler))

    def test_finds_a_directory_that_has_drifted(self):
        self.plant("core/law/directory/fr.test.yaml", "id: fr.test\n")
        compiler = self.plant("lawpack", "#!/bin/sh\necho '{}'\n")
        compiler.chmod(0o755)
        self.assert_found("tidy", "core/law/packs/fr.test.json:1: has drifted", "--lawpack", str(compiler))
        self.plant("core/law/packs/fr.test.json", "{}\n")
        self.assert_clean("tidy", "--lawpack", str(compiler))


if __name__ == "__main__":
    unittest.main()
