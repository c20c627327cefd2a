"""Draws lines of OCR-B as a camera would see them and a straightening would cut them out.

The result has the geometry of the network's input: 32 rows, cap height about 20, values (mean - grey) / deviation of the
band, so that dark ink is positive.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONTS = ["/usr/share/fonts/opentype/ocr-b/OCRB.otf", "/usr/share/fonts/opentype/ocr-b/OCRBS.otf"]
ROWS, CAP = 32, 20            # of the network's input, pixels
DRAWN = 40                    # cap height on the canvas
EM = 0.72                     # cap height over font size in these fonts
PITCH = DRAWN * 0.723 / EM    # advance on the canvas
CANVAS = 112                  # rows of the canvas

# cap: the photographed cap height; the others are the strongest of each effect. Chances are those of the odd effects.
LEVELS = {
    "none": dict(cap=(20, 30), tilt=0.1, blur=0.4, noise=2, quality=(92, 98), contrast=(130, 210), pattern=0.03, odd=0.0),
    "light": dict(cap=(14, 26), tilt=0.4, blur=0.8, noise=5, quality=(75, 95), contrast=(100, 200), pattern=0.10, odd=0.1),
    "medium": dict(cap=(10.5, 20), tilt=0.8, blur=1.2, noise=10, quality=(50, 90), contrast=(70, 180), pattern=0.2, odd=0.25),
    "heavy": dict(cap=(8, 14), tilt=1.2, blur=1.6, noise=16, quality=(30, 80), contrast=(45, 150), pattern=0.3, odd=0.4),
}


def _glyphs():
    """Ink, 0 to 1, of every character in every font, in a cell of the canvas's height."""
    found = []
    for path in FONTS:
        font = ImageFont.truetype(path, round(DRAWN / EM))
        cells = {}
        for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<":
            cell = Image.new("L", (52, CANVAS))
            ImageDraw.Draw(cell).text((6, CANVAS / 2 + DRAWN / 2), letter, 255, font, anchor="ls")
            cells[letter] = np.asarray(cell, np.float32) / 255
        found.append(cells)
    return found


GLYPHS = _glyphs()


def _cloud(rng, height, width, cells):
    """Smooth noise of mean 0 and a size of about 1, with `cells` lumps along its height."""
    small = rng.standard_normal((cells + 1, max(2, cells * width // height) + 1)).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def _canvas(rng, text, margin):
    """The line in ink, drawn large, with the unevenness of print."""
    cells = GLYPHS[rng.random() < 0.3]
    ink = np.zeros((CANVAS, int(len(text) * PITCH + 2 * margin + 12)), np.float32)
    for index, letter in enumerate(text):
        left = int(round(margin + index * PITCH - 6 + rng.normal(0, 0.5)))
        left = min(max(left, 0), ink.shape[1] - 52)
        part = ink[:, left:left + 52]
        np.maximum(part, np.roll(cells[letter], int(round(rng.normal(0, 0.5))), 0), out=part)
    weight = rng.uniform(-0.22, 0.22)
    # Blur and a soft threshold make strokes thicker or thinner, as ink and paper do.
    soft = cv2.GaussianBlur(ink, (0, 0), rng.uniform(1.2, 2.6))
    ink = np.clip((soft - 0.5 + weight) * rng.uniform(2, 5) + 0.5, 0, 1)
    if rng.random() < 0.4:
        ink *= np.clip(1 - rng.uniform(0, 0.5) * (0.5 + _cloud(rng, *ink.shape, 4)), 0.35, 1)
    return ink


def _clutter(rng, ink):
    """What may stand near a line: a rule, an edge, feet of another line. Never on the characters."""
    middle = CANVAS // 2
    row = middle + int(rng.choice([-1, 1])) * int(rng.uniform(28, 42))
    if rng.random() < 0.5:
        ink[row:row + int(rng.integers(1, 5))] = rng.uniform(0.2, 1)
    else:
        count = int(rng.integers(3, 30))
        for left in rng.integers(0, ink.shape[1] - 8, count):
            below = slice(row, None) if row > middle else slice(None, row)
            ink[below, left:left + int(rng.integers(2, 9))] = rng.uniform(0.3, 1)


def line(rng, text, level, width=None, scale=None):
    """A band of the line `text` as float32 [32, width], and where its characters' middles are, in pixels from the left.

    `level` is a name or a dictionary like those of LEVELS.

    The characters' width varies by up to 12 %; `width` (a multiple of 4; default: what the text needs) is filled up with
    paper.
    """
    how = LEVELS[level] if isinstance(level, str) else level
    if scale is None:
        scale = (rng.uniform(0.9, 1.12), rng.uniform(0.85, 1.18))  # across and along the height
    margin = rng.uniform(3, 26) * DRAWN / CAP
    ink = _canvas(rng, text, margin)
    odd = how["odd"]
    if rng.random() < odd:
        _clutter(rng, ink)
    across, up = scale[0] * CAP / DRAWN, scale[1] * CAP / DRAWN
    natural = int(np.ceil(ink.shape[1] * across / 4) * 4)
    width = width or natural
    capture = np.exp(rng.uniform(*np.log(how["cap"]))) / CAP
    rows, columns = max(8, round(ROWS * capture)), max(8, round(width * capture))
    # Canvas to photographed band: a slight turn, slant and fall of the line, then the photo's own resolution.
    turn, slant = np.radians(rng.normal(0, how["tilt"] * 0.5)), rng.normal(0, how["tilt"] * 0.04)
    vertical = rng.normal(0, 0.5 + how["tilt"])
    matrix = np.array([[across, -across * slant, 0], [up * np.sin(turn) * 0.5, up, 0], [0, 0, 1]])
    centre = matrix @ [ink.shape[1] / 2, CANVAS / 2, 1]
    matrix[0, 2], matrix[1, 2] = natural / 2 - centre[0], ROWS / 2 + vertical - centre[1]
    matrix[2, 0] = rng.normal(0, how["tilt"] * 0.02) / ink.shape[1]
    middles = margin + (np.arange(len(text)) + 0.5) * PITCH
    x, _, z = matrix @ np.stack([middles, np.full(len(text), CANVAS / 2), np.ones(len(text))])
    matrix = np.diag([columns / width, rows / ROWS, 1]) @ matrix
    # Shrinking without this blur would alias, which lenses do not.
    step = DRAWN / (CAP * capture)
    ink = cv2.GaussianBlur(ink, (0, 0), max(0.3, 0.4 * step))
    ink = cv2.warpPerspective(ink, matrix, (columns, rows), flags=cv2.INTER_LINEAR)
    grey = _photograph(rng, ink, how)
    band = cv2.resize(grey, (width, ROWS), interpolation=cv2.INTER_AREA if capture > 1 else cv2.INTER_CUBIC)
    return normalise(band), x / z


def _photograph(rng, ink, how):
    """Paper, light, lens, sensor and file."""
    rows, columns = ink.shape
    contrast = rng.uniform(*how["contrast"])
    paper = rng.uniform(min(contrast + 15, 235), 250)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    grey = paper + rng.normal(0, 12 * how["pattern"] * 4) * (x / columns - 0.5) * 2
    if rng.random() < 0.7:
        for _ in range(rng.integers(1, 4)):
            # The waves of security print.
            period = rng.uniform(3, 24)
            angle = rng.uniform(0, np.pi)
            bend = rng.uniform(0, 3) * np.sin(x / rng.uniform(10, 60))
            wave = np.sin((x * np.cos(angle) + y * np.sin(angle) + bend) * 2 * np.pi / period)
            grey += wave * rng.uniform(0, how["pattern"]) * contrast * 0.5
    grey -= ink * contrast * rng.uniform(0.85, 1)
    if rng.random() < how["odd"]:
        lump = np.clip(_cloud(rng, rows, columns, 1), 0, 2)
        strength = rng.uniform(0.1, 0.55)
        if rng.random() < 0.5:
            grey += (255 - grey) * np.clip(lump * strength, 0, 0.75)  # glare
        else:
            grey *= 1 - np.clip(lump * strength, 0, 0.6)              # shadow
    blur = rng.uniform(0.15, how["blur"]) * min(1.3, max(0.55, rows / ROWS))
    grey = cv2.GaussianBlur(grey, (0, 0), blur)
    if rng.random() < how["odd"] * 0.5:
        length = int(rng.integers(2, 4)) if rows < 20 else int(rng.integers(2, 5))
        kernel = np.ones((1, length)) / length
        grey = cv2.filter2D(grey, -1, kernel if rng.random() < 0.6 else kernel.T)
    grey = grey + rng.standard_normal(grey.shape, np.float32) * rng.uniform(0, how["noise"])
    flat = np.clip(grey, 0, 255).astype(np.uint8)
    quality = int(rng.uniform(*how["quality"]))
    _, file = cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_QUALITY, quality])
    flat = cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)
    if rng.random() < 0.2:
        flat = np.clip(flat.astype(np.float32) * 1.6 - 0.6 * cv2.GaussianBlur(flat, (0, 0), 1.2), 0, 255)  # a phone's sharpening
    return flat.astype(np.float32)


def normalise(band):
    """(mean - grey) / deviation, the deviation at least one grey level."""
    return ((band.mean() - band) / max(float(band.std()), 1)).astype(np.float32)


def mixed(rng):
    """A level between those named, for training: from clean to a little worse than heavy."""
    hardness = rng.beta(1.1, 1.0) * 3.15
    low = min(int(hardness), 2)
    part = hardness - low
    names = list(LEVELS)
    first, second = LEVELS[names[low]], LEVELS[names[low + 1]]

    def between(a, b):
        if isinstance(a, tuple):
            return tuple(between(x, y) for x, y in zip(a, b))
        return a + (b - a) * part

    how = {key: between(first[key], second[key]) for key in first}
    how["cap"] = (max(6.5, how["cap"][0]), max(9, how["cap"][1]))
    how["quality"] = (max(15, how["quality"][0]), how["quality"][1])
    return how
