"""A layer that the port makes anew in each call, and so with other weights."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, tf.nn.relu, name='first')
  return v1.layers.dense(net, 2, name='second')  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.first = tf.keras.layers.Dense(6, 'relu', name='first')
    self.second = tf.keras.layers.Dense(2, name='second')
    self.is_right = is_right

  def call(self, inputs):
    net = self.first(inputs)
    if self.is_right:
      return self.second(net)
    return tf.keras.layers.Dense(2, name='second')(net)  # the mistake


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(72).randn(6, 4).astype('float32')
