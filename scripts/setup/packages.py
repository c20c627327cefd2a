"""Pinned package archives through pip in a throw-away virtual environment. Standard library only."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import catalogue
from catalogue import SetupError

ADVICE = "check the network, or pip's index and proxy settings, then run 'make setup' again"


def make_environment(folder, requirements):
    """A private environment with exactly the hashed requirements, or none; returns its interpreter."""
    made = _run([sys.executable, "-m", "venv", str(folder)])
    if made.returncode != 0:
        raise SetupError(f"cannot make a Python environment: install python3-venv\n{_tail(made)}")
    python = folder / "bin" / "python"
    if requirements is None:
        return python
    # --no-deps with --require-hashes: nothing enters that this repository has not pinned.
    pinned = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(requirements)]
    done = _run(_pip(python, "install") + pinned)
    if done.returncode != 0:
        raise SetupError(f"could not install the pinned tools of {requirements.name}: {ADVICE}\n{_tail(done)}")
    return python


def download(python, package, folder):
    """Downloads one archive into its own folder and returns its path once its digest is right."""
    target = folder / package.name
    target.mkdir()
    wanted = folder / f"{package.name}.txt"
    wanted.write_text(f"{package.pin} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    command = _pip(python, "download") + ["--require-hashes", "--no-deps", "-d", str(target), "-r", str(wanted)]
    if package.kind == "source":
        # pip asks a source archive for its metadata; without isolation it uses the pinned build tools for that.
        command += ["--no-binary=:all:", "--no-build-isolation"]
    else:
        command += ["--only-binary=:all:"]
        # A fixed platform: the data inside is the same for all, and one digest then fits every machine.
        for option, value in package.wheel_tags.items():
            command += [f"--{option}", value]
    done = _run(command)
    archives = [path for path in target.iterdir() if path.is_file()]
    if done.returncode != 0 or len(archives) != 1:
        raise SetupError(f"could not download {package.pin}: {ADVICE}\n{_tail(done)}")
    found = catalogue.digest(archives[0])
    if found != package.sha256:
        raise SetupError(f"{package.pin}: archive has SHA-256 {found} instead of {package.sha256}")
    return archives[0]


def extract(archive, member, target):
    """Writes one archive member to `target`; the member's name never becomes a path."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as opened, opened.open(member) as source:
                _copy(source, target)
        else:
            with tarfile.open(archive) as opened:
                source = opened.extractfile(member)
                if source is None:
                    raise SetupError(f"{archive.name}: {member} is not a file")
                with source:
                    _copy(source, target)
    except (KeyError, OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise SetupError(f"{archive.name}: cannot read {member}: {error}") from error


def _copy(source, target):
    with open(target, "wb") as sink:
        shutil.copyfileobj(source, sink)


def _pip(python, command):
    return [str(python), "-m", "pip", command, "--quiet", "--no-input", "--disable-pip-version-check", "--no-cache-dir"]


def _run(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def _tail(done, lines=6):
    """The end of what a failed command said, indented so that our own sentence stands out."""
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in said[-lines:])
