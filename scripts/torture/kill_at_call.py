"""SIGKILL before every call that changes a file, and in the middle of every write: nothing is lost, doubled or torn."""

import os

import faults as fault_library
from world import done

promise = "killed at every call: nothing lost, doubled or torn"


def calls_of(scenario, kinds=None):
    """Every call of the undisturbed night, or those of some kinds."""
    return logged(scenario, fault_library.calls, calls=kinds)


def logged(scenario, read, **faults):
    """What is read from the log of an undisturbed night."""
    log = f"{scenario.world.folder}/count.log"
    scenario.lay("count")
    scenario.night("count", log=log, **faults)
    scenario.clean("count")
    found = read(log)
    os.remove(log)
    return found


def kill(scenario, index, how, count):
    name = f"kill{scenario.base[0]}{how}{index}x"
    scenario.lay(name)
    status, _, errors = scenario.night(name, at=index, do=how)
    problems = []
    if status == -9:
        problems = scenario.torn(name) + scenario.resumed(name)
    elif how == "kill":
        # A slow night writes its status more often, so a quick one may have some calls fewer: then it is whole.
        problems = scenario.ended(name)
        if status not in done or index < count * 0.75:
            problems.append(f"was not killed but ended with {status}: {errors[-200:]}")
    scenario.clean(name)
    return problems


def run(context, short):
    for scenario in context.scenarios[-1:] if short else context.scenarios:
        calls = calls_of(scenario)
        step = 8 if short else 1
        trials = [(index, "kill") for index in range(1, len(calls) + 1, step)]
        trials += [(index, "torn") for index in range(1, len(calls) + 1, step)
                   if calls[index - 1][0] in ("write", "pwrite")]
        print(f"  {scenario.title}: {len(calls)} calls that change files", flush=True)
        context.tally.each(promise, trials, lambda trial: kill(scenario, *trial, len(calls)))
