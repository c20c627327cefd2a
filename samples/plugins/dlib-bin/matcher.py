#!/usr/bin/env python3
"""dlib's face recognition over PyPI's dlib-bin, after its Python example: another chip than the built-in `dlib`.

Usage: matcher.py SHAPE_PREDICTOR_5.dat RECOGNITION_RESNET.dat
Speaks the worker protocol (docs/worker-protocol.md) on stdin and stdout. The HOG detector runs on the whole photo,
enlarged once when it finds nothing, and the template is the mean over the face and its mirror image, which the
built-in matcher does not do. (dlib's own num_jitters is random from call to call: the conformance kit refuses it.)
"""

import base64
import hashlib
import io
import json
import math
import os
import struct
import sys

import dlib
import numpy as np
from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None  # the request's max_pixels decides


class Refusal(Exception):
    """A photo that cannot be processed: a reason code and a sentence."""


def size_of(photo):
    """Width and height as the header says, before anything is decoded."""
    if photo[:8] == b"\x89PNG\r\n\x1a\n" and len(photo) >= 24:
        return struct.unpack(">II", photo[16:24])
    if photo[:2] == b"\xff\xd8":
        at = 2
        while at + 9 <= len(photo) and photo[at] == 0xFF:
            marker = photo[at + 1]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", photo[at + 5:at + 9])
                return width, height
            at += 1 if marker == 0xFF else 2 + struct.unpack(">H", photo[at + 2:at + 4])[0]
        raise Refusal("image_unreadable", "the JPEG has no frame header")
    raise Refusal("image_unsupported", "neither JPEG nor PNG")


def decode(photo, max_pixels):
    width, height = size_of(photo)
    if width * height > max_pixels:
        raise Refusal("image_over_limit", f"{width} x {height} pixels")
    try:
        return np.array(ImageOps.exif_transpose(Image.open(io.BytesIO(photo))).convert("RGB"))
    except Exception as error:
        raise Refusal("image_unreadable", type(error).__name__)


def detect(detector, predictor, image):
    """Pairs of confidence and shape, most confident first. Large photos are analysed at 1,600 pixels."""
    for enlargements in (0, 1):
        rectangles, scores, _ = detector.run(image, enlargements, 0.0)
        if rectangles:
            found = sorted(zip(scores, rectangles), key=lambda one: (-one[0], one[1].top(), one[1].left()))
            return [(score, predictor(image, rectangle)) for score, rectangle in found]
    return []


def describe(image, confidence, shape, scale):
    box, part = shape.rect, [np.array((shape.part(i).x, shape.part(i).y), float) for i in range(5)]
    eyes = [(part[2] + part[3]) / 2, (part[0] + part[1]) / 2]  # left in the picture first
    line = eyes[1] - eyes[0]
    down = np.array((-line[1], line[0]))
    nose = part[4]
    # dlib finds eyes and nose base only: the mouth is put where it is on a mean face.
    points = [eyes[0], eyes[1], nose, nose + 0.35 * down - 0.4 * line, nose + 0.35 * down + 0.4 * line]
    chip = dlib.get_face_chip(image, shape, 112).astype(float) @ (0.299, 0.587, 0.114)
    edges = (chip[:-2, 1:-1] + chip[2:, 1:-1] + chip[1:-1, :-2] + chip[1:-1, 2:] - 4 * chip[1:-1, 1:-1])
    return {
        "box": {"x": box.left() * scale, "y": box.top() * scale,
                "width": box.width() * scale, "height": box.height() * scale},
        "landmarks": [{"x": x * scale, "y": y * scale} for x, y in points],
        "confidence": float(confidence),
        "quality": {
            "inter_eye_distance": math.hypot(*line) * scale, "sharpness": float(edges.var()),
            "brightness": float(chip.mean()), "contrast": float(chip.std()), "yaw": 0.0, "pitch": 0.0,
            "roll": math.degrees(math.atan2(line[1], line[0])),
        },
    }


def choose(image, shapes, how):
    boxes = [shape.rect for shape in shapes]
    if how == "central":
        y, x = image.shape[0] / 2, image.shape[1] / 2
        return min(range(len(boxes)), key=lambda i: math.hypot(boxes[i].center().x - x, boxes[i].center().y - y))
    return max(range(len(boxes)), key=lambda i: boxes[i].area())


def extract(request, photo, detector, predictor, network):
    full = decode(photo, request.get("max_pixels", 1 << 26))
    scale = max(1.0, max(full.shape[:2]) / 1600)
    image = full
    if scale > 1:
        size = (max(1, round(full.shape[1] / scale)), max(1, round(full.shape[0] / scale)))
        image = np.array(Image.fromarray(full).resize(size, Image.Resampling.BOX))
    found = detect(detector, predictor, image)
    answer = {"image_width": full.shape[1], "image_height": full.shape[0],
              "faces": [describe(image, score, shape, scale) for score, shape in found]}
    if not found:
        return answer, b""
    shapes = [shape for _, shape in found]
    answer["chosen"] = choose(image, shapes, request.get("face_choice"))
    shape = shapes[answer["chosen"]]
    chip = dlib.get_face_chip(image, shape, 150, 0.25)
    both = [np.array(network.compute_face_descriptor(np.ascontiguousarray(one))) for one in (chip, chip[:, ::-1])]
    answer["template"] = base64.b64encode(((both[0] + both[1]) / 2).astype("<f4").tobytes()).decode()
    crop = io.BytesIO()
    Image.fromarray(dlib.get_face_chip(image, shape, 112)).save(crop, "JPEG")
    return answer, crop.getvalue()


def main():
    # Libraries may print; the protocol gets a descriptor of its own.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    models = sys.argv[1:3]
    detector = dlib.get_frontal_face_detector()
    predictor = dlib.shape_predictor(models[0])
    network = dlib.face_recognition_model_v1(models[1])
    source = sys.stdin.buffer
    for line in source:
        request = json.loads(line)
        photo = source.read(request.get("payload", 0))
        crop = b""
        if request["type"] == "hello":
            digests = [{"file": os.path.basename(path), "sha256": hashlib.sha256(open(path, "rb").read()).hexdigest()}
                       for path in models]
            answer = {"protocol": 1, "name": "dlib-bin",
                      "version": f"1 (dlib-bin {dlib.__version__})",
                      "template_size": 128, "metric": "euclidean", "direction": "distance", "confidence_scale": "score",
                      "models": digests, "capabilities": []}
        elif request["type"] == "bye":
            answer = {}
        else:
            try:
                answer, crop = extract(request, photo, detector, predictor, network)
            except Refusal as refusal:
                answer = {"type": "error", "code": refusal.args[0], "message": refusal.args[1]}
            except Exception as error:  # one photo must not end the worker
                answer = {"type": "error", "code": "image_not_processed", "message": type(error).__name__}
        answer = {"id": request["id"], "type": request["type"], **answer}
        if crop:
            answer["payload"] = len(crop)
        sink.write(json.dumps(answer).encode() + b"\n" + crop)
        sink.flush()
        if request["type"] == "bye":
            return


if __name__ == "__main__":
    main()
