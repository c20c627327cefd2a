"""A night on a real file system of 16 MB that fills up: exit 74, nothing half, and complete once there is room."""

import os
import shutil
import subprocess

import verdict
from world import done

promise = "a real 16 MB file system fills up: exit 74, then completes"


def mount(place):
    os.makedirs(place, exist_ok=True)
    return subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", place], capture_output=True, text=True)


def night(world, faults, name, place, free):
    """A night with so many kB free; then the ballast goes and the night is run again."""
    files = world.database, world.output
    whole = verdict.Stored(world.database("whole")), verdict.tree(world.output("whole"))
    world.database, world.output = (lambda name: f"{place}/{name}.sqlite"), (lambda name: f"{place}/{name}")
    try:
        ballast = f"{place}/ballast"
        room = os.statvfs(place)
        with open(ballast, "wb") as stream:
            stream.write(bytes(max(0, room.f_bavail * room.f_frsize - free * 1024)))
        status, _, errors = world.run(world.command(name), **faults())
        print(f"  {free} kB free: exit {status}", flush=True)
        problems = []
        if status not in (73, 74, *done):
            problems.append(f"ends with {status}: {errors.strip()[-160:]}")
        if status not in done and len(errors.split()) < 4:
            problems.append(f"says no more than: {errors.strip()}")
        if verdict.tree(world.output(name)) not in (None, whole[1]):
            problems.append("half a report")
        stored = verdict.Stored(world.database(name))
        problems += verdict.part_of(stored, whole[0])
        os.remove(ballast)
        again, _, errors = world.run(world.command(name), **faults())
        if again not in done:
            problems.append(f"with room again it ends with {again}: {errors.strip()[-160:]}")
        problems += verdict.same(verdict.Stored(world.database(name)), whole[0])
        problems += verdict.unlike(verdict.tree(world.output(name)), whole[1])
        left = [entry for entry in os.listdir(place) if not entry.startswith(name)]
        problems += [f"left lying: {entry}" for entry in left]
        for entry in os.listdir(place):
            path = f"{place}/{entry}"
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        return [f"{free} kB free, exit {status}: {text}" for text in problems]
    finally:
        world.database, world.output = files


def run(context, short):
    place = f"{context.folder}/tmpfs"
    answer = mount(place)
    if answer.returncode:
        context.tally.skip(promise, f"cannot mount a tmpfs ({answer.stderr.strip().splitlines()[-1:]}); needs root")
        return
    try:
        world = context.world("full", requests=80 if short else 300)
        status, _, errors = world.run(world.command("whole"), **context.faults())
        assert status in done, errors
        size = sum(map(len, verdict.tree(world.output("whole")).values())) // 1024
        size += os.path.getsize(world.database("whole")) // 1024
        steps = 3 if short else 25
        trials = [size * 2 * step // steps for step in range(steps + 1)]
        print(f"  the night takes {size} kB", flush=True)
        context.tally.each(promise, trials, lambda free: night(world, context.faults, "night", place, free), workers=1)
    finally:
        subprocess.run(["umount", place], check=False)
