"""Somebody reads the report all the time while nights with kills replace it: never a short, empty or mixed-up file."""

import json
import os
import random
import threading
import time

import verdict
from world import done

promise = "a reader never sees half a report or status"
promise_bite = "the reader would notice half a file"


class Reader(threading.Thread):
    """Reads one file again and again until it is stopped; keeps what it must never see."""

    def __init__(self, path, is_whole):
        super().__init__(daemon=True)
        self.path, self.is_whole = path, is_whole
        self.reads, self.gone, self.torn = 0, 0, []
        self.ends = False

    def run(self):
        while not self.ends:
            try:
                with open(self.path, "rb") as stream:
                    data = stream.read()
            except FileNotFoundError:
                self.gone += 1
                continue
            self.reads += 1
            if not self.is_whole(data):
                self.torn.append(data[:80])
            time.sleep(0.0005)


def is_json(data):
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False


def run(context, short):
    world = context.world("readers", requests=12)
    manifests = ["manifest.csv", "second.csv"]
    world.manifest(7, seed=3, name=manifests[1])
    trees = []
    for manifest in manifests:
        status, _, errors = world.run(world.command("night", manifest=manifest), **context.faults())
        assert status in done, errors
        trees.append(verdict.tree(world.output("night"), exact=True))
    readers = [Reader(f"{world.output('night')}/{name}", {tree[name] for tree in trees}.__contains__)
               for name in ("report.json", "index.html", "decisions.csv", "metrics.prom", "requests/page-0001.html")]
    readers.append(Reader(world.database("night") + ".status.json", is_json))
    for reader in readers:
        reader.start()
    chance = random.Random(4)
    nights = 10 if short else 200
    for turn in range(nights):
        process = world.start(world.command("night", manifest=manifests[turn % 2]), **context.faults())
        if turn % 2 == 0:
            time.sleep(chance.uniform(0.05, 0.6))
            process.kill()
        process.communicate()
    for reader in readers:
        reader.ends = True
        reader.join()
        problems = [f"{len(reader.torn)} of {reader.reads} reads, such as {reader.torn[:1]}"] if reader.torn else []
        # A folder is exchanged in one step, so it is never missing.
        if reader.gone:
            problems.append(f"missing {reader.gone} times")
        context.tally.add(promise, os.path.basename(reader.path), problems)
    print(f"  {nights} nights, {sum(reader.reads for reader in readers)} reads", flush=True)
    content = trees[0]["report.json"]
    context.tally.add(promise_bite, "report.json",
                      ["half a file passes"] if readers[0].is_whole(content[:len(content) // 2]) else [])
