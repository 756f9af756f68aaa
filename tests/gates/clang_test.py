"""tools/format and tools/clang_tidy find what is planted, and lint nothing twice."""

import json
import shutil
import unittest

from planted import ROOT, PlantedTree

CLEAN = "namespace cpa {\n\nint next_of(int value) { return value + 1; }\n\n}  // namespace cpa\n"


@unittest.skipUnless(shutil.which("clang-format-14"), "clang-format-14 is not installed")
class FormatTest(PlantedTree):

    def setUp(self):
        super().setUp()
        shutil.copy(ROOT / ".clang-format", self.root / ".clang-format")

    def test_accepts_and_finds(self):
        self.plant("core/base/a.cc", CLEAN)
        self.assert_clean("format")
        self.plant("core/base/a.cc", CLEAN.replace("int value", "int   value"))
        self.assert_found("format", "core/base/a.cc:3: is not as clang-format writes it")

    def test_fixes_when_told_to(self):
        path = self.plant("core/base/a.cc", CLEAN.replace("int value", "int   value"))
        self.assert_clean("format", "--fix")
        self.assertEqual(path.read_text(encoding="utf-8"), CLEAN)


@unittest.skipUnless(shutil.which("clang-tidy-14"), "clang-tidy-14 is not installed")
class ClangTidyTest(PlantedTree):

    def setUp(self):
        super().setUp()
        shutil.copy(ROOT / ".clang-tidy", self.root / ".clang-tidy")
        self.write(CLEAN)

    def write(self, text):
        """Plants the one source and its compile command."""
        path = self.plant("core/base/a.cc", text)
        self.plant("build/clang/compile_commands.json", json.dumps([
            {"directory": str(self.root), "file": str(path), "output": "a.o",
             "command": f"clang++-14 -std=c++20 -c {path} -o a.o"}]))

    def test_lints_what_changed_and_only_that(self):
        self.assertIn("1 linted", self.assert_clean("clang_tidy"))
        self.assertIn("0 linted", self.assert_clean("clang_tidy"))
        self.write(CLEAN.replace("+ 1", "+ 2"))
        self.assertIn("1 linted", self.assert_clean("clang_tidy"))

    def test_lints_again_when_the_rules_change(self):
        self.assert_clean("clang_tidy")
        with open(self.root / ".clang-tidy", "a", encoding="utf-8") as rules:
            rules.write("# one more line\n")
        self.assertIn("1 linted", self.assert_clean("clang_tidy"))

    def test_lints_again_when_a_header_changes(self):
        self.plant("core/base/a.h", "// one\n")
        self.write('#include "core/base/a.h"\n' + CLEAN)
        command = json.loads((self.root / "build/clang/compile_commands.json").read_text())
        command[0]["command"] += f" -I{self.root}"
        self.plant("build/clang/compile_commands.json", json.dumps(command))
        self.assertIn("1 linted", self.assert_clean("clang_tidy"))
        self.plant("core/base/a.h", "// two\n")
        self.assertIn("1 linted", self.assert_clean("clang_tidy"))

    def test_finds_a_name_against_the_style(self):
        self.write(CLEAN.replace("next_of", "NextOf"))
        self.assert_found("clang_tidy", "readability-identifier-naming")

    def test_finds_a_bug_every_time(self):
        self.write("#include <string>\nnamespace cpa {\nchar first_of(std::string text) {\n"
                   "  std::string taken = std::move(text);\n  return text[0];\n}\n}\n")
        self.assert_found("clang_tidy", "bugprone-use-after-move")
        self.assert_found("clang_tidy", "bugprone-use-after-move")

    def test_finds_that_there_is_nothing_to_lint(self):
        (self.root / "core/base/a.cc").rename(self.root / "a.cc")
        self.plant("build/clang/compile_commands.json", "[]")
        self.assert_found("clang_tidy", "no source to lint")


if __name__ == "__main__":
    unittest.main()
