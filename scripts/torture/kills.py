"""Kills a night, a rerun by another policy and a what-if at random moments until each comes to its end, and compares.

The night is a larger one than elsewhere. Part of the kills are of a night with the built-in matchers and real photos,
when the models are installed.
"""

import os
import random
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import verdict
from world import World, auditor, done, real_photos, root

promise = "killed at random: nothing lost, doubled or decided otherwise"
promise_native = "the same with the built-in matchers and real photos"
most_kills = 12  # of one command, before it may come to its end
phases = ("night", "rerun", "whatif")


class Native(World):
    """The built-in matchers on the sample photos."""

    def photos(self):
        self.names = ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png", "chelsea.png"]

    def home(self):
        os.rmdir(f"{self.folder}/home/models")
        os.rmdir(f"{self.folder}/home")
        os.symlink(root, f"{self.folder}/home")
        os.rmdir(f"{self.folder}/photos")
        os.symlink(real_photos, f"{self.folder}/photos")

    def policy(self, behaviour, seconds=20, limits=""):
        shutil.copyfile(f"{root}/samples/policies/default.yaml", f"{self.folder}/policy.yaml")
        shutil.copyfile(f"{root}/samples/policies/default.yaml", f"{self.folder}/strict.yaml")
        with open(f"{self.folder}/strict.yaml", "a") as stream:
            stream.write("\nlimits: {request_timeout_seconds: 19}\n")


class Ground:
    """A world with the ends of the three commands when nobody disturbs them."""

    def __init__(self, world, faults):
        self.world, self.faults = world, faults
        if not isinstance(world, Native):
            with open(f"{world.folder}/policy.yaml") as stream:
                text = stream.read()
            with open(f"{world.folder}/strict.yaml", "w") as stream:
                stream.write(text.replace("approve: 0.5", "approve: 1.5"))
        self.ends, self.seconds = {}, {}
        for phase in phases:
            began = time.monotonic()
            status, _, errors = world.run(self.command("whole", phase), **faults())
            assert status in done, (phase, status, errors)
            self.seconds[phase] = time.monotonic() - began
            self.ends[phase] = verdict.Stored(world.database("whole")), verdict.tree(self.report("whole", phase))
        assert self.ends["night"][0].decided == world.requests
        assert self.ends["whatif"][0].decided == self.ends["rerun"][0].decided == 2 * world.requests

    def report(self, name, phase):
        return self.world.output(name if phase == "night" else f"{name}.{phase}")

    def command(self, name, phase):
        if phase == "night":
            return self.world.command(name)
        more = ["--what-if"] if phase == "whatif" else []
        return [auditor, "rerun", "1", "--database", self.world.database(name), "--output", self.report(name, phase),
                "--policy", f"{self.world.folder}/{'strict' if phase == 'rerun' else 'policy'}.yaml", "--workers", "2",
                "--images-root", f"{self.world.folder}/photos", "--progress", "none", *more]

    def killed(self, name, phase, after):
        """One start that is killed after some seconds: its status, nil when killed, and what is wrong then."""
        process = self.world.start(self.command(name, phase), **self.faults())
        time.sleep(after)
        process.kill()
        _, errors = process.communicate()
        stored, report = verdict.Stored(self.world.database(name)), verdict.tree(self.report(name, phase))
        problems = verdict.part_of(stored, self.ends[phase][0])
        if report not in (None, self.ends[phase][1]):
            problems.append("half a report")
        if process.returncode not in (-9, 75, *done):
            problems.append(f"ends with {process.returncode}: {errors[-160:]}")
        return None if process.returncode == -9 else process.returncode, [f"{phase}: {text}" for text in problems]

    def finish(self, name, phase):
        """Lets the command come to its end and says what differs.

        A finished rerun is made anew by the same command (docs/rerun.md), so one that was killed between its last
        decision and its report is rendered by `auditor report`.
        """
        command = self.command(name, phase)
        if self.is_decided(name, phase):
            command = [auditor, "report", "2", "--database", self.world.database(name), "--output",
                       self.report(name, phase)]
        status, _, errors = self.world.run(command, **self.faults())
        problems = [] if status in done else [f"ends with {status}: {errors[-160:]}"]
        problems += verdict.same(verdict.Stored(self.world.database(name)), self.ends[phase][0])
        problems += verdict.unlike(verdict.tree(self.report(name, phase)), self.ends[phase][1])
        problems += [f"left lying: {entry}" for entry in verdict.litter(self.world, name)
                     if entry not in (f"{name}.rerun", f"{name}.whatif")]
        return [f"{phase}: {text}" for text in problems + verdict.log_verify(self.world, name)]

    def is_decided(self, name, phase):
        """Whether one more start would be another rerun."""
        return phase == "rerun" and verdict.Stored(self.world.database(name)).runs == self.ends[phase][0].runs

    def forget(self, name):
        self.world.forget(name)
        for phase in phases[1:]:
            shutil.rmtree(self.report(name, phase), ignore_errors=True)


def torture(ground, tally, claim, kills, at_once=3):
    """So many kills, some rounds at once."""
    with ThreadPoolExecutor(at_once) as pool:
        jobs = [pool.submit(rounds_of, ground, tally, claim, kills // at_once + 1, seed) for seed in range(at_once)]
        print(f"  {sum(job.result() for job in jobs)} rounds", flush=True)


def rounds_of(ground, tally, claim, kills, seed):
    """Rounds until there were so many kills; how many rounds that took."""
    chance = random.Random(seed)
    count = rounds = 0
    while count < kills:
        rounds += 1
        name = f"round{seed}n{rounds}x"
        for phase in phases:
            ended, begun = None, count
            # A what-if begins at its beginning again, so on a slow machine it would take all the kills.
            while ended is None and count < min(kills, begun + most_kills) and not ground.is_decided(name, phase):
                # Beyond the length of the command, so that its last moments are met as well.
                ended, problems = ground.killed(name, phase, chance.uniform(0.02, ground.seconds[phase] * 1.1))
                if ended is None:
                    count += 1
                    tally.add(claim, f"round {rounds}, kill {count}", problems)
            problems = ground.finish(name, phase)
            if problems:
                tally.add(claim, f"round {rounds}, its end", problems)
        ground.forget(name)
    return rounds


def run(context, short):
    world = context.world("kills", requests=200 if short else 400)
    torture(Ground(world, context.faults), context.tally, promise, 10 if short else 1000)
    if short:
        return
    if not os.path.exists(f"{root}/.models/face_recognition_sface_2021dec.onnx"):
        context.tally.skip(promise_native, "the models are not installed")
        return
    native = Native(f"{context.folder}/native", requests=60)
    torture(Ground(native, context.faults), context.tally, promise_native, 50, at_once=1)
