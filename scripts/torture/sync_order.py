"""The order of calls: what must be durable is synced before anybody is told, and the report before and after its swap.

Read from a record of one night; each rule must be broken by the mutation that takes its sync away, or it has no teeth.
Last, strace counts the same calls from outside: the record misses none.
"""

import collections
import os
import re
import shutil

from disk_model import records
from power_loss import decided
from world import done

promise = "syncs come before what they protect"
promise_complete = "the record misses no call (strace counts as many)"


def told_before_sync(calls, world):
    """No decision is counted for people while the write-ahead log has writes that are not synced."""
    dirty, problems, counted = False, [], 0
    for name, path, target, _, data in calls:
        if path.endswith("-wal"):
            dirty = name == "write" or dirty and name not in ("fdatasync", "fsync")
        if name == "tell":
            found = max(map(int, decided.findall(data)), default=0)
            # While the next transaction is being written, the count before it is honest.
            if found > counted and dirty:
                problems.append(f"{found} decisions are told before the log is synced")
            counted = max(counted, found)
    return problems


def commits_without_sync(calls, world):
    """Between the last write of the write-ahead log and the report there is a sync of the log."""
    dirty = False
    for name, path, target, _, _ in calls:
        if path.endswith("-wal"):
            dirty = name == "write" or dirty and name not in ("fdatasync", "fsync")
        if name == "mkdir" and ".staging-" in path and dirty:
            return ["the report begins before the log is synced"]
    return []


def swap_before_files(calls, world):
    """When the report takes its place, no write of its files is unsynced."""
    dirty = set()
    for name, path, target, _, _ in calls:
        if ".staging-" in path and name == "write":
            dirty.add(path)
        if name in ("fsync", "fdatasync"):
            dirty.discard(path)
        if name == "syncfs":
            dirty.clear()
        if name in ("rename", "exchange") and ".staging-" in path and dirty:
            return [f"{len(dirty)} files of the report are not synced when it takes its place"]
    return []


def told_before_folder(calls, world):
    """A sync of the folder follows the swap, before anybody is told of the report."""
    pending = None
    for name, path, target, _, data in calls:
        if name in ("rename", "exchange") and ".staging-" in path:
            pending = os.path.dirname(target)
        if name == "fsync" and path == pending:
            pending = None
        if name == "tell" and b"report:" in data and pending:
            return ["the report is told of before its folder is synced"]
    return []


def database_before_log_is_emptied(calls, world):
    """The write-ahead log is emptied only when what it held is durable in the database."""
    dirty = False
    for name, path, target, offset, _ in calls:
        if path.endswith(".sqlite"):
            dirty = name in ("write", "truncate") or dirty and name not in ("fdatasync", "fsync")
        if path.endswith("-wal") and name == "truncate" and offset == 0 and dirty:
            return ["the log is emptied before the database is synced"]
    return []


# strace's names for what the record calls otherwise.
kinds = {"pwrite64": "pwrite", "renameat2": "rename", "renameat": "rename", "unlinkat": "unlink", "rmdir": "unlink",
         "mkdirat": "mkdir"}
rules = {
    told_before_sync: "fdatasync", commits_without_sync: "fdatasync", swap_before_files: "syncfs,fsync",
    told_before_folder: "fsync-folder", database_before_log_is_emptied: "fdatasync",
}


def night(context, world, name, **faults):
    record = f"{world.folder}/{name}.record"
    status, _, errors = world.run(
        world.command(name, "--progress", "json"), **context.faults(record=record, **faults))
    assert status in done, (status, errors)
    calls = list(records(record))
    os.remove(record)
    return calls


def outside(world):
    """The calls of one and the same night as strace counts them and as the library does."""
    names = "write,pwrite64,fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate"
    trace, log = f"{world.folder}/trace", f"{world.folder}/library.log"
    faults = world.faults(log=log, calls="write,pwrite,fsync,fdatasync,syncfs,rename,unlink,mkdir,ftruncate")
    # For the traced program alone: strace itself must not load the library.
    given = [text for name, value in faults.items() for text in ("-E", f"{name}={value}")]
    command = ["strace", "-ff", "-qq", "-y", "-e", f"trace={names}", "-o", trace, *given, *world.command("outside")]
    status, _, errors = world.run(command)
    assert status in done, (status, errors)
    inner, outer = collections.Counter(), collections.Counter()
    with open(log, errors="replace") as stream:
        inner.update(line.split(" ", 2)[1] for line in stream if not line.startswith("0 "))
    for entry in os.listdir(world.folder):
        if not entry.startswith("trace."):
            continue
        with open(f"{world.folder}/{entry}", errors="replace") as stream:
            for line in stream:
                call, rest = line.split("(", 1) if "(" in line else ("", "")
                # Pipes are not files; the log and what workers write are not the program's.
                if world.folder in rest and "pipe:" not in rest.split(",")[0] and log not in rest.split(",")[0]:
                    outer[kinds.get(call, call)] += 1
    return outer, inner


def run(context, short):
    # Slow enough for people to be told of several commits on the way.
    world = context.world("order", requests=60, behaviour="slow")
    world.faults = context.faults
    calls = night(context, world, "sound")
    told = sum(call[0] == "tell" for call in calls)
    print(f"  {len(calls)} calls; people are told {told} times", flush=True)
    for rule in rules:
        context.tally.add(promise, rule.__name__, rule(calls, world))
    mutants = {drop: night(context, world, re.sub(r"\W", "", drop), drop=drop) for drop in set(rules.values())}
    for rule, drop in rules.items():
        context.tally.add("mutation, that sync taken away: the rule is broken", rule.__name__,
                          [] if rule(mutants[drop], world) else ["the rule has no teeth"])
    if not shutil.which("strace"):
        context.tally.skip(promise_complete, "strace is not installed")
        return
    try:
        outer, inner = outside(world)
    except AssertionError as error:
        context.tally.skip(promise_complete, f"strace does not run here: {error}")
        return
    print(f"  strace: {sum(outer.values())} calls, record: {sum(inner.values())}", flush=True)
    context.tally.add(promise_complete, "one night", [
        f"{name}: strace {outer[name]}, record {inner[name]}" for name in sorted(set(outer) | set(inner))
        if outer[name] != inner[name]])
