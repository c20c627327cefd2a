"""What a week needs: photos of people, a nightly policy, and another model of a face recogniser."""

import csv
import hashlib
import json
import os
import random
import re
import shutil
import struct

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
samples = os.path.join(root, ".models/photos")
lfw = os.path.join(os.path.dirname(root), "shared/data/lfw-view1")
has_lfw = os.path.exists(os.path.join(lfw, "reference-scores.csv"))


def pairs():
    """Pairs (selfie, document) as full paths: difficult ones and ordinary ones by turns, always in the same order.

    Difficult means near the approve thresholds, so that a week holds flips; a real week has far fewer of these.
    """
    if not has_lfw:
        faces = ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg", "astronaut.png", "32bit.png",
                 "obama_partial_face.jpg", "obama_partial_face2.jpg"]
        every = [(os.path.join(samples, a), os.path.join(samples, b)) for a in faces for b in faces if a != b]
        return every * 12
    with open(os.path.join(lfw, "reference-scores.csv"), newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows.sort(key=lambda row: (abs(float(row["sface_cosine"]) - 0.37), row["image_a"], row["image_b"]))
    hard, others = rows[:240], rows[240:]
    random.Random(1).shuffle(hard)
    step = len(others) // len(hard)
    mixed = [row for index, row in enumerate(hard) for row in (row, others[index * step])]
    return [tuple(os.path.join(lfw, "images", row[name]) for name in ("image_a", "image_b")) for row in mixed]


def policy(path, name, thresholds, calibrated=True):
    """The default policy with OpenCV alone and other thresholds."""
    text = open(os.path.join(root, "samples/policies/default.yaml")).read()
    changes = [
        (r"name: default", f"name: {name}"), (r"order: \[fused\].*", "order: [opencv]"), (r"  veto: .*\n", ""),
        (r"  fused: \{.*\n", f"  opencv: {thresholds}\n"), (r"  dlib: \{.*\n", ""),
    ]
    if not calibrated:
        changes.append((r"calibration: .*\n", ""))
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text)
        assert count == 1, pattern
    with open(path, "w") as stream:
        stream.write(text)


def fields(data, at, end):
    """The fields of a Protocol Buffers message: number, first byte, end."""
    def varint(at):
        value = shift = 0
        while True:
            value |= (data[at] & 127) << shift
            shift += 7
            at += 1
            if data[at - 1] < 128:
                return value, at
    while at < end:
        key, at = varint(at)
        size = {1: 8, 5: 4}.get(key & 7, 0)
        if key & 7 == 0:
            _, at = varint(at)
        elif key & 7 == 2:
            size, at = varint(at)
        yield key >> 3, at, at + size
        at += size


def coarser(data, bits):
    """An ONNX model whose large weights keep so many bits of their mantissas."""
    data = bytearray(data)
    mask = 0xFFFFFFFF << (23 - bits) & 0xFFFFFFFF
    for number, graph, end in fields(data, 0, len(data)):
        for part, tensor, last in fields(data, graph, end) if number == 7 else ():
            for content, first, stop in fields(data, tensor, last) if part == 5 else ():
                if content == 9 and stop - first > 1000:
                    words = struct.unpack(f"<{(stop - first) // 4}I", data[first:stop])
                    data[first:stop] = struct.pack(f"<{len(words)}I", *[word & mask for word in words])
    return bytes(data)


def other_model(home):
    """An AUDITOR_HOME in which `opencv` recognises faces with a model whose weights are coarser."""
    name = "face_recognition_sface_2021dec.onnx"
    os.makedirs(os.path.join(home, "models"))
    os.symlink(os.path.join(root, "templates"), os.path.join(home, "templates"))
    for file in os.listdir(os.path.join(root, ".models")):
        if file != name:
            os.symlink(os.path.join(root, ".models", file), os.path.join(home, "models", file))
    with open(os.path.join(root, ".models", name), "rb") as stream:
        data = coarser(stream.read(), bits=3)
    with open(os.path.join(home, "models", name), "wb") as stream:
        stream.write(data)
    with open(os.path.join(root, "models.json")) as stream:
        catalogue = json.load(stream)
    next(m for m in catalogue["models"] if m["file"] == name)["sha256"] = hashlib.sha256(data).hexdigest()
    with open(os.path.join(home, "models.json"), "w") as stream:
        json.dump(catalogue, stream)


def calibrate(show, home, folder, photos=600):
    """Measures the other model on labelled photos and installs the calibration beside it.

    `show` runs `auditor` and returns its exit status and output.
    """
    with open(os.path.join(lfw, "subjects.csv")) as stream:
        lines = stream.readlines()[:photos + 1]
    with open(f"{folder}/subjects.csv", "w") as stream:
        stream.writelines(lines)
    result = show(
        "evaluate", f"{folder}/subjects.csv", "--format", "subjects", "--images-root", os.path.join(lfw, "images"),
        "--matcher", "opencv", "--face-choice", "central", "--output", f"{folder}/evaluation", "--progress", "none")
    os.makedirs(os.path.join(home, "calibrations"))
    shutil.copy(f"{folder}/evaluation/calibration.json", os.path.join(home, "calibrations/lfw-view1.json"))
    return result
