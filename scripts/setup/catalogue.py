"""What models.json says and whether the installed files agree with it. Standard library only."""

import hashlib
import json
import platform
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SCHEMA = "identity-auditor/models"
SCHEMA_VERSION = 1


class SetupError(Exception):
    """A failure that the person at the keyboard can act on; its text says how."""


@dataclass(frozen=True)
class Package:
    """One pinned package archive."""

    name: str
    version: str
    sha256: str
    kind: str  # "wheel" or "source"
    wheel_tags: dict  # pip's platform options, for wheels that are not the same on every machine

    @property
    def pin(self):
        return f"{self.name}=={self.version}"


@dataclass(frozen=True)
class Entry:
    """One installed file and the archive member it comes from, or the file of this repository where `package` is None."""

    name: str
    file: str
    sha256: str
    size: int
    package: str
    member: str
    member_sha256: str
    converted: bool


@dataclass(frozen=True)
class Catalogue:
    packages: dict
    entries: list
    libraries: list  # of this machine's kind; what needs them is left out where they are not installed


def load(path):
    """Reads models.json, refusing a schema that these scripts were not written for."""
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        if (document["schema"], document["schema_version"]) != (SCHEMA, SCHEMA_VERSION):
            raise SetupError(f"{path}: expected schema {SCHEMA} version {SCHEMA_VERSION}")
        packages = {
            item["package"]: Package(
                item["package"], item["version"], item["sha256"], item["kind"], item.get("wheel_tags", {})
            )
            for item in document["packages"]
        }
        entries = [_entry(item, packages, path) for item in document["models"]]
        libraries = [
            _entry(item, packages, path)
            for item in document.get("libraries", [])
            if item["machine"] == platform.machine()
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError(f"{path}: cannot read the catalogue: {error!r}") from error
    return Catalogue(packages, entries, libraries)


def _entry(item, packages, path):
    source = item["source"]
    if "file" in source:
        _inside(item["name"], source["file"], path)
        _inside(item["name"], item["file"], path)
        return Entry(
            item["name"], item["file"], item["sha256"], item["size"], None, source["file"], source["sha256"], item["converted"],
        )
    package = packages[source["package"]]
    if package.version != source["version"]:
        raise SetupError(f"{path}: {item['name']}: version differs from the one under packages")
    _inside(item["name"], item["file"], path)
    return Entry(
        item["name"], item["file"], item["sha256"], item["size"],
        source["package"], source["member"], source["sha256"], item["converted"],
    )


def _inside(name, file, path):
    """A path that becomes part of a file system path must stay inside its folder."""
    relative = PurePosixPath(file)
    if relative.is_absolute() or ".." in relative.parts:
        raise SetupError(f"{path}: {name}: {file} must stay inside its folder")


def digest(path):
    """SHA-256 of a file in lower-case hexadecimal."""
    hasher = hashlib.sha256()
    with open(path, "rb") as stream:
        while chunk := stream.read(1 << 20):
            hasher.update(chunk)
    return hasher.hexdigest()


def problem(entry, path):
    """Why the file at `path` is not the one the catalogue describes, or None when it is."""
    if not path.is_file():
        return "missing"
    # The size is compared first because it costs nothing and explains a truncated file best.
    if path.stat().st_size != entry.size:
        return f"{path.stat().st_size} bytes instead of {entry.size}"
    found = digest(path)
    if found != entry.sha256:
        return f"SHA-256 {found} instead of {entry.sha256}"
    return None
