"""A gate and two towers on one input, by hand in one scope each, and numbered layers that are kept under names of their own and
run in another order; what is gated is added to the input."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SIZE = 6


def affine(x, name):
  w = v1.get_variable('w_' + name, [SIZE, SIZE], initializer=v1.random_normal_initializer(stddev=0.4))
  b = v1.get_variable('b_' + name, [SIZE], initializer=v1.random_normal_initializer())
  return tf.matmul(x, w) + b


def tf1_model(inputs, training):
  net = inputs
  for place in range(2):
    with v1.variable_scope('block%d' % place):
      gate = tf.sigmoid(affine(net, 'gate'))
      left, right = tf.tanh(affine(net, 'left')), affine(net, 'right')
      net = net + gate * left + (1.0 - gate) * right  # the reference's line
  return net


class Mixture(tf.keras.layers.Layer):

  def __init__(self, turned):
    super().__init__()
    self.right, self.gate, self.left = [tf.keras.layers.Dense(SIZE) for _ in range(3)]
    self.turned = turned

  def call(self, x):
    right, left, gate = self.right(x), tf.tanh(self.left(x)), tf.sigmoid(self.gate(x))
    if self.turned:
      left, right = right, left
    return x + gate * left + (1.0 - gate) * right  # the mistake


def tf2_model():
  return tf.keras.Sequential([Mixture(turned=True), Mixture(turned=True)])


def right_model():
  return tf.keras.Sequential([Mixture(turned=False), Mixture(turned=False)])


def inputs():
  return np.random.RandomState(4).randn(3, SIZE).astype('float32')
