"""The main job, told step by step on real parts: real server, real TLS, real encrypted store.

`tools/demo` runs it after the build; it ends with exit code 0 only when every step held.
"""
import datetime
import json
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import declarations as people
import world


class Teller:
    """Prints the story and remembers whether every claim held."""

    def __init__(self):
        self.step = 0
        self.broken = []

    def title(self, text):
        self.step += 1
        print(f"\n\033[1m{self.step}. {text}\033[0m" if sys.stdout.isatty()
              else f"\n{self.step}. {text}", flush=True)

    def show(self, text):
        for line in text.rstrip().splitlines():
            print("   │ " + line)

    def claim(self, held, text):
        print(f"   {'✓' if held else '✗'} {text}", flush=True)
        if not held:
            self.broken.append(text)


def month(year, number):
    return datetime.date(year, number, 1)


def employers_declare(stage, folder):
    """Monthly declarations of 2023 to 2025: full time, 600 hours, two factors with a hire in July."""
    files = []
    for year in (2023, 2024, 2025):
        for number in range(1, 13):
            made = people.Declaration(month(year, number))
            made.person(people.LEA).contract(datetime.date(2019, 1, 7), "L1").hours("151.67")
            if year == 2025:
                made.person(people.NOE).contract(datetime.date(2025, 1, 6), "N1").hours("50.00")
            if year == 2025 and number >= 7:
                made.person(people.INES).contract(datetime.date(2025, 7, 1), "I1")
                if number == 12:
                    made.exposure("05", "I1", 2025).exposure("06", "I1", 2025)
                made.hours("151.67")
            files.append(made.write(folder / f"dsn-{year}-{number:02d}.txt"))
    for file in files:
        stage.server("ingest", "dsn", file)
    return len(files)


def association_reports(stage, folder):
    """210 volunteer hours in 2024: 110 in one association, 100 in another, declared and attested."""
    common = {"kind": "volunteering", "nir": people.HUGO.nir, "year": 2024, "years": 12,
              "declared": "2025-05-12", "attested": "2025-09-30", "birth": "1995-12-30"}
    file = people.write_activities(folder / "cec.jsonl", [
        {**common, "association": "W751000001", "hours": 110},
        {**common, "association": "W691000002", "hours": 100}])
    stage.server("ingest", "cec", file)


def balance(rights, account):
    return rights["accounts"][account]["balance"]


def run(bin_dir, folder):
    tell = Teller()
    with world.World(bin_dir, folder) as stage:
        settle(stage, tell, pathlib.Path(folder))
    if tell.broken:
        print("\nBroken: " + "; ".join(tell.broken))
        return 1
    print("\nEvery step held.")
    return 0


def settle(stage, tell, folder):
    tell.title("A government server with a throwaway certificate authority")
    stage.init_server()
    count = employers_declare(stage, folder)
    association_reports(stage, folder)
    for year, posting in ((2023, "2024-06-15"), (2024, "2025-06-15"), (2025, "2026-06-15")):
        stage.server("credit", year, "--posting", posting)
    tell.show(f"{count} monthly payroll declarations, 2 association reports, 3 yearly runs")
    stage.serve()

    tell.title("Four holders enrol a device and see their rights")
    expected = {"lea": (people.LEA, "cpf", "1500.00"), "noe": (people.NOE, "cpf", "186.69"),
                "ines": (people.INES, "c2p", "4"), "hugo": (people.HUGO, "cec", "240.00")}
    for home, (person, account, figure) in expected.items():
        stage.enrol(home, person.nir)
        stage.cpa(home, "sync")
        rights = stage.cpa_json(home, "rights")
        tell.claim(balance(rights, account) == figure,
                   f"{person.given}: {account} {figure} expected, {balance(rights, account)} shown")
    tell.show(stage.cpa("noe", "rights").stdout)
    tell.show(stage.cpa("noe", "explain", "cpf").stdout)

    tell.title("The network goes: everything still answers")
    stage.stop("server")
    tell.show(stage.cpa("lea", "rights").stdout)
    facts = folder / "facts.json"
    facts.write_text(json.dumps({"hours": "600", "full_time": "1607", "cpf_balance": "4900",
                                 "low_qualified": False, "oeth": False, "cpf_stopped": False}))
    tell.show(stage.cpa("lea", "simulate", "cpf.credit", "--facts", facts, "--on",
                        "2025-12-31").stdout)
    answer = stage.cpa_json("lea", "simulate", "cpf.credit", "--facts", facts, "--on", "2025-12-31")
    tell.claim(answer["value"] == "100.00" and answer["limited_by"] == "cpf.ceiling",
               "600 hours with 4,900 € on the account: 100.00 €, limited by the ceiling")

    tell.title("A training is requested offline, and the harness is killed right after")
    request = folder / "request.json"
    request.write_text(json.dumps({"price": "1200.00", "kind": "rncp",
                                   "session_start": "2027-02-01"}))
    tell.show(stage.cpa("lea", "do", "training.request", "--args", request).stdout)
    failed = stage.cpa("lea", "sync", ok=False)
    tell.claim(failed.returncode == 1, "a sync without a network says so and loses nothing")
    waiting = stage.cpa_json("lea", "outbox")
    tell.claim(len(waiting) == 1 and waiting[0]["state"] == "waiting",
               "reopened: the decision is still there, waiting")

    abroad(stage, tell, folder)
    tampered(stage, tell, folder)


def last_trips(file):
    """What the relay counted when the last answer had passed: round trips and bytes."""
    last = {}
    for line in file.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "flight":
            last = event
    return last


def abroad(stage, tell, folder):
    tell.title("The network returns, from abroad: 300 ms each round trip")
    stats = folder / "trips.jsonl"
    stage.serve_behind_relay("--rtt", "300", "--stats", stats)
    begin = time.monotonic()
    done = stage.cpa("lea", "sync", "--json")
    cold = time.monotonic() - begin
    world.wait_until(lambda: stats.exists() and last_trips(stats).get("trips"))
    first = json.loads(done.stdout)
    counted = last_trips(stats)
    tell.show(stage.cpa("lea", "outbox").stdout)
    tell.claim(first["round_trips"] == 3 and counted["trips"] == 3,
               f"cold: 3 round trips expected, {first['round_trips']} by the client, "
               f"{counted['trips']} by the relay, {cold:.1f} s; {first['bytes_up']} B up, "
               f"{first['bytes_down']} B down (TLS included: {counted['up']} and {counted['down']})")
    tell.claim(first["outbox_left"] == 0 and len(first["results"]) == 1
               and first["results"][0]["outcome"] == "applied",
               "the server decided once, and the decision is shown")
    lines = stage.cpa("lea", "sync", "--count", "2", "--json").stdout
    warm = parse_documents(lines)[-1]
    tell.claim(warm["round_trips"] == 1,
               f"warm: 1 round trip expected, {warm['round_trips']} counted; "
               f"{warm['bytes_up']} B up, {warm['bytes_down']} B down")
    rights = stage.cpa_json("lea", "rights")
    tell.show(stage.cpa("lea", "rights").stdout)
    tell.claim(balance(rights, "cpf") == "450.00",
               f"1,500 € - (1,200 € - 150 € of participation) = 450 €; shown "
               f"{balance(rights, 'cpf')}")


def parse_documents(text):
    """Several JSON documents one after the other."""
    decoder, documents, at = json.JSONDecoder(), [], 0
    while at < len(text.rstrip()):
        document, end = decoder.raw_decode(text, at)
        documents.append(document)
        at = end
        while at < len(text) and text[at].isspace():
            at += 1
    return documents


def tampered(stage, tell, folder):
    tell.title("Answers changed on the way: nothing is accepted")
    record = folder / "exchange.jsonl"
    stage.relay_inside("--record", record)
    stage.cpa("noe", "sync")
    before = stage.cpa("noe", "rights", "--json").stdout
    cases = [("flip-ciphertext", "cut"), ("flip-body", "intercepted"),
             ("other-answer", "intercepted"), ("drop-signature", "intercepted"),
             ("html", "server_down")]
    for tamper, expected in cases:
        if tamper == "flip-ciphertext":
            stage.relay("--tamper", tamper)
        else:
            stage.relay_inside("--tamper", tamper, "--replay", record)
        report = json.loads(stage.cpa("noe", "sync", "--json", ok=False).stdout)
        after = stage.cpa("noe", "rights", "--json").stdout
        same = json.loads(after)["accounts"] == json.loads(before)["accounts"]
        tell.claim(report["state"] == expected and same,
                   f"{tamper}: {report['state']}, rights unchanged")


def main():
    bin_dir = sys.argv[1] if len(sys.argv) > 1 else world.environment_bin()
    with tempfile.TemporaryDirectory(prefix="cpa-demo-") as folder:
        return run(bin_dir, folder)


if __name__ == "__main__":
    sys.exit(main())
