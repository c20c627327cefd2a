"""Makes specimen documents and photographs of them, with the truth beside them.

usage: make.py --output DIR [--count 100] [--seed 7] [--level light[,medium,heavy,none]] [--kinds td3,td1,td2,mrva,mrvb,licence]
               [--portraits FILE_OR_FOLDER ...] [--turn 0.2] [--size PIXELS] [--manifest] [--flaws 0.5] [--processes 2]

Every document is marked SPECIMEN, of the state UTO, of an invented person. The same arguments give the same bytes, whatever
the number of processes. `truth.csv` has a line a photo: what is printed, the document's corners in the photo (clockwise from
its own top left) and how far it is turned. `--manifest` writes a manifest.csv for `auditor run`, a request a document, whose
claims agree; with `--flaws PART` that part of them contradicts the document in the way that the truth's `flaw` names.
"""

import argparse
import csv
import multiprocessing
import os
import sys
from pathlib import Path

import cv2
import numpy as np

import draw
import flaws
import people
import photograph
import portraits

COLUMNS = ["file", "document", "side", "kind", "level", "mrz_1", "mrz_2", "mrz_3", "surname", "given_names", "date_of_birth",
           "sex", "document_number", "expiry", "issuing_state", "nationality", "personal_number", "barcode", "portrait", "flaw",
           "corners", "rotation", "width", "height"]
shared = {}


def one(number):
    """Draws and photographs document `number`; returns its lines of the truth and its request."""
    options, pictures = shared["options"], shared["pictures"]
    rng = np.random.default_rng([options.seed, number])
    kind = options.kinds[number % len(options.kinds)]
    flaw = flaws.choose(rng, kind, options.flaws, len(pictures))
    made = people.document(rng, kind, expired=flaw == "expired")
    if flaw == "wrong_check_digit":
        people.seal(made, wrong_digit=True)
    own = int(rng.integers(1 << 20))
    if pictures:
        name, portrait, _ = pictures[own % len(pictures)]
    else:
        name, portrait = "drawn", portraits.drawn(rng)
    style = int(rng.integers(3))
    flat = {"front": draw.front(made, portrait, style)}
    back = draw.back(made)
    if back is not None:
        flat["back"] = back
    rows, files = [], {}
    for level in options.levels:
        for side, picture in flat.items():
            chance = np.random.default_rng([options.seed, number, list(photograph.LEVELS).index(level), side == "back"])
            turn = int(chance.choice(photograph.TURNS[1:])) if chance.random() < options.turn else 0
            data, corners, (width, height) = photograph.photograph(
                chance, picture, draw.SIZES[kind][0], level, turn, options.size)
            file = f"{number:05d}-{kind}-{level}-{side}.jpg"
            (options.output / file).write_bytes(data)
            files.setdefault(side, file)
            zone = made.zone if (side == "back") == (back is not None) else []
            rows.append({
                "file": file, "document": number, "side": side, "kind": kind, "level": level,
                **{f"mrz_{index + 1}": line for index, line in enumerate(zone)},
                "surname": made.person.surname, "given_names": made.person.given, "sex": made.person.sex,
                "date_of_birth": made.person.birth, "document_number": made.number, "expiry": made.expiry,
                "issuing_state": "UTO", "nationality": "UTO", "personal_number": made.personal_number,
                "barcode": made.barcode.encode("unicode_escape").decode() if side == "back" else "", "portrait": name,
                "flaw": flaw or "", "corners": " ".join(f"{x:.1f},{y:.1f}" for x, y in corners), "rotation": turn,
                "width": width, "height": height,
            })
    return rows, flaws.request(rng, number, made, files, flaw, name, pictures, options)


def prepare(options, pictures):
    """Once a process."""
    cv2.setNumThreads(1)
    shared.update(options=options, pictures=pictures)


def arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--level", dest="levels", default="light", type=lambda text: text.split(","))
    parser.add_argument("--kinds", default=people.KINDS, type=lambda text: text.split(","))
    parser.add_argument("--portrait", "--portraits", dest="portraits", nargs="+", default=[],
                        help="photos, or folders of them; without any, faces are drawn")
    parser.add_argument("--turn", type=float, default=0.2, help="part of the photos turned by 90, 180 or 270 degrees")
    parser.add_argument("--size", type=int, help="the photos' longer side in pixels, 250 to 4000; default: by level")
    parser.add_argument("--manifest", action="store_true")
    parser.add_argument("--flaws", type=float, default=0.0, help="part of the requests that contradict their document")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args(words)
    for level in options.levels:
        if level not in photograph.LEVELS:
            parser.error(f"no level {level}; there are {', '.join(photograph.LEVELS)}")
    for kind in options.kinds:
        if kind not in people.KINDS:
            parser.error(f"no kind {kind}; there are {', '.join(people.KINDS)}")
    if options.size is not None and not 250 <= options.size <= 4000:
        parser.error("--size is between 250 and 4000")
    for path in options.portraits:
        if not Path(path).exists():
            parser.error(f"{path} does not exist")
    return options


def main():
    options = arguments()
    options.output.mkdir(parents=True, exist_ok=True)
    # Here, not in the processes: a pool would start a process whose preparation fails again and again.
    pictures = portraits.load(options.portraits)
    # New processes: a fork of one in which OpenCV has threads may never return.
    with multiprocessing.get_context("spawn").Pool(options.processes, prepare, (options, pictures)) as pool:
        results = pool.map(one, range(options.count), chunksize=4)
    with open(options.output / "truth.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(row for rows, _ in results for row in rows)
    if options.manifest:
        with open(options.output / "manifest.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, flaws.MANIFEST, restval="", lineterminator="\n")
            table.writeheader()
            table.writerows(request for _, request in results)
    print(f"specimens: {options.count} documents, {sum(len(rows) for rows, _ in results)} photos in {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
