"""Texts of lines to train and measure on: realistic zones of all five layouts, random characters, confusable mixes."""

import datetime
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "specimens"))
import mrz  # noqa: E402  (the layouts and check digits of the specimens)

ALPHABET = mrz.ALPHABET
# What OCR confuses in OCR-B: each group is drawn from together, so that its shapes meet side by side.
CONFUSABLE = ["O0Q", "I1L", "B8", "S5", "Z2", "G6", "D0O", "<KC", "VY", "UV", "MN", "4A", "7T", "E3", "PR", "9G"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_DAY = datetime.date(1930, 1, 1).toordinal()


def _word(rng, low, high):
    return "".join(rng.choice(list(LETTERS), rng.integers(low, high + 1)))


def _number(rng, length):
    return "".join(rng.choice(list(ALPHABET[:36]), length))


def zone(rng):
    """The lines of a random zone; names and numbers are random letters, so that no language is learnt."""
    kind = ["TD1", "TD2", "TD3", "MRV-A", "MRV-B"][rng.integers(5)]
    person = SimpleNamespace(
        surname=" ".join(_word(rng, 2, 11) for _ in range(rng.integers(1, 3))),
        given=" ".join(_word(rng, 2, 9) for _ in range(rng.integers(0, 4))),
        birth=datetime.date.fromordinal(FIRST_DAY + int(rng.integers(30000))), sex="MFX"[rng.integers(3)])
    expiry = datetime.date.fromordinal(FIRST_DAY + int(rng.integers(33000, 44000)))
    state, nation = _word(rng, 3, 3), _word(rng, 3, 3)
    optional = _number(rng, rng.integers(1, 15)) if rng.random() < 0.5 else ""
    return mrz.lines(kind, person, _number(rng, rng.integers(6, 10)), expiry, optional, issuer=state, nationality=nation,
                     optional_2=_number(rng, rng.integers(0, 11)) if rng.random() < 0.3 else "")


def whole_line(rng):
    """One complete line of a random zone: 30, 36 or 44 characters."""
    found = zone(rng)
    return found[rng.integers(len(found))]


def piece(rng, length):
    """`length` characters to train on: half from zones, the rest random or from the confusable groups."""
    choice = rng.random()
    if choice < 0.4:
        line = whole_line(rng)
        start = rng.integers(0, len(line) - length + 1)
        return line[start:start + length]
    if choice < 0.7:
        return "".join(rng.choice(list(ALPHABET), length))
    found = ""
    while len(found) < length:
        group = CONFUSABLE[rng.integers(len(CONFUSABLE))]
        found += "".join(rng.choice(list(group), rng.integers(1, 5)))
    return found[:length]
