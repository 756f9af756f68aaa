"""The harness as people type it: figures, exit codes, JSON, no network."""
import json
import unittest

from stage_case import StageTest, people, story


class SimulateTest(unittest.TestCase):
    """The CPF credit from facts; figures computed by hand from R6323-1."""

    def setUp(self):
        import pathlib
        import tempfile

        import world
        self.stage = world.World(world.environment_bin(), tempfile.mkdtemp(prefix="cpa-e2e-"))
        self.facts = pathlib.Path(self.stage.folder) / "facts.json"
        self.addCleanup(__import__("shutil").rmtree, self.stage.folder)

    def simulate(self, **facts):
        base = {"full_time": "1607", "cpf_balance": "0", "low_qualified": False, "oeth": False,
                "cpf_stopped": False}
        self.facts.write_text(json.dumps({**base, **facts}))
        done = self.stage.run(self.stage.bin / "cpa", "simulate", "cpf.credit", "--facts",
                              self.facts, "--on", "2025-12-31", "--json")
        return json.loads(done.stdout)

    def test_published_figures(self):
        # 500 × h ÷ 1607, rounded up to the cent; 500 from half of 1607 on; ceiling 5,000.
        for hours, balance, expected in (("600", "4900", "100.00"), ("600", "0", "186.69"),
                                         ("803", "0", "249.85"), ("803.5", "0", "500.00"),
                                         ("1", "0", "0.32"), ("1607", "5000", "0.00")):
            with self.subTest(hours=hours, balance=balance):
                answer = self.simulate(hours=hours, cpf_balance=balance)
                self.assertEqual(answer["value"], expected)
                self.assertEqual(answer["unit"], "EUR")

    def test_ceiling_is_named(self):
        self.assertEqual(self.simulate(hours="600", cpf_balance="4900")["limited_by"], "cpf.ceiling")

    def test_missing_hours_are_asked_for_without_a_figure(self):
        answer = self.simulate()
        self.assertIsNone(answer["value"])
        self.assertIn("hours", answer["missing"])
        self.assertEqual(answer["trace"], [])

    def test_an_answer_is_computed_again_and_compared(self):
        answers = []
        for hours in ("600", "803.5"):
            self.simulate(hours=hours)
            done = self.stage.run(self.stage.bin / "cpa", "simulate", "cpf.credit", "--facts",
                                  self.facts, "--on", "2025-12-31", "--json")
            answers.append(self.facts.with_name(f"answer-{hours}.json"))
            answers[-1].write_text(done.stdout)
        law = (self.stage.bin / "cpa", "--lang", "en", "law")
        self.assertIn("Same result", self.stage.run(*law, "replay", answers[0]).stdout)
        self.assertIn("€186.69 → €500.00", self.stage.run(*law, "compare", *answers).stdout)
        forged = json.loads(answers[0].read_text())
        forged["receipt"]["outputs"]["cpf.credit"] = "999.00"
        answers[0].write_text(json.dumps(forged))
        self.assertIn("cpf.credit = 186.69", self.stage.run(*law, "replay", answers[0]).stdout)

    def test_the_law_as_it_would_be_is_marked(self):
        self.simulate(hours="600")
        patch = self.facts.with_name("patch.json")
        patch.write_text(json.dumps({
            "format": "cpa-rules/1", "semantics": 1, "id": "what-if", "seq": 1,
            "published": "2026-11-24", "patch_of": "fr.cpa.core",
            "params": {"cpf.annual": {"type": "EUR", "values": [
                {"from": "2019-01-01", "v": "600", "ref": "R6323-1#I"}]}}}))
        done = self.stage.run(self.stage.bin / "cpa", "simulate", "cpf.credit", "--facts",
                              self.facts, "--on", "2025-12-31", "--what-if", patch, "--json")
        answer = json.loads(done.stdout)
        # 600 × 600 ÷ 1607 = 224.019…, rounded up to the cent.
        self.assertEqual(answer["value"], "224.02")
        self.assertIn("unofficial law", answer["marks"])
        self.assertFalse(answer["receipt"]["official"])

    def test_human_answer_in_both_languages(self):
        self.simulate(hours="600", cpf_balance="4900")
        words = ("simulate", "cpf.credit", "--facts", self.facts, "--on", "2025-12-31")
        french = self.stage.run(self.stage.bin / "cpa", "--lang", "fr", *words).stdout
        english = self.stage.run(self.stage.bin / "cpa", "--lang", "en", *words).stdout
        self.assertIn("100,00\u00a0€", french)
        self.assertIn("€100.00", english)


class HarnessTest(StageTest):
    def test_wrong_usage_exits_with_2(self):
        self.assertEqual(self.stage.cpa("lea", "fly", ok=False).returncode, 2)

    def test_error_is_one_json_document(self):
        done = self.stage.cpa("lea", "init", "--trust", "/nonexistent", "--json", ok=False)
        self.assertEqual(done.returncode, 1)
        error = json.loads(done.stdout)["error"]
        self.assertTrue(error["data_safe"])
        self.assertTrue(error["cause"] and error["remedy"])

    def test_contacts_need_no_account_and_no_server(self):
        self.assertEqual(len(self.stage.cpa_json("lea", "contacts")["regions"]), 18)
        here = self.stage.cpa_json("lea", "contacts", "--region", "75")
        self.assertEqual((here["region"]["name"], here["same_code"]["code"]), ("Nouvelle-Aquitaine", "11"))
        self.assertIn("Not to be confused: département 75 is in region 11",
                      self.stage.cpa("lea", "--lang", "en", "contacts", "--region", "75").stdout)
        for words, code in ((("--region", "69"), 1), (("--region", ""), 2), (("75",), 2)):
            done = self.stage.cpa("lea", "contacts", *words, "--json", ok=False)
            self.assertEqual(done.returncode, code, words)
            self.assertEqual('"not_found"' in done.stdout, code == 1)
        self.assertFalse((self.folder / "lea").exists())

    def test_rights_stay_visible_without_server(self):
        self.stage.serve()
        self.enrolled()
        self.assertEqual(self.sync()["state"], "online")
        self.stage.stop("server")
        self.assertEqual(self.stage.cpa_json("lea", "rights")["accounts"]["cpf"]["balance"], "1500.00")

    def test_wrong_enrolment_code_is_refused(self):
        self.stage.serve()
        done = self.stage.cpa("lea", "init", "--trust", self.stage.trust, "--enrol", "NOT-A-CODE",
                              "--json", ok=False)
        self.assertEqual(json.loads(done.stdout)["error"]["code"], "sign_in_needed")

    def test_rejected_training_names_the_reason(self):
        self.stage.serve()
        self.enrolled()
        self.sync()
        for args, code in (('{"price": "9000.00", "kind": "rncp", "session_start": "2027-02-01"}',
                            "insufficient_rights"),
                           ('{"price": "100.00", "kind": "bilan", "session_start": "2027-02-01"}',
                            "facts_missing"),
                           ('{"price": "100.00", "kind": "magic", "session_start": "2027-02-01"}',
                            "law_not_coded")):
            self.stage.cpa("lea", "do", "training.request", "--args", self.write("args.json", args))
            results = self.sync()["results"]
            self.assertEqual([(one["outcome"], one["code"]) for one in results], [("rejected", code)])
        rights = self.stage.cpa_json("lea", "rights")
        self.assertEqual(rights["accounts"]["cpf"]["balance"], "1500.00")

    def test_two_devices_of_one_holder_see_the_same(self):
        self.stage.serve()
        self.enrolled("one")
        self.enrolled("two")
        self.sync("one")
        args = self.write("args.json",
                          '{"price": "400.00", "kind": "rncp", "session_start": "2027-02-01"}')
        self.stage.cpa("one", "do", "training.request", "--args", args)
        self.sync("one")
        self.sync("two")
        one, two = (self.stage.cpa_json(home, "rights") for home in ("one", "two"))
        self.assertEqual(one["accounts"], two["accounts"])
        self.assertEqual(one["accounts"]["cpf"]["balance"], "1250.00")


class AbroadTest(StageTest):
    def test_three_round_trips_cold_and_one_warm(self):
        stats = self.folder / "trips.jsonl"
        # With no delay the server's session tickets may cross the first request on the way, and the
        # relay would count one trip more than a real distance has.
        self.stage.serve_behind_relay("--stats", stats, "--rtt", "200")
        self.enrolled()
        self.sync()
        done = self.stage.cpa("lea", "sync", "--count", "2", "--json")
        cold, warm = story.parse_documents(done.stdout)
        self.assertEqual((cold["round_trips"], warm["round_trips"]), (3, 1))
        # The relay's own count of that connection: 3 cold + 1 warm.
        self.assertEqual(story.last_trips(stats)["trips"], 4)

    def test_bytes_of_an_unchanged_exchange_stay_small(self):
        self.stage.serve()
        self.enrolled()
        self.sync()
        report = self.sync()
        self.assertEqual(report["rows_changed"], 0)
        self.assertLessEqual(report["bytes_down"], 1200)


class StoryTest(unittest.TestCase):
    def test_the_demo_holds(self):
        import contextlib
        import io
        import pathlib
        import tempfile

        import world
        out = io.StringIO()
        with tempfile.TemporaryDirectory(prefix="cpa-story-") as folder, contextlib.redirect_stdout(out):
            code = story.run(world.environment_bin(), pathlib.Path(folder))
        self.assertEqual(code, 0, out.getvalue())


if __name__ == "__main__":
    unittest.main()
