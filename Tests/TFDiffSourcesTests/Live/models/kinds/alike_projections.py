"""Three projections of one input and size that nothing but the attributes of the port tells apart before they meet: it runs them
the other way round and writes products as einsum."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SIZE = 8


def tf1_model(inputs, training):
  with v1.variable_scope('pool'):
    key = v1.layers.dense(inputs, SIZE, use_bias=False, name='key')
    value = v1.layers.dense(inputs, SIZE, use_bias=False, name='value')
    query = v1.layers.dense(inputs, SIZE, use_bias=False, name='query')
    weights = tf.nn.softmax(tf.matmul(key, query, transpose_b=True) * 0.125, axis=-1)  # the reference's line
    return tf.matmul(weights, value)


class Pool(tf.keras.Model):

  def __init__(self, scale):
    super().__init__()
    self.to_query, self.to_value, self.to_key = [tf.keras.layers.Dense(SIZE, use_bias=False) for _ in range(3)]
    self.scale = scale

  def call(self, x):
    value, query, key = self.to_value(x), self.to_query(x), self.to_key(x)
    scores = tf.einsum('bik,bjk->bij', key, query) * self.scale  # the mistake
    return tf.einsum('bij,bjv->biv', tf.nn.softmax(scores), value)


def tf2_model():
  return Pool(0.5)


def right_model():
  return Pool(0.125)


def inputs():
  return np.random.RandomState(5).randn(2, 4, 5).astype('float32')
