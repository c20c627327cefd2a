"""Photographs a flat document virtually: table, perspective, light, lens, sensor, file."""

import cv2
import numpy as np

# density: pixels a millimetre of the document in the photo. `stretch`: how far a corner may move, as a part of the size.
LEVELS = {
    "none": dict(density=(11, 14), skew=0, stretch=0, blur=(0, 0.3), noise=1, quality=(92, 97), light=0, odd=0, cover=(0.93, 0.97)),
    "light": dict(density=(8, 14), skew=4, stretch=0.02, blur=(0.3, 0.8), noise=5, quality=(78, 95), light=0.12, odd=0.15,
                  cover=(0.7, 0.93)),
    "medium": dict(density=(5.5, 10), skew=9, stretch=0.045, blur=(0.5, 1.1), noise=10, quality=(55, 90), light=0.25, odd=0.35,
                   cover=(0.55, 0.9)),
    "heavy": dict(density=(3.3, 6.5), skew=15, stretch=0.07, blur=(0.7, 1.4), noise=16, quality=(30, 80), light=0.4, odd=0.6,
                  cover=(0.45, 0.9)),
}
TURNS = (0, 90, 180, 270)


def _cloud(rng, height, width, cells):
    small = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def _table(rng, height, width):
    """A plain desk, a grained one, or cloth."""
    colour = np.array(rng.uniform(30, 190, 3), np.float32)
    if rng.random() < 0.6:
        colour = colour.mean() * np.array([0.75, 0.95, 1.2], np.float32)
    shade = _cloud(rng, height, width, 4) * 18
    choice = rng.integers(3)
    if choice == 1:
        grain = cv2.resize(rng.uniform(-1, 1, (max(8, height // 6), 12)).astype(np.float32), (width, height))
        shade += grain * 14
    elif choice == 2:
        weave = rng.uniform(-1, 1, (64, 64)).astype(np.float32)
        shade += np.tile(weave, (height // 64 + 1, width // 64 + 1))[:height, :width] * 9
    return cv2.merge([np.clip(shade + c, 0, 255).astype(np.uint8) for c in colour])


def photograph(rng, flat, millimetres, level, turn=0, size=None):
    """(JPEG bytes, corners, (width, height)): corners of the document clockwise from its own top left, in photo pixels.

    `millimetres` is the document's width; `turn` turns the document clockwise by quarter turns; `size` fixes the photo's
    longer side in pixels.
    """
    how = LEVELS[level]
    height, width = flat.shape[:2]
    density = float(np.exp(rng.uniform(*np.log(how["density"]))))
    cover = rng.uniform(*how["cover"])
    wide, tall = millimetres * density, millimetres * density * height / width
    angle = np.radians(turn + rng.uniform(-1, 1) * how["skew"])
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    half = np.array([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]]) / 2
    corners = (half + rng.uniform(-1, 1, (4, 2)) * how["stretch"] * wide) @ turned.T
    extent = corners.max(0) - corners.min(0)
    # Photos are 4:3 or as narrow as the document asks for; nothing of it is cut off.
    frame = extent / cover
    if level != "none":
        ratio = 4 / 3
        if frame[0] >= frame[1]:
            frame = np.array([max(frame[0], frame[1] * ratio), max(frame[1], frame[0] / ratio)])
        else:
            frame = np.array([max(frame[0], frame[1] / ratio), max(frame[1], frame[0] * ratio)])
    longest = size or min(4000, max(250, frame.max()))
    scale = longest / frame.max()
    frame, corners, extent, density = frame * scale, corners * scale, extent * scale, density * scale
    columns, rows = (int(round(v)) for v in frame)
    slack = (frame - extent) / 2
    middle = (corners.max(0) + corners.min(0)) / 2
    corners = corners - middle + frame / 2 + rng.uniform(-0.8, 0.8, 2) * slack * (level != "none")
    # First to the photo's resolution, then the perspective: a warp alone would alias.
    shrink = min(1.0, density * millimetres / width)
    small = cv2.resize(flat, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else flat
    h, w = small.shape[:2]
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) - 0.5, corners.astype(np.float32) - 0.5)
    mask = np.zeros((h, w), np.uint8)
    round_by = max(1, int(3 * h / (millimetres * height / width)))
    cv2.rectangle(mask, (round_by, 0), (w - round_by, h), 255, -1)
    cv2.rectangle(mask, (0, round_by), (w, h - round_by), 255, -1)
    for x in (round_by, w - 1 - round_by):
        for y in (round_by, h - 1 - round_by):
            cv2.circle(mask, (x, y), round_by, 255, -1)
    mask = cv2.warpPerspective(mask, matrix, (columns, rows), flags=cv2.INTER_LINEAR)
    picture = _table(rng, rows, columns) if level != "none" else np.full((rows, columns, 3), 250, np.uint8)
    if level != "none":
        # The document's own shadow, a millimetre or two beside it.
        shift = np.float32([[1, 0, density * rng.uniform(-1.5, 1.5)], [0, 1, density * rng.uniform(0.3, 1.5)]])
        quarter = cv2.resize(cv2.warpAffine(mask, shift, (columns, rows)), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        shadow = cv2.resize(cv2.GaussianBlur(quarter, (0, 0), max(0.5, density * 0.2)), (columns, rows))
        picture = cv2.multiply(picture, cv2.merge([255 - (shadow // 3)] * 3), scale=1 / 255)
    document = cv2.warpPerspective(small, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.merge([mask] * 3)
    picture = cv2.add(cv2.multiply(document, cover, scale=1 / 255), cv2.multiply(picture, 255 - cover, scale=1 / 255))
    picture = _light(rng, picture, corners, how)
    picture = _lens(rng, picture, how, density)
    quality = int(rng.uniform(*how["quality"]))
    _, file = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return file.tobytes(), corners, (columns, rows)


def _light(rng, picture, corners, how):
    """Uneven light, and sometimes glare or the shadow of a hand."""
    rows, columns = picture.shape[:2]
    if how["light"] == 0:
        return picture
    gain = 1 - how["light"] * 0.5 + how["light"] * 0.5 * _cloud(rng, 48, 64, 3)
    add = np.zeros((48, 64), np.float32)
    y, x = np.mgrid[0:48, 0:64].astype(np.float32)
    where = corners.min(0) + rng.uniform(0.1, 0.9, 2) * (corners.max(0) - corners.min(0))
    cx, cy = where[0] / columns * 64, where[1] / rows * 48
    if rng.random() < how["odd"]:
        angle = rng.uniform(0, np.pi)
        u, v = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle), -(x - cx) * np.sin(angle) + (y - cy) * np.cos(angle)
        spot = np.exp(-(u / rng.uniform(3, 9)) ** 2 - (v / rng.uniform(2, 5)) ** 2)
        add += spot * rng.uniform(30, 140) * (0.5 + how["light"])
    if rng.random() < how["odd"]:
        angle = rng.uniform(0, 2 * np.pi)
        edge = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
        gain *= 1 - rng.uniform(0.1, 0.2 + how["light"]) / (1 + np.exp(np.clip(-edge * rng.uniform(0.5, 3), -60, 60)))
    gain = cv2.resize(np.clip(gain * 128, 0, 255).astype(np.uint8), (columns, rows), interpolation=cv2.INTER_CUBIC)
    add = cv2.resize(np.clip(add, 0, 255).astype(np.uint8), (columns, rows), interpolation=cv2.INTER_CUBIC)
    return cv2.add(cv2.multiply(picture, cv2.merge([gain] * 3), scale=1 / 128), cv2.merge([add] * 3))


def _lens(rng, picture, how, density):
    """Defocus, motion, noise. The blur is of the photo's pixels, larger where the document has many of them."""
    blur = rng.uniform(*how["blur"]) * min(1.6, max(0.7, density / 8))
    if blur > 0.15:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if rng.random() < how["odd"] * 0.4:
        length = int(2 + rng.integers(0, 2) * (density > 6))
        kernel = np.ones((1, length), np.float32) / length
        picture = cv2.filter2D(picture, -1, kernel if rng.random() < 0.5 else kernel.T)
    if how["noise"]:
        grain = np.empty(picture.shape[:2], np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(grain, 0, rng.uniform(0.5, 1) * how["noise"])
        picture = np.clip(picture.astype(np.int16) + grain[..., None], 0, 255).astype(np.uint8)
    return picture
