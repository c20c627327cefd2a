"""Measures how fast this program decides beside what bounds it and beside its peers, and prints one table.

usage: bench.py [--requests N] [--rounds N] [--workers N] [--only WORKLOAD]... [--peers FOLDER] [--auditor PROGRAM]
                [--json FILE] [--record]

Needs the release build and ../shared/data/lfw-view1. Programs take turns within a run, and a figure is the median of the
ratios of the rounds: machines are noisy, ratios less so, and those of processor time least. `--record` appends version,
machine and ratios to docs/benchmarks/history.json. Exits 1 when a goal is missed.
"""

import argparse
import dataclasses
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
# The imports need the line above.
import workloads  # noqa: E402
from harness import ROOT, Bench, Unavailable  # noqa: E402

HISTORY = ROOT / "docs/benchmarks/history.json"
SCHEMA, SCHEMA_VERSION = "identity-auditor/benchmarks", 1


def main():
    parser = argparse.ArgumentParser(description="Measures speed beside the bare loop and peers.")
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only", action="append", default=[], choices=[module.NAME for module in workloads.ALL])
    parser.add_argument("--peers", type=Path, default=ROOT / ".peers", help="their environment; see workloads/peers.py")
    parser.add_argument("--auditor", type=Path, default=ROOT / ".build/release/auditor")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    if not options.auditor.exists():
        sys.exit(f"bench: {options.auditor} is missing: build it with `make build`")
    figures, left_out = [], []
    machine = describe_machine()
    print(f"{machine['processor']}, {machine['cores']} cores, load {machine['load']}; {options.requests} requests, "
          f"{options.workers} workers, median of {options.rounds} rounds\n")
    print(f"{'workload':<44}{'ours':>9} {'unit':<10}{'theirs':>9} {'of':<29}{'ratio':>7}{'of CPU':>8}{'goal':>7}  met")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for module in workloads.ALL:
            if options.only and module.NAME not in options.only:
                continue
            try:
                for figure in module.measure(bench):
                    figures.append(figure)
                    print(row(figure), flush=True)
            except Unavailable as why:
                left_out.append({"workload": module.NAME, "why": str(why)})
                print(f"{module.NAME:<44}{why}", flush=True)
    record = {
        "version": version(options.auditor), "date": datetime.date.today().isoformat(), "machine": machine,
        "requests": options.requests, "rounds": options.rounds, "workers": options.workers,
        "figures": [dataclasses.asdict(figure) for figure in figures], "left_out": left_out,
    }
    if options.json:
        options.json.write_text(document([record]), encoding="utf-8")
    if options.record:
        append(record)
    return 0 if all(figure.is_met for figure in figures) else 1


def row(figure):
    def number(value, digits=2):
        return "-" if value is None else f"{value:.{digits}f}"

    digits = 4 if figure.unit == "cosine" else 2
    met = "-" if figure.goal is None else "yes" if figure.is_met else "NO"
    return (f"{figure.workload:<44}{number(figure.ours, digits):>9} {figure.unit:<10}{number(figure.theirs, digits):>9} "
            f"{figure.other:<29}{number(figure.ratio):>7}{number(figure.cpu_ratio):>8}{number(figure.goal):>7}  {met}"
            + (f"  {figure.note}" if figure.note else ""))


def describe_machine():
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"model name\s*:\s*(.*)", text)
    return {
        "processor": found[1] if found else "unknown", "cores": len(os.sched_getaffinity(0)),
        "vectors": next((name for name in ("avx512f", "avx2", "asimd") if re.search(rf"\b{name}\b", text)), "none"),
        # Above the cores in use, timings are of a machine with other work, and only ratios count.
        "load": round(os.getloadavg()[0], 1),
    }


def version(auditor):
    return subprocess.run([auditor, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def document(records):
    return json.dumps({"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "records": records}, indent=1) + "\n"


def append(record):
    """The history keeps ratios; absolute figures belong to one machine on one day, and go to --json."""
    records = json.loads(HISTORY.read_text(encoding="utf-8"))["records"] if HISTORY.exists() else []
    kept = ("workload", "other", "ratio", "spread", "cpu_ratio", "goal")
    short = {**record, "figures": [{name: figure[name] for name in kept} | (
        {"value": figure["ours"], "unit": figure["unit"]} if figure["unit"] in ("%", "cosine") else {}
    ) for figure in record["figures"]]}
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    HISTORY.write_text(document(records + [short]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
