"""Builds faults.c and puts it under a run: which call fails or kills, what is logged. See faults.c."""

import os
import shutil
import subprocess

from world import here

clock = 1769860800  # 2026-01-31T12:00:00Z


class Faults:
    """The library, built into a folder of the trials'."""

    def __init__(self, folder):
        self.library = f"{folder}/faults.so"
        compiler = next(filter(None, map(shutil.which, ("cc", "clang", "gcc"))), None)
        if not compiler:
            raise SystemExit("torture: needs a C compiler (cc, clang or gcc)")
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", f"{here}/faults.c", "-o", self.library, "-ldl"], check=True)

    def __call__(self, **faults):
        """The environment of a faulty run; `at=3, do="kill"` becomes FAULT_AT=3, FAULT_DO=kill. The clock stands still."""
        wanted = {"clock": clock, **faults}
        return {"LD_PRELOAD": self.library,
                **{f"FAULT_{name.upper()}": str(value) for name, value in wanted.items() if value is not None}}


def calls(path):
    """The calls of a log, in order: name, bytes, path."""
    if not os.path.exists(path):
        return []
    with open(path, errors="replace") as stream:
        lines = [line.rstrip("\n").split(" ", 3) for line in stream]
    return [(name, int(size), path) for _, name, size, path in lines if name != "mallocs"]


def allocations(path):
    """How often SQLite allocated memory in the run of a log that came to its end."""
    with open(path, errors="replace") as stream:
        return next(int(line.split(" ")[2]) for line in stream if line.startswith("0 mallocs"))
