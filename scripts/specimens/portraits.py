"""Portraits for documents: cropped from given photos around the face, or a drawn stylised face."""

from pathlib import Path

import cv2
import numpy as np

RATIO = 35 / 45  # width over height, ICAO Doc 9303-3, 3.9
DETECTOR = Path(__file__).resolve().parents[2] / ".models/face_detection_yunet_2023mar.onnx"


def load(sources):
    """(name, portrait, photo) of the given files and of all photos with a face in the given folders, sorted by path."""
    files = []
    for path in map(Path, sources):
        files += [path] if path.is_file() else sorted(
            item for item in path.rglob("*") if item.suffix.lower() in (".jpg", ".jpeg", ".png"))
    found = []
    for file in files:
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        cropped = _crop(picture)
        if cropped is not None:
            scale = min(1, 1000 / max(picture.shape[:2]))
            found.append((file.stem, cropped, cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)))
    return found


def _crop(picture):
    """Head and shoulders. Without the detector's model the upper middle is taken on trust."""
    height, width = picture.shape[:2]
    if DETECTOR.is_file():
        scale = min(1, 640 / max(height, width))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        detector = cv2.FaceDetectorYN.create(str(DETECTOR), "", (small.shape[1], small.shape[0]), 0.8)
        _, faces = detector.detect(small)
        if faces is None:
            return None
        x, y, w, h = max(faces, key=lambda face: face[2] * face[3])[:4] / scale
        tall = h * 1.9
        centre, top = x + w / 2, y - 0.42 * h
    else:
        tall = min(height, width / RATIO)
        centre, top = width / 2, 0
    wide = tall * RATIO
    matrix = np.array([[350 / wide, 0, -(centre - wide / 2) * 350 / wide], [0, 450 / tall, -top * 450 / tall]])
    if wide > 700:
        picture = cv2.blur(picture, (int(wide / 350), int(wide / 350)))
    return cv2.warpAffine(picture, matrix, (350, 450), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def drawn(rng):
    """A face of ellipses: nobody's."""
    picture = np.full((450, 350, 3), (222, 216, 208), np.uint8)
    skin = tuple(int(v) for v in np.array([150, 180, 225]) * rng.uniform(0.45, 1))
    hair = tuple(int(v) for v in rng.uniform(20, 120, 3))
    cv2.ellipse(picture, (175, 470), (165, 130), 0, 0, 360, tuple(int(v) for v in rng.uniform(40, 160, 3)), -1, cv2.LINE_AA)
    cv2.rectangle(picture, (140, 300), (210, 380), skin, -1)
    cv2.ellipse(picture, (175, 190), (108, 140), 0, 0, 360, hair, -1, cv2.LINE_AA)
    wide = int(rng.integers(80, 98))
    cv2.ellipse(picture, (175, 215), (wide, 122), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.ellipse(picture, (175 + side * 36, 200), (15, 8), 0, 0, 360, (245, 245, 245), -1, cv2.LINE_AA)
        cv2.circle(picture, (175 + side * 36, 200), 7, (60, 50, 40), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (175 + side * 36, 180), (20, 6), 0, 180, 360, hair, 4, cv2.LINE_AA)
    dark = tuple(int(v * 0.8) for v in skin)
    cv2.ellipse(picture, (175, 240), (12, 18), 0, 30, 150, dark, 3, cv2.LINE_AA)
    cv2.ellipse(picture, (175, 275), (32, int(rng.integers(8, 16))), 0, 10, 170, (70, 60, 150), 4, cv2.LINE_AA)
    return picture
