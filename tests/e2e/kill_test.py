"""A short form of `tools/soak kill`: acknowledged decisions survive SIGKILL, none is doubled."""
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/stage"))
import world


class KillTest(unittest.TestCase):
    def test_twelve_kills_lose_nothing(self):
        done = subprocess.run([sys.executable, ROOT / "tools/soak", "kill", "--kills", "12", "--bin",
                               world.environment_bin()], capture_output=True, text=True, timeout=280)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("lost 0, doubled 0", done.stdout)


if __name__ == "__main__":
    unittest.main()
