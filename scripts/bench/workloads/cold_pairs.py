"""Pairs of 250 x 250 photos that nobody has seen before."""

from harness import LFW, MODELS, Unavailable, figure, in_turns

NAME = "cold-pairs"


def measure(bench):
    pairs = bench.pairs(bench.requests)
    images = LFW / "images"
    photos = [images / name for pair in pairs for name in pair]
    programs = {
        "bare": lambda: bench.run_bare_loop(photos),
        "opencv": lambda: bench.run_auditor("opencv", pairs, images),
    }
    has_openvino = (MODELS / "openvino").exists()
    if has_openvino:
        programs["openvino"] = lambda: bench.run_auditor("openvino", pairs, images)
    turns = in_turns(bench.rounds, programs)
    other, unit = "bare OpenCV loop", "pairs/s"
    yield figure(f"{len(pairs)} cold pairs, opencv", unit, turns, "opencv", "bare", other, 0.95, per=2)
    if not has_openvino:
        raise Unavailable("openvino is not installed")
    yield figure(f"{len(pairs)} cold pairs, openvino", unit, turns, "openvino", "bare", other, 1.5, per=2)
