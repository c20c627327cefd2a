"""SIGKILL before every call of an erasure and of a rotation of the master key: the same command again ends what it began.

Who was to be erased is gone then, everybody else's data opens, the log verifies, and no key lies about.
"""

import os
import shutil

import faults as fault_library
import verdict
from world import auditor, done

promise = "erase or keys rotate killed at every call: the same again ends it"
commands = {
    "erase": ["erase", "--email", "p1@example.org"],
    "rotate": ["keys", "rotate"],
}


class Ground:
    """A night's database, and what the command makes of it when nobody disturbs it."""

    def __init__(self, world, faults, kind):
        self.world, self.faults, self.kind = world, faults, kind
        self.base = f"{kind}-base"
        status, _, errors = world.run(world.command(self.base), **faults())
        assert status in done, (status, errors)
        log = f"{world.folder}/{kind}.log"
        whole = f"{kind}-whole"
        self.lay(whole)
        status, _, errors = self.command(whole, log=log)
        assert status == 0, (status, errors)
        self.calls = len(fault_library.calls(log))
        os.remove(log)
        self.after = self.report(whole)
        self.whole = verdict.Stored(world.database(whole))
        before = verdict.Stored(world.database(self.base))
        assert (self.whole.rows == before.rows) == (kind == "rotate") and not self.whole.problems

    def lay(self, name):
        for end in ("", *verdict.beside):
            if os.path.exists(self.world.database(self.base) + end):
                shutil.copy(self.world.database(self.base) + end, self.world.database(name) + end)

    def command(self, name, **faults):
        arguments = [auditor, *commands[self.kind], "--database", self.world.database(name)]
        return self.world.run(arguments, **self.faults(**faults))

    def report(self, name):
        """The report of what the database still has, with every face and field that opens; nil when there is none."""
        arguments = [auditor, "report", "1", "--database", self.world.database(name), "--output", self.world.output(name)]
        status, _, _ = self.world.run(arguments, **self.faults())
        return verdict.tree(self.world.output(name)) if status in done else None

    def kill(self, index):
        name = f"{self.kind}{index}x"
        self.lay(name)
        status, _, errors = self.command(name, at=index, do="kill")
        problems = [] if status == -9 else [f"was not killed but ended with {status}: {errors.strip()[-200:]}"]
        status, _, errors = self.command(name)
        if status != 0:
            problems.append(f"the same command again ends with {status}: {errors.strip()[-200:]}")
        problems += verdict.log_verify(self.world, name) + verdict.unlike(self.report(name), self.after)
        problems += verdict.same(verdict.Stored(self.world.database(name)), self.whole)
        problems += [f"left lying: {entry}" for entry in verdict.litter(self.world, name)]
        self.world.forget(name)
        return [f"{self.kind}: {problem}" for problem in problems]


def run(context, short):
    world = context.world("key-commands")
    for kind in commands:
        ground = Ground(world, context.faults, kind)
        print(f"  {kind}: {ground.calls} calls that change files", flush=True)
        step = max(1, ground.calls // 6) if short else 1
        context.tally.each(promise, range(1, ground.calls + 1, step), ground.kill)
