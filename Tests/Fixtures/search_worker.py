"""A search worker of a few lines that behaves well or badly, as its argument says. After "once:" comes a behaviour that
only the first process has: the file named by the next argument is what tells. Euclidean only."""

import json
import os
import struct
import sys
import time

behaviour = sys.argv[1]
if behaviour.startswith("once:"):
    behaviour = behaviour[5:]
    try:
        os.close(os.open(sys.argv[2], os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        behaviour = "good"
stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
templates, size = {}, 0


def send(message, payload=b""):
    if payload:
        message["payload"] = len(payload)
    stdout.write(json.dumps(message).encode() + b"\n" + payload)
    stdout.flush()


def search(request, payload):
    most, probes = request.get("count") or request["limit"], len(payload) // (4 * size)
    counts, hits = [], []
    for number in range(probes):
        probe = struct.unpack_from(f"<{size}f", payload, number * 4 * size)
        ranked = sorted((sum((a - b) ** 2 for a, b in zip(probe, other)) ** 0.5, key)
                        for key, other in templates.items())
        ranked = [hit for hit in ranked if hit[0] <= request.get("threshold", float("inf"))][:most]
        if behaviour == "stranger":
            ranked[0] = (ranked[0][0], 424242)
        elif behaviour == "twice":
            ranked[1] = (ranked[1][0], ranked[0][1])
        elif behaviour == "unsorted":
            ranked.reverse()
        elif behaviour == "nan":
            ranked[0] = (float("nan"), ranked[0][1])
        elif behaviour == "negative":
            ranked[0] = (-1.0, ranked[0][1])
        elif behaviour == "few":
            ranked.pop()
        counts.append(len(ranked))
        hits += ranked
    body = struct.pack(f"<{len(hits)}q", *[key for _, key in hits])
    body += struct.pack(f"<{len(hits)}d", *[score for score, _ in hits])
    return counts, body[:-8] if behaviour == "short" else body


for line in iter(stdin.readline, b""):
    request = json.loads(line)
    payload = stdin.read(request.get("payload", 0))
    kind, answer = request["type"], {"id": request["id"], "type": request["type"]}
    if kind == "hello":
        send(answer | {"protocol": 1, "name": "search", "version": "fixture 1",
                       "capabilities": [] if behaviour == "incapable" else ["search"]})
        continue
    if kind == "bye":
        send(answer)
        break
    if kind == "search_open":
        size = request["dimension"]
    elif kind == "search_add":
        count = len(payload) // (8 + 4 * size)
        for number, key in enumerate(struct.unpack_from(f"<{count}q", payload)):
            templates[key] = struct.unpack_from(f"<{size}f", payload, 8 * count + number * 4 * size)
        if behaviour == "forgetful":
            templates.popitem()
    elif kind == "search_remove":
        for key in struct.unpack(f"<{len(payload) // 8}q", payload):
            templates.pop(key, None)
    elif behaviour == "crash":
        sys.exit(9)
    elif behaviour == "hang":
        time.sleep(600)
    elif behaviour == "refuse":
        send(answer | {"type": "error", "code": "search_refused", "message": "not today"})
        continue
    elif behaviour == "other-code":
        send(answer | {"type": "error", "code": "image_unreadable", "message": "not mine"})
        continue
    if kind in ("search_nearest", "search_within"):
        counts, body = search(request, payload)
        send(answer | {"templates": len(templates), "counts": counts}, body)
    else:
        send(answer | {"templates": len(templates)})
