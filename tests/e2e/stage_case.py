"""What the end-to-end tests share: a stage with one server and one holder."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/stage"))
import declarations as people
import story
import world


class StageTest(unittest.TestCase):
    """Each test gets a server that has credited Léa for 2023 to 2025, and nothing else."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cpa-e2e-"))
        self.stage = world.World(world.environment_bin(), self.folder)
        self.addCleanup(self.clean)
        self.stage.init_server()
        story.employers_declare(self.stage, self.folder)
        for year in (2023, 2024, 2025):
            self.stage.server("credit", year, "--posting", f"{year + 1}-06-15")

    def clean(self):
        self.stage.close()
        import shutil
        shutil.rmtree(self.folder)

    def enrolled(self, home="lea", person=people.LEA):
        self.stage.enrol(home, person.nir)
        return home

    def sync(self, home="lea"):
        done = self.stage.cpa(home, "sync", "--json", ok=False)
        return story.parse_documents(done.stdout)[-1]

    def dump(self, home="lea"):
        """The whole store, row by row, as text."""
        return self.stage.run(self.stage.bin / "store_dump", self.folder / home).stdout

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path
