"""The content of a driving licence's PDF417 by the AAMVA DL/ID Card Design Standard, version 8 (2013), annex D.

The issuer number 636099 is not one that AAMVA has given out at the time of writing; the jurisdiction is UT of UTO.
"""

import mrz

ISSUER = "636099"


def _plain(name):
    return mrz.transliterate(name).replace("<", " ")


def content(made):
    """Header, directory of one subfile and its data elements. Dates are MMDDCCYY, as the country element USA has them."""
    person = made.person

    def day(date):
        return date.strftime("%m%d%Y")

    given = _plain(person.given).split(" ", 1)
    elements = [
        ("DAQ", made.number), ("DCS", _plain(person.surname)), ("DDE", "N"), ("DAC", given[0] or "NONE"), ("DDF", "N"),
        ("DAD", given[1] if len(given) > 1 else "NONE"), ("DDG", "N"), ("DCA", "D"), ("DCB", "NONE"), ("DCD", "NONE"),
        ("DBD", day(made.issued)), ("DBB", day(person.birth)), ("DBA", day(made.expiry)),
        ("DBC", {"M": "1", "F": "2"}.get(person.sex, "9")), ("DAU", "069 in"), ("DAY", "BRO"), ("DAG", made.address.upper()),
        ("DAI", "SPECIMEN TOWN"), ("DAJ", "UT"), ("DAK", "000010000  "), ("DCF", "SPECIMEN00001"), ("DCG", "UTO"),
    ]
    body = "DL" + "".join(f"{name}{value}\n" for name, value in elements) + "\r"
    header = f"@\n\x1e\rANSI {ISSUER}080001"
    return header + f"DL{len(header) + 10:04d}{len(body):04d}" + body
