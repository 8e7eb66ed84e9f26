"""A port whose embedding is drawn by another initializer; nothing else differs."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  table = tf.compat.v1.get_variable(  # the reference's line
      'table', [11, 4], initializer=tf.compat.v1.random_uniform_initializer(-0.1, 0.1))
  return tf.reduce_sum(tf.nn.embedding_lookup(table, inputs), 1)


class Ported(tf.keras.Model):

  def __init__(self, initializer):
    super().__init__(name='port')
    self.table = tf.keras.layers.Embedding(11, 4, embeddings_initializer=initializer, name='table')

  def call(self, inputs):
    return tf.reduce_sum(self.table(inputs), 1)  # the mistake


def tf2_model():
  return Ported(tf.keras.initializers.RandomUniform(-0.5, 0.5, seed=1))


def inputs():
  return np.random.RandomState(3).randint(0, 11, [3, 5])
