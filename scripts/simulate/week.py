"""A week of nights on one database: what happens, what the operator sees, and what each morning's difference says.

usage: week.py [NEW]      requests that are new each night, default 60; needs the release build and the sample photos

Photos are those of LFW where ../shared/data has them, else the samples. Two thirds of a night's new requests come
back the next night with the same ids. Everything is in a temporary folder. Exits 1 when something is not as it must be.
"""

import csv
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import world

auditor = os.path.join(world.root, ".build/release/auditor")
dates = {"Mon": "2026-03-02", "Tue": "2026-03-03", "Wed": "2026-03-04", "Thu": "2026-03-05", "Fri": "2026-03-06",
         "Sat": "2026-03-07", "Sun": "2026-03-08"}
most_flips = 5
failures = []


def check(is_so, claim):
    print(f"  {'holds' if is_so else 'FAILS'}: {claim}", flush=True)
    if not is_so:
        failures.append(claim)


class Week:
    """The database, what lies in its folder, and the commands that an operator types."""

    def __init__(self, folder, new):
        self.folder, self.new = folder, new
        self.database = f"{folder}/audit.sqlite"
        self.policy = "nightly.yaml"
        self.home = self.last = None
        self.pool = iter(world.pairs())
        self.requests, self.table, self.runs = [], [], {}
        os.makedirs(f"{folder}/photos")

    @property
    def environment(self):
        return {"PATH": "/usr/bin:/bin", **({"AUDITOR_HOME": self.home} if self.home else {})}

    def auditor(self, *arguments):
        done = subprocess.run(
            [auditor, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        return done.returncode, done.stdout

    def show(self, *arguments):
        """Runs a command and prints what an operator sees; returns the exit status and the printed text."""
        base = [] if arguments[0] == "evaluate" else ["--database", self.database]
        code, text = self.auditor(*arguments, *base)
        lines = [f"$ auditor {' '.join(arguments)}", *(f"  | {line}" for line in text.splitlines()), f"  exit {code}"]
        text = "\n".join(lines).replace(self.folder + "/", "").replace(world.root + "/", "")
        print(text, flush=True)
        return code, text

    def night(self, night, output=None):
        """The night's command, always the same but for the date."""
        return ["run", f"{self.folder}/{night}.csv", "--images-root", f"{self.folder}/photos", "--policy",
                f"{self.folder}/{self.policy}", "--output", f"{self.folder}/{output or night}", "--as-of",
                dates[night], "--notifications", "none", "--progress", "none"]

    def start(self, night):
        """Starts a night in the background and returns once it has decided some requests."""
        process = subprocess.Popen(
            [auditor, *self.night(night), "--database", self.database], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            with open(self.database + ".status.json") as stream:
                status = json.load(stream)
            if status["pid"] == process.pid and status["progress"]["decided"] > self.new // 4:
                break
            time.sleep(0.05)
        return process

    # Nights

    def manifest(self, night):
        """New requests with photos of their own, and two thirds of the new ones of the night before again."""
        again = self.requests[-(self.new * 2 // 3):]
        self.requests = list(again)
        for index in range(1, self.new + 1):
            row = [f"{night}-{index:03}"]
            for role, photo in zip(("selfie", "document"), next(self.pool)):
                row.append(f"{row[0]}-{role}{os.path.splitext(photo)[1]}")
                shutil.copyfile(photo, f"{self.folder}/photos/{row[-1]}")
            self.requests.append(row)
        with open(f"{self.folder}/{night}.csv", "w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["request_id", "selfie", "document"])
            writer.writerows(self.requests)

    def decided(self, report):
        """Outcomes by request id, from a report."""
        with open(f"{self.folder}/{report}/decisions.csv", newline="") as stream:
            return {row["request_id"]: row["outcome"] for row in csv.DictReader(stream)}

    def changed(self, a, b):
        """Requests in two reports that are decided otherwise."""
        then, now = self.decided(a), self.decided(b)
        return {name for name in set(then) & set(now) if then[name] != now[name]}

    def morning(self, night, event, code, causes=(), expected=0):
        """The morning after: the night's exit status, the difference from the night before, what must be so.

        Flips must have no other causes than these, and there must be flips if there are causes.
        """
        check(code == expected, f"the night ended with exit {expected}")
        before, self.last = self.last, night
        self.runs[night] = self.newest()["id"]
        now = self.decided(night)
        check(len(now) == len(self.requests), f"all {len(self.requests)} requests are decided")
        flips, share, new, gone = {}, "-", len(now), 0
        if before:
            exit_of_diff, text = self.show(
                "diff", str(self.runs[before]), str(self.runs[night]), "--max-flips", str(most_flips))
            changed = self.changed(before, night)
            both = len(set(now) & set(self.decided(before)))
            share = f"{len(changed)} of {both}"
            new, gone = len(now) - both, len(self.decided(before)) - both
            counts = re.search(r"(\d+) of (\d+) requests.* (\d+) new, (\d+) gone", text)
            check(counts and list(map(int, counts.groups())) == [len(changed), both, new, gone],
                  f"the difference counts what decisions.csv says: {len(changed)} of {both} otherwise")
            check(exit_of_diff == int(len(changed) > most_flips), f"it exits 1 only past {most_flips} flips")
            flips = {cause: int(count) for cause, count in re.findall(r"^  \|   by (\w+): (\d+)$", text, re.M)}
            check(set(flips) <= set(causes) and bool(flips) == bool(causes),
                  f"by nothing else than: {', '.join(causes)}" if causes else "nothing flipped")
        self.table.append(
            [night, event, code, len(now), share, ", ".join(f"{c} {n}" for c, n in flips.items()) or "-", new, gone])

    def newest(self):
        return json.loads(self.auditor("runs", "--json", "--database", self.database)[1])["runs"][-1]

    def on_disk(self):
        """The decisions on disk, read from a copy so that nobody but `auditor` touches the database."""
        for end in ("", "-wal"):
            if os.path.exists(self.database + end):
                shutil.copyfile(self.database + end, f"{self.folder}/copy.sqlite{end}")
        connection = sqlite3.connect(f"{self.folder}/copy.sqlite")
        rows = connection.execute("SELECT id, run_id, row, request_id, outcome FROM decision ORDER BY id").fetchall()
        connection.close()
        return rows


def monday(week):
    title("Mon: the first night; one photo has not arrived yet")
    week.manifest("Mon")
    selfie = f"{week.folder}/photos/{week.requests[-1][1]}"
    os.rename(selfie, f"{week.folder}/late")
    code, _ = week.show(*week.night("Mon"))
    week.morning("Mon", "one photo missing", code, expected=3)
    os.rename(f"{week.folder}/late", selfie)


def tuesday(week):
    title("Tue: the photo has arrived; an applicant who was approved sends the photo of somebody else")
    week.manifest("Tue")
    outcomes = week.decided("Mon")
    changed = next(row for row in week.requests if outcomes.get(row[0]) == "approved")
    shutil.copyfile(f"{world.samples}/chelsea.png", f"{week.folder}/photos/{changed[1]}")
    code, _ = week.show(*week.night("Tue"))
    week.morning("Tue", "one photo changed, one arrived", code, ["image"])
    check(week.changed("Mon", "Tue") == {changed[0], f"Mon-{week.new:03}"}, "just these two requests flipped")


def wednesday(week):
    title("Wed: a stricter policy, tried on the run of the night before")
    code, text = week.show(
        "rerun", str(week.runs["Tue"]), "--policy", f"{week.folder}/stricter.yaml", "--what-if", "--max-flips",
        str(most_flips), "--output", f"{week.folder}/what-if", "--progress", "none")
    foreseen = week.changed("Tue", "what-if")
    check(code == int(len(foreseen) > most_flips) and "; 0 photos opened" in text, "no photo was opened")
    check(week.newest()["id"] == week.runs["Tue"], "nothing of it is in the database")
    week.policy = "stricter.yaml"
    week.manifest("Wed")
    code, _ = week.show(*week.night("Wed"))
    # With the samples, the stricter policy has no calibration.
    week.morning("Wed", "stricter policy", code, ["policy", "threshold"])
    back = set(week.decided("Wed"))
    check(week.changed("Tue", "Wed") == foreseen & back, "what flipped is what had been foreseen")


def thursday(week):
    title("Thu: the machine kills the night with signal 9")
    week.manifest("Thu")
    process = week.start("Thu")
    process.send_signal(signal.SIGKILL)
    check(process.wait() == -signal.SIGKILL, "killed while it was deciding")
    kept = week.on_disk()
    week.show("runs")
    check(week.newest()["state"] == "unfinished", "`auditor runs` shows it as unfinished")
    code, _ = week.show(*week.night("Thu"))
    while code == 75:  # the kernel had not yet freed the lock of the killed process
        time.sleep(0.2)
        code, _ = week.show(*week.night("Thu"))
    week.morning("Thu", "killed, resumed", code)
    rows = [row for row in week.on_disk() if row[1] == week.runs["Thu"]]
    done = sum(row[1] == week.runs["Thu"] for row in kept)
    check(0 < done < len(week.requests), f"{done} of {len(week.requests)} were decided before the kill")
    check(week.on_disk()[:len(kept)] == kept, "these stand as they were")
    check([row[2:4] for row in rows] == [(n, r[0]) for n, r in enumerate(week.requests, 1)], "each is decided once")
    twin = week.night("Thu", output="twin") + ["--database", f"{week.folder}/twin.sqlite"]
    check(week.auditor(*twin)[0] == 0 and week.decided("twin") == week.decided("Thu"),
          "an uninterrupted run in another database decides the same")


def friday(week):
    title("Fri: the machine is off; seen on Saturday in `auditor runs --json`, by the dates")
    runs = json.loads(week.auditor("runs", "--json", "--database", week.database)[1])["runs"]
    missed = [night for night, date in dates.items() if date < dates["Sat"] and date not in {r["as_of"] for r in runs}]
    print(f"  no run for {', '.join(f'{night} {dates[night]}' for night in missed)}")
    check(missed == ["Fri"], "the missed night is the only gap")
    week.table.append(["Fri", "missed", "-", 0, "-", "-", "-", "-"])


def saturday(week):
    title("Sat: another model of the face recogniser")
    home = f"{week.folder}/home"
    world.other_model(home)
    week.manifest("Sat")
    week.home = home
    if not world.has_lfw:
        week.policy = "nightly.yaml"  # the one that has a calibration
    code, text = week.show(*week.night("Sat"))
    check(code == 78 and "was made with other models" in text, "refused: the calibration is of the old model")
    causes = ["model", "calibration", "threshold"]
    if world.has_lfw:
        code, _ = world.calibrate(week.show, home, week.folder)
        check(code == 0, "calibrated anew")
    else:
        world.policy(f"{week.folder}/scores.yaml", "scores", "{approve: 0.40, reject: 0.25}", calibrated=False)
        week.policy, causes = "scores.yaml", ["model", "policy", "threshold"]
    code, text = week.show(
        "rerun", str(week.runs["Thu"]), "--policy", f"{week.folder}/{week.policy}", "--what-if", "--output",
        f"{week.folder}/what-if", "--progress", "none")
    check(code == 0 and f"; {2 * len(week.decided('Thu'))} photos opened" in text, "a new model opens every photo")
    foreseen = week.changed("Thu", "what-if")
    code, _ = week.show(*week.night("Sat"))
    week.morning("Sat", "other model", code, causes)
    check(week.changed("Thu", "Sat") == foreseen & set(week.decided("Sat")), "what flipped is what had been foreseen")


def sunday(week):
    title("Sun: cron starts the night twice")
    week.manifest("Sun")
    first = week.start("Sun")
    code, _ = week.show(*week.night("Sun", output="second"))
    check(code == 75 and first.poll() is None, "the second exits 75 while the first runs")
    check(not os.path.exists(f"{week.folder}/second"), "and writes nothing")
    week.show("status")
    week.morning("Sun", "started twice", first.wait())


def title(text):
    print(f"\n== {text}", flush=True)


def main(new=60):
    with tempfile.TemporaryDirectory() as folder:
        week = Week(folder, new)
        rates = "{approve: {max_false_match_rate: %s}, reject: {max_false_match_rate: %s}}"
        world.policy(f"{folder}/nightly.yaml", "nightly", rates % (0.001, 0.05))
        # Nothing of the few samples lies between two usual thresholds.
        stricter = rates % (0.0003, 0.01) if world.has_lfw else "{approve: 0.95, reject: 0.25}"
        world.policy(f"{folder}/stricter.yaml", "stricter", stricter, calibrated=world.has_lfw)
        print(f"photos: {'LFW' if world.has_lfw else 'samples'}; {new} new requests each night")
        for night in (monday, tuesday, wednesday, thursday, friday, saturday, sunday):
            night(week)
        title("The week")
        week.show("runs")
        week.table.insert(0, ["night", "what happened", "exit", "decided", "flips", "by cause", "new", "gone"])
        widths = [max(len(str(row[column])) for row in week.table) for column in range(8)]
        for row in week.table:
            print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"\n{len(failures)} claims failed" if failures else "\nevery claim holds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
