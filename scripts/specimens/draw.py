"""Draws the sides of a document flat, 12 pixels a millimetre, as the reader of a perfect scanner would see them."""

from functools import lru_cache

import cv2
import numpy as np
import pdf417gen
import segno
from PIL import Image, ImageDraw, ImageFont

SCALE = 12  # pixels a millimetre
# Width and height in millimetres: ID-3, ID-1, ID-2; visas of 9303-7.
SIZES = {"td3": (125, 88), "td1": (85.6, 54), "td2": (105, 74), "mrva": (120, 80), "mrvb": (105, 74), "licence": (85.6, 54)}
TITLES = {"td3": "PASSPORT", "td1": "IDENTITY CARD", "td2": "IDENTITY CARD", "mrva": "VISA", "mrvb": "VISA",
          "licence": "DRIVER LICENSE"}
TINTS = {"td3": (236, 226, 232), "td1": (224, 236, 240), "td2": (226, 238, 226), "mrva": (240, 234, 220),
         "mrvb": (234, 228, 240), "licence": (240, 236, 226)}
CHARACTER = 2.54  # pitch of OCR-B in a zone, millimetres (9303-3, 4.1: ten characters an inch)
LINE = 6.35       # a quarter of an inch from line to line
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()


@lru_cache(maxsize=None)
def _font(name, pixels):
    folder = "/usr/share/fonts/opentype/ocr-b/OCRB.otf" if name == "ocr" else f"/usr/share/fonts/truetype/dejavu/{name}.ttf"
    return ImageFont.truetype(folder, pixels)


@lru_cache(maxsize=None)
def _paper(kind, side):
    """Tint, guilloches and the word SPECIMEN, the same for every document of a kind."""
    width, height = (round(v * SCALE) for v in SIZES[kind])
    tint = np.array(TINTS[kind], np.float32)
    x = np.arange(width, dtype=np.float32)
    base = np.empty((height, width, 3), np.float32)
    base[:] = tint
    base += (np.linspace(-8, 8, width, dtype=np.float32)[None, :, None]) * np.array([1, -0.5, 0.6], np.float32)
    paper = np.clip(base, 0, 255).astype(np.uint8)
    ink = tuple(int(v) for v in tint * 0.88)
    for number in range(26):
        y = height * (number / 25) + height * 0.08 * np.sin(x / width * 2 * np.pi * (2 + number % 3) + number)
        cv2.polylines(paper, [np.stack([x, y], 1).astype(np.int32)], False, ink, 2, cv2.LINE_AA)
    picture = Image.fromarray(paper).convert("RGBA")
    over = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(over)
    font = _font("DejaVuSans-Bold", int(width / 8))
    draw.text((width / 2, height * 0.45), "SPECIMEN", (200, 60, 60, 46), font, anchor="mm")
    over = over.rotate(18, Image.BICUBIC)
    picture.alpha_composite(over)
    return picture.convert("RGB")


class Side:
    """One side being drawn; positions in millimetres."""

    def __init__(self, kind, name):
        self.kind = kind
        self.width, self.height = SIZES[kind]
        self.picture = _paper(kind, name).copy()
        self.draw = ImageDraw.Draw(self.picture)

    def text(self, x, y, words, size=2.6, bold=False, colour=(25, 25, 40), anchor="ls", room=None):
        """Words with a cap height of about 0.73 * `size`; made narrower where they exceed `room`."""
        font = _font("DejaVuSans-Bold" if bold else "DejaVuSans", max(6, round(size * SCALE)))
        if room and font.getlength(words) > room * SCALE:
            font = _font("DejaVuSans-Bold" if bold else "DejaVuSans",
                         max(6, int(size * SCALE * room * SCALE / font.getlength(words))))
        self.draw.text((x * SCALE, y * SCALE), words, colour, font, anchor=anchor)

    def field(self, x, y, label, value, room=None, size=2.9):
        self.text(x, y, label, 1.55, colour=(90, 90, 120))
        self.text(x, y + 3.6, value, size, room=room)

    def paste(self, picture, x, y, width, height, fade=0.0):
        """`fade` 0 is opaque; the ghost is drawn grey and thin."""
        size = (round(width * SCALE), round(height * SCALE))
        found = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        image = Image.fromarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB))
        place = (round(x * SCALE), round(y * SCALE))
        if fade:
            image = image.convert("L").convert("RGB")
            under = self.picture.crop((*place, place[0] + size[0], place[1] + size[1]))
            image = Image.blend(image, under, fade)
        self.picture.paste(image, place)

    def zone(self, lines):
        """The machine-readable zone at the bottom."""
        self.draw.rectangle((0, (self.height - 6.35 * len(lines) - 6) * SCALE, self.width * SCALE, self.height * SCALE),
                            (247, 246, 242))
        font = _font("ocr", round(CHARACTER * SCALE / 0.723))
        left = (self.width - CHARACTER * len(lines[0])) / 2
        for row, line in enumerate(lines):
            base = self.height - 5.2 - LINE * (len(lines) - 1 - row)
            for column, letter in enumerate(line):
                self.draw.text((round((left + column * CHARACTER) * SCALE), round(base * SCALE)), letter, (18, 18, 22), font,
                               anchor="ls")

    def code(self, picture, x, y, width, height):
        size = (round(width * SCALE), round(height * SCALE))
        self.picture.paste(picture.convert("RGB").resize(size, Image.NEAREST), (round(x * SCALE), round(y * SCALE)))

    def pixels(self):
        return cv2.cvtColor(np.asarray(self.picture), cv2.COLOR_RGB2BGR)


def day(date, style):
    if style == "usa":
        return date.strftime("%m/%d/%Y")
    return [f"{date.day:02d} {MONTHS[date.month - 1]} {date.year}", date.strftime("%d.%m.%Y"), date.isoformat()][style]


def _heading(side):
    side.text(4, 5.6, "UTOPIA", 3.4, bold=True, colour=(40, 40, 110))
    side.text(side.width - 4, 5.6, TITLES[side.kind] + " · SPECIMEN", 2.6, bold=True, colour=(150, 30, 30), anchor="rs")


def front(made, portrait, style):
    """`portrait`: 350 by 450 pixels; `style`: 0-2, how dates are printed."""
    side, person = Side(made.kind, "front"), made.person
    _heading(side)
    if made.kind == "licence":
        return _licence_front(side, made, portrait)
    card = made.kind == "td1"
    tall = 28 if card else min(36, side.height - 37)
    wide = tall * 35 / 45
    side.paste(portrait, 4, 9, wide, tall)
    left = 4 + wide + 4
    ghost = 9 if card else 13
    room = side.width - left - ghost - 6
    # Visas and TD2 have little height: rows come closer.
    step = (7.0 if card else (side.height - 30) / 6.4)
    number = "Visa No." if made.kind.startswith("mrv") else "Document No."
    rows = [
        ("Surname / Nom", person.surname.upper(), 0), ("Given names / Prénoms", person.given.upper(), 1),
        ("Date of birth" if card else "Date of birth / Naissance", day(person.birth, style), 2), (number, made.number, 3),
        ("Date of expiry / Expiration", day(made.expiry, style), 4),
    ]
    for label, value, row in rows:
        side.field(left, 11 + row * step, label, value, room)
    right = left + room * 0.62
    side.field(right, 11 + 2 * step, "Sex / Sexe", person.sex, size=2.7)
    side.field(right, 11 + 3 * step, "Nationality", "UTO", size=2.7)
    if not card:
        side.field(left, 11 + 5 * step, "Date of issue", day(made.issued, style), room)
        if made.personal_number:
            side.field(right, 11 + 5 * step, "Personal No.", made.personal_number, size=2.2)
    side.paste(portrait, side.width - ghost - 3, 11 + 2.2 * step, ghost, ghost * 45 / 35, fade=0.55)
    if made.zone and not card:
        side.zone(made.zone)
    return side.pixels()


def back(made):
    """The second side of a card, or None: passports and visas have one."""
    if made.kind not in ("td1", "licence"):
        return None
    side = Side(made.kind, "back")
    if made.kind == "licence":
        side.text(4, 5, "UTOPIA · DRIVER LICENSE · SPECIMEN", 2.2, bold=True, colour=(150, 30, 30))
        code = pdf417gen.render_image(
            pdf417gen.encode(made.barcode, columns=10, security_level=3), scale=1, ratio=3, padding=4)
        side.code(code, 4, 8, side.width - 8, 24)
        side.text(4, 40, "CLASS D  END NONE  REST NONE", 2.4)
        side.text(4, 46, "No value: made for tests.", 2.2)
        return side.pixels()
    side.text(4, 5, "UTOPIA · IDENTITY CARD · SPECIMEN", 2.2, bold=True, colour=(150, 30, 30))
    side.field(4, 9, "Date of issue", made.issued.isoformat())
    if made.personal_number:
        side.field(4, 17, "Personal No.", made.personal_number)
    matrix = np.array([list(row) for row in segno.make(f"UTO:{made.number}", error="m", micro=False).matrix_iter(border=3)])
    side.code(Image.fromarray(((1 - matrix) * 255).astype(np.uint8)), side.width - 21, 8, 17, 17)
    side.zone(made.zone)
    return side.pixels()


def _licence_front(side, made, portrait):
    person = made.person
    side.paste(portrait, 4, 9, 24, 24 * 45 / 35)
    left, room = 32, 38
    rows = [("4d LIC NO", made.number), ("1 LAST NAME", person.surname.upper()), ("2 FIRST NAME", person.given.upper()),
            ("3 DATE OF BIRTH", day(person.birth, "usa")), ("4b EXPIRES", day(made.expiry, "usa")),
            ("8 ADDRESS", made.address.upper())]
    for row, (label, value) in enumerate(rows):
        side.field(left, 10.5 + row * 7.0, label, value, room)
    side.field(left + 25, 10.5 + 3 * 7.0, "15 SEX", person.sex, size=2.6)
    side.field(left + 25, 10.5 + 4 * 7.0, "4a ISS", day(made.issued, "usa"), size=2.2)
    side.paste(portrait, side.width - 14, 12, 10, 10 * 45 / 35, fade=0.55)
    return side.pixels()
