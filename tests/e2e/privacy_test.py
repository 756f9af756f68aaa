"""Nothing personal in any file in the clear, nor in what the programs print as logs."""
import unittest

from stage_case import StageTest, people

# Planted: NIR with and without its key, names in UTF-8 and ISO-8859-1, amounts and a price.
MARKERS = [people.LEA.nir, people.LEA.nir[:13], "MARTIN", "12061985", "1985-06-12", "1234.56",
           "123456", "training.request"]


def found(folder, skip=()):
    hits = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in skip:
            data = path.read_bytes()
            hits |= {mark for mark in MARKERS if mark.encode() in data}
    return hits


class PrivacyTest(StageTest):
    def setUp(self):
        super().setUp()
        self.stage.serve()
        self.enrolled()
        self.sync()
        args = self.write("args.json",
                          '{"price": "1234.56", "kind": "rncp", "session_start": "2027-02-01"}')
        self.stage.cpa("lea", "do", "training.request", "--args", args)

    def test_no_marker_in_the_home(self):
        self.assertEqual(found(self.folder / "lea"), set())

    def test_the_scan_finds_markers_in_an_unencrypted_copy(self):
        plain = self.folder / "plain"
        plain.mkdir()
        self.stage.run(self.stage.bin / "store_dump", self.folder / "lea", "--plain", plain / "copy.db")
        hits = found(plain)
        self.assertIn("1234.56", hits)
        self.assertIn("training.request", hits)

    def test_no_marker_in_the_server_database(self):
        self.assertEqual(found(self.stage.server_dir), set())

    def test_trust_file_and_file_names_hold_nothing_personal(self):
        names = [str(path.relative_to(self.folder)) for path in (self.folder / "lea").rglob("*")]
        self.assertFalse([name for name in names if people.LEA.nir[:13] in name])


if __name__ == "__main__":
    unittest.main()
