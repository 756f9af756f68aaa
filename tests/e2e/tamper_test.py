"""Bytes that do not carry the server's signature change nothing (acceptance of answers)."""
import unittest

from stage_case import StageTest


class TamperTest(StageTest):
    """A relay on the way, with and without the server's own TLS key."""

    def setUp(self):
        super().setUp()
        self.stage.serve_behind_relay()
        self.enrolled()
        self.record = self.folder / "exchange.jsonl"
        self.stage.relay_inside("--record", self.record)
        self.assertEqual(self.sync()["state"], "online")
        # Something to lose: a decision waits while the answers are changed.
        args = self.write("args.json",
                          '{"price": "400.00", "kind": "rncp", "session_start": "2027-02-01"}')
        self.stage.cpa("lea", "do", "training.request", "--args", args)
        self.before = self.dump()

    def refused(self, state):
        self.assertEqual(self.sync()["state"], state)
        self.assertEqual(self.dump(), self.before)

    def settles_after_all(self):
        self.stage.relay()
        report = self.sync()
        self.assertEqual(report["state"], "online")
        self.assertEqual(report["outbox_left"], 0)

    def test_flipped_ciphertext_is_a_cut(self):
        self.stage.relay("--tamper", "flip-ciphertext")
        self.refused("cut")
        self.settles_after_all()

    def test_truncated_connection_is_a_cut(self):
        self.stage.relay("--tamper", "cut")
        self.refused("cut")

    def test_flipped_body_is_intercepted(self):
        self.stage.relay_inside("--tamper", "flip-body")
        self.refused("intercepted")
        self.settles_after_all()

    def test_answer_to_another_request_is_intercepted(self):
        self.stage.relay_inside("--tamper", "other-answer", "--replay", self.record)
        self.refused("intercepted")

    def test_missing_signature_is_intercepted(self):
        self.stage.relay_inside("--tamper", "drop-signature")
        self.refused("intercepted")

    def test_html_means_server_down(self):
        self.stage.relay_inside("--tamper", "html")
        self.refused("server_down")


if __name__ == "__main__":
    unittest.main()
