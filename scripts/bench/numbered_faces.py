"""A matcher without photos: bytes 3 to 6 after the JPEG magic are a person's number, byte 7 a photo's. Its templates are
drawn from these numbers: photos of one person have a cosine of about 0.9, of two people about 0. Speaks the worker
protocol (docs/worker-protocol.md); `duplicates.py` measures with it how a gallery of many people is searched.
"""

import base64
import json
import random
import struct
import sys

SIZE = 128
source, sink = sys.stdin.buffer, sys.stdout.buffer
# A grey picture of 112 x 112: one Huffman code of one bit in each table, "as before" in all 196 blocks.
CROP = (
    bytes.fromhex("ffd8ffdb004300") + bytes([1] * 64) + bytes.fromhex("ffc0000b080070007001011100ffc40026")
    + bytes([0x00, 1] + [0] * 16) + bytes([0x10, 1] + [0] * 16) + bytes.fromhex("ffda0008010100003f00") + bytes(49)
    + bytes.fromhex("ffd9"))
QUALITY = dict(dict.fromkeys(["sharpness", "brightness", "contrast", "yaw", "pitch", "roll"], 1.0), inter_eye_distance=60.0)
FACE = {"box": {"x": 1, "y": 2, "width": 30, "height": 40}, "landmarks": [{"x": i, "y": i} for i in range(5)],
        "confidence": 0.9, "quality": QUALITY}


def send(message, payload=b""):
    if payload:
        message["payload"] = len(payload)
    sink.write(json.dumps(message).encode() + b"\n" + payload)
    sink.flush()


def template(photo):
    photo = photo.ljust(8, b"\0")
    person, own = random.Random(photo[3:7]), random.Random(photo[3:8])
    return [person.gauss(0, 1) + own.gauss(0, 0.33) for _ in range(SIZE)]


for line in source:
    request = json.loads(line)
    photo = source.read(request.get("payload", 0))
    number = request["id"]
    if request["type"] == "hello":
        send({"id": number, "type": "hello", "protocol": 1, "version": "1", "template_size": SIZE, "name": "numbered",
              "metric": "cosine", "direction": "similarity", "confidence_scale": "unit", "models": [], "capabilities": []})
    elif request["type"] == "extract" and not photo.startswith(b"\xff\xd8\xff"):
        code = "image_unsupported" if photo.startswith(b"\x89PNG") else "image_unreadable"
        send({"id": number, "type": "error", "code": code, "message": "no photo"})
    elif request["type"] == "extract":
        values = base64.b64encode(struct.pack(f"<{SIZE}f", *template(photo))).decode()
        send({"id": number, "type": "extract", "image_width": 50, "image_height": 60, "faces": [FACE], "chosen": 0,
              "template": values}, CROP)
    elif request["type"] == "bye":
        send({"id": number, "type": "bye"})
        break
