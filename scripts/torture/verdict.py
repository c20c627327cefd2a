"""What must be so after every trial: the decisions of the uninterrupted run, its report byte for byte, a sound database."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile

from world import auditor

# Without what another database's secrets make another: keyed digests, salts, cells. `auditor log verify` opens those.
tables = {
    "decision": "row, line, request_id, kind, outcome, confidence, reasons, checks, images, is_request, leaf",
    "score": "row, score.*",
    "personal": "row, has_email, has_subject",
    "person": "row, field",
    "outbox": "row, outbox.*",
}
# What lies beside a database.
beside = (".lock", ".status.json", ".keys", ".master-key", ".checkpoint")


class Stored:
    """What a database holds, read from a copy, so that nobody but `auditor` touches the real one."""

    def __init__(self, path):
        self.runs, self.rows, self.problems = [], [], []
        with tempfile.TemporaryDirectory() as folder:
            for end in ("", "-wal", "-journal"):
                if os.path.exists(path + end):
                    shutil.copyfile(path + end, f"{folder}/copy{end}")
            if os.path.exists(f"{folder}/copy"):
                connection = sqlite3.connect(f"{folder}/copy")
                try:
                    self.read(connection)
                except sqlite3.Error as error:
                    self.problems.append(f"the database cannot be read: {error}")
                finally:
                    connection.close()

    def read(self, connection):
        answer = connection.execute("PRAGMA integrity_check").fetchall()
        if answer != [("ok",)]:
            self.problems.append(f"integrity_check: {answer[:3]}")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            self.problems.append("foreign_key_check finds a row without its parent")
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return
        self.runs = connection.execute("SELECT id, state, rows FROM run ORDER BY id").fetchall()
        for run, state, rows in self.runs:
            found = {name: self.table(connection, name, run) for name in tables}
            self.rows.append(found)
            numbers = [row[0] for row in found["decision"]]
            if numbers != list(range(1, len(numbers) + 1)):
                self.problems.append(f"run {run} has decisions for rows {numbers}")
            if state == "finished" and len(numbers) != rows:
                self.problems.append(f"run {run} is finished with {len(numbers)} of {rows} decisions")

    @staticmethod
    def table(connection, name, run):
        if name == "decision":
            return connection.execute(f"SELECT {tables[name]} FROM decision WHERE run_id = ? ORDER BY row", (run,)).fetchall()
        cursor = connection.execute(
            f"SELECT {tables[name]} FROM {name} JOIN decision ON decision.id = {name}.decision_id WHERE run_id = ?", (run,))
        own = [index for index, column in enumerate(cursor.description) if column[0] != "decision_id"]
        return sorted((tuple(row[i] for i in own) for row in cursor), key=repr)

    @property
    def decided(self):
        """Number of decisions, over all runs."""
        return sum(len(run["decision"]) for run in self.rows)


def part_of(stored, whole):
    """What contradicts that a database holds a beginning of what the uninterrupted run's holds."""
    problems = list(stored.problems)
    if len(stored.rows) > len(whole.rows):
        problems.append(f"{len(stored.rows)} runs instead of {len(whole.rows)}")
    for index, (found, expected) in enumerate(zip(stored.rows, whole.rows)):
        count = len(found["decision"])
        for name in tables:
            wanted = [row for row in expected[name] if row[0] <= count]
            if found[name] != wanted:
                problems.append(f"run {index + 1}: table {name} differs from the uninterrupted run's")
    return problems


def same(stored, whole):
    """What contradicts that two databases hold the same."""
    problems = part_of(stored, whole)
    if stored.runs != whole.runs:
        problems.append(f"runs {stored.runs} instead of {whole.runs}")
    if stored.decided != whole.decided:
        problems.append(f"{stored.decided} decisions instead of {whole.decided}")
    return problems


# What a run measures of itself is another each time: durations, and work that a kill made it do twice.
measured = re.compile(rb"(?:# \w+ )?identity_auditor_(run_work|run_requests_per|queue|stage|photos_read|worker_failures|scores_reused)\w*[ {]")


def tree(folder, exact=False):
    """A report's files with their bytes; nil when there is none. Unless exact, without what the run measured of itself, and
    with another text in place of what the database's own secrets go into."""
    if not os.path.exists(folder):
        return None
    found = {}
    secrets = [] if exact else own(folder)
    for place, folders, files in os.walk(folder):
        for name in folders:
            found[os.path.relpath(f"{place}/{name}", folder) + "/"] = b""
        for name in files:
            with open(f"{place}/{name}", "rb") as stream:
                data = stream.read()
            # Its text is encoded and its name is a digest of it.
            if name.startswith("digest.") and name.endswith(".eml") and not exact:
                name, data = "digest.eml", b""
            for secret in secrets:
                data = data.replace(secret, b"?")
            if name == "metrics.prom" and not exact:
                data = b"\n".join(line for line in data.split(b"\n") if not measured.match(line))
            found[os.path.relpath(f"{place}/{name}", folder)] = data
    return found


def own(folder):
    """The request keys and the checkpoint of a report, which no other database has."""
    try:
        with open(f"{folder}/report.json", "rb") as stream:
            report = json.load(stream)
    except (OSError, ValueError):
        return []
    keys = [request["request_key"] for request in report["requests"]]
    # Name, root and signature; the size is the same everywhere.
    words = [word for word in re.split(r"\s+", report["run"].get("checkpoint") or "") if len(word) > 20]
    return [text.encode() for text in keys + sorted(set(words), key=len, reverse=True) if text]


def unlike(found, expected):
    """How two reports differ, in words; empty when they do not."""
    if found == expected:
        return []
    if found is None or expected is None:
        return ["there is no report" if found is None else "there is a report"]
    names = sorted(name for name in set(found) | set(expected) if found.get(name) != expected.get(name))
    return [f"the report differs in {', '.join(names[:3])}"]


def litter(world, name):
    """Temporary files that a trial has left beside its database and report."""
    known = {name, f"{name}.sqlite"} | {f"{name}.sqlite{end}" for end in beside}
    return sorted(entry for entry in os.listdir(world.folder)
                  if (name in entry or entry.startswith(".dat")) and entry not in known)


def log_verify(world, name):
    """What `auditor log verify` says against the database, with every encrypted cell opened."""
    command = [auditor, "log", "verify", "--commitments", "--database", world.database(name)]
    ending = subprocess.run(command, env=world.environment(), capture_output=True, text=True, timeout=120)
    if ending.returncode == 0:
        return []
    return [f"log verify ends with {ending.returncode}: {(ending.stdout + ending.stderr).strip()[:200]}"]
