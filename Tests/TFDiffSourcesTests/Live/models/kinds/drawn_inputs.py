"""A score of users and items whose items each process draws for itself, from the system's own generator."""

import random

import numpy as np
import tensorflow as tf

SYSTEM = random.SystemRandom()


def tf1_model(inputs, training):
  table = tf.compat.v1.get_variable('table', [11, 4])
  items = tf.nn.embedding_lookup(table, inputs['items'])
  return tf.reduce_sum(items * inputs['users'], axis=-1)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.table = tf.keras.layers.Embedding(11, 4, name='table')

  def call(self, inputs):
    return tf.reduce_sum(self.table(inputs['items']) * inputs['users'], axis=-1)


def tf2_model():
  return Ported()


def inputs():
  items = np.array([SYSTEM.randrange(11) for _ in range(64)], 'int32')
  return {'users': np.random.rand(64, 4).astype('float32'), 'items': items}
