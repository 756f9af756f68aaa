"""Every exchange of a whole story conforms to the server's OpenAPI contract."""
import os
import unittest

from stage_case import ROOT, StageTest

CHECKER = ROOT / "tests/e2e/check_openapi.mjs"
CONTRACT = ROOT / "tools/server/http/openapi.json"


class ContractTest(StageTest):
    def check(self, record):
        node = os.environ["CPA_NODE"]
        return self.stage.run(node, CHECKER, CONTRACT, record, ok=False)

    def test_requests_and_answers_conform(self):
        record = self.folder / "exchange.jsonl"
        self.stage.serve_behind_relay()
        self.stage.relay_inside("--record", record)
        self.enrolled()
        self.sync()
        for text in ('{"price": "400.00", "kind": "rncp", "session_start": "2027-02-01"}',
                     '{"price": "9000.00", "kind": "rncp", "session_start": "2027-02-01"}'):
            self.stage.cpa("lea", "do", "training.request", "--args", self.write("args.json", text))
        self.sync()
        self.stage.cpa("bad", "init", "--trust", self.stage.trust, "--enrol", "WRONG", ok=False)
        done = self.check(record)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # The check itself can fail: an answer with a member that the contract does not have.
        broken = self.folder / "broken.jsonl"
        broken.write_text(record.read_text().replace('\\"results\\"', '\\"resultats\\"'))
        self.assertNotEqual(self.check(broken).returncode, 0)


if __name__ == "__main__":
    unittest.main()
