"""Asks TensorFlow 2.12.1 what each operation of a gradient does with small inputs; writes gradient_kernels_tf212.json
beside itself.

    python make_gradient_kernels_tf212.py

Cases are as in make_kernels_tf212.py.
"""
from make_kernels_tf212 import F32, INF, NAN, case, i32, scalar, write, x

import numpy as np
import tensorflow as tf


def convolutions():
    def gradients(image, filter, result, attributes):
        dy = x(*result, seed=2)
        case("Conv2DBackpropInput", [i32(*image), x(*filter, seed=1), dy], attributes, extra=F32)
        case("Conv2DBackpropFilter", [x(*image), i32(*filter), dy], attributes, extra=F32)

    for padding in ["SAME", "VALID"]:
        for stride, dilation, kernel in [(1, 1, 3), (2, 1, 3), (3, 1, 2), (1, 1, 1), (2, 1, 1)]:
            size = lambda n: -(-n // stride) if padding == "SAME" else (n - (kernel - 1) * dilation - 1) // stride + 1
            gradients((2, 8, 7, 3), (kernel, kernel, 3, 4), (2, size(8), size(7), 4),
                      {"strides": [1, stride, stride, 1], "dilations": [1, dilation, dilation, 1], "padding": padding})
    gradients((1, 5, 6, 2), (2, 3, 2, 3), (1, 3, 7, 3),
              {"strides": [1, 3, 1, 1], "padding": "EXPLICIT", "explicit_paddings": [0, 0, 2, 1, 0, 3, 0, 0]})
    gradients((0, 4, 4, 1), (3, 3, 1, 2), (0, 4, 4, 2), {"strides": [1, 1, 1, 1], "padding": "SAME"})


def pooling():
    for size, stride in [(3, 1), (3, 2), (2, 2), (2, 3), (1, 1)]:
        for padding in ["SAME", "VALID"]:
            attributes = {"ksize": [1, size, size, 1], "strides": [1, stride, stride, 1], "padding": padding}
            pooled = tf.nn.max_pool2d(x(2, 8, 7, 3), size, stride, padding).numpy()
            dy = x(*pooled.shape, seed=2)
            case("MaxPoolGrad", [x(2, 8, 7, 3), pooled, dy], attributes, extra=F32)
            case("AvgPoolGrad", [i32(2, 8, 7, 3), dy], attributes, extra=F32)
    ties = np.zeros((1, 4, 4, 2), np.float32)
    case("MaxPoolGrad", [ties, ties[:, :2, :2], x(1, 2, 2, 2)],
         {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}, extra=F32)


def normalization():
    image, dy = x(2, 3, 4, 5), x(2, 3, 4, 5, seed=1)
    vectors = [x(5, seed=2), x(5, seed=4), np.abs(x(5, seed=5)) + 1, scalar(0, np.float32)]
    bn = {"T": tf.float32, "U": tf.float32}
    for training in [False, True]:
        for epsilon in [0.001, 0.01]:
            case("FusedBatchNormGradV3", [dy, image] + vectors, {"epsilon": epsilon, "is_training": training}, 5, bn,
                 keep=3)


def linear_and_elements():
    case("BiasAddGrad", [x(2, 3)], extra=F32)
    case("BiasAddGrad", [x(2, 3, 4, 5)], {"data_format": "NHWC"}, extra=F32)
    case("BiasAddGrad", [x(0, 3)], extra=F32)
    special = np.array([NAN, INF, -INF, 1, 0, INF], np.float32)
    case("ReluGrad", [special, np.array([1, 0, 1, NAN, 0, 2], np.float32)], extra=F32)
    for op in ["ReluGrad", "SqrtGrad", "RsqrtGrad"]:
        case(op, [x(37) + np.float32(1 / 16), x(37, seed=1)], extra=F32)
        case(op, [x(2, 3, dtype=np.float64) + 1 / 16, x(2, 3, seed=1, dtype=np.float64)], extra={"T": tf.float64})
        case(op, [x(0, 2), x(0, 2)], extra=F32)
    for a, b in [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 3), ()), ((2, 1, 4), (3, 1)), ((19,), (19,))]:
        for op in ["LessEqual", "Less", "Greater"]:
            case(op, [x(*a), x(*b, seed=1)], extra=F32)
        case("FloorMod", [x(*a), x(*b, seed=1) + np.float32(1 / 16)], extra=F32)
    for op in ["LessEqual", "Less", "Greater"]:
        case(op, [np.array([NAN, 1, INF, -INF, 0], np.float32), np.array([1, NAN, INF, 3, 0], np.float32)], extra=F32)
    case("FloorMod", [x(2, 3, dtype=np.float64), x(3, seed=1, dtype=np.float64) + 1 / 16], extra={"T": tf.float64})
    for name in ["int32", "int64"]:
        a = np.array([[7, -7, 7, -7, 0, 2**31 - 1]], name)
        b = np.array([[2, 2, -2, -2, 3, 5], [1, 2, 3, 4, 5, -1]], name)
        case("FloorMod", [a, b], extra={"T": tf.dtypes.as_dtype(name)})
        case("LessEqual", [a, b], extra={"T": tf.dtypes.as_dtype(name)})


def cross_entropies():
    for labels in [np.array([0, 6, 3], np.int32), np.array([2, 2, 5], np.int64)]:
        for scale in [1, 30]:
            case("SparseSoftmaxCrossEntropyWithLogits", [x(3, 7) * scale, labels],
                 extra={"T": tf.float32, "Tlabels": tf.dtypes.as_dtype(labels.dtype)}, outputs=2)
    for logits, labels in [((3, 7), (3, 7)), ((3, 7), (1, 7)), ((1, 7), (3, 7)), ((3, 7), (3, 1))]:
        case("SoftmaxCrossEntropyWithLogits", [x(*logits), x(*labels, seed=1)], extra=F32, outputs=2)
    case("LogSoftmax", [x(3, 7)], extra=F32)
    case("LogSoftmax", [x(2, 3, 5) * 30], extra=F32)


def arrays():
    index = {"T": tf.int32}
    for a, b in [((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), ()), ((), ()), ((2, 1, 4), (3, 1)),
                 ((1, 3), (2, 1)), ((1, 1), (1, 1)), ((1, 1), (1,)), ((2, 1), (1,)), ((1,), (1, 1, 3))]:
        case("BroadcastGradientArgs", [i32(*a), i32(*b)], extra=index, outputs=2)
    case("ConcatOffset", [scalar(1), i32(2, 3), i32(2, 1), i32(2, 4)], extra={"N": 3}, outputs=3)
    case("ConcatOffset", [scalar(0), i32(2, 3), i32(1, 3)], extra={"N": 2}, outputs=2)
    case("InvertPermutation", [i32(2, 0, 1, 3)], extra=index)
    case("InvertPermutation", [np.zeros(0, np.int32)], extra=index)
    case("ShapeN", [x(2, 3), x(4), x()], {"out_type": tf.int32}, extra={"N": 3, **F32}, outputs=3)
    case("ShapeN", [x(2, 3)], {"out_type": tf.int64}, extra={"N": 1, **F32}, outputs=1)
    for shape, multiples in [((2, 3), (1, 2)), ((2, 3), (3, 1)), ((2, 1, 3), (2, 4, 2)), ((1,), (5,)), ((2, 3), (0, 1))]:
        case("Tile", [x(*shape), i32(*multiples)], extra={**F32, "Tmultiples": tf.int32})
    case("Tile", [x(), np.zeros(0, np.int32)], extra={**F32, "Tmultiples": tf.int32})
    for axis in [0, 1, -1]:
        count = (2, 3, 4)[axis]
        case("Unpack", [x(2, 3, 4)], {"num": count, "axis": axis}, extra=F32, outputs=count)
    for begin, end, strides, bits in [((1, 0), (3, 5), (1, 2), {}), ((3, 4), (0, 0), (-1, -2), {}),
                                      ((-1, 1), (0, 4), (1, 1), {"shrink_axis_mask": 1}),
                                      ((0, 0, 1), (0, 0, 3), (1, 1, 1), {"new_axis_mask": 1, "begin_mask": 2, "end_mask": 2})]:
        bits = {name: bits.get(name, 0) for name in
                ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"]}
        taken = tf.raw_ops.StridedSlice(input=x(4, 5), begin=i32(*begin), end=i32(*end), strides=i32(*strides), **bits)
        case("StridedSliceGrad", [i32(4, 5), i32(*begin), i32(*end), i32(*strides), x(*taken.shape)], bits,
             extra={**F32, "Index": tf.int32})
    case("StopGradient", [x(2, 3)], extra=F32)
    case("PreventGradient", [x(2, 3)], extra=F32)


if __name__ == "__main__":
    write("gradient_kernels_tf212.json",
          [convolutions, pooling, normalization, linear_and_elements, cross_entropies, arrays])
