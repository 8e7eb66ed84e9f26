"""Convolutions of width 1 in two blocks that are alike, and dense layers whose kernels have an axis less."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = inputs
  for block in ('a', 'b'):
    with v1.variable_scope('stage_' + block):
      for place, size in enumerate((12, 6)):
        kernel = v1.get_variable('k%d' % place, [1, net.shape[-1], size])
        shift = v1.get_variable('s%d' % place, [size], initializer=v1.random_normal_initializer())
        net = tf.tanh(tf.nn.conv1d(net, kernel, 1, 'SAME') + shift)  # the reference's line
  return net


class Ported(tf.keras.Model):

  def __init__(self, activation):
    super().__init__()
    self.parts = [tf.keras.layers.Dense(size, activation=activation) for size in (12, 6, 12, 6)]

  def call(self, x):
    for each in self.parts:
      x = each(x)  # the mistake
    return x


def tf2_model():
  return Ported('sigmoid')


def right_model():
  return Ported('tanh')


def inputs():
  return np.random.RandomState(6).randn(2, 5, 6).astype('float32')
