"""Words by their places in a list that the port has sorted: other rows of the table are looked up."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
COLOURS = ['red', 'green', 'blue', 'amber']


def ids(words, colours):
  return tf.argmax(tf.cast(tf.equal(words[..., None], tf.constant(colours)), tf.int32), -1)  # the mistake


def tf1_model(inputs, training):
  table = v1.get_variable('table', [4, 3])
  return tf.nn.embedding_lookup(table, ids(inputs, COLOURS))


class Ported(tf.keras.Model):

  def __init__(self, colours):
    super().__init__()
    self.table = tf.keras.layers.Embedding(4, 3, name='table')
    self.colours = colours

  def call(self, words):
    return self.table(ids(words, self.colours))


def tf2_model():
  return Ported(sorted(COLOURS))


def right_model():
  return Ported(COLOURS)


def inputs():
  return np.array([['green', 'red'], ['amber', 'blue']])
