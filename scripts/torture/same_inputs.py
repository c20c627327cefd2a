"""The same inputs again add nothing and change no byte, and the number of workers is seen nowhere."""

import verdict
from world import done

promise = "same inputs, three times, 1, 2 and 4 workers: no new decision, same bytes"


def run(context, short):
    world = context.world("same", requests=40 if short else 300)
    first = {}

    def night(trial):
        workers, turn = trial
        name = f"same{workers}"
        # The clock stands still only for the first run of each database: repeated ones must not need it.
        status, _, errors = world.run(world.command(name, "--workers", str(workers)),
                                      **context.faults(clock=None if turn else 1769860800))
        problems = [] if status in done else [f"ends with {status}: {errors[-200:]}"]
        stored, report = verdict.Stored(world.database(name)), verdict.tree(world.output(name))
        whole = first.setdefault("stored", stored)
        expected = first.setdefault("report", report)
        # Of one database's report not even the measured times may change.
        exact = verdict.tree(world.output(name), exact=True)
        problems += verdict.unlike(exact, first.setdefault(name, exact))
        return problems + verdict.same(stored, whole) + verdict.unlike(report, expected) + verdict.litter(world, name)

    trials = [(workers, turn) for turn in range(3) for workers in (1, 2, 4)]
    context.tally.each(promise, trials, night, workers=1)
