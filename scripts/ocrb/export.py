"""Writes the trained network as ONNX, opset 11: Conv and Relu only, which OpenCV 4.6 reads."""

import network
from onnx import TensorProto, checker, helper, numpy_helper


def model(layers):
    """`layers`: (kernel, bias) of each convolution. Input `band` [1,1,32,W], output `logits` [1,38,1,W/4]."""
    nodes, constants, last = [], [], "band"
    for index, ((kernel, bias), (_, _, strides, padding)) in enumerate(zip(layers, network.LAYERS)):
        final = index + 1 == len(layers)
        made = "logits" if final else f"conv{index}"
        constants += [numpy_helper.from_array(kernel, f"kernel{index}"), numpy_helper.from_array(bias, f"bias{index}")]
        (top, bottom), (left, right) = padding
        nodes.append(helper.make_node(
            "Conv", [last, f"kernel{index}", f"bias{index}"], [made], name=made, kernel_shape=list(kernel.shape[2:]),
            strides=list(strides), pads=[top, left, bottom, right]))
        if not final:
            nodes.append(helper.make_node("Relu", [made], [f"relu{index}"], name=f"relu{index}"))
        last = f"relu{index}"
    graph = helper.make_graph(
        nodes, "ocrb-line",
        [helper.make_tensor_value_info("band", TensorProto.FLOAT, [1, 1, 32, "width"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, network.CLASSES, 1, "columns"])], constants)
    made = helper.make_model(graph, ir_version=6, opset_imports=[helper.make_opsetid("", 11)])
    checker.check_model(made)
    return made


def save(layers, path):
    with open(path, "wb") as sink:
        sink.write(model(layers).SerializeToString(deterministic=True))
