#!/usr/bin/env python3
"""Verifies a folder of `auditor log export` with nothing of auditor's own: Python's standard library and openssl.

Exit status, as of `auditor log verify --export`: 0 everything holds, 1 something was altered, 65 the log cannot be read,
is older than a trusted checkpoint or was forked, 66 a file is missing. docs/audit-log.md describes the formats.
"""

import argparse
import base64
import binascii
import functools
import hashlib
import json
import os
import subprocess
import sys
import tempfile

MAXIMUM_NOTE = 1_000_000
MAXIMUM_LEAF = 65_535
MAXIMUM_SIZE = 2**53 - 1
# RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER.
DER_PREFIX = bytes.fromhex("302a300506032b6570032100")
SPACES = {*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


class Malformed(Exception):
    """Bytes are not in their form: nothing can be said about what they claim."""


class Forged(Exception):
    """A signature that names the log's key does not verify."""


class Ends(Exception):
    """The verification cannot go on; its argument is the exit status."""


def base64_bytes(text):
    """Strict base64: one text a value."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("base64") from None
    if base64.b64encode(value) != bytes(text):
        raise Malformed("base64 that is not canonical")
    return value


def key_name(data):
    try:
        name = data.decode()
    except UnicodeDecodeError:
        raise Malformed("a name that is not UTF-8") from None
    if not name or any(ord(c) < 0x20 or ord(c) in SPACES or c == "+" for c in name):
        raise Malformed("a name with a space or a plus")
    return name


class Key:
    """A public key in the form name+keyid+key (c2sp.org/signed-note)."""

    def __init__(self, text):
        parts = text.split(b"+", 2)
        if len(parts) != 3:
            raise Malformed("the key")
        self.name = key_name(parts[0])
        value = base64_bytes(parts[2])
        if len(value) != 33 or value[0] != 1:
            raise Malformed("the key is no Ed25519 key")
        self.id = hashlib.sha256(parts[0] + b"\n" + value).digest()[:4]
        if parts[1] != self.id.hex().encode():
            raise Malformed("the key's id")
        self.public = value[1:]
        self.text = text

    def accepts(self, signature, text):
        return len(signature) == 64 and openssl(self.public, signature, text)


@functools.lru_cache(maxsize=4096)
def openssl(public, signature, text):
    """Whether openssl says that the key made this signature."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "signature", "text")]
        for name, value in zip(names, (DER_PREFIX + public, signature, text)):
            with open(name, "wb") as file:
                file.write(value)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0], "-rawin"]
        command += ["-in", names[2], "-sigfile", names[1]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def signed_text(note, key):
    """The text of a signed note, after a signature by the key was found and verified."""
    if len(note) > MAXIMUM_NOTE or any(byte < 0x20 and byte != 0x0A for byte in note):
        raise Malformed("the note")
    blank = note.rfind(b"\n\n") + 1
    lines = note[blank + 1 :]
    if blank == 0 or not lines.endswith(b"\n"):
        raise Malformed("the note has no signature")
    text, own = note[:blank], []
    lines = lines[:-1].split(b"\n")
    if len(lines) > 100:
        raise Malformed("more than 100 signatures")
    for line in lines:
        parts = line.removeprefix("\u2014 ".encode()).split(b" ", 1)
        if not line.startswith("\u2014 ".encode()) or len(parts) != 2:
            raise Malformed("a signature line")
        name, value = key_name(parts[0]), base64_bytes(parts[1])
        if len(value) <= 4:
            raise Malformed("a signature line")
        if name == key.name and value[:4] == key.id:
            own.append(value[4:])
    if not own:
        raise Malformed("no signature by the log's key")
    if not all(key.accepts(signature, text) for signature in own):
        raise Forged("a signature does not belong to its text")
    return text


def checkpoint(note, key):
    """The size and root of a signed checkpoint: exactly three lines, the first of which is the log's name."""
    # What is not UTF-8 is read as auditor reads it, and its signature is then of another text.
    text = signed_text(note.decode(errors="replace").encode(), key)
    lines = text[:-1].split(b"\n")
    if len(lines) != 3:
        raise Malformed("the checkpoint has not three lines")
    size = lines[1]
    if not size.isdigit() or not 1 <= len(size) <= 16 or (len(size) > 1 and size.startswith(b"0")):
        raise Malformed("the checkpoint's size")
    root, size = base64_bytes(lines[2]), int(size)
    if len(root) != 32 or size > MAXIMUM_SIZE or (size == 0 and root != hashlib.sha256().digest()):
        raise Malformed("the checkpoint's root")
    if key_name(lines[0]) != key.name:
        raise Malformed("the checkpoint is of another log")
    return size, root


class Tree:
    """An RFC 6962 tree that grows: the roots of its perfect subtrees, largest first."""

    def __init__(self):
        self.size, self.roots = 0, []

    def append(self, leaf):
        node = hashlib.sha256(b"\0" + leaf).digest()
        size = self.size
        while size & 1:
            node = hashlib.sha256(b"\1" + self.roots.pop() + node).digest()
            size >>= 1
        self.roots.append(node)
        self.size += 1

    def root(self):
        if not self.roots:
            return hashlib.sha256().digest()
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = hashlib.sha256(b"\1" + left + node).digest()
        return node


def text_of(value):
    if not isinstance(value, str):
        raise Malformed("not a text")


def whole(value):
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 2**53:
        raise Malformed("not a whole number")


def whole_or_nothing(value):
    if value is not None:
        whole(value)


def list_of(element):
    def check(value):
        if not isinstance(value, list):
            raise Malformed("not a list")
        for one in value:
            element(one)

    return check


def counts(value):
    if not isinstance(value, dict):
        raise Malformed("not an object")
    for name, number in value.items():
        if not name.isascii():
            raise Malformed("an outcome that is not ASCII")
        whole(number)


FIELDS = {
    "run": {
        "calibrations": list_of(text_of), "columns": text_of, "id": whole, "key": text_of, "manifest": text_of,
        "models": list_of(list_of(text_of)), "policy": text_of, "rows": whole, "size": whole, "started": text_of,
        "tool": text_of,
    },
    "decision": {
        "commitment": text_of, "evidence": text_of, "outcome": text_of, "reasons": list_of(text_of), "row": whole,
        "run": whole, "scores": list_of(list_of(text_of)),
    },
    "end": {"counts": counts, "finished": text_of, "run": whole},
    "withdrawal": {"run": whole},
    "disclosure": {"profile": text_of, "requests": whole, "run": whole, "time": text_of},
    "enrolment": {
        "cause": text_of, "commitment": text_of, "decision": whole_or_nothing, "evidence": text_of, "subject": whole,
        "templates": list_of(list_of(text_of)), "time": text_of,
    },
    "erasure": {
        "cause": text_of, "decisions": list_of(whole), "evidence": text_of, "subjects": list_of(whole), "time": text_of,
    },
    "list": {
        "cause": text_of, "commitment": text_of, "entry": whole, "evidence": text_of, "list": text_of, "time": text_of,
    },
    "revocation": {"cause": text_of, "evidence": text_of, "subject": whole, "time": text_of},
}


def canonical(value):
    """The one form of RFC 8785; numbers are whole."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(one) for name, one in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        # Python's escapes are those of the standard, but for U+007F, which it leaves alone as well.
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def refuse(_):
    raise Malformed("a number that is not whole")


def parsed(leaf):
    """What a leaf says; raises Malformed for one that is not in its form."""
    try:
        if len(leaf) > MAXIMUM_LEAF:
            raise Malformed("too long")
        value = json.loads(leaf.decode(), parse_float=refuse, parse_constant=refuse)
        if not isinstance(value, dict) or value.get("version") != 1 or value.get("type") not in FIELDS:
            raise Malformed("unknown type")
        fields = FIELDS[value["type"]]
        if set(value) != {*fields, "type", "version"} or isinstance(value["version"], bool):
            raise Malformed("other fields")
        for name, check in fields.items():
            check(value[name])
        if canonical(value).encode() != leaf:
            raise Malformed("not in the one form")
    except (ValueError, TypeError, RecursionError) as error:
        raise Malformed(str(error) or "not JSON") from None
    return value


class Coverage:
    """What no checkpoint covers is only what a run under way may have added: its own leaf, its decisions and their enrolments."""

    def __init__(self):
        self.open, self.under_way, self.doubtful = set(), None, []

    def cover(self):
        self.doubtful = []

    def add(self, leaf, index):
        if leaf["type"] == "run":
            self.open.add(index)
            return
        if leaf["type"] == "decision":
            self.under_way = index if leaf["run"] in self.open else None
            if self.under_way is not None:
                return
        if leaf["type"] == "enrolment" and leaf["decision"] is not None and leaf["decision"] == self.under_way:
            return
        if leaf["type"] in ("end", "withdrawal"):
            self.open.discard(leaf["run"])
        self.doubtful.append(
            f"leaf {index}, {leaf['type']}, stands behind the newest checkpoint: not signed yet, written by somebody "
            "without the signing key, or checkpoints were removed")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Ends(66, f"{path}: {error.strerror}") from None


def verify(folder, trusted=(), pinned=None, tell=print):
    """The exit status for an export; `tell` is called with each finding."""
    findings, unreadable = 0, False

    def find(text, cannot_be_judged=False):
        nonlocal findings, unreadable
        findings, unreadable = findings + 1, unreadable or cannot_be_judged
        if findings <= 100:
            tell(text)

    try:
        own = read(os.path.join(folder, "key"))
        if not own.endswith(b"\n"):
            raise Ends(65, "the key is not one line")
        try:
            key = Key(own[:-1] if pinned is None else pinned.encode())
        except Malformed as error:
            raise Ends(65, f"the key is not in its form: {error}") from None
        if own[:-1] != key.text:
            find("the export names another public key than was given")

        roots, stored, unstored, waiting = {}, set(), [], []
        try:
            names = sorted(os.listdir(os.path.join(folder, "checkpoints")))
        except OSError as error:
            raise Ends(66, f"checkpoints: {error.strerror}") from None
        notes = [(name, read(os.path.join(folder, "checkpoints", name))) for name in names]
        for name, note in notes + [(None, note) for note in trusted]:
            try:
                size, root = checkpoint(note, key)
            except Forged as error:
                find(f"a checkpoint is forged: {error}")
                continue
            except Malformed as error:
                which = "what was given to be trusted is no checkpoint of this log" if name is None else (
                    "a checkpoint is not to be believed")
                find(f"{which}: {error}", cannot_be_judged=name is None)
                continue
            if name is not None and name != str(size):
                find(f"the checkpoint of {size} leaves has another name")
            if roots.setdefault(size, root) != root:
                find(f"two signed checkpoints of {size} leaves have different roots", cannot_be_judged=True)
            waiting.append((size, root, name is None))
            if name is not None:
                stored.add(size)
            else:
                unstored.append(size)
        waiting.sort(key=lambda one: one[0])

        leaves = read(os.path.join(folder, "leaves.ndjson"))
        if leaves and not leaves.endswith(b"\n"):
            raise Ends(65, "the last leaf has no end of line")
        tree, coverage, believed, covered = Tree(), Coverage(), 0, 0

        def reach():
            nonlocal believed, covered
            while waiting and waiting[0][0] == tree.size:
                _, root, _ = waiting.pop(0)
                if root != tree.root():
                    find(f"the first {tree.size} leaves are not those that a checkpoint was signed for")
                    continue
                believed, covered = believed + 1, tree.size
                coverage.cover()

        for leaf in leaves[:-1].split(b"\n") if leaves else []:
            reach()
            try:
                coverage.add(parsed(leaf), tree.size)
            except Malformed as error:
                find(f"leaf {tree.size} is not in its form: {error}")
            tree.append(leaf)
        reach()
        for size, _, is_trusted in waiting:
            find(f"there are {tree.size} leaves, but a checkpoint of {size}", cannot_be_judged=is_trusted)
        for size in unstored:
            if size not in stored and size <= tree.size:
                find(f"the trusted checkpoint of {size} leaves is not among the stored ones")
        for text in coverage.doubtful:
            find(text)
        if pinned is not None and not believed:
            find("nothing of this log is signed by the key that was given")
    except Ends as end:
        tell(end.args[1])
        return end.args[0]
    if findings:
        return 65 if unreadable else 1
    tell(f"the log holds: {tree.size} leaves, {len(roots)} checkpoints; root {base64.b64encode(tree.root()).decode()}")
    if tree.size > covered:
        tell(f"{tree.size - covered} leaves of runs that have not ended are under no checkpoint: nobody signed for them")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", nargs="*", help="a folder of `auditor log export`")
    parser.add_argument("--trusted", action="append", default=[], help="a signed checkpoint that was kept elsewhere")
    parser.add_argument("--key", help="the log's public key from elsewhere")
    parser.add_argument("--batch", help="a file of folders, one a line: print status, tab, folder of each")
    options = parser.parse_args()
    if bool(options.batch) == bool(options.export):
        parser.error("name a folder, or --batch alone")
    try:
        trusted = [read(path) for path in options.trusted]
    except Ends as end:
        print(end.args[1], file=sys.stderr)
        return end.args[0]
    if options.batch:
        for folder in read(options.batch).decode().splitlines():
            print(verify(folder, trusted, options.key, tell=lambda _: None), folder, sep="\t")
        return 0
    return max(verify(folder, trusted, options.key) for folder in options.export)


if __name__ == "__main__":
    sys.exit(main())
