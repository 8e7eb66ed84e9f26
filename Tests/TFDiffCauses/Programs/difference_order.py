"""Two embeddings that are subtracted the other way round; the square after it hides it, a linear layer beside it does not."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  left = v1.layers.dense(inputs, 5, name='left')
  right = v1.layers.dense(inputs, 5, name='right')
  difference = left - right  # the reference's line
  return tf.concat([v1.layers.dense(difference, 2, name='out'), tf.square(difference)], 1)


class Ported(tf.keras.Model):

  def __init__(self, is_turned):
    super().__init__()
    self.left = tf.keras.layers.Dense(5, name='left')
    self.right = tf.keras.layers.Dense(5, name='right')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.is_turned = is_turned

  def call(self, inputs):
    left, right = self.left(inputs), self.right(inputs)
    difference = right - left if self.is_turned else left - right  # the mistake
    return tf.concat([self.out(difference), tf.square(difference)], 1)


def tf2_model():
  return Ported(is_turned=True)


def right_model():
  return Ported(is_turned=False)


def inputs():
  return np.random.RandomState(34).randn(4, 3).astype('float32')
