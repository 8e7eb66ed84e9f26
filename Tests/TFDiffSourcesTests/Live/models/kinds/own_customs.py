"""Variables under names of a program's own: a lookup's `W`, numbered weights, and norms that make their `b` before their `g`."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SIZE = 6


def norm(x, scope):
  with v1.variable_scope(scope):
    b = v1.get_variable('b', [SIZE], initializer=v1.random_normal_initializer())
    g = v1.get_variable('g', [SIZE], initializer=v1.random_uniform_initializer(0.5, 1.5))
    mean, variance = tf.nn.moments(x, [-1], keepdims=True)
    return g * (x - mean) * tf.math.rsqrt(variance + 1e-3) + b


def tf1_model(inputs, training):
  del training
  with v1.variable_scope('lookup'):
    x = tf.nn.embedding_lookup(v1.get_variable('W', [20, SIZE]), inputs)
  x = tf.reshape(x, [-1, SIZE])
  for place in range(2):
    w = v1.get_variable('w%d' % (place + 1), [SIZE, SIZE])
    b = v1.get_variable('b%d' % (place + 1), [SIZE], initializer=v1.random_normal_initializer())
    x = norm(tf.nn.relu(tf.matmul(x, w) + b) + x, 'unit_%d/own' % place)
  return x


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.lookup = tf.keras.layers.Embedding(20, SIZE)
    self.dense = [tf.keras.layers.Dense(SIZE, activation='relu') for _ in range(2)]
    self.norms = [tf.keras.layers.LayerNormalization() for _ in range(2)]

  def call(self, inputs, training=False):
    x = tf.reshape(self.lookup(inputs), [-1, SIZE])
    for dense, norm in zip(self.dense, self.norms):
      x = norm(dense(x) + x)
    return x


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(2).randint(0, 20, [3, 4]).astype('int32')
