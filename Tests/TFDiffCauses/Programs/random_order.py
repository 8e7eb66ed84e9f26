"""Two dropouts, which the port draws for in the other order."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  left = tf.nn.dropout(v1.layers.dense(inputs, 20, name='left'), rate=0.4)  # the reference's line
  right = tf.nn.dropout(v1.layers.dense(inputs, 20, name='right'), rate=0.4)
  return v1.layers.dense(left + right, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.left = tf.keras.layers.Dense(20, name='left')
    self.right = tf.keras.layers.Dense(20, name='right')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.is_right = is_right

  def call(self, inputs):
    left, right = self.left(inputs), self.right(inputs)
    if self.is_right:
      left = tf.nn.dropout(left, 0.4)
      right = tf.nn.dropout(right, 0.4)
    else:
      right = tf.nn.dropout(right, 0.4)
      left = tf.nn.dropout(left, 0.4)  # the mistake
    return self.out(left + right)


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(69).randn(6, 8).astype('float32')
