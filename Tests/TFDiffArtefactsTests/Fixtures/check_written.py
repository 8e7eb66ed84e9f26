"""Reads the checkpoint that CheckpointWriterTests writes, with real TensorFlow, and checks every number."""
import os, sys
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf

reader = tf.train.load_checkpoint(sys.argv[1])
expected = {
    "a/float32": np.arange(300000, dtype="f4").reshape(300, 1000), "a/float64": np.array([1.5, np.nan, -np.inf]),
    "int32": np.array([[1], [-2]], "i4"), "int64": np.array(-2**63), "uint8": np.array([0, 255], "u1"),
    "bool": np.array([True, False, True]), "empty": np.zeros((0, 4), "f4"), "name \u00e9": np.array(1, "f4"),
    "parts": np.arange(60, dtype="f4").reshape(4, 15)}
assert set(reader.get_variable_to_shape_map()) == set(expected)
for name, array in expected.items():
    found = reader.get_tensor(name)
    assert found.dtype == array.dtype and found.shape == array.shape, name
    np.testing.assert_array_equal(found, array, name)
