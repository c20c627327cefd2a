"""Power is lost at some call: no decision that was told is gone, what is stored is right, and the same command goes on.

A run is recorded once; each seed chooses a moment and which unsynced sectors survive (disk_model.py). Told means: counted
in what the run printed or wrote for `auditor status`. With the syncs taken away the same check must fail.
"""

import os
import random
import re
import shutil

import verdict
from disk_model import Disk, records
from world import done

promise = "power lost at any moment: nothing told is lost"
promise_resume = "power lost: the same command completes the night"
mutations = {
    "fsync,fdatasync,syncfs": "mutation, no sync at all: the check fails",
    "fdatasync": "mutation, no fdatasync of the database: the check fails",
    "syncfs,fsync": "mutation, no sync of the report's files: the check fails",
    "fsync-folder": "mutation, no sync of folders: the check fails",
}
decided = re.compile(rb'"decided"\s*:\s*(\d+)')


class Recording:
    """A second night on a slow matcher, so that the night has several commits, with every call that changed a file."""

    def __init__(self, context, name, requests, drop=None):
        self.folder = f"{context.folder}/{name}"
        self.world = context.world(name, requests=requests, behaviour="slow")
        self.context = context
        self.world.manifest(requests, seed=2, name="second.csv")
        self.must("night", "manifest.csv")
        self.place = f"{self.folder}/disk"
        os.mkdir(self.place)
        for entry in ("night", "night.sqlite", *(f"night.sqlite{end}" for end in verdict.beside)):
            shutil.move(f"{self.folder}/{entry}", f"{self.place}/{entry}")
        self.world.database = lambda name: f"{self.place}/{name}.sqlite"
        self.world.output = lambda name: f"{self.place}/{name}"
        self.start = verdict.tree(self.place, exact=True)
        self.stored_before = verdict.Stored(f"{self.place}/night.sqlite")
        self.report_before = verdict.tree(f"{self.place}/night")
        record = f"{self.folder}/record"
        self.must("night", "second.csv", record=record, drop=drop)
        self.whole = verdict.Stored(f"{self.place}/night.sqlite")
        self.report_after = verdict.tree(f"{self.place}/night")
        self.calls = list(records(record))

    def must(self, name, manifest, **faults):
        status, _, errors = self.world.run(
            self.world.command(name, "--progress", "json", manifest=manifest), **self.context.faults(**faults))
        assert status in done, (status, errors)

    def moments(self, seeds):
        """For each seed the call that is the last one before the power goes, and the state of the disk then."""
        chance = random.Random(1)
        stops = sorted((chance.randint(0, len(self.calls)), seed) for seed in range(seeds))
        # The end is a moment of its own: the command has said that all is well.
        stops += [(len(self.calls), seeds + extra) for extra in range(max(5, seeds // 20))]
        disk, told, played = Disk(self.place, self.start), 0, 0
        for stop, seed in stops:
            while played < stop:
                call = self.calls[played]
                disk.play(call)
                played += 1
                status = call[0] == "rename" and call[2].endswith(".status.json")
                text = call[4] if call[0] == "tell" else disk.live[call[2]].content(lambda: "keep") if status else b""
                told = max([told, *map(int, decided.findall(text))])
            yield seed, stop, told, disk.lose_power(seed)

    def problems(self, left, stop, told, place):
        """Lays out what is left and says what contradicts the promise."""
        lay(left, place)
        stored = verdict.Stored(f"{place}/night.sqlite")
        problems = verdict.part_of(stored, self.whole)
        if stored.rows[:1] != self.stored_before.rows:
            problems.append("decisions of the night before are gone")
        count = len(stored.rows[1]["decision"]) if len(stored.rows) > 1 else 0
        if count < told:
            problems.append(f"{told} decisions were told, {count} are stored")
        report = verdict.tree(f"{place}/night")
        if report != self.report_after and (report != self.report_before or stop == len(self.calls)):
            problems += verdict.unlike(report, self.report_after)
        return [f"at call {stop} of {len(self.calls)}: {text}" for text in problems]


def lay(left, place):
    shutil.rmtree(place, ignore_errors=True)
    for path, data in sorted(left.items()):
        os.makedirs(os.path.dirname(f"{place}/{path}"), exist_ok=True)
        if not path.endswith("/"):
            with open(f"{place}/{path}", "wb") as stream:
                stream.write(data)
            # Keys that others can read are refused.
            os.chmod(f"{place}/{path}", 0o600)


def resume(recording, left):
    """Lays out what is left at the place of the night, and runs the night again."""
    lay(left, recording.place)
    world = recording.world
    status, _, errors = world.run(world.command("night", manifest="second.csv"), **recording.context.faults())
    problems = [] if status in done else [f"the same command ends with {status}: {errors.strip()[-200:]}"]
    problems += verdict.same(verdict.Stored(world.database("night")), recording.whole)
    problems += verdict.unlike(verdict.tree(world.output("night")), recording.report_after)
    return problems + verdict.log_verify(world, "night")


def run(context, short):
    seeds, requests = (30, 50) if short else (500, 80)
    recording = Recording(context, "power", requests)
    place = f"{context.folder}/left"
    print(f"  {len(recording.calls)} calls recorded", flush=True)
    kept, telling = [], 0
    for seed, stop, told, left in recording.moments(seeds):
        telling += told > 0
        context.tally.add(promise, f"seed {seed}", recording.problems(left, stop, told, place))
        if seed % (20 if short else 10) == 0:
            kept.append((seed, left))
    print(f"  at {telling} moments decisions had been told", flush=True)
    for seed, left in kept:
        context.tally.add(promise_resume, f"seed {seed}", resume(recording, left))
    for number, (drop, claim) in enumerate(mutations.items()):
        if short and number:
            break
        mutant = Recording(context, f"mutant{number}", requests, drop=drop)
        caught = sum(bool(mutant.problems(left, stop, told, place))
                     for _, stop, told, left in mutant.moments(max(15, seeds // 10)))
        print(f"  without {drop}: {caught} moments are caught", flush=True)
        context.tally.add(claim, drop, [] if caught else ["the check has no teeth"])
