"""A small installation to torture: the real `auditor`, its fixture plugin as the only matcher, photos, and a manifest.

The plugin starts in a few hundredths of a second, so that thousands of starts are cheap; the program under test is the
real one. `AUDITOR` names another build of it.
"""

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
auditor = os.environ.get("AUDITOR", os.path.join(root, ".build/release/auditor"))
python = os.path.realpath("/usr/bin/python3")
real_photos = os.path.join(root, ".models/photos")
# Statuses by which a command says that everything is done; 3 counts requests that ended in `error`.
done = (0, 3)


def digest(path):
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


class World:
    """Photos, policy, manifest and home of one trial ground; databases and reports are named by the trials."""

    def __init__(self, folder, requests=6, behaviour="good", seconds=20, limits="", seed=1):
        self.folder = folder
        self.requests = requests
        os.makedirs(f"{folder}/photos")
        os.makedirs(f"{folder}/home/models")
        self.photos()
        self.home()
        self.policy(behaviour, seconds, limits)
        self.manifest(requests, seed)

    def photos(self):
        # To the fixture the byte after the JPEG's magic is the person and the next one the photo.
        made = {"a1.jpg": (0, 1, b""), "a2.jpg": (0, 2, b""), "b1.jpg": (2, 1, b""), "bad.jpg": (0, 3, b"TRIGGER")}
        for name, (person, variant, tail) in made.items():
            with open(f"{self.folder}/photos/{name}", "wb") as stream:
                stream.write(bytes([0xFF, 0xD8, 0xFF, person, variant]) + tail)
        self.names = ["a1.jpg", "a2.jpg", "b1.jpg"]
        for name in ("obama.jpg", "biden.jpg", "astronaut.png"):
            if os.path.exists(f"{real_photos}/{name}"):
                shutil.copyfile(f"{real_photos}/{name}", f"{self.folder}/photos/{name}")
                self.names.append(name)

    def home(self):
        models = []
        for name in ("a1.jpg", "a2.jpg", "b1.jpg"):
            shutil.copyfile(f"{self.folder}/photos/{name}", f"{self.folder}/home/models/{name}")
            models.append({"name": name, "file": name, "sha256": digest(f"{self.folder}/photos/{name}"),
                           "licence": "none", "purpose": "test", "used_by": ["canary"]})
        canary = {"mated": ["a1.jpg", "a2.jpg"], "non_mated": ["a1.jpg", "b1.jpg"]}
        with open(f"{self.folder}/home/models.json", "w") as stream:
            json.dump({"models": models, "canary": canary}, stream)
        for name in ("templates", "samples"):
            os.symlink(f"{root}/{name}", f"{self.folder}/home/{name}")

    def policy(self, behaviour, seconds=20, limits=""):
        script = f"{self.folder}/plugin.py"
        shutil.copyfile(f"{root}/Tests/Fixtures/plugin.py", script)
        with open(f"{self.folder}/policy.yaml", "w") as stream:
            stream.write(f"""schema_version: 1
name: torture
matchers: {{order: [fixture]}}
thresholds: {{fixture: {{approve: 0.5, reject: 0.3}}}}
limits: {{request_timeout_seconds: {seconds}}}
notifications: {{organisation: Example Bank, from: identity@example.org, reviewers: [reviewers@example.org]}}
plugins:
  fixture:
    path: {python}
    sha256: {digest(python)}
    arguments: [{script}, {behaviour}, {self.folder}/told.txt]
    files: [{{path: {script}, sha256: {digest(script)}}}]
    permissions: [write, processes]
{limits}""")

    def manifest(self, requests, seed=1, name="manifest.csv"):
        """Requests of every kind of end: matches, mismatches, a photo that is missing, one that no matcher reads."""
        chance = random.Random(seed)
        with open(f"{self.folder}/{name}", "w", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["request_id", "selfie", "document", "full_name", "email"])
            for index in range(requests):
                selfie = "not-there.jpg" if index % 5 == 4 else chance.choice(self.names)
                writer.writerow([f"r{index}", selfie, chance.choice(self.names), f"Person {index}",
                                 f"p{index}@example.org"])

    def database(self, name):
        return f"{self.folder}/{name}.sqlite"

    def output(self, name):
        return f"{self.folder}/{name}"

    def command(self, name, *more, manifest="manifest.csv"):
        """The night's command with a database and a report of this name."""
        return [auditor, "run", f"{self.folder}/{manifest}", "--images-root", f"{self.folder}/photos", "--policy",
                f"{self.folder}/policy.yaml", "--as-of", "2026-01-31", "--progress", "none", "--workers", "1",
                "--database", self.database(name), "--output", self.output(name), *more]

    def environment(self, **more):
        return {"PATH": "/usr/bin:/bin", "AUDITOR_HOME": f"{self.folder}/home", **more}

    def start(self, arguments, **environment):
        return subprocess.Popen(arguments, env=self.environment(**environment), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")

    def run(self, arguments, timeout=120, **environment):
        """Runs a command to its end: its status (negative: the signal) and what it printed, stdout and stderr.

        One that does not end within the time is killed and has the status "hangs".
        """
        process = self.start(arguments, **environment)
        try:
            output, errors = process.communicate(timeout=timeout)
            return process.returncode, output, errors
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            return "hangs", output, errors

    def forget(self, name):
        """Removes a database and a report and all that lies beside them."""
        for entry in os.listdir(self.folder):
            if entry == name or entry.startswith((f"{name}.sqlite", f".{name}.")):
                path = f"{self.folder}/{entry}"
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
