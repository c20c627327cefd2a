"""One run at a time: of 20 starts at once one goes on and the others exit 75, at once; a killed holder holds nothing."""

import os
import signal
import time

import verdict
from world import done

promise_starts = "20 starts at once: one goes on, 19 exit 75"
promise_lock = "a killed holder frees the lock, worker alive or not"
starts = 20


def together(world, name):
    """Starts one that lasts, so that the others find it running, all at once."""
    began = time.monotonic()
    processes = [world.start(world.command(name)) for _ in range(starts)]
    problems, statuses, refused_after = [], [], []
    waiting = list(processes)
    while waiting:
        for process in list(waiting):
            if process.poll() is not None:
                waiting.remove(process)
                statuses.append(process.returncode)
                if process.returncode == 75:
                    refused_after.append(time.monotonic() - began)
        time.sleep(0.005)
    errors = [process.communicate()[1] for process in processes]
    winners = [status for status in statuses if status in done]
    if len(winners) != 1 or statuses.count(75) != starts - 1:
        problems.append(f"statuses {sorted(statuses)}: {errors[:2]}")
    stored = verdict.Stored(world.database(name))
    problems += stored.problems
    if stored.decided != world.requests or len(stored.runs) != 1:
        problems.append(f"{len(stored.runs)} runs with {stored.decided} decisions")
    print(f"  {starts} starts: the last refusal after {max(refused_after, default=0):.2f} s", flush=True)
    world.forget(name)
    return problems


def alone(world, name):
    """How long one start takes that is refused, while a run holds the database."""
    holder = world.start(world.command(name))
    wait_for_decisions(world, name)
    times = []
    for _ in range(starts - 1):
        began = time.monotonic()
        status, _, errors = world.run(world.command(name))
        times.append(time.monotonic() - began)
        if status != 75:
            return [f"ends with {status}: {errors[-100:]}"]
    running = holder.poll() is None
    holder.kill()
    holder.communicate()
    world.forget(name)
    print(f"  a refusal takes {sorted(times)[len(times) // 2]:.3f} s, at most {max(times):.3f} s", flush=True)
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
    workers = children(holder.pid)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    holder.kill()
    holder.communicate() if not workers else holder.wait()
    alive = [worker for worker in workers if os.path.exists(f"/proc/{worker}")]
    world.policy("good")
    status, _, errors = world.run(world.command(name))
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
    world = context.world("starts", requests=150, behaviour="slow")
    context.tally.each(promise_starts, range(2 if short else 10), lambda i: together(world, f"together{i}x"), workers=1)
    slow = context.world("slow", requests=400, behaviour="slow")
    context.tally.each("a start while another runs exits 75", [0], lambda i: alone(slow, f"alone{i}x"), workers=1)
    context.tally.each(promise_lock, range(1 if short else 10), lambda i: killed_holder(slow, f"holder{i}x"), workers=1)
