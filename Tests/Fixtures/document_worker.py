"""A reader of documents of a few lines that behaves well or badly, as its argument says. Any bytes are a "photo"; one that
holds b"TRIGGER" sets off the bad behaviour: "crash", "hang", "code=C", "jpeg", or keys of the answer as a JSON object."""

import json
import os
import sys
import time

behaviour = sys.argv[1]
stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
WIDTH, HEIGHT = 320, 200
# A grey picture by hand: one Huffman code of one bit in each table, "as before" in all blocks.
BLOCKS = (WIDTH // 8) * (HEIGHT // 8)
FLAT = (
    bytes.fromhex("ffd8ffdb004300") + bytes([1] * 64) + bytes.fromhex("ffc0000b08")
    + HEIGHT.to_bytes(2, "big") + WIDTH.to_bytes(2, "big") + bytes.fromhex("01011100ffc40026")
    + bytes([0x00, 1] + [0] * 16) + bytes([0x10, 1] + [0] * 16) + bytes.fromhex("ffda0008010100003f00")
    + bytes(BLOCKS * 2 // 8) + bytes.fromhex("ffd9")
)


def send(message, payload=b""):
    if payload:
        message["payload"] = len(payload)
    stdout.write(json.dumps(message).encode() + b"\n" + payload)
    stdout.flush()


def line(y):
    box = {"x": 10, "y": y, "width": 300, "height": 12}
    candidates = [{"value": "<", "probability": 0.75}, {"value": "K", "probability": 0.25}]
    return {"box": box, "characters": [{"candidates": candidates}] * 30}


def side():
    box = {"x": 1, "y": 2, "width": 30, "height": 40}
    return {
        "width": WIDTH, "height": HEIGHT, "rotation": 90, "skew": 0.5,
        "outline": [{"x": 0, "y": 0}, {"x": 320, "y": 0}, {"x": 320, "y": 200}, {"x": 0, "y": 200}],
        "mrz": [line(140), line(160), line(180)],
        "barcodes": [{"format": "qr_code", "text": "hello", "box": box}],
        "words": [{"text": "UTOPIA", "confidence": 0.9, "box": box, "line": 0}],
        "faces": [{"box": box, "confidence": 0.9}, {"box": box, "confidence": 0.8, "similarity_to_first": 0.5}],
        "problems": ["language_data_missing"],
    }


def misbehave(answer, identifier):
    if behaviour == "crash":
        os._exit(3)
    if behaviour == "hang":
        time.sleep(3600)
    if behaviour.startswith("code="):
        return {"id": identifier, "type": "error", "code": behaviour[5:], "message": "no"}, b""
    if behaviour == "jpeg":
        return answer, FLAT + b"hidden"
    answer.update(json.loads(behaviour))
    return answer, FLAT


while header := stdin.readline():
    request = json.loads(header)
    photo = stdin.read(request.get("payload", 0))
    answer = {"id": request["id"], "type": request["type"]}
    if request["type"] == "hello":
        answer.update(protocol=1, name="document", version="1", capabilities=["document"], models=[], languages=[])
        if behaviour.startswith("hello "):
            answer.update(json.loads(behaviour[6:]))
        send(answer)
    elif request["type"] == "bye":
        send(answer)
        break
    else:
        answer.update(side())
        send(*(misbehave(answer, request["id"]) if b"TRIGGER" in photo else (answer, FLAT)))
