"""Scores of attention that the port does not divide by the root of the depth; softmax and a mean follow."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  queries = v1.layers.dense(inputs, 9, name='queries')
  keys = v1.layers.dense(inputs, 9, name='keys')
  scores = tf.matmul(queries, keys, transpose_b=True)
  scores = scores / 3.0  # the reference's line
  return tf.reduce_mean(tf.matmul(tf.nn.softmax(scores), inputs), 1)


class Ported(tf.keras.Model):

  def __init__(self, scales):
    super().__init__()
    self.queries = tf.keras.layers.Dense(9, name='queries')
    self.keys = tf.keras.layers.Dense(9, name='keys')
    self.scales = scales

  def call(self, inputs):
    scores = tf.matmul(self.queries(inputs), self.keys(inputs), transpose_b=True)  # the mistake
    if self.scales:
      scores = scores / 3.0
    return tf.reduce_mean(tf.matmul(tf.nn.softmax(scores), inputs), 1)  # the mistake


def tf2_model():
  return Ported(scales=False)


def right_model():
  return Ported(scales=True)


def inputs():
  return np.random.RandomState(38).randn(3, 4, 7).astype('float32')
