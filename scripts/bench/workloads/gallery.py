"""Exact search of galleries beside FAISS's flat index by its own API, 256 probes a block; and duplicates over a gallery."""

import os
import subprocess
import sys

from harness import HERE, Figure

NAME = "gallery"


def rows(script, sizes, **environment):
    """The cells of the first table that a script prints."""
    made = subprocess.run([sys.executable, "-B", HERE / script, *map(str, sizes)], stdout=subprocess.PIPE, text=True,
                          env={**os.environ, **environment}, check=False)
    table = made.stdout.split("\n\n")
    lines = next(part for part in table if part.startswith("| ")).splitlines()[2:]
    return [[cell.strip().replace(",", "") for cell in line.strip("| ").split("|")] for line in lines]


def measure(bench):
    is_whole = bench.requests >= 600
    for count, _, ours, plain, ratio, worker, parent, _ in rows(
            "search.py", [10_000, 100_000, 1_000_000] if is_whole else [10_000], AUDITOR_SEARCH_HNSW="0"):
        yield Figure(f"exact search of {int(count):,} templates", "s/256", float(ours), "plain FAISS", float(plain),
                     1 / float(ratio), [], 1 / 1.2, None, f"worker {worker} MiB, parent {parent} MiB")
    for count, _, rate, _, seconds, memory, found in rows("duplicates.py", [100_000 if is_whole else 2_000]):
        yield Figure(f"duplicates over {int(count):,} subjects", "s", float(seconds), "goal: minutes", 600.0,
                     600 / float(seconds), [], 1.0, None, f"auditor {memory} MiB, groups {found}, enrolled at {rate}/s")
