"""Plants rings: photos of one person under different identities, and counts how many are found and what else is.

usage: rings.py PHOTOS [--rings 20] [--size 5] [--others 300] [--alerts 1] [--policy FILE] [--auditor PROGRAM]

PHOTOS has a folder a person, as LFW does. The persons with the most photos, `--size` or more, become rings: each photo is a
request under a name of its own. One photo each of other persons is put between. Prints one line of JSON: rings that are
whole in one group, members that are tied to another one of their ring, links between faces, those of them that tie different
persons (false), and how many of these the program expected by chance. Everything is written to a temporary folder.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("photos")
parser.add_argument("--rings", type=int, default=20)
parser.add_argument("--size", type=int, default=5)
parser.add_argument("--others", type=int, default=300)
parser.add_argument("--alerts", type=float, default=1)
parser.add_argument("--policy", default=os.path.join(root, "samples/policies/kyc.yaml"))
parser.add_argument("--auditor", default=os.path.join(root, ".build/release/auditor"))
options = parser.parse_args()

people = {}
for name in sorted(os.listdir(options.photos)):
    folder = os.path.join(options.photos, name)
    if os.path.isdir(folder):
        people[name] = sorted(os.path.join(name, file) for file in os.listdir(folder) if file.endswith(".jpg"))
# One seed: the same rings on every machine.
chance = random.Random(6)
able = [name for name in people if len(people[name]) >= options.size]
rings = chance.sample(able, min(options.rings, len(able)))
rest = chance.sample([name for name in people if name not in rings], options.others)
rows = [(ring, photo) for ring in rings for photo in people[ring][: options.size]]
rows += [(name, people[name][0]) for name in rest]
chance.shuffle(rows)

with tempfile.TemporaryDirectory() as folder:
    owner = {}
    with open(os.path.join(folder, "manifest.csv"), "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["request_id", "kind", "selfie", "full_name"])
        for number, (name, photo) in enumerate(rows):
            owner[f"r{number}"] = name
            table.writerow([f"r{number}", "identify", photo, f"Person {number}"])
    with open(options.policy) as file:
        text = file.read().replace(
            "duplicates: {outcome: review}", f"duplicates: {{outcome: review, alerts_a_night: {options.alerts}}}")
    calibrations = os.path.join(root, "samples/calibrations")
    policy = os.path.join(folder, "policy.yaml")
    with open(policy, "w") as file:
        file.write(text.replace("../calibrations", calibrations))
    database = ["--database", os.path.join(folder, "a.sqlite"), "--policy", policy]
    began = time.monotonic()
    subprocess.run(
        [options.auditor, "run", os.path.join(folder, "manifest.csv"), "--images-root", options.photos, "--output",
         os.path.join(folder, "out"), "--progress", "none", *database], check=True, capture_output=True)
    deciding = time.monotonic() - began
    began = time.monotonic()
    found = json.loads(
        subprocess.run([options.auditor, "duplicates", "--json", *database], check=True, capture_output=True).stdout)
    searching = time.monotonic() - began
    with open(os.path.join(folder, "out", "duplicates.json")) as file:
        of_run = json.load(file)


def judge(record):
    group_of, links = {}, []
    for index, group in enumerate(record["groups"]):
        faces = [link for link in group["links"] if link["kind"] == "same_face_other_identity"]
        links += faces
        for link in faces:
            for end in (link["a"], link["b"]):
                group_of[end] = index
    members = {ring: [request for request in owner if owner[request] == ring] for ring in rings}
    whole = sum(
        1 for ring in rings
        if all(request in group_of for request in members[ring])
        and len({group_of[request] for request in members[ring]}) == 1)
    tied = {end for link in links if owner[link["a"]] == owner[link["b"]] for end in (link["a"], link["b"])}
    search = record.get("search", {})
    return {
        "rings_whole": whole,
        "members_tied": sum(1 for ring in rings for request in members[ring] if request in tied),
        "face_links": len(links),
        "false_links": sum(1 for link in links if owner[link["a"]] != owner[link["b"]]),
        "expected_false_links": search.get("expected_false_links"),
        "matcher": search.get("matcher"), "threshold": search.get("threshold"), "basis": search.get("basis"),
        "faces": search.get("faces"), "comparisons": search.get("comparisons"),
    }


print(json.dumps({
    "rings": len(rings), "members": sum(options.size for _ in rings), "others": len(rest), "alerts": options.alerts,
    "run": judge(of_run), "duplicates": judge(found), "run_seconds": round(deciding, 1),
    "search_seconds": round(searching, 2)}))
