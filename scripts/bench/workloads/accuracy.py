"""What the speed costs: EER and FNMR at FMR 0.1 % on labelled pairs, and how far openvino's scores are from opencv's."""

import csv
import json

from harness import LFW, MODELS, Figure, Unavailable, timed

NAME = "accuracy"
AGREEMENT = 0.005  # the goal: 99th percentile of the difference


def measure(bench):
    pairs = LFW / ("pairs.csv" if bench.requests >= 600 else "pairs-quick.csv")
    if not pairs.exists():
        raise Unavailable("needs ../shared/data/lfw-view1")
    has_openvino = (MODELS / "openvino").exists()
    matchers = ["opencv"] + (["openvino"] if has_openvino else [])
    output = bench.folder / "evaluation"
    selection = [word for name in matchers for word in ("--matcher", name)]
    timed([bench.auditor, "evaluate", pairs, "--images-root", LFW / "images", "--face-choice", "central", *selection,
           "--workers", str(bench.workers), "--progress", "none", "--output", output])
    results = {item["name"]: item for item in json.loads((output / "evaluation.json").read_text())["matchers"]}
    for name in matchers:
        result, base = results[name], results["opencv"]
        for what, value, reference in [
                ("EER", result["eer"]["value"], base["eer"]["value"]),
                ("FNMR at FMR 0.1 %", fnmr(result), fnmr(base))]:
            yield Figure(f"{what} of {pairs.name}, {name}", "%", 100 * value, "opencv", 100 * reference, None, [], None)
    if not has_openvino:
        raise Unavailable("openvino is not installed")
    percentile = agreement(output / "scores.csv")
    yield Figure("99th percentile of |openvino - opencv|", "cosine", percentile, "goal", AGREEMENT, AGREEMENT / percentile, [],
                 1.0)


def fnmr(result):
    return next(item["fnmr"] for item in result["operating_points"] if item["fmr_target"] == 0.001)


def agreement(path):
    scores = {}
    with open(path, newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["score"]:
                scores.setdefault((row["image_a"], row["image_b"]), {})[row["matcher"]] = float(row["score"])
    differences = sorted(abs(one["opencv"] - one["openvino"]) for one in scores.values() if len(one) == 2)
    return differences[round(0.99 * (len(differences) - 1))]
