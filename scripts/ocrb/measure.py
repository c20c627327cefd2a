"""Measures the line network on held-out rendered lines, run by OpenCV as the worker does.

usage: measure.py MODEL [--count 500] [--seed 1000001] [--tesseract]

Complete lines of all layouts at every level; the seed is none of training's. `--tesseract` reads the same lines with
Tesseract's English model, in one line mode, restricted to the zone's characters. CER: Levenshtein distance over length.
"""

import argparse
import subprocess
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import render
import text


def decode(logits):
    """Best path: the best class a column, runs merged, blanks left out."""
    best = logits.argmax(0)
    kept = best[np.insert(best[1:] != best[:-1], 0, True)]
    return "".join(text.ALPHABET[index - 1] for index in kept if index)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def tesseract(bands):
    """What Tesseract reads in each band, enlarged twice with paper around it."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, band in enumerate(bands):
            grey = np.clip(170 - 55 * band, 0, 255).astype(np.uint8)
            grey = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
            grey = cv2.copyMakeBorder(grey, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
            names.append(f"{folder}/{index}.png")
            cv2.imwrite(names[-1], grey)
        Path(folder, "list").write_text("\n".join(names) + "\n")
        done = subprocess.run(
            ["tesseract", f"{folder}/list", "-", "-l", "eng", "--psm", "7", "-c", f"tessedit_char_whitelist={text.ALPHABET}",
             "-c", "page_separator=\f"], capture_output=True, text=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin"})
    return ["".join(page.split()) for page in done.stdout.split("\f")][:len(bands)]


def report(name, level, texts, found, seconds=None):
    errors = sum(distance(a, b) for a, b in zip(texts, found))
    exact = sum(a == b for a, b in zip(texts, found))
    line = f"| {name} | {level} | {100 * exact / len(texts):.1f} % | {100 * errors / sum(map(len, texts)):.2f} % |"
    print(line + (f" {1000 * seconds / len(texts):.1f} ms |" if seconds is not None else ""), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1_000_001)
    parser.add_argument("--levels", default=",".join(render.LEVELS))
    parser.add_argument("--tesseract", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print the lines that were misread")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    net = cv2.dnn.readNetFromONNX(options.model)
    print(f"OpenCV {cv2.__version__}, {options.count} lines a level\n\n| reader | level | exact lines | CER | time a line |\n|---|---|---|---|---|")
    for level in options.levels.split(","):
        rng = np.random.default_rng([options.seed, list(render.LEVELS).index(level)])
        texts = [text.whole_line(rng) for _ in range(options.count)]
        bands = [render.line(rng, words, level)[0] for words in texts]
        began, found = time.process_time(), []
        for band in bands:
            net.setInput(band[None, None])
            found.append(decode(net.forward()[0, :, 0]))
        report("line network", level, texts, found, time.process_time() - began)
        if options.wrong:
            print("\n".join(f"{a}\n{b}\n" for a, b in zip(texts, found) if a != b))
        if options.tesseract:
            began = time.process_time()
            report("Tesseract, English", level, texts, tesseract(bands))


if __name__ == "__main__":
    main()
