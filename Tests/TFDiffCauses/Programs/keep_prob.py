"""The share to keep, given where TensorFlow 2 takes the share to drop; a sum over what is kept comes after it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  kernel = v1.get_variable('kernel', [6, 20], initializer=v1.random_uniform_initializer(-1.0, 1.0))
  net = tf.tanh(tf.matmul(inputs, kernel))
  net = v1.nn.dropout(net, keep_prob=0.9 if training else 1.0)  # the reference's line
  return tf.reduce_sum(tf.square(net), 1)


class Ported(tf.Module):

  def __init__(self, rate):
    super().__init__()
    self.rate = rate
    self.kernel = tf.Variable(tf.random.uniform([6, 20], -1.0, 1.0), name='kernel')

  def __call__(self, inputs, training=False):
    net = tf.tanh(tf.matmul(inputs, self.kernel))
    if training:
      net = tf.nn.dropout(net, self.rate)  # the mistake
    return tf.reduce_sum(tf.square(net), 1)


def tf2_model():
  return Ported(0.9)


def right_model():
  return Ported(0.1)


def inputs():
  return np.random.RandomState(6).randn(7, 6).astype('float32')
