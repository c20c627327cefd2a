"""Tortures the release build and prints a table: what was promised, how often it was tried, how often it failed.

usage: torture.py [--short] [NAME...]       NAME: one of the modules listed below; all without one

Exits 1 when anything failed. docs/durability.md says what each of them promises.
"""

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time

from faults import Faults
from scenario import Scenario
from tally import Tally
from world import World, auditor

modules = ["kill_at_call", "error_at_call", "starts", "same_inputs", "sync_order", "power_loss", "readers", "kills", "key_commands",
           "small_disk", "memory", "workers"]


class Context:
    """What the modules share; made when first asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.tally = Tally()
        self.faults = Faults(folder)
        self.ready = None

    @property
    def scenarios(self):
        """A first night and a second one on a small world."""
        if self.ready is None:
            world = World(f"{self.folder}/small")
            self.ready = [Scenario(world, self.faults, first) for first in (True, False)]
        return self.ready

    def world(self, name, **options):
        """Another world, for a module of its own."""
        return World(f"{self.folder}/{name}", **options)


def main(arguments):
    short = "--short" in arguments
    names = [name for name in arguments if not name.startswith("--")] or modules
    unknown = [name for name in names if name not in modules]
    if unknown or set(arguments) - set(names) - {"--short"}:
        sys.exit(__doc__ + "\nmodules: " + ", ".join(modules))
    if not os.access(auditor, os.X_OK):
        sys.exit(f"torture: there is no {auditor}; build it with `make build`")
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        context = Context(os.path.realpath(folder))
        # Hours of trials are worth their table also when somebody ends them; exit 75 as `auditor` has it.
        def interrupted(*_):
            context.tally.show()
            print("interrupted", flush=True)
            if os.path.ismount(f"{context.folder}/tmpfs"):
                subprocess.run(["umount", "--lazy", f"{context.folder}/tmpfs"], check=False)
            os._exit(75)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, interrupted)
        for name in names:
            began = time.monotonic()
            print(f"{name}", flush=True)
            importlib.import_module(name).run(context, short)
            print(f"  {time.monotonic() - began:.0f} s", flush=True)
        context.tally.show()
        return 1 if context.tally.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
