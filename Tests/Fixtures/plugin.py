#!/usr/bin/env python3
"""A matcher of a few lines that speaks the worker protocol, well or badly, as its argument says.

The "photo" is any bytes; its person is the first byte after the JPEG magic. Templates of one person are alike.
A photo that holds b"TRIGGER" sets off the bad behaviour, so that the self-test passes first.
"""

import base64
import errno
import json
import os
import resource
import signal
import socket
import struct
import sys
import threading
import time

behaviour = sys.argv[1] if len(sys.argv) > 1 else "good"
if behaviour == "break-for-good" and os.path.exists(sys.argv[2]):
    sys.exit(1)
if behaviour == "close-stderr":
    os.close(2)
source, sink = sys.stdin.buffer, sys.stdout.buffer


def send(message, payload=b""):
    if payload:
        message["payload"] = len(payload)
    sink.write(json.dumps(message).encode() + b"\n" + payload)
    sink.flush()


# A grey picture of 112 x 112 by hand: one Huffman code of one bit in each table, "as before" in all 196 blocks.
FLAT = (
    bytes.fromhex("ffd8ffdb004300") + bytes([1] * 64) + bytes.fromhex("ffc0000b080070007001011100ffc40026")
    + bytes([0x00, 1] + [0] * 16) + bytes([0x10, 1] + [0] * 16) + bytes.fromhex("ffda0008010100003f00") + bytes(49)
    + bytes.fromhex("ffd9")
)
drift = []


def template(photo):
    person = photo[3] if behaviour != "everyone-alike" else 1
    values = [0.0] * 4
    values[person % 4] = 1.0
    values[(person + 1) % 4] = photo[4] / 1000
    if behaviour == "random":
        values = list(struct.unpack("<4f", struct.pack("<4f", *(b / 255 for b in os.urandom(4)))))
    if behaviour == "drift":
        drift.append(0)
        values[(person + 2) % 4] = len(drift) / 10
    return values


def face():
    quality = dict.fromkeys(["sharpness", "brightness", "contrast", "yaw", "pitch", "roll"], 1.0)
    quality["inter_eye_distance"] = 60.0
    return {
        "box": {"x": 1, "y": 2, "width": 30, "height": 40},
        "landmarks": [{"x": i, "y": i} for i in range(5)],
        "confidence": 0.9,
        "quality": quality,
    }


def confess():
    """Tells the test, in the file that it names, what this process was given."""
    with open(sys.argv[2], "w") as file:
        for name, value in os.environ.items():
            file.write(f"{name}={value}\n")
        file.write(f"limit:memory={resource.getrlimit(resource.RLIMIT_AS)[0]}\n")
        file.write(f"limit:core={resource.getrlimit(resource.RLIMIT_CORE)[0]}\n")


def litter():
    """Leaves a daemon that ends at once, as for each photo, and tells how many dead ones lie about."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(0.01)
        os._exit(0)
    os.waitpid(child, 0)
    dead = 0
    for name in os.listdir("/proc"):
        try:
            fields = open(f"/proc/{name}/stat").read().rpartition(")")[2].split() if name.isdigit() else ["-", "0"]
        except OSError:
            continue
        dead += fields[0] == "Z" and int(fields[1]) == os.getppid()
    with open(sys.argv[2], "a") as file:
        file.write(f"{dead}\n")


def reach_out():
    """Tries what a matcher has no need of, and tells what came of it."""
    def attempt(action):
        try:
            action()
            return "done"
        except OSError as error:
            return errno.errorcode[error.errno]

    def fork():
        if os.fork() == 0:
            os._exit(0)

    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    actions = {
        "write": lambda: open(sys.argv[2], "w").close(), "unlink": lambda: os.unlink(__file__),
        "chmod": lambda: os.chmod(__file__, 0o777), "internet": lambda: socket.socket(),
        "unix": lambda: socket.socket(socket.AF_UNIX), "fork": fork, "signal": lambda: os.kill(os.getppid(), 0),
        "memory": lambda: open(f"/proc/{os.getppid()}/mem", "rb"),
        "limits": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CORE),
        "keys": lambda: open(os.path.join(os.path.dirname(sys.argv[2]), "a.sqlite.master-key")).close(),
        "folder": lambda: os.listdir(os.path.dirname(sys.argv[2])),
        "environment": lambda: open(f"/proc/{os.getppid()}/environ", "rb").close(),
        "read": lambda: open(__file__).close(), "null": lambda: open("/dev/null", "w").close(),
    }
    return " ".join(f"{name}={attempt(action)}" for name, action in actions.items())


def misbehave(request, answer):
    if behaviour == "reach-out":
        return {"id": request["id"], "type": "error", "code": "image_not_processed", "message": reach_out()}
    if behaviour == "break-for-good":
        open(sys.argv[2], "w").close()
        os._exit(3)
    if behaviour == "crash":
        sys.stderr.write("boom at /secret/\x1b[31m path\n")
        sys.stderr.flush()
        os._exit(3)
    if behaviour == "hang":
        time.sleep(600)
    if behaviour == "ignore-sigterm":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    if behaviour == "hang-told":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        with open(sys.argv[2], "a") as file:
            file.write("hanging\n")
        if os.fork() == 0:
            os.setsid()
        while True:
            time.sleep(600)
    if behaviour == "close-stdout":
        os.close(1)
        time.sleep(600)
    if behaviour == "flood-stdout":
        while True:
            sink.write(b"x" * 65536)
    if behaviour == "flood-stderr":
        while True:
            sys.stderr.write("y" * 65536)
    if behaviour == "dribble":
        for byte in json.dumps(answer).encode():
            sink.write(bytes([byte]))
            sink.flush()
            time.sleep(1)
    if behaviour == "double-fork":
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(600)
            os._exit(0)
        time.sleep(600)
    if behaviour == "escape":
        # A grandchild in a session of its own, with no environment, known only by its arguments.
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)"] + sys.argv[2:], {})
            os._exit(0)
        time.sleep(600)
    if behaviour == "litter":
        litter()
    if behaviour == "wrong-id":
        answer["id"] = request["id"] + 7
    if behaviour == "infinity":
        answer["template"] = base64.b64encode(struct.pack("<4f", float("inf"), 0, 0, 1)).decode()
    if behaviour == "infinite-box":
        answer["faces"][0]["box"]["width"] = float("inf")
    if behaviour == "half-a-frame":
        sink.write(json.dumps(answer).encode()[:40])
        sink.flush()
        os._exit(0)
    if behaviour == "half-a-payload":
        sink.write(json.dumps(dict(answer, payload=1000)).encode() + b"\nabc")
        sink.flush()
        os._exit(0)
    if behaviour == "not-utf8":
        sink.write(b'{"id": %d, "type": "extract", "\xff\xfe": 1}\n' % request["id"])
        sink.flush()
        time.sleep(600)
    if behaviour == "deep-json":
        deep = b"[" * 10000 + b"]" * 10000
        sink.write(b'{"id": %d, "type": "extract", "x": %s}\n' % (request["id"], deep))
        sink.flush()
        time.sleep(600)
    if behaviour.startswith("payload="):
        sink.write(b'{"id": %d, "type": "extract", "payload": %s}\n' % (request["id"], behaviour[8:].encode()))
        sink.flush()
        time.sleep(600)
    if behaviour == "answers-ahead":
        # The answer to the next request, which it has not seen, comes with the answer to this one, a moment later.
        if os.fork() == 0:
            time.sleep(0.3)
            send(dict(answer, id=request["id"] + 1))
            os._exit(0)
    if behaviour == "nan":
        answer["template"] = base64.b64encode(struct.pack("<4f", float("nan"), 0, 0, 1)).decode()
    if behaviour == "short-template":
        answer["template"] = base64.b64encode(struct.pack("<2f", 0, 1)).decode()
    if behaviour == "zero-template":
        answer["template"] = base64.b64encode(struct.pack("<4f", 0, 0, 0, 0)).decode()
    if behaviour == "chosen-out-of-range":
        answer["chosen"] = 5
    if behaviour == "negative-timing":
        answer["timings"] = {"decode": 0.1, "detect": -1, "align": 0, "embed": 0}
    if behaviour == "half-timings":
        answer["timings"] = {"decode": 0.1}
    if behaviour == "timings":
        answer["timings"] = {"decode": 0.1, "detect": 0.25, "align": 0, "embed": 0.5}
    if behaviour == "not-json":
        sink.write(b"hello there\n")
        sink.flush()
        time.sleep(600)
    if behaviour == "huge-payload":
        sink.write(b'{"id": %d, "type": "extract", "payload": 99999999999}\n' % request["id"])
        sink.flush()
        time.sleep(600)
    if behaviour == "unreadable":
        return {"id": request["id"], "type": "error", "code": "image_unreadable", "message": "not today"}
    if behaviour == "forbidden-code":
        return {"id": request["id"], "type": "error", "code": "face_mismatch", "message": "rejected!"}
    if behaviour == "memory-bomb":
        hoard = []
        while True:
            hoard.append(bytearray(64 << 20))
    return answer


def refusal(photo):
    """What is no photo to this matcher; a PNG is unsupported, whatever size it claims."""
    if behaviour == "accepts-anything":
        return None
    if behaviour == "crash-on-garbage" and not photo.startswith(b"\x89PNG"):
        os._exit(4)
    if behaviour == "memory-on-png" and photo.startswith(b"\x89PNG"):
        hoard = bytearray(4 << 30)
    if photo.startswith(b"\x89PNG"):
        return "image_unsupported"
    return None if photo.startswith(b"\xff\xd8\xff") else "image_unreadable"


for line in source:
    request = json.loads(line)
    photo = source.read(request.get("payload", 0))
    if request["type"] == "hello":
        if behaviour == "never-ready":
            time.sleep(600)
        send({
            "id": request["id"], "type": "hello", "protocol": 1, "version": "1", "template_size": 4,
            "name": "other" if behaviour == "wrong-name" else "fixture",
            "metric": "cosine",
            "direction": "distance" if behaviour == "wrong-direction" else "similarity", "confidence_scale": "unit",
            "models": [], "capabilities": [],
            **json.loads(sys.argv[2] if behaviour == "hello" else "{}"),
        })
    elif request["type"] == "extract" and refusal(photo):
        send({"id": request["id"], "type": "error", "code": refusal(photo), "message": "no photo"})
    elif request["type"] == "extract":
        photo = photo.ljust(5, b"\1")
        answer = {
            "id": request["id"], "type": "extract", "image_width": 50, "image_height": 60,
            "faces": [face()], "chosen": 0,
            "template": base64.b64encode(struct.pack("<4f", *template(photo))).decode(),
        }
        if behaviour == "confess":
            confess()
        if behaviour == "slow":
            time.sleep(0.02)
        if b"TRIGGER" in photo:
            answer = misbehave(request, answer)
        # With a crop that carries something behind its end, as a spy would send it.
        crop = FLAT + b"a secret" if behaviour == "smuggle" and b"TRIGGER" in photo else FLAT
        send(answer, crop if answer["type"] == "extract" else b"")
    elif request["type"] == "bye":
        send({"id": request["id"], "type": "bye"})
        break
