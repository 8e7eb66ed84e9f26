"""A standard deviation over n in the reference, and over n - 1 in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 7, name='hidden')
  mean, variance = tf.nn.moments(net, [1], keepdims=True)  # the reference's line
  return (net - mean) / tf.sqrt(variance + 1e-3)


class Ported(tf.keras.Model):

  def __init__(self, less):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(7, name='hidden')
    self.less = less

  def call(self, inputs):
    net = self.hidden(inputs)
    mean = tf.reduce_mean(net, 1, keepdims=True)
    squares = tf.reduce_sum(tf.square(net - mean), 1, keepdims=True)
    variance = squares / (net.shape[1] - self.less)  # the mistake
    return (net - mean) / tf.sqrt(variance + 1e-3)


def tf2_model():
  return Ported(1)


def right_model():
  return Ported(0)


def inputs():
  return np.random.RandomState(73).randn(5, 4).astype('float32')
