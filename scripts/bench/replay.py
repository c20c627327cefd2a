"""Decides stored requests again under other thresholds, and prints time, memory and the photos that were opened.

usage: replay.py [REQUESTS] [FOLDER]     default: 10000 in a temporary folder; needs the release build

Photos are pairs of LFW where ../shared/data has them, else of the samples, in turn. With FOLDER the database is kept
there and used again, since deciding the first time takes longest. Wall time is that of the whole command, report
included; CPU time is that of `auditor` and its workers; peak memory is the kernel's VmHWM of `auditor`. Photos opened
are what `auditor` prints and, beside it, what strace sees of all its processes; that the latter sees photos at all is
shown by a run that reads some. Exits 1 when a replay opens a photo, or flips anything under the same policy.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
auditor = f"{root}/.build/release/auditor"
lfw = os.path.join(os.path.dirname(root), "shared/data/lfw-view1")
images, pairs = None, [("person-obama.jpg", "person-obama2.jpg"), ("person-obama3.jpg", "person-biden.jpg")]
if os.path.exists(f"{lfw}/pairs.csv"):
    with open(f"{lfw}/pairs.csv", newline="") as stream:
        images, pairs = f"{lfw}/images", [(row["image_a"], row["image_b"]) for row in csv.DictReader(stream)]


def copy_samples(folder):
    """The sample photos by other names: workers prove themselves on the originals, which strace sees too."""
    os.makedirs(folder, exist_ok=True)
    for pair in pairs:
        for name in pair:
            shutil.copyfile(f"{root}/.models/photos/{name.removeprefix('person-')}", f"{folder}/{name}")
    return folder


def write_manifest(path, requests):
    with open(path, "w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["request_id", "selfie", "document"])
        writer.writerows([f"r{index:06}", *pairs[index % len(pairs)]] for index in range(requests))


def write_policy(path):
    """The default policy with stricter thresholds."""
    with open(f"{root}/samples/policies/default.yaml") as stream:
        text = stream.read()
    with open(path, "w") as stream:
        stream.write(text.replace("max_false_match_rate: 0.001}", "max_false_match_rate: 0.0001}"))


def peak(pid):
    try:
        with open(f"/proc/{pid}/status") as stream:
            return next((int(line.split()[1]) / 1024 for line in stream if line.startswith("VmHWM")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def measure(name, *arguments):
    """Runs a command and prints its row; returns its output."""
    began, memory = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([auditor, *arguments], stdout=output, stderr=subprocess.STDOUT)
        while True:
            memory = max(memory, peak(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(0.02)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    opened = re.search(r"(\d+) photos opened", text)
    changed = re.search(r"(\d+) of \d+ requests are decided otherwise", text)
    print(f"{name:<34}{process.returncode:>5}{wall:>9.1f}{usage.ru_utime + usage.ru_stime:>8.1f}{memory:>10.0f}"
          f"{opened[1] if opened else '-':>8}{changed[1] if changed else '-':>7}", flush=True)
    if process.returncode not in (0, 3):
        print(text)
    return text


def photos_seen(folder, *arguments):
    """Runs a command under strace and counts the photos of the manifest that any of its processes opened."""
    trace = f"{folder}/trace"
    subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-qq", "-o", trace, "-e", "trace=open,openat,openat2", auditor, *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    names = {os.path.basename(photo) for pair in pairs for photo in pair}
    opens = seen = 0
    with open(trace, errors="replace") as stream:
        for line in stream:
            path = re.search(r'"([^"]*)"', line)
            opens += bool(path)
            seen += bool(path) and os.path.basename(path[1]) in names
    os.remove(trace)
    return opens, seen


def main(requests, folder):
    os.makedirs(folder, exist_ok=True)
    manifest, policy = f"{folder}/manifest.csv", f"{folder}/stricter.yaml"
    write_manifest(manifest, requests)
    write_policy(policy)
    common = ["--matcher", "opencv", "--progress", "none"]
    first = ["--images-root", images or copy_samples(f"{folder}/photos"), "--notifications", "none", *common]
    stored = ["--database", f"{folder}/audit.sqlite"]
    other = ["rerun", "1", "--policy", policy, *common]
    same = ["rerun", "1", *common]
    print(f"{requests} requests, {len({p for pair in pairs for p in pair})} different photos, matcher opencv")
    print(f"{'command':<34}{'exit':>5}{'wall_s':>9}{'cpu_s':>8}{'peak_MiB':>10}{'opened':>8}{'flips':>7}")
    # Resumes if it was interrupted, and adds nothing if FOLDER has it already.
    name = "run, again" if os.path.exists(f"{folder}/audit.sqlite") else "run"
    measure(name, "run", manifest, *first, *stored, "--output", f"{folder}/run")
    tried = measure("rerun --policy --what-if", *other, "--what-if", *stored, "--output", f"{folder}/try")
    again = measure("rerun --what-if, the same policy", *same, "--what-if", *stored, "--output", f"{folder}/same")
    made = measure("rerun --policy, recorded", *other, *stored, "--output", f"{folder}/made")
    number = re.search(r"run (\d+):", made)[1]
    measure(f"diff 1 {number}", "diff", "1", number, *stored)

    good = all("; 0 photos opened" in text for text in (tried, again, made)) and ": 0 of" in again
    if shutil.which("strace"):
        print("\nseen by strace in all processes          files opened   of these photos")
        opens, seen = photos_seen(
            folder, *other, "--what-if", *stored, "--output", f"{folder}/try")
        print(f"{f'rerun --policy --what-if, {requests} requests':<40}{opens:>13}{seen:>18}")
        good = good and opens > 0 and seen == 0
        write_manifest(f"{folder}/some.csv", 20)
        opens, seen = photos_seen(
            folder, "run", f"{folder}/some.csv", *first, "--database", f"{folder}/some.sqlite", "--output",
            f"{folder}/some")
        print(f"{'run, 20 requests':<40}{opens:>13}{seen:>18}")
        good = good and seen >= 40
    else:
        print("strace is not installed: nothing but `auditor` itself says how many photos it opened")
    return 0 if good else 1


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if len(sys.argv) > 2:
        sys.exit(main(count, sys.argv[2]))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(count, temporary))
