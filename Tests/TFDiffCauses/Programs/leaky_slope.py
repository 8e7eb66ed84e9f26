"""A leaky ReLU with another slope, twice, with a normalization in between that hides it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 8, name='first')
  net = tf.nn.leaky_relu(net, alpha=0.1)  # the reference's line
  net = tf.nn.l2_normalize(net, 1)
  return v1.layers.dense(net, 4, name='second')


class Ported(tf.keras.Model):

  def __init__(self, alpha):
    super().__init__()
    self.first = tf.keras.layers.Dense(8, name='first')
    self.second = tf.keras.layers.Dense(4, name='second')
    self.alpha = alpha

  def call(self, inputs):
    net = tf.nn.leaky_relu(self.first(inputs), alpha=self.alpha)  # the mistake
    return self.second(tf.nn.l2_normalize(net, 1))


def tf2_model():
  return Ported(0.2)


def right_model():
  return Ported(0.1)


def inputs():
  return np.random.RandomState(13).randn(6, 5).astype('float32')
