"""Pictures that the reference flattens with channels first, as it was trained, and the port as they are."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 3, 3, name='conv')
  net = v1.layers.flatten(tf.transpose(net, [0, 3, 1, 2]))  # the reference's line
  return v1.layers.dense(net, 4, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(3, 3, name='conv')
    self.out = tf.keras.layers.Dense(4, name='out')
    self.is_right = is_right

  def call(self, inputs):
    net = self.conv(inputs)
    if self.is_right:
      net = tf.transpose(net, [0, 3, 1, 2])
    net = tf.reshape(net, [net.shape[0], -1])
    return self.out(net)  # the mistake


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(72).randn(2, 6, 6, 2).astype('float32')
