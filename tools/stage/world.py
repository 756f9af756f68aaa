"""Real processes for the end-to-end tests and the demo: server, relay, harness, on loopback."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = sys.executable


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Failure(Exception):
    """A command that did not end as the caller said it would."""


class World:
    """A folder with a server, at most one relay, and homes of the harness.

    The public address (what the trust file names) is fixed; the server or a relay listens there.
    """

    def __init__(self, bin_dir, folder):
        self.bin = pathlib.Path(bin_dir)
        self.folder = pathlib.Path(folder)
        self.server_dir = self.folder / "server"
        self.public_port = free_port()
        self.server_port = None
        self.processes = {}

    # -- programs -------------------------------------------------------------------------------
    def run(self, *words, ok=True, **options):
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                              timeout=120, **options)
        if ok and done.returncode != 0:
            raise Failure(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
        return done

    def server(self, *words, ok=True):
        return self.run(self.bin / "cpa-server", "--dir", self.server_dir, *words, ok=ok)

    def cpa(self, home, *words, ok=True):
        return self.run(self.bin / "cpa", "--home", self.folder / home, *words, ok=ok)

    def cpa_json(self, home, *words, ok=True):
        done = self.cpa(home, *words, "--json", ok=ok)
        return json.loads(done.stdout)

    # -- processes ------------------------------------------------------------------------------
    def start(self, name, words, ready):
        process = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True)
        self.processes[name] = process
        line = process.stdout.readline()
        if ready not in line:
            raise Failure(f"{name} did not start: {line!r}")
        return line

    def stop(self, name, sig=signal.SIGTERM):
        process = self.processes.pop(name, None)
        if process:
            process.send_signal(sig)
            process.wait(timeout=20)
            process.stdout.close()

    def close(self):
        for name in list(self.processes):
            self.stop(name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # -- the parts ------------------------------------------------------------------------------
    def init_server(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.server("init", "--url", f"https://127.0.0.1:{self.public_port}")

    @property
    def trust(self):
        return self.server_dir / "trust.json"

    def serve(self, port=None):
        """Starts the server: at the public address, or at `port` with a relay in front."""
        self.server_port = port or self.public_port
        self.start("server", [self.bin / "cpa-server", "--dir", self.server_dir, "serve", "--port",
                              self.server_port], "listening")

    def relay(self, *words):
        self.stop("relay")
        self.start("relay", [PYTHON, ROOT / "tools/stage/relay.py", "--listen", self.public_port,
                             "--to", f"127.0.0.1:{self.server_port}", *words], "relay ready")

    def relay_inside(self, *words):
        """A relay that holds the server's own TLS key."""
        self.relay("--tls", f"{self.server_dir / 'tls.crt'},{self.server_dir / 'tls.key'}", *words)

    def serve_behind_relay(self, *relay_words):
        self.serve(free_port())
        self.relay(*relay_words)

    def enrol(self, home, nir):
        """Opens a home on a new device of the holder."""
        code = json.loads(self.server("enrol", "--nir", nir, "--json").stdout)["code"]
        self.cpa(home, "init", "--trust", self.trust, "--enrol", code)


def wait_until(condition, seconds=10):
    """Polls `condition`; False when it never held."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def environment_bin():
    """The folder of the programs under test."""
    return os.environ.get("CPA_BIN", str(ROOT / "build/dev/bin"))
