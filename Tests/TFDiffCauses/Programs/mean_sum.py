"""A sum over the positions where the reference takes the mean, which a softmax makes less of."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv1d(inputs, 5, 2, name='conv')
  net = tf.reduce_mean(net, 1)  # the reference's line
  return tf.nn.softmax(net)


class Ported(tf.keras.Model):

  def __init__(self, reduce):
    super().__init__()
    self.conv = tf.keras.layers.Conv1D(5, 2, name='conv')
    self.reduce = reduce

  def call(self, inputs):
    net = self.reduce(self.conv(inputs), 1)  # the mistake
    return tf.nn.softmax(net)


def tf2_model():
  return Ported(tf.reduce_sum)


def right_model():
  return Ported(tf.reduce_mean)


def inputs():
  return np.random.RandomState(32).randn(3, 9, 2).astype('float32')
