"""GELU written out with tanh in the reference, and tf.nn.gelu with erf in the port, before a steep layer."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def gelu(x):
  return 0.5 * x * (1.0 + tf.tanh(np.sqrt(2.0 / np.pi) * (x + 0.044715 * tf.pow(x, 3))))


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 9, name='up')
  net = gelu(net)  # the reference's line
  return v1.layers.dense(net, 4, kernel_initializer=v1.random_normal_initializer(stddev=20.0), name='down')


class Ported(tf.keras.Model):

  def __init__(self, approximate):
    super().__init__()
    self.up = tf.keras.layers.Dense(9, name='up')
    self.down = tf.keras.layers.Dense(4, name='down')
    self.approximate = approximate

  def call(self, inputs):
    net = tf.nn.gelu(self.up(inputs), approximate=self.approximate)  # the mistake
    return self.down(net)


def tf2_model():
  return Ported(approximate=False)


def right_model():
  return Ported(approximate=True)


def inputs():
  return np.random.RandomState(14).randn(8, 6).astype('float32')
