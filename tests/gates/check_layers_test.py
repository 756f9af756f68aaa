"""tools/check_layers finds what is planted."""

import shutil
import unittest

from planted import ROOT, PlantedTree


class CheckLayersTest(PlantedTree):

    def setUp(self):
        super().setUp()
        (self.root / "tools").mkdir()
        shutil.copy(ROOT / "tools/layers.toml", self.root / "tools/layers.toml")
        self.plant("core/base/result.h", "#include <string>\n")
        self.plant("core/store/store.h", '#include "core/base/result.h"\n#include <cstdint>\n')

    def test_accepts_the_arrows_of_the_house(self):
        self.assertIn("ok", self.assert_clean("check_layers"))

    def test_finds_an_arrow_that_points_back(self):
        self.plant("core/base/back.h", '#include "core/store/store.h"\n')
        self.assert_found("check_layers", "core/base/back.h:1: core/base may not include")

    def test_finds_core_that_has_heard_of_sync(self):
        self.plant("sync/engine/engine.h", "")
        self.plant("core/law/curious.cc", '\n#include "sync/engine/engine.h"\n')
        self.assert_found("check_layers", "core/law/curious.cc:2: core/law may not include")

    def test_finds_a_library_outside_its_owner(self):
        self.plant("core/model/peek.cc", "#include <nlohmann/json.hpp>\n")
        self.assert_found("check_layers", "nlohmann belongs to others")

    def test_finds_the_operating_system_in_core(self):
        self.plant("core/law/peek.cc", "#include <sys/stat.h>\n")
        self.assert_found("check_layers", "posix belongs to others")

    def test_finds_a_library_that_nobody_owns(self):
        self.plant("core/model/peek.cc", "#include <absl/strings/str_cat.h>\n")
        self.assert_found("check_layers", "belongs to no library")

    def test_finds_an_include_not_written_from_the_root(self):
        self.plant("core/store/peek.cc", '#include "store.h"\n')
        self.assert_found("check_layers", "not written from the root")

    def test_finds_a_folder_that_is_no_room(self):
        self.plant("core/attic/old.cc", "")
        self.assert_found("check_layers", "lies in no room")

    def test_finds_product_code_that_includes_a_test(self):
        self.plant("tests/unit/fake.h", "")
        self.plant("sync/auth/peek.cc", '#include "tests/unit/fake.h"\n')
        self.assert_found("check_layers", "no arrow to tests")

    def test_finds_a_link_against_the_arrows(self):
        self.plant("sync/engine/CMakeLists.txt", "cpa_room(cpa_sync_engine SOURCES a.cc)\n")
        self.plant("core/store/CMakeLists.txt",
                   "cpa_room(cpa_core_store SOURCES s.cc DEPS cpa_sync_engine)\n")
        self.assert_found("check_layers", "no arrow from core/store to sync/engine")

    def test_finds_a_link_to_anothers_library(self):
        self.plant("core/store/CMakeLists.txt",
                   "cpa_room(cpa_core_store SOURCES s.cc PRIVATE_DEPS OpenSSL::Crypto)\n")
        self.assert_found("check_layers", "openssl belongs to others")

    def test_finds_a_circle_in_the_table(self):
        table = self.root / "tools/layers.toml"
        text = table.read_text(encoding="utf-8")
        table.write_text(text.replace('"core/base" = []', '"core/base" = ["core/ports"]'),
                         encoding="utf-8")
        self.assert_found("check_layers", "core/base and core/ports point to each other")


if __name__ == "__main__":
    unittest.main()
