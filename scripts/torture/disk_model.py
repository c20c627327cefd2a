"""A disk that loses what was not synced, rebuilt from a record of faults.c.

A file has content that is durable and writes that are not yet; names (creations, renames, removals) are durable up to
the last sync that covers them and otherwise survive in order, as on a journalling file system, up to some moment. At a
power loss every 512-byte sector of every unsynced write is kept, lost, or filled with rubbish, as chance has it; lengths
as well.
"""

import copy
import random

sector = 512


class File:
    """One file: what is durable, and changes since then."""

    def __init__(self, content=b""):
        self.durable = bytes(content)
        self.pending = []

    def sync(self):
        self.durable = self.content(lambda *_: "keep")
        self.pending = []

    def content(self, fate):
        """The bytes if each pending sector has the fate that the function gives it."""
        data = bytearray(self.durable)
        for kind, offset, payload in self.pending:
            if kind == "truncate":
                if fate() != "lose":
                    data = data[:offset] + bytes(max(0, offset - len(data)))
                continue
            for start in range(0, len(payload), sector):
                piece = payload[start:start + sector]
                what = fate()
                if what == "lose":
                    continue
                at = offset + start
                if len(data) < at + len(piece):
                    data += bytes(at + len(piece) - len(data))
                data[at:at + len(piece)] = piece if what == "keep" else b"\xA5" * len(piece)
        return bytes(data)


def records(path):
    """The calls of a record: name, path, second path, offset, data."""
    with open(path, "rb") as stream:
        while line := stream.readline():
            name, first, second, offset, length = line.decode(errors="replace").rstrip("\n").split("\t")
            carries = name in ("write", "tell")
            yield name, first, second, int(offset), stream.read(int(length)) if carries else b""


class Disk:
    """The files below one folder while a record is played."""

    def __init__(self, folder, start):
        self.folder = folder
        self.live = {f"{folder}/{name}": (None if name.endswith("/") else File(data)) for name, data in start.items()}
        self.names = dict(self.live)
        self.journal = []

    def covers(self, path):
        return path.startswith(self.folder + "/")

    def play(self, call):
        name, path, second, offset, data = call
        if name == "syncfs":
            for file in self.live.values():
                if file:
                    file.sync()
            self.settle()
        elif name in ("fsync", "fdatasync"):
            if path == self.folder or self.live.get(path, self) is None:
                self.settle()
            elif path in self.live:
                self.live[path].sync()
        elif not self.covers(path):
            pass
        elif name == "write" and path in self.live:
            self.live[path].pending.append(("write", offset, data))
        elif name == "truncate" and path in self.live:
            self.live[path].pending.append(("truncate", offset, b""))
        elif name in ("create", "mkdir", "unlink", "rename", "exchange"):
            node = File() if name == "create" else None
            change = (name, path, second, node)
            apply(self.live, change)
            self.journal.append(change)

    def settle(self):
        """A folder was synced: names are durable."""
        for change in self.journal:
            apply(self.names, change)
        self.journal = []

    def lose_power(self, seed):
        """What is there afterwards: paths relative to the folder, with bytes; folders end in a slash."""
        chance = random.Random(seed)
        names = dict(self.names)
        for change in self.journal[:chance.randint(0, len(self.journal))]:
            apply(names, change)
        # Some power losses take everything, some nothing, most a part.
        kept = chance.choice([0, 0.1, 0.5, 0.9, 1])
        rubbish = chance.choice([0, 0, 0.2])

        def fate():
            if chance.random() < kept:
                return "keep"
            return "rubbish" if chance.random() < rubbish else "lose"

        left = {}
        for path, file in names.items():
            relative = path[len(self.folder) + 1:]
            left[relative if file else relative.rstrip("/") + "/"] = file.content(fate) if file else b""
        return left

    def snapshot(self):
        return copy.deepcopy(self)


def apply(names, change):
    """Makes one change of names; a folder moves with all that is in it."""
    kind, path, second, node = change
    if kind in ("create", "mkdir"):
        names[path] = node
    elif kind == "unlink":
        names.pop(path, None)
    else:
        moved = {name: names.pop(name) for name in list(names) if name == path or name.startswith(path + "/")}
        other = {name: names.pop(name) for name in list(names) if name == second or name.startswith(second + "/")}
        for name, file in moved.items():
            names[second + name[len(path):]] = file
        if kind == "exchange":
            for name, file in other.items():
                names[path + name[len(second):]] = file
