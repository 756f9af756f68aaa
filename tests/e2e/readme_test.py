"""The tour of the README, run line by line as printed."""
import re
import subprocess
import tempfile
import unittest

from stage_case import ROOT, world


class ReadmeTest(unittest.TestCase):
    def test_the_tour_runs_as_printed(self):
        blocks = re.findall(r"^```\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)
        tour = next(block for block in blocks if "cpa simulate" in block)
        with tempfile.TemporaryDirectory(prefix="cpa-tour-") as scratch:
            # Programs, scratch folder and port are this run's; everything else stays as printed.
            for printed, ours in (("$PWD/build/dev/bin", str(world.environment_bin())),
                                  ("build/tour", scratch), ("8443", str(world.free_port()))):
                self.assertIn(printed, tour)
                tour = tour.replace(printed, ours)
            # The server is up once it answers: wait for the port instead of a reader's pace.
            port = re.search(r"--port (\d+) &\n", tour)
            wait = f"until (: > /dev/tcp/127.0.0.1/{port[1]}) 2>/dev/null; do sleep 0.1; done\n"
            tour = tour[:port.end()] + wait + tour[port.end():]
            done = subprocess.run(["bash", "-ec", tour], cwd=ROOT, capture_output=True, text=True,
                                  timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # 151.67 of 1,607 hours: 500 × 151.67 ÷ 1607 = 47.1904…, rounded up.
        self.assertIn("47,20\u00a0€", done.stdout)
        self.assertIn("acceptée", done.stdout)


if __name__ == "__main__":
    unittest.main()
