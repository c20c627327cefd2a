"""The disk is full, or fails, at every call that changes a file: an exit status with a sentence, and nothing half.

ENOSPC goes on until space is freed; EIO happens once, so that a program that tries again is found out. A run may end well
only if it is whole: where an error may be survived (a status file, a probe) it must not show.
"""

import errno

from kill_at_call import calls_of
from world import done

promises = {errno.ENOSPC: "disk full at every call: exit 73 or 74, nothing half, resumes",
            errno.EIO: "I/O error at every call: exit 73 or 74, nothing half, resumes"}
# An error of a read-only kind, such as a database that cannot be opened, is 73.
honest = (73, 74)


def fail(scenario, index, number):
    name = f"fail{scenario.base[0]}{number}n{index}x"
    scenario.lay(name)
    faults = {"at": index, "do": number}
    if number == errno.ENOSPC:
        faults["sticky"] = 1
    status, output, errors = scenario.night(name, **faults)
    if status in done:
        # It says that all is well: then all is, but for what could not be removed, which the next run sweeps.
        problems = [text for text in scenario.ended(name) if not text.startswith("left lying")]
    else:
        problems = scenario.torn(name)
        if status not in honest:
            problems.append(f"ends with {status}: {errors.strip()[-160:]}")
        elif not errors.strip().endswith((".", "again", "it", ")")) and len(errors.split()) < 4:
            problems.append(f"says no more than: {errors.strip()}")
        if "report:" in output:
            problems.append("names a report although it failed")
    problems += scenario.resumed(name)
    scenario.clean(name)
    return [f"{text} (status {status})" for text in problems]


def run(context, short):
    for scenario in context.scenarios[-1:] if short else context.scenarios:
        calls = calls_of(scenario)
        for number, promise in promises.items():
            trials = range(1, len(calls) + 1, 11 if short else 1)
            context.tally.each(promise, trials, lambda index: describe(fail(scenario, index, number), calls[index - 1]))


def describe(problems, call):
    return [f"{call[0]} {call[2].rsplit('/', 2)[-1]}: {text}" for text in problems]
