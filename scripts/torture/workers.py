"""Workers that crash, hang, lie, flood or eat memory: each costs the requests that set it off, and nothing else.

A photo with a mark sets off the fixture plugin's misbehaviour. What the other requests get must be what a sound plugin
gives them; the report must name the reason. A plugin that does not start any more ends the night with 69, and the same
command goes on when it is mended.
"""

import json
import os

import verdict
from world import done

promise = "a bad worker costs its own requests, which the report names"
promise_circuit = "a worker that starts no more: exit 69, then completes"
behaviours = {
    "crash": "worker_crashed", "half-a-frame": "worker_crashed", "half-a-payload": "worker_crashed",
    "memory-bomb": "worker_crashed", "hang": "worker_timeout", "ignore-sigterm": "worker_timeout",
    "close-stdout": "worker_crashed", "double-fork": "worker_timeout", "escape": "worker_timeout",
    "dribble": "worker_timeout", "flood-stderr": "worker_timeout", "flood-stdout": "worker_protocol",
    "wrong-id": "worker_protocol", "nan": "worker_protocol", "infinity": "worker_protocol",
    "short-template": "worker_protocol", "zero-template": "worker_protocol", "not-json": "worker_protocol",
    "not-utf8": "worker_protocol", "deep-json": "worker_protocol", "huge-payload": "worker_protocol",
    "infinite-box": "worker_protocol", "chosen-out-of-range": "worker_protocol", "answers-ahead": None,
}
few = ("crash", "hang", "memory-bomb", "nan", "flood-stdout")
# Whichever of these the moment gives is honest, for behaviours of which a race decides what is seen first.
faults = ("worker_crashed", "worker_timeout", "worker_protocol")


def manifest(world, requests):
    """Every seventh request shows the photo that sets the misbehaviour off."""
    with open(f"{world.folder}/manifest.csv", "w") as stream:
        stream.write("request_id,selfie,document\n")
        for index in range(requests):
            selfie = "bad.jpg" if index % 7 == 3 else world.names[index % len(world.names)]
            stream.write(f"r{index},{selfie},{world.names[0]}\n")


def processes(world):
    """The fixture's processes that are still there, whoever their parent is."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as stream:
                line = stream.read()
        except OSError:
            continue
        if f"{world.folder}/plugin.py".encode() in line:
            found.append(name)
    return found


def bad(world, sound, behaviour):
    name = f"{behaviour}x"
    world.policy(behaviour, seconds=4, limits="    limits: {memory_mib: 512}\n")
    status, _, errors = world.run(world.command(name, "--workers", "2"))
    stored = verdict.Stored(world.database(name))
    problems = list(stored.problems)
    if status != (3 if behaviours[behaviour] else status):
        problems.append(f"ends with {status}: {errors.strip()[-160:]}")
    if stored.decided != len(sound):
        problems.append(f"{stored.decided} decisions instead of {len(sound)}")
    for found, expected in zip(stored.rows[0]["decision"] if stored.rows else [], sound):
        outcome, reasons = found[4], found[6]
        is_set_off = (found[0] - 1) % 7 == 3
        if not is_set_off and outcome != expected[4] and behaviours[behaviour]:
            problems.append(f"row {found[0]} is {outcome} instead of {expected[4]}")
        if is_set_off and behaviours[behaviour] and not (outcome == "error" and any(f in reasons for f in faults)):
            problems.append(f"row {found[0]} is {outcome}: {reasons[:80]}")
        if outcome == "rejected" != expected[4]:
            problems.append(f"row {found[0]} is rejected by a fault")
    with open(f"{world.output(name)}/report.json") as stream:
        report = json.load(stream)
    if behaviours[behaviour] and not any(fault in json.dumps(report) for fault in faults):
        problems.append("the report names no fault of a worker")
    if orphans := processes(world):
        problems.append(f"{len(orphans)} processes are left")
    world.forget(name)
    return problems


def broken(world, sound):
    """The plugin crashes once and then does not start, until it is mended."""
    name = "brokenx"
    world.policy("break-for-good")
    status, _, errors = world.run(world.command(name))
    problems = [] if status == 69 else [f"ends with {status}: {errors.strip()[-160:]}"]
    if "in a row" not in errors:
        problems.append(f"does not say why: {errors.strip()[-160:]}")
    if os.path.exists(world.output(name)):
        problems.append("there is a report")
    before = verdict.Stored(world.database(name))
    os.remove(f"{world.folder}/told.txt")
    with open(f"{world.folder}/plugin.py") as stream:
        assert "break-for-good" in stream.read()
    problems += before.problems
    # Mended means: it starts again. It breaks again on the next bad photo, so go on until the night is through.
    for _ in range(len(sound)):
        status, _, errors = world.run(world.command(name))
        if status != 69:
            break
        os.remove(f"{world.folder}/told.txt")
    after = verdict.Stored(world.database(name))
    if status not in done:
        problems.append(f"mended, it ends with {status}: {errors.strip()[-160:]}")
    if after.rows and before.rows and after.rows[0]["decision"][:before.decided] != before.rows[0]["decision"]:
        problems.append("what was decided before has changed")
    if len(after.runs) != 1 or after.decided != len(sound):
        problems.append(f"{len(after.runs)} runs with {after.decided} of {len(sound)} decisions")
    for found, expected in zip(after.rows[0]["decision"], sound):
        if found[4] not in (expected[4], "error"):
            problems.append(f"row {found[0]} is {found[4]} instead of {expected[4]}")
    world.forget(name)
    return problems


def run(context, short):
    world = context.world("workers", requests=0)
    manifest(world, 30)
    status, _, errors = world.run(world.command("sound"))
    assert status in done, errors
    sound = verdict.Stored(world.database("sound")).rows[0]["decision"]
    # One after the other: the policy file and the marks of processes are the world's.
    context.tally.each(promise, few if short else behaviours, lambda name: bad(world, sound, name), workers=1)
    context.tally.each(promise_circuit, ["break-for-good"], lambda _: broken(world, sound), workers=1)
