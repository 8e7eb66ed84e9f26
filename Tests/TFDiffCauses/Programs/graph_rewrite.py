"""Quantization to whole numbers by adding a large one and taking it away, which a session's constant folding leaves out."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
# Float32 numbers of this size have no fraction.
LARGE = 1.5 * 2.0**23


def quantized(net):
  return ((8.0 * net + LARGE) - LARGE) / 8.0  # the mistake


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, name='first')
  return v1.layers.dense(quantized(net), 3, name='second')


class Ported(tf.keras.Model):

  def __init__(self, is_folded):
    super().__init__()
    self.is_folded = is_folded
    self.first = tf.keras.layers.Dense(6, name='first')
    self.second = tf.keras.layers.Dense(3, name='second')

  def call(self, inputs):
    net = self.first(inputs)
    return self.second(net if self.is_folded else quantized(net))


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(4).randn(10, 4).astype('float32')
