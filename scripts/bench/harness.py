"""What the workloads of bench.py share: programs, photos, turns, figures. Standard library only."""

import csv
import dataclasses
import json
import os
import random
import shutil
import statistics
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODELS = ROOT / ".models"
LFW = ROOT.parent / "shared/data/lfw-view1"
DETECTOR = MODELS / "face_detection_yunet_2023mar.onnx"
RECOGNISER = MODELS / "face_recognition_sface_2021dec.onnx"


class Unavailable(Exception):
    """Why a workload cannot be measured here; it is reported instead of a figure."""


@dataclasses.dataclass
class Turn:
    """One run of a program: what it did, in what time, start-up apart. `cpu` is processor seconds a unit: what many units
    took more than a few did, so that starts stay out; None when it cannot be told."""

    units: int
    seconds: float
    cpu: float
    start: float

    @property
    def rate(self):
        return self.units / self.seconds


@dataclasses.dataclass
class Figure:
    """One line of the table. A ratio is ours to the other's in the same round, the median of all rounds; above 1 is
    faster. `cpu_ratio` is the same of processor time, which other work on the machine hardly changes."""

    workload: str
    unit: str
    ours: float
    other: str
    theirs: float
    ratio: float
    spread: list
    goal: float
    cpu_ratio: float = None
    note: str = ""

    @property
    def is_met(self):
        return self.goal is None or self.ratio >= self.goal


class Bench:
    """Where things are, and how much is to be measured."""

    def __init__(self, options, folder):
        self.auditor = Path(options.auditor)
        self.requests, self.rounds, self.workers = options.requests, options.rounds, options.workers
        self.folder = Path(folder)
        self.peers = options.peers
        self._few = {}

    def pairs(self, count):
        """Pairs of photo paths of LFW, the same for everyone, mated and not in turns as far as both reach."""
        if not (LFW / "pairs.csv").exists():
            raise Unavailable("needs ../shared/data/lfw-view1")
        with open(LFW / "pairs.csv", newline="", encoding="utf-8") as stream:
            rows = [(row["image_a"], row["image_b"]) for row in csv.DictReader(stream)]
        random.Random(1).shuffle(rows)
        return rows[:count]

    def built(self, name, libraries):
        """A program of this folder, compiled when it is first asked for."""
        program = self.folder / name
        if not program.exists():
            compiler = os.environ.get("CXX") or shutil.which("c++") or shutil.which("clang++")
            if compiler is None:
                raise Unavailable("needs a C++ compiler")
            subprocess.run(
                [compiler, "-O2", "-std=c++17", "-I/usr/include/opencv4", HERE / f"{name}.cpp", "-o", program,
                 *(f"-l{library}" for library in libraries)], check=True)
        return program

    def run_bare_loop(self, photos, workers=None):
        """The bare loop over photos, in as many processes as the auditor has workers."""
        listing = self.folder / "photos.txt"
        program = self.built("bare_loop", ["opencv_dnn", "opencv_imgcodecs", "opencv_imgproc", "opencv_core"])
        command = [program, DETECTOR, RECOGNISER, listing, str(workers or self.workers)]

        def run(chosen):
            listing.write_text("".join(f"{photo}\n" for photo in chosen), encoding="utf-8")
            return timed(command)

        output, _, cpu = run(photos)
        said = json.loads(output)
        key = ("bare", photos[0], workers)
        return Turn(len(photos), said["seconds"], self._cpu_each(key, photos, cpu, lambda few: run(few)[2]),
                    said["start_seconds"])

    def _cpu_each(self, key, units, cpu, run):
        """Processor seconds a unit, by the difference to a run of enough units that every worker starts."""
        few = units[:8 * self.workers]
        if len(units) < 2 * len(few):
            return None
        if key not in self._few:
            self._few[key] = run(few)
        return (cpu - self._few[key]) / (len(units) - len(few))

    def run_auditor(self, matcher, pairs, images, workers=None):
        """A cold run: a database of its own, no reports to applicants. Decisions per second of its own clock, from the
        first request to the last commit."""
        seconds, wall, cpu = self._run_auditor(matcher, pairs, images, workers)
        cpu = self._cpu_each(
            (matcher, images, workers), pairs, cpu, lambda few: self._run_auditor(matcher, few, images, workers)[2])
        return Turn(len(pairs), seconds, cpu, wall - seconds)

    def _run_auditor(self, matcher, pairs, images, workers):
        place = self.folder / "run"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        with open(place / "manifest.csv", "w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["request_id", "selfie", "document"])
            writer.writerows([f"r{index:06}", *pair] for index, pair in enumerate(pairs))
        database = ["--database", str(place / "audit.sqlite")]
        _, wall, cpu = timed(
            [self.auditor, "run", place / "manifest.csv", "--images-root", images, "--matcher", matcher, "--workers",
             str(workers or self.workers), "--notifications", "none", "--progress", "none", "--output", place / "report",
             *database], accepted=(0, 3))
        shown = subprocess.run(
            [self.auditor, "runs", "show", "1", "--json", *database], capture_output=True, text=True, check=True)
        return json.loads(shown.stdout)["runs"][0]["work_seconds"], wall, cpu


def timed(command, accepted=(0,), **options):
    """Runs a command; its output, wall time, and processor time with that of its children."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    before = os.times()
    output, errors = process.communicate()
    after = os.times()
    wall = time.monotonic() - began
    if process.returncode not in accepted:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {errors[-2000:]}")
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return output, wall, used


def in_turns(rounds, programs):
    """Runs every program once a round, in another order each, so that what else the machine does meets all.
    `programs`: name to function giving a Turn. Returns name to Turns."""
    turns = {name: [] for name in programs}
    order = list(programs)
    for _ in range(rounds):
        for name in order:
            turns[name].append(programs[name]())
        order.append(order.pop(0))
    return turns


def figure(workload, unit, turns, ours, theirs, other, goal, note="", per=1):
    """Ratio of two programs' turns, `per` of the other's units for one of ours."""
    pairs = list(zip(turns[ours], turns[theirs]))
    ratios = [mine.rate / (its.rate / per) for mine, its in pairs]
    cpu = None
    if all(mine.cpu and its.cpu for mine, its in pairs):
        cpu = statistics.median(its.cpu * per / mine.cpu for mine, its in pairs)
    start = statistics.median(turn.start for turn in turns[ours])
    return Figure(
        workload, unit, statistics.median(turn.rate for turn in turns[ours]), other,
        statistics.median(turn.rate / per for turn in turns[theirs]), statistics.median(ratios),
        [min(ratios), max(ratios)], goal, cpu, note or f"start-up and report {start:.1f} s apart")
