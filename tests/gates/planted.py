"""A small tree in a temporary folder, in which a test plants what a gate must find."""

import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class PlantedTree(unittest.TestCase):
    """Gives each test an empty tree, and runs the gates of this repository on it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()

    def plant(self, name, text):
        """Writes a file of the tree."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run_gate(self, gate, *arguments):
        """(exit status, everything it said) of tools/`gate` on the tree."""
        run = subprocess.run([str(ROOT / "tools" / gate), "--root", str(self.root), *arguments],
                             capture_output=True, text=True, check=False)
        return run.returncode, run.stdout + run.stderr

    def assert_clean(self, gate, *arguments):
        """The gate passes."""
        status, said = self.run_gate(gate, *arguments)
        self.assertEqual(status, 0, said)
        return said

    def assert_found(self, gate, words, *arguments):
        """The gate fails, and says `words`."""
        status, said = self.run_gate(gate, *arguments)
        self.assertEqual(status, 1, said)
        self.assertIn(words, said)
        return said
