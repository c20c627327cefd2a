"""One night on a database: a first night, or a second one that replaces the first night's report."""

import os
import shutil

import verdict
from world import done


class Scenario:
    """What the night finds, the command, and how it ends when nobody disturbs it."""

    def __init__(self, world, faults, first):
        self.world, self.faults, self.first = world, faults, first
        self.title = "first night" if first else "second night"
        self.manifest = "manifest.csv" if first else "second.csv"
        self.base = f"{'first' if first else 'second'}-base"
        if not first:
            world.manifest(world.requests, seed=2, name="second.csv")
            self.must(self.base, "manifest.csv")
        self.before = verdict.tree(world.output(self.base))
        self.stored_before = verdict.Stored(world.database(self.base))
        whole = f"{'first' if first else 'second'}-whole"
        self.lay(whole)
        self.must(whole, self.manifest)
        self.whole = verdict.Stored(world.database(whole))
        self.after = verdict.tree(world.output(whole))
        assert self.whole.decided == world.requests * (1 if first else 2) and not self.whole.problems

    def must(self, name, manifest):
        status, _, errors = self.world.run(self.world.command(name, manifest=manifest), **self.faults())
        assert status in done, (status, errors)

    def lay(self, name):
        """Puts what the night finds under this name."""
        if self.first:
            return
        world = self.world
        shutil.copytree(world.output(self.base), world.output(name))
        for end in ("", *verdict.beside):
            shutil.copy(world.database(self.base) + end, world.database(name) + end)

    def night(self, name, **faults):
        """The night's command, disturbed or not."""
        return self.world.run(self.world.command(name, manifest=self.manifest), **self.faults(**faults))

    def torn(self, name):
        """What is wrong right after a disturbance: half a report, a lost decision of an earlier night, a wrong one."""
        stored = verdict.Stored(self.world.database(name))
        problems = verdict.part_of(stored, self.whole)
        if len(stored.rows) < len(self.stored_before.rows):
            problems.append("decisions of an earlier night are gone")
        report = verdict.tree(self.world.output(name))
        if report not in (self.before, self.after):
            problems += [f"half a report: {text}" for text in verdict.unlike(report, self.after)]
        return problems

    def resumed(self, name, **faults):
        """Runs the same command again, undisturbed, and says what then differs from the uninterrupted night."""
        status, _, errors = self.night(name, **faults)
        problems = [] if status in done else [f"the same command again ends with {status}: {errors.strip()[-200:]}"]
        problems += self.ended(name)
        return problems

    def ended(self, name):
        """What differs from the uninterrupted night."""
        problems = verdict.same(verdict.Stored(self.world.database(name)), self.whole)
        problems += verdict.unlike(verdict.tree(self.world.output(name)), self.after)
        problems += [f"left lying: {entry}" for entry in verdict.litter(self.world, name)]
        return problems + verdict.log_verify(self.world, name)

    def clean(self, name):
        """Removes a trial."""
        self.world.forget(name)
        for entry in os.listdir(self.world.folder):
            if entry.startswith(".dat"):
                os.remove(f"{self.world.folder}/{entry}")
