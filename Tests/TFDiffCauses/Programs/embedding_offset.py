"""Words whose numbers begin with one in the reference's embedding, zero being left for padding."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  table = v1.get_variable('table', [11, 5])
  net = tf.nn.embedding_lookup(table, inputs + 1)  # the reference's line
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, first):
    super().__init__()
    self.table = self.add_weight('table', [11, 5])
    self.out = tf.keras.layers.Dense(3, name='out')
    self.first = first

  def call(self, inputs):
    net = tf.nn.embedding_lookup(self.table, inputs + self.first)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(0)


def right_model():
  return Ported(1)


def inputs():
  return np.random.RandomState(77).randint(0, 10, [3, 6]).astype('int32')
