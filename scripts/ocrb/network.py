"""The line network: convolutions with batch normalisation, in JAX. About 150,000 weights, one output column per 4 pixels.

A band [N, 32, W, 1] becomes [N, W/4, 38]: blank, 0-9, A-Z, `<`. Each column sees about 50 pixels, that is 2.5 characters.
"""

import jax
import jax.numpy as jnp
import numpy as np

CLASSES = 38
# Rows and columns of the kernel, channels out, strides, padding ((above, below), (left, right)).
LAYERS = [
    ((3, 3), 16, (2, 2), ((1, 1), (1, 1))),
    ((3, 3), 32, (2, 2), ((1, 1), (1, 1))),
    ((3, 3), 48, (1, 1), ((1, 1), (1, 1))),
    ((3, 3), 64, (2, 1), ((1, 1), (1, 1))),
    ((4, 3), 96, (1, 1), ((0, 0), (1, 1))),
    ((1, 3), 96, (1, 1), ((0, 0), (1, 1))),
    ((1, 1), CLASSES, (1, 1), ((0, 0), (0, 0))),
]
EPSILON = 1e-5


def start(seed):
    """Weights and running statistics."""
    rng = np.random.default_rng(seed)
    weights, running, channels = [], [], 1
    for (rows, columns), out, _, _ in LAYERS:
        fan = rows * columns * channels
        kernel = rng.standard_normal((rows, columns, channels, out)).astype(np.float32) * np.sqrt(2 / fan)
        weights.append({"kernel": kernel, "scale": np.ones(out, np.float32), "shift": np.zeros(out, np.float32)})
        running.append({"mean": np.zeros(out, np.float32), "variance": np.ones(out, np.float32)})
        channels = out
    return jax.tree.map(jnp.asarray, weights), jax.tree.map(jnp.asarray, running)


def _convolve(x, kernel, strides, padding):
    """As a sum of matrix products over shifted views: on processors its gradient is much faster than XLA's own."""
    rows, columns, channels, out = kernel.shape
    x = jnp.pad(x, ((0, 0), padding[0], padding[1], (0, 0)))
    high = (x.shape[1] - rows) // strides[0] + 1
    wide = (x.shape[2] - columns) // strides[1] + 1
    views = [
        x[:, r:r + (high - 1) * strides[0] + 1:strides[0], c:c + (wide - 1) * strides[1] + 1:strides[1]]
        for r in range(rows) for c in range(columns)
    ]
    patches = jnp.concatenate(views, axis=-1) if len(views) > 1 else views[0]
    return patches @ kernel.reshape(rows * columns * channels, out)


def apply(weights, running, x, training):
    """Logits, and the running statistics after this batch."""
    after = []
    for index, (layer, statistics, (_, _, strides, padding)) in enumerate(zip(weights, running, LAYERS)):
        x = _convolve(x, layer["kernel"], strides, padding)
        if index + 1 == len(LAYERS):
            after.append(statistics)
            return (x + layer["shift"])[:, 0], after
        if training:
            mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
            after.append({"mean": 0.97 * statistics["mean"] + 0.03 * mean,
                          "variance": 0.97 * statistics["variance"] + 0.03 * variance})
        else:
            mean, variance = statistics["mean"], statistics["variance"]
            after.append(statistics)
        x = (x - mean) * (jax.lax.rsqrt(variance + EPSILON) * layer["scale"]) + layer["shift"]
        x = jax.nn.relu(x)
    raise AssertionError


def folded(weights, running):
    """(kernel as [out, in, rows, columns], bias) of each layer, the normalisation folded in."""
    result = []
    for index, (layer, statistics) in enumerate(zip(weights, running)):
        kernel, bias = np.asarray(layer["kernel"]), np.asarray(layer["shift"])
        if index + 1 < len(weights):
            factor = np.asarray(layer["scale"]) / np.sqrt(np.asarray(statistics["variance"]) + EPSILON)
            bias = bias - np.asarray(statistics["mean"]) * factor
            kernel = kernel * factor
        result.append((np.ascontiguousarray(kernel.transpose(3, 2, 0, 1), np.float32), bias.astype(np.float32)))
    return result
