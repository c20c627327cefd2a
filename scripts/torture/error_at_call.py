"""The disk is full, or fails, at every call that changes a file: an exit status with a sentence, and nothing half.

ENOSPC goes on until space is freed; EIO happens once, so that a program that tries again is found out. A run may end well
only if it is whole: where an error may be survived (a status file, a probe) it must not show.
"""

import errno

from faults import allocations
from kill_at_call import calls_of, logged
from world import done

promises = {errno.ENOSPC: "disk full at every call: exit 73 or 74, nothing half, resumes",
            errno.EIO: "I/O error at every call: exit 73 or 74, nothing half, resumes"}
promise_reads = "I/O error at every read of the database: the same"
promise_memory = "SQLite's N-th allocation fails: no wrong decision, resumes"
# A place that cannot be opened is 73.
honest = (73, 74)


def disturbed(scenario, name, **faults):
    """A night with one fault, and what contradicts the promise, then and after the same command without a fault."""
    scenario.lay(name)
    status, output, errors = scenario.night(name, **faults)
    if status in done:
        # It says that all is well: then all is, but for what could not be removed, which the next run sweeps.
        problems = [text for text in scenario.ended(name) if not text.startswith("left lying")]
    else:
        problems = scenario.torn(name)
        # Without memory, the database layer ends the process by a trap (GRDB's `try!` on binding a value).
        if status not in honest and not ("malloc_at" in faults and status in (-4, -5, -6)):
            problems.append(f"ends with {status}: {errors.strip()[-160:]}")
        elif len(errors.split()) < 5:
            problems.append(f"says no more than: {errors.strip()}")
        if "report:" in output:
            problems.append("names a report although it failed")
    problems += scenario.resumed(name)
    scenario.clean(name)
    return [f"{text} (status {status})" for text in problems]


def run(context, short):
    for scenario in context.scenarios[-1:] if short else context.scenarios:
        mark = scenario.base[0]
        calls = calls_of(scenario)
        for number, promise in promises.items():
            # A full disk stays full; a failure that happens once finds out who tries again.
            sticky = 1 if number == errno.ENOSPC else None
            context.tally.each(promise, range(1, len(calls) + 1, 11 if short else 1), lambda index: describe(
                disturbed(scenario, f"fail{mark}{number}n{index}x", at=index, do=number, sticky=sticky),
                calls[index - 1]))
        reads = calls_of(scenario, kinds="pread")
        context.tally.each(promise_reads, range(1, len(reads) + 1, 11 if short else 1), lambda index: describe(
            disturbed(scenario, f"read{mark}{index}x", at=index, do=errno.EIO, calls="pread"), reads[index - 1]))
        count = logged(scenario, allocations)
        print(f"  {scenario.title}: {len(calls)} calls, {len(reads)} reads, {count} allocations", flush=True)
        # Every one at first, when the database is opened, then a sample.
        chosen = [*range(1, min(count, 100) + 1), *range(101, count + 1, max(1, count // 200))]
        context.tally.each(promise_memory, chosen[::25] if short else chosen, lambda index: disturbed(
            scenario, f"malloc{mark}{index}x", malloc_at=index))


def describe(problems, call):
    return [f"{call[0]} {call[2].rsplit('/', 2)[-1]}: {text}" for text in problems]
