"""The migration guide's check of Inception-ResNet-v2 in inference, in real TensorFlow: what tfdiff-benchmark compares with.

Needs tensorflow 2.12, tf_slim 1.1.0 and numpy below 1.24. Builds the graph and the eager layer, draws the weights twice,
runs both, and compares all end points.
"""
import os

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')

import numpy as np
import tensorflow as tf
from inception_resnet_v2 import Layer, inception_resnet_v2
from keras.legacy_tf_layers.migration_utils import DeterministicRandomTestTool

v1 = tf.compat.v1

def graph_side():
  graph = tf.Graph()
  with graph.as_default(), v1.Session(graph=graph) as session:
    ends = inception_resnet_v2(tf.ones((1, 299, 299, 3)), False)
    session.run(v1.global_variables_initializer())
    loss = session.run(tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES)))
    return loss, session.run(ends)


def eager_side():
  layer = Layer()
  ends = layer(tf.ones((1, 299, 299, 3)))
  return tf.add_n(layer.losses).numpy(), {name: value.numpy() for name, value in ends.items()}


def main():
  results = []
  for side in (graph_side, eager_side):
    with DeterministicRandomTestTool(seed=42, mode='num_random_ops').scope():
      results.append(side())
  (loss1, reference), (loss2, candidate) = results
  np.testing.assert_allclose(loss1, loss2, rtol=1e-6)
  for name, value in reference.items():
    np.testing.assert_allclose(value, candidate[name], rtol=1e-6, atol=1e-5)
  print('regularization losses', loss1, loss2)


if __name__ == '__main__':
  main()
