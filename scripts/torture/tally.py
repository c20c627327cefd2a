"""Counts trials and failures by promise and prints the table."""

import threading
from concurrent.futures import ThreadPoolExecutor


class Tally:
    """The outcome of all trials; may be used from several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts, self.skipped = {}, {}

    def add(self, promise, trial, problems):
        """Counts one trial; problems say why it failed."""
        with self.lock:
            count = self.counts.setdefault(promise, [0, 0])
            count[0] += 1
            if count[0] % 100 == 0:
                print(f"  {count[0]} trials: {promise}", flush=True)
            if problems:
                count[1] += 1
                print(f"  FAILS: {promise}: {trial}: {'; '.join(problems[:4])}", flush=True)

    def skip(self, promise, reason):
        """Says why a promise is not tried."""
        self.skipped[promise] = reason
        print(f"  skipped: {promise}: {reason}", flush=True)

    def each(self, promise, trials, body, workers=3):
        """Tries every one, some at a time; `body` gives a list of problems. An exception is a problem, too."""
        def one(trial):
            try:
                problems = body(trial)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong fails this trial, not the others
                problems = [f"{type(error).__name__}: {error}"]
            self.add(promise, trial, problems)

        self.counts.setdefault(promise, [0, 0])
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, trials))

    @property
    def failures(self):
        return sum(failed for _, failed in self.counts.values())

    def show(self):
        width = max(map(len, [*self.counts, *self.skipped, "promise"]))
        print(f"\n{'promise':<{width}}  {'trials':>6}  {'failures':>8}")
        for promise, (trials, failed) in self.counts.items():
            print(f"{promise:<{width}}  {trials:>6}  {failed:>8}")
        for promise, reason in self.skipped.items():
            print(f"{promise:<{width}}  skipped: {reason}")
