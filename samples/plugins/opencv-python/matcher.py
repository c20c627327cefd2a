#!/usr/bin/env python3
"""YuNet and SFace over PyPI's opencv-python-headless: the built-in `opencv` matcher's models in another language.

Usage: matcher.py FACE_DETECTION_YUNET.onnx FACE_RECOGNITION_SFACE.onnx
Speaks the worker protocol (docs/worker-protocol.md) on stdin and stdout. Sources: the OpenCV Zoo's two models, used
through cv2.FaceDetectorYN and cv2.FaceRecognizerSF.
"""

import base64
import hashlib
import json
import os
import struct
import sys

os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = "268435456"  # before the import: OpenCV reads it once

import cv2
import numpy as np

cv2.setNumThreads(1)
cv2.setLogLevel(0)
SIDES = (640, 320, 1280)  # longer side in pixels at which faces are looked for, until a clear one is found
CLEAR = 0.8  # YuNet's score of a clear face, as the built-in matcher has it


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
    image = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise Refusal("image_unreadable", "the photo cannot be decoded")
    return image


def detect(detector, image):
    """Rows of YuNet in pixels of the photo: box, five points, score."""
    height, width = image.shape[:2]
    best = []
    for side in SIDES:
        scale = min(1.0, side / max(width, height))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        detector.setInputSize(size)
        faces = detector.detect(cv2.resize(image, size, interpolation=cv2.INTER_AREA))[1]
        if faces is not None:
            faces = faces.astype(np.float64)
            faces[:, 0:14:2] *= width / size[0]
            faces[:, 1:14:2] *= height / size[1]
            faces = sorted(faces, key=lambda face: (-face[14], face[1], face[0]))
            if not best or faces[0][14] > best[0][14]:
                best = faces
        if best and best[0][14] >= CLEAR:
            break
    return best


def describe(image, face, recognizer):
    points = face[4:14].reshape(5, 2)
    crop = cv2.cvtColor(recognizer.alignCrop(image, face.astype(np.float32)), cv2.COLOR_BGR2GRAY)
    eyes = points[1] - points[0]
    span = max(float(np.hypot(*eyes)), 1e-6)
    off = float((points[2] - (points[0] + points[1]) / 2) @ eyes) / span / span  # of the nose, in eye distances
    return {
        "box": dict(zip(("x", "y", "width", "height"), map(float, face[:4]))),
        "landmarks": [{"x": float(x), "y": float(y)} for x, y in points],
        "confidence": float(face[14]),
        "quality": {
            "inter_eye_distance": span, "sharpness": float(cv2.Laplacian(crop, cv2.CV_64F).var()),
            "brightness": float(crop.mean()), "contrast": float(crop.std()),
            "yaw": float(np.degrees(np.arctan(2 * off))), "pitch": 0.0,
            "roll": float(np.degrees(np.arctan2(eyes[1], eyes[0]))),
        },
    }


def choose(image, faces, how):
    if how == "central":
        middle = np.array(image.shape[1::-1]) / 2
        return min(range(len(faces)), key=lambda i: np.hypot(*(faces[i][:2] + faces[i][2:4] / 2 - middle)))
    return max(range(len(faces)), key=lambda i: faces[i][2] * faces[i][3])


def extract(request, photo, detector, recognizer):
    image = decode(photo, request.get("max_pixels", 1 << 26))
    faces = detect(detector, image)
    answer = {"image_width": image.shape[1], "image_height": image.shape[0],
              "faces": [describe(image, face, recognizer) for face in faces]}
    if not faces:
        return answer, b""
    answer["chosen"] = choose(image, faces, request.get("face_choice"))
    crop = recognizer.alignCrop(image, faces[answer["chosen"]].astype(np.float32))
    values = recognizer.feature(crop).flatten().astype("<f4")
    answer["template"] = base64.b64encode(values.tobytes()).decode()
    return answer, cv2.imencode(".jpg", crop)[1].tobytes()


def main():
    # Libraries may print; the protocol gets a descriptor of its own.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    models = sys.argv[1:3]
    detector = cv2.FaceDetectorYN.create(models[0], "", (320, 320), 0.6, 0.3, 5000)
    recognizer = cv2.FaceRecognizerSF.create(models[1], "")
    source = sys.stdin.buffer
    for line in source:
        request = json.loads(line)
        photo = source.read(request.get("payload", 0))
        crop = b""
        if request["type"] == "hello":
            digests = [{"file": os.path.basename(path), "sha256": hashlib.sha256(open(path, "rb").read()).hexdigest()}
                       for path in models]
            answer = {"protocol": 1, "name": "opencv-python",
                      "version": f"1 (opencv-python-headless {cv2.__version__})",
                      "template_size": 128, "metric": "cosine", "direction": "similarity", "confidence_scale": "unit",
                      "models": digests, "capabilities": []}
        elif request["type"] == "bye":
            answer = {}
        else:
            try:
                answer, crop = extract(request, photo, detector, recognizer)
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
