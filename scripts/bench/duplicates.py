"""Times `auditor duplicates` over a gallery of many people, and the run that enrolled them.

usage: duplicates.py [SUBJECTS ...]     default: 10000 100000; needs the release build

Everybody is enrolled with one photo by `auditor run`, which searches the gallery for each; then every face is compared with
every other. The faces are drawn numbers (numbered_faces.py): only the search is measured, not a matcher. Ten people are
enrolled twice under other names and must be found, and nobody else. Prints times, and peak memory of `auditor` and of the
largest other process. Exits 1 when what was planted is not what was found.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
planted = 10
POLICY = """schema_version: 1
name: numbered
matchers: {{order: [numbered]}}
thresholds: {{numbered: {{approve: 0.7, reject: 0.3}}}}
gallery: on
checks: {{duplicates: on}}
plugins:
  numbered:
    path: {python}
    sha256: {python_digest}
    arguments: [{script}]
    files: [{{path: {script}, sha256: {script_digest}}}]
"""


def digest(path):
    return hashlib.sha256(open(path, "rb").read()).hexdigest()


def photo(person, number=0):
    return b"\xff\xd8\xff" + person.to_bytes(4, "big") + bytes([number])


def install(folder):
    """An installation of our own: the self-test's known photos are numbered, too."""
    home = f"{folder}/home"
    os.makedirs(f"{home}/models")
    files = {"a1.jpg": photo(0, 1), "a2.jpg": photo(0, 2), "b1.jpg": photo(1, 1)}
    for name, data in files.items():
        open(f"{home}/models/{name}", "wb").write(data)
    json.dump({
        "models": [{"name": name, "file": name, "sha256": hashlib.sha256(data).hexdigest(), "licence": "none",
                    "purpose": "test", "used_by": ["canary"]} for name, data in files.items()],
        "canary": {"mated": ["a1.jpg", "a2.jpg"], "non_mated": ["a1.jpg", "b1.jpg"]}}, open(f"{home}/models.json", "w"))
    for name in ("templates", "samples"):
        os.symlink(f"{root}/{name}", f"{home}/{name}")
    script, python = f"{folder}/numbered_faces.py", os.path.realpath(sys.executable)
    shutil.copy(f"{here}/numbered_faces.py", script)
    open(f"{folder}/policy.yaml", "w").write(
        POLICY.format(python=python, python_digest=digest(python), script=script, script_digest=digest(script)))
    return home


def auditor(folder, home, *arguments):
    """Runs it, and returns seconds, its own peak memory and that of its largest child in MiB, and what it printed."""
    command = [f"{root}/.build/release/auditor", *arguments, "--database", f"{folder}/audit.sqlite", "--policy",
               f"{folder}/policy.yaml"]
    environment = {"AUDITOR_HOME": home, "PATH": "/usr/bin:/bin"}
    output = open(f"{folder}/output", "w+")
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=subprocess.PIPE, text=True)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    code = os.waitstatus_to_exitcode(status)
    assert code == 0, f"{arguments[0]} ended with {code}: {errors[-2000:]}"
    output.seek(0)
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, output.read()


def measure(count):
    folder = tempfile.mkdtemp(prefix="auditor-duplicates-")
    try:
        home = install(folder)
        with open(f"{folder}/m.csv", "w") as out:
            out.write("request_id,kind,subject_id,selfie\n")
            for index in range(count):
                # The last ones are the first ones again.
                person = 10 + (index - (count - planted) if index >= count - planted else index)
                data = base64.b64encode(photo(person, 1 if index >= count - planted else 0)).decode()
                out.write(f'r{index},enrol,s-{index},"data:image/jpeg;base64,{data}"\n')
        run_seconds, run_memory, _, _ = auditor(
            folder, home, "run", "m.csv", "--output", "out", "--notifications", "none", "--progress", "none")
        seconds, memory, _, text = auditor(folder, home, "duplicates", "--json")
        record = json.loads(text)
        groups = sorted(sorted(group["requests"]) for group in record["groups"])
        expected = sorted(sorted([f"r{index}", f"r{count - planted + index}"]) for index in range(planted))
        print(f"| {count:,} | {run_seconds:.0f} | {count / run_seconds:,.0f} | {run_memory:.0f} | {seconds:.1f} | {memory:.0f} | "
              f"{len(groups)} of {planted} |", flush=True)
        return groups == expected
    finally:
        shutil.rmtree(folder)


def main(arguments):
    print("| subjects | enrolling run, s | rows/s | auditor, MiB | duplicates, s | auditor, MiB | groups |")
    print("|---|---|---|---|---|---|---|", flush=True)
    return 0 if all([measure(int(word)) for word in arguments or ["10000", "100000"]]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
