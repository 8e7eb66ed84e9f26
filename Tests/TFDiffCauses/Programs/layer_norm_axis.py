"""A norm over time and features, which the port takes over the features alone."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def normalized(net, axes):
  mean = tf.reduce_mean(net, axes, keepdims=True)  # the mistake
  centered = net - mean  # the mistake
  deviation = tf.sqrt(tf.reduce_mean(tf.square(centered), axes, keepdims=True) + 1e-5)
  return centered / deviation


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, name='dense')
  net = normalized(net, [1, 2])
  return v1.layers.dense(tf.nn.relu(net), 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, axes):
    super().__init__()
    self.dense = tf.keras.layers.Dense(6, name='dense')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.axes = axes

  def call(self, inputs):
    net = normalized(self.dense(inputs), self.axes)
    return self.out(tf.nn.relu(net))


def tf2_model():
  return Ported([2])


def right_model():
  return Ported([1, 2])


def inputs():
  return np.random.RandomState(23).randn(3, 4, 5).astype('float32')
