"""Runs manifests of many rows and prints time and peak memory of the `auditor` process itself.

usage: scale.py [ROWS] [FORMAT ...]     default: 1000000 csv ndjson json xml; needs the release build

The rows name photos that do not exist, so that the figure is of reading, deciding, storing and reporting, not of the
matchers. Peak memory is the kernel's VmHWM of that process; workers are not in it. Exits 1 above 200 MiB.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
limit_mib = 200


def row(index):
    return {
        "request_id": f"request-{index}", "selfie": f"selfies/{index}.jpg", "document": f"documents/{index}.png",
        "full_name": f"Person {index}", "email": f"person{index}@example.org", "national_id": f"{index:09d}",
    }


def write(path, kind, rows):
    with open(path, "w", encoding="utf-8") as out:
        if kind == "csv":
            out.write(",".join(row(0)) + "\n")
            out.writelines(",".join(row(i).values()) + "\n" for i in range(rows))
        elif kind == "ndjson":
            out.writelines(json.dumps(row(i)) + "\n" for i in range(rows))
        elif kind == "json":
            out.write("[")
            out.writelines(("," if i else "") + json.dumps(row(i)) + "\n" for i in range(rows))
            out.write("]")
        else:
            out.write("<requests>\n")
            for i in range(rows):
                fields = "".join(f"<{name}>{value}</{name}>" for name, value in row(i).items())
                out.write(f"<request>{fields}</request>\n")
            out.write("</requests>\n")


def peak(pid):
    try:
        for line in open(f"/proc/{pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError):
        pass
    return 0


def main(arguments):
    rows = int(arguments[0]) if arguments else 1_000_000
    kinds = arguments[1:] or ["csv", "ndjson", "json", "xml"]
    worst = 0
    print("format  rows  deciding_s  rendering_s  peak_MiB")
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            manifest = f"{folder}/manifest.{kind}"
            write(manifest, kind, rows)
            began = time.monotonic()
            process = subprocess.Popen(
                [f"{root}/.build/release/auditor", "run", manifest, "--output", f"{folder}/out", "--database",
                 f"{folder}/audit.sqlite", "--notifications", "none", "--matcher", "opencv", "--progress", "none"],
                stdout=subprocess.DEVNULL)
            memory, rendering = 0, None
            while process.poll() is None:
                memory = max(memory, peak(process.pid))
                try:
                    phase = json.load(open(f"{folder}/audit.sqlite.status.json"))["progress"]["phase"]
                    if phase == "rendering" and rendering is None:
                        rendering = time.monotonic()
                except (FileNotFoundError, json.JSONDecodeError):
                    pass
                time.sleep(0.2)
            assert process.returncode == 3, process.returncode
            ended = time.monotonic()
            worst = max(worst, memory)
            split = rendering or ended
            print(f"{kind}  {rows}  {split - began:.1f}  {ended - split:.1f}  {memory:.0f}", flush=True)
    return 0 if worst < limit_mib else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
