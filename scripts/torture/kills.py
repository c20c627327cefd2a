"""Kills a run at random moments, resumes it, and compares what it decided with an uninterrupted run.

usage: kills.py [KILLS] [REQUESTS] [SEED]       needs the release build and the sample photos

Each round begins with an empty database; a round ends when a start runs to its end. Prints how many requests were lost,
decided twice or decided otherwise; exits 1 unless all are 0.
"""

import csv
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
auditor = os.path.join(root, ".build/release/auditor")
photos = ["obama.jpg", "obama2.jpg", "biden.jpg", "astronaut.png", "chelsea.png", "not-there.jpg"]


def decisions(path):
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = connection.execute(
        "SELECT row, request_id, request_key, outcome, reasons FROM decision ORDER BY run_id, row"
    ).fetchall()
    runs = connection.execute("SELECT count(*) FROM run").fetchone()[0]
    connection.close()
    return rows, runs


def main(kills=100, requests=500, seed=1):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        manifest = os.path.join(folder, "manifest.csv")
        with open(manifest, "w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["request_id", "selfie", "document"])
            for index in range(requests):
                writer.writerow([f"r{index}", chance.choice(photos), chance.choice(photos[:5])])

        def command(name):
            return [
                auditor, "run", manifest, "--images-root", os.path.join(root, ".models/photos"), "--progress", "none",
                "--as-of", "2026-01-31", "--database", f"{folder}/{name}.sqlite", "--output", f"{folder}/{name}",
            ]

        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        began = time.monotonic()
        assert subprocess.run(command("whole"), **quiet).returncode in (0, 3)
        length = time.monotonic() - began
        whole, _ = decisions(f"{folder}/whole.sqlite")
        assert len(whole) == requests
        print(f"uninterrupted: {requests} requests in {length:.1f} s", flush=True)

        lost = twice = otherwise = done = rounds = extra_runs = 0
        while done < kills:
            rounds += 1
            name = f"round{rounds}"
            while True:
                process = subprocess.Popen(command(name), **quiet)
                if done < kills:
                    time.sleep(chance.uniform(0.05, max(1.0, min(6.0, length / 4))))
                    process.send_signal(signal.SIGKILL)
                status = process.wait()
                if status == -signal.SIGKILL:
                    done += 1
                    continue
                # 75: the kernel had not yet freed the lock of the killed process.
                if status == 75:
                    time.sleep(0.1)
                    continue
                assert status in (0, 3), status
                break
            found, runs = decisions(f"{folder}/{name}.sqlite")
            keys = [row[0] for row in found]
            lost += len({row[0] for row in whole} - set(keys))
            twice += len(keys) - len(set(keys))
            otherwise += sum(a != b for a, b in zip(whole, found))
            extra_runs += runs - 1
            with open(f"{folder}/whole/decisions.csv") as a, open(f"{folder}/{name}/decisions.csv") as b:
                assert a.read() == b.read()
            print(f"round {rounds}: {done} kills so far", flush=True)
        print(f"{done} kills in {rounds} rounds: lost {lost}, twice {twice}, otherwise {otherwise}, "
              f"runs made by mistake {extra_runs}")
        return 1 if lost or twice or otherwise or extra_runs else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
