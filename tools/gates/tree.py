"""What the gates share: the list of our files, and how a finding is printed."""

import os
import subprocess
import sys
from pathlib import Path

CODE_FOLDERS = ("core", "sync", "platform", "tools", "tests")
CPP_SUFFIXES = (".h", ".cc", ".c")


def files(root):
    """Every file of the tree, relative to `root`, sorted; ignored and build files left out."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={root}", "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            cwd=root, check=True, capture_output=True).stdout.decode().split("\0")
        return sorted(Path(name) for name in listed if name and (root / name).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in ("build", "node_modules", "__pycache__")]
        found += [Path(folder, name).relative_to(root) for name in names]
    return sorted(found)


def cpp_files(root):
    """The C and C++ files of the five code folders."""
    return [f for f in files(root) if f.parts[0] in CODE_FOLDERS and f.suffix in CPP_SUFFIXES]


def text_of(path):
    """The file's text, or None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(gate, findings, summary):
    """Prints the findings, then one line; returns the exit status."""
    for finding in findings:
        print(finding)
    verdict = f"{len(findings)} finding(s)" if findings else "ok"
    print(f"{gate}: {verdict}: {summary}")
    sys.stdout.flush()
    return 1 if findings else 0
