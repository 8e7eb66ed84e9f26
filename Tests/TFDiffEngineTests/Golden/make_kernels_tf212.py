"""Asks TensorFlow 2.12.1 what each operation does with small inputs; writes kernels_tf212.json beside itself.

    python make_kernels_tf212.py

Every case is one operation run eagerly: op type, attributes, flat inputs as TensorFlow has them, outputs.
Inputs are multiples of 1/8, so that products and sums of them are exact in float32.
"""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# TensorFlow's own kernels, not oneDNN's: oneDNN is what the engine itself uses.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context, execute

NAN, INF = float("nan"), float("inf")
cases = []


def x(*shape, seed=0, dtype=np.float32):
    n = int(np.prod(shape, dtype=np.int64))
    values = ((np.arange(n) * 37 + 11 + seed * 17) % 61 - 30) / 8
    return values.astype(dtype).reshape(shape)


def i32(*values):
    return np.array(values, np.int32)


def scalar(value, dtype=np.int32):
    return np.array(value, dtype)


def encode(array):
    array = np.asarray(array)
    values = array.reshape(-1).tolist()
    if array.dtype == np.float32:
        values = [float(np.format_float_positional(v, unique=True, trim="0")) if np.isfinite(v) else
                  "NaN" if np.isnan(v) else "Infinity" if v > 0 else "-Infinity"
                  for v in array.reshape(-1)]
    elif array.dtype == np.bool_:
        values = [int(v) for v in values]
    return {"dtype": array.dtype.name, "shape": list(array.shape), "values": values}


KINDS = {bool: "bool", int: "int", float: "float", str: "string", tf.DType: "dtype"}


def encode_attribute(value):
    if isinstance(value, list):
        return {"strings" if value and isinstance(value[0], str) else "ints": value}
    return {KINDS[type(value)]: value.name if isinstance(value, tf.DType) else value}


def native(value):
    if isinstance(value, tf.DType):
        return value.as_datatype_enum
    if isinstance(value, str):
        return value.encode()
    return [v.encode() if isinstance(v, str) else v for v in value] if isinstance(value, list) else value


def case(op, inputs, attributes=None, outputs=1, extra=None, keep=None):
    """`extra` are attributes TensorFlow must have that follow from the inputs; `keep` how many outputs are defined."""
    attributes = attributes or {}
    flat = []
    for name, value in {**attributes, **(extra or {})}.items():
        flat += [name, native(value)]
    result = execute.execute(op.encode(), outputs, [tf.constant(v) for v in inputs], tuple(flat), context.context())
    cases.append({
        "op": op,
        "attributes": {name: encode_attribute(value) for name, value in attributes.items()},
        "inputs": [encode(v) for v in inputs],
        "outputs": [encode(v.numpy()) for v in (result or [])[:keep]],
    })


F32 = {"T": tf.float32}


def conv_like():
    for padding in ["SAME", "VALID"]:
        for stride, dilation, kernel in [(1, 1, 3), (2, 1, 3), (3, 1, 2), (1, 2, 3), (1, 1, 1), (2, 1, 1)]:
            case("Conv2D", [x(2, 8, 7, 3), x(kernel, kernel, 3, 4, seed=1)],
                 {"strides": [1, stride, stride, 1], "dilations": [1, dilation, dilation, 1], "padding": padding}, extra=F32)
    case("Conv2D", [x(1, 5, 6, 2), x(2, 3, 2, 3, seed=1)], {"strides": [1, 1, 2, 1], "padding": "SAME"}, extra=F32)
    case("Conv2D", [x(1, 5, 6, 2), x(2, 3, 2, 3, seed=1)],
         {"strides": [1, 2, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 2, 1, 0, 3, 0, 0]}, extra=F32)
    case("Conv2D", [x(1, 4, 4, 4), x(3, 3, 2, 6, seed=1)], {"strides": [1, 1, 1, 1], "padding": "SAME"}, extra=F32)
    case("Conv2D", [x(1, 4, 4, 1), x(5, 5, 1, 1, seed=1)], {"strides": [1, 1, 1, 1], "padding": "VALID"}, extra=F32)
    case("Conv2D", [x(0, 4, 4, 1), x(3, 3, 1, 2, seed=1)], {"strides": [1, 1, 1, 1], "padding": "SAME"}, extra=F32)
    case("Conv2D", [x(1, 2, 2, 3), x(7, 5, 3, 2, seed=1)], {"strides": [1, 1, 1, 1], "padding": "SAME"}, extra=F32)
    for op in ["MaxPool", "AvgPool"]:
        for padding in ["SAME", "VALID"]:
            for size, stride in [(3, 1), (3, 2), (2, 2), (2, 3), (1, 1)]:
                case(op, [x(2, 8, 7, 3)], {"ksize": [1, size, size, 1], "strides": [1, stride, stride, 1], "padding": padding}, extra=F32)
        case(op, [x(1, 6, 5, 2)], {"ksize": [1, 3, 2, 1], "strides": [1, 1, 2, 1], "padding": "SAME"}, extra=F32)
        case(op, [x(1, 2, 2, 2)], {"ksize": [1, 5, 5, 1], "strides": [1, 1, 1, 1], "padding": "SAME"}, extra=F32)
        case(op, [x(1, 2, 2, 2)], {"ksize": [1, 3, 3, 1], "strides": [1, 1, 1, 1], "padding": "VALID"}, extra=F32)
        case(op, [x(0, 2, 2, 2)], {"ksize": [1, 2, 2, 1], "strides": [1, 1, 1, 1], "padding": "SAME"}, extra=F32)
    case("MaxPool", [x(1, 4, 4, 2)], {"ksize": [1, 3, 3, 1], "strides": [1, 2, 2, 1], "padding": "EXPLICIT",
                                     "explicit_paddings": [0, 0, 1, 2, 0, 1, 0, 0]}, extra=F32)
    special = np.array([NAN, 0, -INF, -INF, 1, -INF, -INF, -INF], np.float32).reshape(1, 2, 4, 1)
    case("MaxPool", [special], {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}, extra=F32)


def fused():
    image, filter = x(2, 5, 6, 3), x(3, 3, 3, 4, seed=1)
    vectors = [x(4, seed=2), x(4, seed=3), x(4, seed=4), np.abs(x(4, seed=5)) + 1]
    window = {"strides": [1, 2, 1, 1], "padding": "SAME", "dilations": [1, 1, 1, 1]}
    for ops, args in [(["BiasAdd"], 1), (["BiasAdd", "Relu"], 1), (["FusedBatchNorm"], 4), (["FusedBatchNorm", "Relu"], 4)]:
        case("_FusedConv2D", [image, filter] + vectors[:args],
             {**window, "num_args": args, "fused_ops": ops, "epsilon": 0.001},
             extra={**F32, "TArgs": [tf.float32.as_datatype_enum] * args, "num_host_args": 0})
    for ops in [["BiasAdd"], ["BiasAdd", "Relu"]]:
        for ta in [False, True]:
            for tb in [False, True]:
                case("_FusedMatMul", [x(5, 3) if not ta else x(3, 5), x(3, 4, seed=1) if not tb else x(4, 3, seed=1), x(4, seed=2)],
                     {"transpose_a": ta, "transpose_b": tb, "num_args": 1, "fused_ops": ops}, extra=F32)


def linear_and_normal():
    for ta in [False, True]:
        for tb in [False, True]:
            case("MatMul", [x(5, 3) if not ta else x(3, 5), x(3, 4, seed=1) if not tb else x(4, 3, seed=1)],
                 {"transpose_a": ta, "transpose_b": tb}, extra=F32)
    case("MatMul", [x(2, 0), x(0, 3)], {"transpose_a": False, "transpose_b": False}, extra=F32)
    case("MatMul", [x(0, 2), x(2, 3)], {"transpose_a": False, "transpose_b": False}, extra=F32)
    case("BiasAdd", [x(2, 3), x(3, seed=1)], extra=F32)
    case("BiasAdd", [x(2, 3, 4, 5), x(5, seed=1)], {"data_format": "NHWC"}, extra=F32)
    case("BiasAdd", [x(2, 3, 4), x(4, seed=1)], extra=F32)
    image = x(2, 3, 4, 5)
    vectors = [x(5, seed=2), x(5, seed=3), x(5, seed=4), np.abs(x(5, seed=5)) + 1]
    bn = {"T": tf.float32, "U": tf.float32}
    case("FusedBatchNormV3", [image] + vectors, {"epsilon": 0.001, "is_training": False}, 6, bn, keep=3)
    case("FusedBatchNormV3", [image] + vectors[:2] + [x(0), x(0)], {"epsilon": 0.001, "is_training": True}, 6, bn)
    case("FusedBatchNormV3", [image] + vectors, {"epsilon": 0.01, "is_training": True}, 6, bn)
    case("FusedBatchNormV3", [image] + vectors, {"epsilon": 0.01, "is_training": True, "exponential_avg_factor": 0.25}, 6, bn)
    case("FusedBatchNormV3", [image[:1, :1, :1]] + vectors, {"epsilon": 0.01, "is_training": True}, 6, bn)
    case("FusedBatchNormV3", [image[:0]] + vectors, {"epsilon": 0.01, "is_training": True}, 6, bn, keep=3)
    case("FusedBatchNormV3", [image] + vectors, {"is_training": False}, 6, bn, keep=3)
    case("Softmax", [x(3, 7)], extra=F32)
    case("Softmax", [x(2, 3, 5) * 30], extra=F32)
    case("Softmax", [x(4)], extra=F32)
    case("Softmax", [x(2, 0)], extra=F32)


def elementwise():
    shapes = [((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), ()), ((), ()), ((2, 1, 4), (3, 1)),
              ((2, 3, 4), (2, 1, 4)), ((0, 3), (3,)), ((0, 3), (1, 1)), ((19,), (19,)), ((2, 17), (17,))]
    for op in ["Add", "AddV2", "Sub", "Mul", "RealDiv", "FloorDiv", "Maximum", "Minimum", "GreaterEqual"]:
        for a, b in shapes:
            case(op, [x(*a), x(*b, seed=1) + np.float32(1 / 16)], extra=F32)
        case(op, [np.array([NAN, 1, INF, -INF, 0], np.float32), np.array([1, NAN, INF, 3, 0], np.float32)], extra=F32)
        case(op, [x(2, 3, dtype=np.float64), x(3, seed=1, dtype=np.float64) + 1 / 16], extra={"T": tf.float64})
        if op != "RealDiv":
            for name in ["int32", "int64"]:
                a = np.array([[7, -7, 7, -7, 0, 2**31 - 1]], name)
                b = np.array([[2, 2, -2, -2, 3, 5], [1, 2, 3, 4, 5, -1]], name)
                case(op, [a, b], extra={"T": tf.dtypes.as_dtype(name)})
    case("FloorDiv", [i32(-2**31), i32(-1)], extra={"T": tf.int32})
    case("AddV2", [i32(2**31 - 1), i32(1)], extra={"T": tf.int32})
    positive = np.abs(x(37)) + np.float32(0.125)
    special = np.array([NAN, INF, -INF, 0.5, -0.5], np.float32)
    for op in ["Relu", "Neg", "Square", "Sqrt", "Rsqrt", "Floor"]:
        values = positive if op.endswith("qrt") else x(37)
        case(op, [values], extra=F32)
        case(op, [special], extra=F32)
        case(op, [x(0, 3)], extra=F32)
        if op != "Relu":
            case(op, [positive.astype(np.float64)], extra={"T": tf.float64})
    for op in ["Neg", "Square"]:
        case(op, [i32(3, -4, 0, 2**31 - 1)], extra={"T": tf.int32})
    for op, condition, a in [("Select", (2, 3), (2, 3)), ("Select", (2,), (2, 3)), ("Select", (), (2, 3))]:
        case(op, [x(*condition) > 0, x(*a), x(*a, seed=1)], extra=F32)
    for condition, a, b in [((2, 3), (2, 3), (2, 3)), ((3,), (2, 3), ()), ((2, 1), (1, 3), (3,)), ((), (2,), (3, 1)), ((4, 1, 2), (3, 1), ())]:
        case("SelectV2", [x(*condition) > 0, x(*a), x(*b, seed=1)], extra=F32)
    case("SelectV2", [x(3) > 0, i32(1, 2, 3), i32(4)], extra={"T": tf.int32})


def arrays():
    n = lambda values, T=tf.float32: {"N": len(values), "T": T}
    for shapes, axis in [([(2, 3), (2, 1), (2, 4)], 1), ([(2, 3), (1, 3)], 0), ([(2, 3, 2), (2, 3, 5)], -1), ([(2, 0), (2, 3)], 1), ([(2, 3)], 0)]:
        values = [x(*s, seed=i) for i, s in enumerate(shapes)]
        if len(values) > 1:
            case("ConcatV2", values + [scalar(axis)], extra={**n(values), "Tidx": tf.int32})
        case("Pack", [x(2, 3), x(2, 3, seed=1)], {"axis": axis}, extra=n([0, 0]))
    case("ConcatV2", [i32(1, 2), i32(3), scalar(0)], extra={**n([0, 0], tf.int32), "Tidx": tf.int32})
    case("Pack", [scalar(3), scalar(4)], extra=n([0, 0], tf.int32))
    for shape, target in [((2, 6), (3, 4)), ((2, 6), (-1,)), ((2, 6), (4, -1)), ((), (1, 1)), ((0, 3), (0, -1)), ((4,), (2, 2, 1))]:
        case("Reshape", [x(*shape), i32(*target)], extra={**F32, "Tshape": tf.int32})
    case("Reshape", [x(1, 1), np.zeros(0, np.int32)], extra={**F32, "Tshape": tf.int32})
    case("Identity", [x(2, 3)], extra=F32)
    for shape, dims in [((1, 2, 1), []), ((1, 2, 1), [0]), ((1, 2, 1), [-1]), ((1, 2, 1), [0, 2])]:
        case("Squeeze", [x(*shape)], {"squeeze_dims": dims}, extra=F32)
    for axis in [0, 1, 2, -1, -3]:
        case("ExpandDims", [x(2, 3), scalar(axis)], extra={**F32, "Tdim": tf.int32})
    case("Shape", [x(2, 3)], {"out_type": tf.int32}, extra=F32)
    case("Shape", [x(2, 0, 3)], {"out_type": tf.int64}, extra=F32)
    case("Shape", [x()], {"out_type": tf.int32}, extra=F32)
    for shape, perm in [((2, 3), (1, 0)), ((2, 3, 4), (2, 0, 1)), ((2, 3, 4), (1, 0, 2)), ((2, 3, 4, 5), (0, 3, 1, 2)), ((2, 0, 3), (2, 1, 0))]:
        case("Transpose", [x(*shape), i32(*perm)], extra={**F32, "Tperm": tf.int32})
    case("Transpose", [x(), np.zeros(0, np.int32)], extra={**F32, "Tperm": tf.int32})
    for shape, pads in [((2, 3), [[1, 0], [0, 2]]), ((1, 2, 2, 3), [[0, 0], [1, 2], [3, 0], [0, 0]]), ((0, 2), [[1, 1], [0, 1]])]:
        case("Pad", [x(*shape), np.array(pads, np.int32)], extra={**F32, "Tpaddings": tf.int32})
    for shape, begin, size in [((4, 5), (1, 2), (2, 3)), ((4, 5), (0, 1), (-1, -1)), ((4, 5), (4, 0), (0, 5)), ((2, 3, 4), (1, 0, 2), (1, 3, 1))]:
        case("Slice", [x(*shape), i32(*begin), i32(*size)], extra={**F32, "Index": tf.int32})
    strided()
    for source, target in [("float32", t) for t in ["float64", "int32", "int64", "uint8", "bool"]] + [
            ("float64", "float32"), ("float64", "int32"), ("int32", "float32"), ("int32", "uint8"), ("int32", "int64"), ("int64", "int32"),
            ("int64", "float64"), ("uint8", "float32"), ("bool", "float32"), ("bool", "int32"), ("int32", "bool"), ("uint8", "int32")]:
        values = np.abs(x(23) * 9) if target == "uint8" else x(23) * 9
        if source == "bool":
            values = values > 0
        case("Cast", [values.astype(source)], {"DstT": tf.dtypes.as_dtype(target)}, extra={"SrcT": tf.dtypes.as_dtype(source)})
    case("Cast", [np.array([NAN, 3e9, -3e9, -1.7], np.float32)], {"DstT": tf.int32}, extra={"SrcT": tf.float32})
    case("Cast", [np.array([NAN, 3e30, -3e30, -1.7], np.float32)], {"DstT": tf.int64}, extra={"SrcT": tf.float32})
    case("Cast", [i32(300, -3, 0)], {"DstT": tf.uint8}, extra={"SrcT": tf.int32})
    case("Fill", [i32(2, 3), scalar(1.5, np.float32)], extra={**F32, "index_type": tf.int32})
    case("Fill", [i32(0, 3), scalar(1.5, np.float32)], extra={**F32, "index_type": tf.int32})
    case("Fill", [np.zeros(0, np.int32), scalar(7)], extra={"T": tf.int32, "index_type": tf.int32})
    for op in ["ZerosLike", "OnesLike"]:
        case(op, [x(2, 3)], extra=F32)
        case(op, [i32(4, 5)], extra={"T": tf.int32})


def strided():
    masks = ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"]
    for shape, begin, end, strides, bits in [
            ((4, 5), (1, 0), (3, 5), (1, 2), {}),
            ((4, 5), (1,), (3,), (1,), {}),
            ((4, 5), (0, 0), (0, 0), (1, 1), {"begin_mask": 3, "end_mask": 3}),
            ((4, 5), (3, 4), (0, 0), (-1, -2), {}),
            ((4, 5), (0, 0), (0, 0), (-1, -1), {"begin_mask": 3, "end_mask": 3}),
            ((4, 5), (-1, 1), (0, 4), (1, 1), {"shrink_axis_mask": 1}),
            ((4, 5), (2, 3), (3, 4), (1, 1), {"shrink_axis_mask": 3}),
            ((4, 5), (0, 0, 1), (0, 0, 3), (1, 1, 1), {"new_axis_mask": 1, "begin_mask": 2, "end_mask": 2}),
            ((2, 3, 4), (0, 1), (0, 2), (1, 1), {"ellipsis_mask": 1}),
            ((2, 3, 4), (1, 0, 1), (2, 0, 3), (1, 1, 1), {"ellipsis_mask": 2}),
            ((2, 3, 4), (1, 0, 0, 1), (2, 0, 0, 3), (1, 1, 1, 1), {"ellipsis_mask": 2, "new_axis_mask": 4, "shrink_axis_mask": 1}),
            ((4, 5), (-100, 2), (100, 100), (1, 1), {}),
            ((4, 5), (3, 0), (1, 5), (1, 1), {}),
            ((4,), (1,), (2,), (1,), {"shrink_axis_mask": 1})]:
        attributes = {name: bits.get(name, 0) for name in masks}
        case("StridedSlice", [x(*shape), i32(*begin), i32(*end), i32(*strides)], attributes, extra={**F32, "Index": tf.int32})
    case("StridedSlice", [i32(7, 8, 9), i32(1), i32(2), i32(1)], {"shrink_axis_mask": 1}, extra={"T": tf.int32, "Index": tf.int32})


def reductions():
    for op in ["Mean", "Sum"]:
        for shape, axes in [((2, 3, 4, 5), (1, 2)), ((2, 3, 4), (0,)), ((2, 3, 4), (-1,)), ((2, 3, 4), (0, 2)), ((2, 3, 4), (0, 1, 2)),
                            ((2, 3), ()), ((2, 0), (1,)), ((2, 0), (0,)), ((40,), (0,)), ((2, 3, 4, 2), (1, 3)), ((2, 3, 4, 2), (0, 2))]:
            for keep in [False, True]:
                case(op, [x(*shape), i32(*axes)], {"keep_dims": keep}, extra={**F32, "Tidx": tf.int32})
        case(op, [x(2, 3), scalar(1)], extra={**F32, "Tidx": tf.int32})
        case(op, [x(2, 3, dtype=np.float64), i32(1)], extra={"T": tf.float64, "Tidx": tf.int32})
        case(op, [np.array([1, 2, -4, -5, 0], np.int32), i32(0)], extra={"T": tf.int32, "Tidx": tf.int32})
    for shape in [(2, 3), (), (0,), (41,)]:
        case("L2Loss", [x(*shape)], extra=F32)
    for count in [1, 2, 3, 9]:
        case("AddN", [x(2, 3, seed=i) for i in range(count)], extra={"N": count, "T": tf.float32})
    case("AddN", [i32(1, 2), i32(3, 4)], extra={"N": 2, "T": tf.int32})


def write(name, groups):
    """Writes what the groups ask beside this script."""
    for group in groups:
        group()
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, name), "w") as file:
        file.write('{"tensorflow": "%s", "cases": [\n' % tf.__version__)
        file.write(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
        file.write("\n]}\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    write("kernels_tf212.json", [conv_like, fused, linear_and_normal, elementwise, arrays, reductions])
