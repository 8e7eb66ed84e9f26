"""The last output of a sequence, where the reference takes that of its last valid step."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


LENGTHS = [3, 6, 5]


def tf1_model(inputs, training):
  net = v1.layers.conv1d(inputs, 4, 3, padding='same', name='conv')
  net = tf.gather_nd(net, [[i, length - 1] for i, length in enumerate(LENGTHS)])  # the reference's line
  return v1.layers.dense(net, 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.conv = tf.keras.layers.Conv1D(4, 3, padding='same', name='conv')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.is_right = is_right

  def call(self, inputs):
    net = self.conv(inputs)
    if self.is_right:
      net = tf.gather_nd(net, [[i, length - 1] for i, length in enumerate(LENGTHS)])
    else:
      net = net[:, -1]  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(82).randn(3, 6, 4).astype('float32')
