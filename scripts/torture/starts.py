"""One run at a time: of 20 starts at once one goes on and the others exit 75, at once; a killed holder holds nothing."""

import os
import signal
import time

import verdict
from world import done

promise_starts = "20 starts at once: one goes on, 19 exit 75"
promise_refusal = "a start while another runs exits 75"
promise_lock = "a killed holder frees the lock, worker alive or not"
starts = 20


def together(world, name):
    """All at once, on a night that outlasts them: when 19 have ended, the one that is left is the one that goes on."""
    began = time.monotonic()
    processes = [world.start(world.command(name)) for _ in range(starts)]
    refused_after, waiting = [], list(processes)
    while len(waiting) > 1 and time.monotonic() - began < 120:
        for process in [process for process in waiting if process.poll() is not None]:
            waiting.remove(process)
            refused_after.append(time.monotonic() - began)
        time.sleep(0.005)
    for process in waiting:
        process.kill()
    errors = [process.communicate()[1] for process in processes]
    statuses = sorted(process.returncode for process in processes)
    problems = [] if statuses == [-9] + [75] * (starts - 1) else [f"statuses {statuses}: {errors[:2]}"]
    stored = verdict.Stored(world.database(name))
    problems += stored.problems
    if len(stored.runs) > 1:
        problems.append(f"{len(stored.runs)} runs")
    print(f"  {starts} starts: the last refusal after {max(refused_after, default=0):.2f} s", flush=True)
    world.forget(name)
    return problems


def alone(world, name, times):
    """How long one start takes that is refused, while a run holds the database."""
    holder = world.start(world.command(name))
    wait_for_decisions(world, name)
    seconds = []
    for _ in range(times):
        began = time.monotonic()
        status, _, errors = world.run(world.command(name))
        seconds.append(time.monotonic() - began)
        if status != 75:
            return [f"ends with {status}: {errors[-100:]}"]
    running = holder.poll() is None
    holder.kill()
    holder.communicate()
    world.forget(name)
    print(f"  a refusal takes {sorted(seconds)[len(seconds) // 2]:.3f} s, at most {max(seconds):.3f} s", flush=True)
    return [] if running else ["the holder did not last; make it slower"]


def wait_for_decisions(world, name):
    """Until the run holds the lock and its worker lives."""
    for _ in range(1000):
        if os.path.exists(world.database(name) + ".status.json"):
            time.sleep(0.5)
            return
        time.sleep(0.01)
    raise RuntimeError("the run does not begin")


def children(pid):
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as stream:
            found += map(int, stream.read().split())
    return found


def killed_holder(world, name):
    """Kills the holder with its worker stopped, so that the worker outlives it; the next start must not be refused."""
    holder = world.start(world.command(name))
    wait_for_decisions(world, name)
    # The worker comes after the lock.
    while not (workers := children(holder.pid)) and holder.poll() is None:
        time.sleep(0.05)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    holder.kill()
    holder.communicate() if not workers else holder.wait()
    alive = [worker for worker in workers if os.path.exists(f"/proc/{worker}")]
    world.policy("good")
    status, _, errors = world.run(world.command(name, manifest="few.csv"))
    for worker in alive:
        try:
            os.kill(worker, signal.SIGKILL)
        except ProcessLookupError:
            pass
    holder.communicate()
    world.policy("slow")
    world.forget(name)
    problems = [] if workers else ["the holder has no worker"]
    if status not in done:
        problems.append(f"the next start ends with {status}: {errors[-100:]}")
    return problems


def run(context, short):
    # Twenty milliseconds a photo: a minute and more, which outlasts all that is tried here.
    world = context.world("starts", requests=3000, behaviour="slow")
    world.manifest(5, name="few.csv")
    tally = context.tally
    tally.each(promise_starts, range(1 if short else 20), lambda i: together(world, f"together{i}x"), workers=1)
    tally.each(promise_refusal, [0], lambda i: alone(world, f"alone{i}x", 3 if short else 19), workers=1)
    tally.each(promise_lock, range(1 if short else 20), lambda i: killed_holder(world, f"holder{i}x"), workers=1)
