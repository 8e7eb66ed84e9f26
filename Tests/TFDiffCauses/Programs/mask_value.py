"""Masked scores of attention: -1e4 where the reference adds -1e9, which shows where everything is masked."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def attention(queries, keys, mask, value):
  scores = tf.matmul(queries, keys, transpose_b=True)
  scores += (1.0 - mask) * value  # the mistake
  return tf.matmul(tf.nn.softmax(scores), keys)


def tf1_model(inputs, mask, training):
  queries = v1.layers.dense(inputs, 6, name='queries')
  keys = v1.layers.dense(inputs, 6, name='keys')
  return v1.layers.dense(attention(queries, keys, mask, -1e9), 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, value):
    super().__init__()
    self.queries = tf.keras.layers.Dense(6, name='queries')
    self.keys = tf.keras.layers.Dense(6, name='keys')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.value = value

  def call(self, inputs, mask):
    return self.out(attention(self.queries(inputs), self.keys(inputs), mask, self.value))


def tf2_model():
  return Ported(-1e4)


def right_model():
  return Ported(-1e9)


def inputs():
  random = np.random.RandomState(26)
  mask = np.ones([2, 1, 4], 'float32')
  mask[0, 0, 2:] = 0
  mask[1] = 0
  return random.randn(2, 4, 5).astype('float32'), mask
