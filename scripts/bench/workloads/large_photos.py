"""Pairs of 12-megapixel JPEGs: photos of LFW enlarged and encoded anew. The loop decodes them in full."""

import subprocess

from harness import LFW, MODELS, ROOT, Unavailable, figure, in_turns

NAME = "large-photos"
SIDE = 3464  # squared, 12.0 megapixels
SHARE = 2  # pairs are a half of those of 250 x 250 photos: 300 by default


def measure(bench):
    pairs = bench.pairs(max(1, bench.requests // SHARE))
    folder = bench.folder / "large"
    enlarge(bench, sorted({name for pair in pairs for name in pair}), folder)
    photos = [folder / name for pair in pairs for name in pair]
    programs = {
        "bare": lambda: bench.run_bare_loop(photos),
        "opencv": lambda: bench.run_auditor("opencv", pairs, folder),
    }
    has_openvino = (MODELS / "openvino").exists()
    if has_openvino:
        programs["openvino"] = lambda: bench.run_auditor("openvino", pairs, folder)
    turns = in_turns(bench.rounds, programs)
    for matcher, goal in [("opencv", 2.5), ("openvino", None)]:
        if matcher in turns:
            yield figure(f"{len(pairs)} pairs of 12 megapixels, {matcher}", "pairs/s", turns, matcher, "bare",
                         "bare loop decoding in full", goal, per=2)
    if not has_openvino:
        raise Unavailable("openvino is not installed")


def enlarge(bench, names, folder):
    """Bicubic, quality 90, by a small program beside the loop."""
    program = bench.built("enlarge", ["opencv_imgcodecs", "opencv_imgproc", "opencv_core"])
    lines = []
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        lines += [str(LFW / "images" / name), str(folder / name)]
    subprocess.run([program, str(SIDE)], input="\n".join(lines) + "\n", text=True, check=True, cwd=ROOT)
