"""Times the exact search of a gallery through `SearchIndex` beside FAISS by its own API, and approximate indexes.

usage: search.py [TEMPLATES ...]     default: 10000 100000 1000000; needs the release build and a C++ compiler

Templates have 128 values; 256 probes are searched for their 10 best, by all cores. Both programs have the same gallery
and search in turns, so that what else the machine does meets both; a figure is the median of 7 turns. Exits 1 when
`SearchIndex` takes more than 1.2 times as long at 100,000 templates or more, or finds another first hit. HNSW at a
million takes long to build: AUDITOR_SEARCH_HNSW is the most templates for which it is built (default 1000000).
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
dimension, probes, best, turns, goal = 128, 256, 10, 7, 1.2
threads = len(os.sched_getaffinity(0))


def ask(program, line=None):
    if line is not None:
        program.stdin.write(line + "\n")
        program.stdin.flush()
    return program.stdout.readline().strip()


def start(*command):
    return subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def measure(count, yardstick, folder):
    plain = start(yardstick, count, dimension, probes, best, threads, folder)
    plain_load = float(ask(plain))
    ours = start(f"{root}/.build/release/search-bench", f"{folder}/gallery", f"{folder}/probes", dimension, best, threads,
                 f"{folder}/labels")
    load = float(ask(ours))
    plain_times, times = [], []
    for _ in range(turns):
        plain_times.append(float(ask(plain, "flat")))
        times.append(float(ask(ours, "search")))
    ours.stdin.close()
    own_memory, worker_memory, same = map(int, ours.stdout.readline().split())
    ours.wait()
    ratio = statistics.median(times) / statistics.median(plain_times)
    print(f"| {count:,} | {load:.2f} | {statistics.median(times):.3f} | {statistics.median(plain_times):.3f} | {ratio:.2f} | "
          f"{worker_memory} | {own_memory} | {same} of {probes} |", flush=True)
    rows = []
    for kind in ("ivf", "hnsw"):
        if count < 100_000 or kind == "hnsw" and count > int(os.environ.get("AUDITOR_SEARCH_HNSW", "1000000")):
            continue
        line = ask(plain, kind)
        while line and line != "end":
            name, built, seconds, recall = line.split()
            rows.append(f"| {count:,} | {name} | {float(built):.1f} | {float(seconds):.3f} | {100 * float(recall):.1f} % |")
            line = ask(plain)
    plain.stdin.close()
    plain.wait()
    return (ratio <= goal or count < 100_000) and same == probes, rows


def main(counts):
    approximate, good = [], True
    with tempfile.TemporaryDirectory() as folder:
        yardstick = f"{folder}/plain_faiss"
        compiler = os.environ.get("CXX") or shutil.which("c++") or shutil.which("clang++") or "c++"
        subprocess.run([compiler, "-O2", "-std=c++17", f"{root}/scripts/bench/plain_faiss.cpp", "-o", yardstick,
                        "-lfaiss", "-lopenblas", "-lgomp"], check=True)
        print(f"{probes} probes, {best} best of each, {dimension} values, {threads} threads\n")
        print("| templates | fill, s | search, s | plain FAISS, s | ratio | worker, MiB | parent, MiB | same first hit |")
        print("|---|---|---|---|---|---|---|---|")
        for count in counts:
            fine, rows = measure(count, yardstick, folder)
            good, approximate = good and fine, approximate + rows
        print("\n| templates | index | build, s | search, s | recall@1 |\n|---|---|---|---|---|")
        print("\n".join(approximate))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]))
