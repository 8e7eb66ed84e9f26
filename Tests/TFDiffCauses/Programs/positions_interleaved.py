"""Sines and cosines of positions, one after the other in the port, and side by side in the reference."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


LENGTH, SIZE = 7, 6


def angles():
  rates = 1e4**(-np.arange(0, SIZE, 2) / SIZE)
  return tf.constant((np.arange(LENGTH)[:, None] * rates).astype('float32'))


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, SIZE, name='hidden')
  net = net + tf.concat([tf.sin(angles()), tf.cos(angles())], 1)  # the reference's line
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(SIZE, name='hidden')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.is_right = is_right

  def call(self, inputs):
    net = self.hidden(inputs)
    waves = [tf.sin(angles()), tf.cos(angles())]
    places = tf.concat(waves, 1) if self.is_right else tf.reshape(tf.stack(waves, 2), [LENGTH, SIZE])
    return self.out(net + places)  # the mistake


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(78).randn(2, 7, 4).astype('float32')
