"""Invented people and their documents' fields. No name here is meant to be anyone's; the state is UTO, which does not exist."""

import datetime
from dataclasses import dataclass, field

import mrz

SURNAMES = [
    "Eriksson", "Ström-Ångquist", "Müllerová", "O'Connellan", "Nuñez de la Peña", "Szczepańska", "Đurđevsson", "Groß",
    "Ferreira-Conceição", "van der Linstrøm", "Kovačević", "Łukomska", "Þórvaldsen", "Bąkiewicz", "Tremblay-Côté", "Öztürkoglu",
    "Abeywickrama-Ranasinghe Wettasinghe Jayatunga", "Papathanasopoulou", "Ng", "D'Alembertini", "Sørgård", "Zhelyazkova",
    "Quillfeather", "Moonriver", "Oakenby", "Larkspurre", "Bramblewick", "Iwasakino", "Okonjwu", "Velascoza",
]
GIVEN = [
    "Anna Maria", "Jørgen", "Zoë", "Ida", "Marie-Élise", "Łucja", "Søren Åge", "Inês", "Ürsula", "Tomáš", "Björk", "Kofi", "Mei",
    "Aurélien Théodore Barthélemy", "Noël", "Siobhánna", "Radoslav", "Wilhelmina Charlotta Frederika", "Óscar", "Lien", "Jean-Luc",
    "Dario", "Philippa", "Hugo", "Vera", "Milo", "Yasmin", "Emre", "Greta", "Bo",
]
SINGLE = ["Arkfreya", "Sukarnova", "Malalay", "Teller"]
STREETS = ["12 Harbour Row", "7 Larch Lane", "401 Old Mill Road", "88 Meridian Ave", "3 Quay St"]
KINDS = ["td3", "td1", "td2", "mrva", "mrvb", "licence"]
LAYOUT = {"td3": "TD3", "td1": "TD1", "td2": "TD2", "mrva": "MRV-A", "mrvb": "MRV-B"}
TODAY = datetime.date(2026, 1, 15)  # documents are valid on this day, whenever they are made


@dataclass
class Person:
    surname: str
    given: str
    birth: datetime.date
    sex: str

    @property
    def full_name(self):
        return f"{self.given} {self.surname}".strip()


@dataclass
class Document:
    """What is printed. `zone` are the lines of the machine-readable zone, `barcode` the content of the PDF417."""

    kind: str
    person: Person
    number: str
    issued: datetime.date
    expiry: datetime.date
    personal_number: str = ""
    address: str = ""
    zone: list = field(default_factory=list)
    barcode: str = ""


def _person(rng):
    born = TODAY - datetime.timedelta(days=int(rng.integers(19 * 365, 80 * 365)))
    sex = "FMX"[min(2, int(rng.integers(0, 20)) // 9)]
    if rng.random() < 0.05:
        return Person(SINGLE[rng.integers(len(SINGLE))], "", born, sex)
    return Person(SURNAMES[rng.integers(len(SURNAMES))], GIVEN[rng.integers(len(GIVEN))], born, sex)


def _number(rng, length):
    letters = list("0123456789" * 3 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return "".join(rng.choice(letters, length))


def document(rng, kind, expired=False):
    """A document that agrees with itself."""
    person = _person(rng)
    years = 365 * (1 if kind.startswith("mrv") else 10)
    issued = TODAY - datetime.timedelta(days=int(rng.integers(30, years - 60)))
    if expired:
        issued -= datetime.timedelta(days=years)
    expiry = issued + datetime.timedelta(days=years)
    length = 9 if kind != "td1" or rng.random() < 0.85 else 12
    made = Document(kind, person, _number(rng, length), issued, expiry)
    if kind in ("td3", "td1") and rng.random() < 0.6:
        made.personal_number = _number(rng, int(rng.integers(8, 12)))
    if kind == "licence":
        made.address = STREETS[rng.integers(len(STREETS))]
    seal(made)
    return made


def seal(made, wrong_digit=False):
    """Writes zone or barcode from the fields; with `wrong_digit` the document number's check digit is another one."""
    if made.kind == "licence":
        import aamva

        made.barcode = aamva.content(made)
        return
    made.zone = mrz.lines(LAYOUT[made.kind], made.person, made.number, made.expiry, made.personal_number)
    if wrong_digit:
        line, column = (0, 14) if made.kind == "td1" else (1, 9)
        text = made.zone[line]
        other = str((int(text[column], 36) + 4) % 10) if text[column] != "<" else "4"
        made.zone[line] = text[:column] + other + text[column + 1:]
