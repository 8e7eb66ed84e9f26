"""Vectors that are normalized over time instead of over their elements."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv1d(inputs, 6, 2, name='conv')
  net = tf.nn.l2_normalize(net, -1)  # the reference's line
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, axis):
    super().__init__()
    self.conv = tf.keras.layers.Conv1D(6, 2, name='conv')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.axis = axis

  def call(self, inputs):
    net = tf.math.l2_normalize(self.conv(inputs), self.axis)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(1)


def right_model():
  return Ported(-1)


def inputs():
  return np.random.RandomState(74).randn(3, 8, 4).astype('float32')
