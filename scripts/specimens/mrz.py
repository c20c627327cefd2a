"""Machine-readable zones by ICAO Doc 9303, 8th edition: parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (MRV-A, MRV-B).

Written from the standard and apart from the auditor's own code, so that an error in one shows in the other.
"""

import unicodedata

WEIGHTS = (7, 3, 1)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"

# Part 3, section 6, table A: the letters whose transliteration is not the letter without its mark.
SPECIAL = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "ß": "SS", "Þ": "TH", "Đ": "D",
    "Ħ": "H", "ı": "I", "Ĳ": "IJ", "Ł": "L", "Œ": "OE", "Ŧ": "T",
}


def check_digit(text):
    """Part 3, section 4.9: weights 7, 3, 1 repeated; 0-9 as they are, A-Z 10-35, the filler 0; modulo 10."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * WEIGHTS[index % 3] for index, value in enumerate(values)) % 10)


def transliterate(name):
    """A printed name in the zone's letters: words divided by one filler, apostrophes and full stops left out."""
    result = []
    for letter in name:
        letter = "ß" if letter == "ß" else letter.upper()
        if letter in SPECIAL:
            result.append(SPECIAL[letter])
        elif letter in " -":
            result.append("<")
        else:
            plain = unicodedata.normalize("NFD", letter)
            result.append("".join(base for base in plain if "A" <= base <= "Z"))
    return "<".join(word for word in "".join(result).split("<") if word)


def _cut(text, width):
    """The first `width` characters, shortened so that the last one is a letter: it shows that the name goes on."""
    if len(text) <= width:
        return text
    kept = text[:width]
    if kept.endswith("<"):
        # A letter of the word before gives its place to the first one of the next.
        kept = kept[:-2] + "<" + text[width]
    return kept


def names(surname, given, width):
    """The name field: SURNAME<<GIVEN<NAMES, filled up; cut where it does not fit (part 4, 4.2.3.1)."""
    primary, secondary = transliterate(surname), transliterate(given)
    if not secondary:
        return _cut(primary, width).ljust(width, "<")
    if len(primary) > width - 3:
        primary = _cut(primary, width - 3)
    return (primary + "<<" + _cut(secondary, width - len(primary) - 2)).ljust(width, "<")


def _sealed(text):
    return text + check_digit(text)


def _day(date):
    return date.strftime("%y%m%d")


def lines(kind, person, number, expiry, optional="", code=None, issuer="UTO", nationality="UTO", optional_2=""):
    """The two or three lines of a document of `kind` (TD1, TD2, TD3, MRV-A, MRV-B) for a `person`.

    `person` has surname, given, birth (a date) and sex (M, F or X); `optional` is cut to the layout's room.
    """
    sex = "<" if person.sex == "X" else person.sex
    birth, until = _sealed(_day(person.birth)), _sealed(_day(expiry))
    if kind == "TD1":
        code = (code or "I").ljust(2, "<")
        if len(number) > 9:
            # Part 5, note j: what does not fit goes into the optional data, with the check digit behind it.
            head = number[:9] + "<" + (number[9:] + check_digit(number) + "<" + optional)
        else:
            head = _sealed(number.ljust(9, "<")) + optional
        first = (code + issuer + head)[:30].ljust(30, "<")
        middle = birth + sex + until + nationality + optional_2[:11].ljust(11, "<")
        digit = check_digit(first[5:] + birth + until + middle[18:])
        return [first, middle + digit, names(person.surname, person.given, 30)]
    wide = kind in ("TD3", "MRV-A")
    default = {"TD3": "P", "TD2": "I"}.get(kind, "V")
    first = (code or default).ljust(2, "<") + issuer + names(person.surname, person.given, 39 if wide else 31)
    second = _sealed(number.ljust(9, "<")) + nationality + birth + sex + until
    if kind == "TD3":
        rest = optional[:14].ljust(14, "<")
        second += rest + ("<" if not optional else check_digit(rest))
    else:
        room = {"TD2": 7, "MRV-A": 16, "MRV-B": 8}[kind]
        second += optional[:room].ljust(room, "<")
    if not kind.startswith("MRV"):
        second += check_digit(second[:10] + second[13:20] + second[21:])
    return [first, second]
