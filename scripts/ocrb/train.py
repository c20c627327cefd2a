"""Trains the line network from the font, from a seed, and writes it as ONNX.

usage: train.py OUTPUT [--seed 1] [--steps 1800] [--batch 16] [--samples 25600]

Lines are drawn by other processes while the network learns; each is used a few times. One thread learns. The last line
printed is JSON with the seed, the steps and the loss.
"""

import argparse
import json
import multiprocessing
import os
import queue
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import render  # noqa: E402
import text  # noqa: E402

WIDTH, LONGEST = 384, 20
COLUMNS = WIDTH // 4
CHUNK = 256


def chunk(seed, number):
    """Bands (in steps of 1/16, as int8) and the classes of their columns; the same for the same arguments.

    The column at a character's middle has its class, those between characters blank (0), those beside the middle minus the
    class: they may say it or blank, nothing else. So trained, the network gives what CTC decoding expects, from the first
    steps on and with its peaks where the characters are.
    """
    cv2.setNumThreads(1)
    rng = np.random.default_rng([seed, number])
    bands = np.zeros((CHUNK, render.ROWS, WIDTH), np.int8)
    labels = np.zeros((CHUNK, COLUMNS), np.int8)
    columns = np.arange(COLUMNS)
    for index in range(CHUNK):
        across = rng.uniform(0.86, 1.16)
        # Up to 22 pixels of margin on each side must fit besides.
        longest = int((WIDTH - 60) / (20.1 * across))
        found = text.piece(rng, int(rng.integers(max(4, longest - 4), min(longest, LONGEST) + 1)))
        band, middles = render.line(rng, found, render.mixed(rng), width=WIDTH, scale=(across, rng.uniform(0.82, 1.2)))
        bands[index] = np.clip(np.rint(band * 16), -128, 127)
        far = np.abs(columns[:, None] - middles[None] / 4)
        nearest = far.argmin(1)
        distance = far[columns, nearest]
        classes = np.array([1 + text.ALPHABET.index(letter) for letter in found])[nearest]
        labels[index] = np.where(distance < 0.75, classes, np.where(distance < 1.5, -classes, 0))
    return bands, labels


def _draw(seed, first, stride, last, sink):
    for number in range(first, last, stride):
        sink.put((number, chunk(seed, number)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--samples", type=int, default=25600)
    parser.add_argument("--rate", type=float, default=3e-3)
    options = parser.parse_args()

    chunks = options.samples // CHUNK
    drawn = multiprocessing.get_context("fork").Queue(8)
    painter = multiprocessing.get_context("fork").Process(
        target=_draw, args=(options.seed, 0, 1, chunks, drawn), daemon=True)
    painter.start()

    import export
    import jax
    import jax.numpy as jnp
    import network
    import optax

    weights, running = network.start(options.seed)
    schedule = optax.warmup_cosine_decay_schedule(1e-4, options.rate, options.steps // 30, options.steps, 1e-5)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=1e-3))
    state = optimiser.init(weights)

    @jax.jit
    def step(weights, running, state, bands, labels):
        def loss(weights):
            x = bands.astype(jnp.float32)[..., None] / 16
            logits, after = network.apply(weights, running, x, True)
            scores = jax.nn.log_softmax(logits)
            own = jnp.take_along_axis(scores, jnp.abs(labels)[..., None], -1)[..., 0]
            either = jnp.logaddexp(own, scores[..., 0])
            weight = jnp.where(labels > 0, 1.0, 0.5)
            return -(jnp.where(labels < 0, either, own) * weight).sum() / weight.sum(), after

        (value, after), slope = jax.value_and_grad(loss, has_aux=True)(weights)
        change, next_state = optimiser.update(slope, state, weights)
        return optax.apply_updates(weights, change), after, next_state, value

    bands = np.zeros((chunks * CHUNK, render.ROWS, WIDTH), np.int8)
    labels = np.zeros((chunks * CHUNK, COLUMNS), np.int8)
    ready, rng, began, losses = 0, np.random.default_rng(options.seed), time.monotonic(), []

    def take(wait):
        nonlocal ready
        try:
            number, (some, texts) = drawn.get(wait, None if wait else 0)
        except queue.Empty:
            return False
        bands[number * CHUNK:(number + 1) * CHUNK], labels[number * CHUNK:(number + 1) * CHUNK] = some, texts
        ready = number + 1
        return True

    for index in range(options.steps):
        # The pool grows in step with the training, so that the result depends on the seed alone, not on speed.
        due = min(chunks, 3 + index * chunks // max(1, options.steps * 7 // 10))
        while ready < due:
            take(True)
        pick = rng.integers(0, due * CHUNK, options.batch)
        weights, running, state, value = step(weights, running, state, bands[pick], labels[pick].astype(np.int32))
        losses.append(value)
        if (index + 1) % 50 == 0:
            mean = float(np.mean([float(item) for item in losses[-50:]]))
            print(f"step {index + 1}  loss {mean:.4f}  lines {ready * CHUNK}  {time.monotonic() - began:.0f} s", flush=True)
            losses = [mean]
            if (index + 1) % 100 == 0:
                export.save(network.folded(weights, running), options.output + ".part")
    export.save(network.folded(weights, running), options.output)
    if os.path.exists(options.output + ".part"):
        os.remove(options.output + ".part")
    print(json.dumps({"seed": options.seed, "steps": options.steps, "batch": options.batch, "samples": options.samples,
                      "loss": round(mean, 5), "seconds": round(time.monotonic() - began)}))


if __name__ == "__main__":
    main()
