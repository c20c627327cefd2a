"""Turns a block-quantised ONNX model into one that OpenCV 4.6 reads; runs in the pinned environment.

usage: convert_onnx.py SOURCE TARGET

OpenCV 4.6 knows neither DequantizeLinear over blocks (opset 21) nor the two-input form of Dropout. Weights are
therefore expanded to float32 here, once. The same input gives the same bytes: nodes and initialisers keep their
order, and the protobuf library that serialises them is pinned.
"""

import sys

import numpy as np
import onnx
from onnx import numpy_helper

TARGET_OPSET = 11  # the newest that all remaining operators mean the same in, and that OpenCV 4.6 fully knows
TARGET_IR = 6      # the IR version that belongs to opset 11


def dequantise(values, scales, zero_points, axis, block):
    """(q - zero) * scale, with one scale and zero point for each run of `block` entries along `axis`.

    As the ONNX operator DequantizeLinear, version 21, defines it; without a block size the parameters are
    for the whole tensor or for each index of the axis.
    """
    def spread(parameter):
        if block:
            index = np.arange(values.shape[axis]) // block
            return np.take(parameter, index, axis=axis)
        if parameter.ndim == 1 and parameter.size > 1:
            shape = [1] * values.ndim
            shape[axis] = -1
            return parameter.reshape(shape)
        return parameter

    return ((values.astype(np.int32) - spread(zero_points).astype(np.int32)) * spread(scales)).astype(np.float32)


def fold(graph):
    """Replaces every chain of DequantizeLinear and Reshape over constants by one float32 initialiser."""
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    kept, folded = [], {}
    for node in graph.node:
        known = all(name in constants for name in node.input)
        if node.op_type == "DequantizeLinear" and known:
            options = {item.name: item.i for item in node.attribute}
            values, scales, *rest = (constants[name] for name in node.input)
            zero_points = rest[0] if rest else np.zeros_like(scales, dtype=np.int32)
            block = options.get("block_size", 0)
            result = dequantise(values, scales, zero_points, options.get("axis", 1), block)
        elif node.op_type == "Reshape" and known:
            values, shape = (constants[name] for name in node.input)
            result = values.reshape([int(size) for size in shape])
        else:
            kept.append(node)
            continue
        constants[node.output[0]] = folded[node.output[0]] = result
    return kept, folded


def bypass_dropout(nodes):
    """Dropout does nothing at inference: its readers read its input instead."""
    renamed = {node.output[0]: node.input[0] for node in nodes if node.op_type == "Dropout"}
    kept = [node for node in nodes if node.op_type != "Dropout"]
    for node in kept:
        for index, name in enumerate(node.input):
            while name in renamed:
                name = renamed[name]
            node.input[index] = name
    return kept


def convert(model):
    graph = model.graph
    nodes, folded = fold(graph)
    nodes = bypass_dropout(nodes)
    used = {name for node in nodes for name in node.input} | {item.name for item in graph.output}
    # A constant that only Dropout read (its ratio) would be an unused input, which OpenCV refuses.
    made = {name for node in nodes for name in node.output}
    nodes = [node for node in nodes if node.op_type != "Constant" or node.output[0] in used]
    initialisers = [item for item in graph.initializer if item.name in used and item.name not in made]
    initialisers += [numpy_helper.from_array(value, name) for name, value in folded.items() if name in used]
    names = {item.name for item in initialisers}
    inputs = [item for item in graph.input if item.name in used and item.name not in names]
    result = onnx.helper.make_graph(nodes, graph.name, inputs, list(graph.output), initialisers)
    return onnx.helper.make_model(
        result, ir_version=TARGET_IR, opset_imports=[onnx.helper.make_opsetid("", TARGET_OPSET)]
    )


def main(source, target):
    converted = convert(onnx.load(source, load_external_data=False))
    onnx.checker.check_model(converted)
    with open(target, "wb") as sink:
        sink.write(converted.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
