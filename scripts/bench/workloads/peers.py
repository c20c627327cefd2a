"""Cold pairs beside programs that others use for it. They come from PyPI into an environment of their own (.peers), made by
`python3 scripts/bench/install_peers.py`, and get the same photos, models where they take ours, and processes."""

import json
import os

from harness import DETECTOR, HERE, LFW, RECOGNISER, MODELS, Turn, Unavailable, figure, in_turns, timed

NAME = "peers"
SHARE = 5  # they are slow
PEERS = [("face_recognition", "dlib", 4.0), ("face_recognition", "openvino", 10.0), ("deepface", "openvino", 3.0)]


def measure(bench):
    python = bench.peers / "bin/python"
    if not python.exists():
        raise Unavailable(f"{bench.peers} has no peers: run scripts/bench/install_peers.py")
    pairs = bench.pairs(max(1, bench.requests // SHARE))
    images = LFW / "images"
    matchers = [name for name in ("dlib", "openvino") if name != "openvino" or (MODELS / "openvino").exists()]
    programs = {name: lambda name=name: bench.run_auditor(name, pairs, images) for name in matchers}
    for peer in ("face_recognition", "deepface"):
        programs[peer] = lambda peer=peer: run(bench, python, peer, pairs)
    turns = in_turns(bench.rounds, programs)
    for peer, matcher, goal in PEERS:
        if matcher in turns:
            yield figure(f"{len(pairs)} cold pairs, {matcher}", "pairs/s", turns, matcher, peer, peer, goal)


def run(bench, python, peer, pairs):
    listing = bench.folder / "pairs.txt"
    listing.write_text("".join(f"{LFW / 'images' / a}\t{LFW / 'images' / b}\n" for a, b in pairs), encoding="utf-8")
    # DeepFace looks for its weights there and would fetch them otherwise.
    weights = bench.folder / ".deepface/weights"
    weights.mkdir(parents=True, exist_ok=True)
    for model in (DETECTOR, RECOGNISER):
        if not (weights / model.name).exists():
            (weights / model.name).symlink_to(model)
    environment = os.environ | {"DEEPFACE_HOME": str(bench.folder), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    output, _, cpu = timed(
        [python, "-B", HERE / "peer.py", peer, listing, str(bench.workers)], env=environment)
    said = json.loads(output.splitlines()[-1])
    # Their start is many imports: its processor time stays out as ours does.
    return Turn(said["pairs"], said["seconds"], (cpu - said["start_cpu"]) / said["pairs"], said["start_seconds"])
