"""Allocations fail: under a limit of address space the program ends with a status or a signal, and decides nothing wrong.

Swift ends a process whose allocation fails, so a signal is what there can be; the promise is what is stored, and that the
same command without the limit completes. Workers under a limit fail their requests and nothing else.
"""

import resource
import subprocess

import verdict
from world import done

promise = "no memory in the program: nothing wrong, resumes"
promise_worker = "no memory in the workers: errors, never a wrong decision"
# Statuses that say that something is wrong; signals (negative) are Swift's way to say so.
honest = (69, 70, 71, 73, 74, 75, 78)


def limited(world, command, mebibytes, environment):
    limit = mebibytes << 20
    process = subprocess.Popen(
        command, env=world.environment(**environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, errors="replace",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY)))
    try:
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return "hangs", "", ""


def parent(scenario, mebibytes, statuses):
    name = f"memory{mebibytes}x"
    world = scenario.world
    scenario.lay(name)
    status, _, errors = limited(
        world, world.command(name, manifest=scenario.manifest), mebibytes, scenario.faults())
    statuses.append(status)
    problems = scenario.torn(name)
    # "hangs": without memory for a thread, libdispatch waits for it for ever; whoever started the program ends it.
    if isinstance(status, int) and status > 0 and status not in (*honest, *done, 127):
        problems.append(f"ends with {status}: {errors.strip()[-160:]}")
    if status in done:
        problems += scenario.ended(name)
    problems += scenario.resumed(name)
    scenario.clean(name)
    return problems


def workers(world, mebibytes, whole, statuses):
    """A worker that takes all the memory it can get on some photos, under a limit that the policy sets."""
    name = f"worker{mebibytes}x"
    world.policy("memory-bomb", limits=f"    limits: {{memory_mib: {mebibytes}}}\n")
    status, _, errors = world.run(world.command(name))
    statuses.append(status)
    stored = verdict.Stored(world.database(name))
    problems = list(stored.problems)
    if status not in (69, *done):
        problems.append(f"ends with {status}: {errors.strip()[-160:]}")
    for run in stored.rows:
        for found, expected in zip(run["decision"], whole):
            outcome, reasons = found[4], found[6]
            if outcome != expected[4] and not (outcome == "error" and "worker_" in reasons):
                problems.append(f"row {found[0]} is {outcome} instead of {expected[4]}: {reasons[:80]}")
    world.forget(name)
    return problems


def run(context, short):
    scenario = context.scenarios[-1]
    statuses = []
    trials = range(60, 1400, 240 if short else 20)
    context.tally.each(promise, trials, lambda limit: parent(scenario, limit, statuses), workers=2)
    print(f"  statuses {sorted(set(map(str, statuses)))}", flush=True)
    world = context.world("memory", requests=0)
    world.names.append("bad.jpg")
    world.manifest(20)
    status, _, errors = world.run(world.command("whole"))
    assert status in done, errors
    whole = verdict.Stored(world.database("whole")).rows[0]["decision"]
    statuses = []
    trials = [64] if short else range(64, 1025, 64)
    context.tally.each(promise_worker, trials, lambda limit: workers(world, limit, whole, statuses), workers=1)
    print(f"  statuses {sorted(set(map(str, statuses)))}", flush=True)
