"""What a second worker brings, beside what a second process brings the bare loop."""

import statistics

from harness import LFW, Figure, Unavailable, in_turns

NAME = "scaling"


def measure(bench):
    if bench.workers < 2:
        raise Unavailable("needs two workers")
    pairs = bench.pairs(max(1, bench.requests // 3))
    images = LFW / "images"
    photos = [images / name for pair in pairs for name in pair]
    turns = in_turns(bench.rounds, {
        "one": lambda: bench.run_auditor("opencv", pairs, images, workers=1),
        "two": lambda: bench.run_auditor("opencv", pairs, images, workers=2),
        "bare_one": lambda: bench.run_bare_loop(photos, workers=1),
        "bare_two": lambda: bench.run_bare_loop(photos, workers=2),
    })
    ours = [two.rate / one.rate for one, two in zip(turns["one"], turns["two"])]
    theirs = [two.rate / one.rate for one, two in zip(turns["bare_one"], turns["bare_two"])]
    ratios = [mine / its for mine, its in zip(ours, theirs)]
    yield Figure("a second worker, opencv", "times one", statistics.median(ours), "bare loop's own scaling",
                 statistics.median(theirs), statistics.median(ratios), [min(ratios), max(ratios)], 0.98)
