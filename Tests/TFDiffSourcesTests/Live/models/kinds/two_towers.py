"""Two LSTM cells of one size with a forget bias of their own; the port makes them in another order, and Keras adds none."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tower(inputs, scope):
  with v1.variable_scope(scope):
    cell = v1.nn.rnn_cell.BasicLSTMCell(4, forget_bias=0.5)
    sequence, _ = v1.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    return sequence[:, -1]


def tf1_model(inputs, training):
  del training
  query, document = tower(inputs['query'], 'query'), tower(inputs['document'], 'document')
  return v1.layers.dense(query * tf.nn.tanh(document), 2, name='match')


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.document = tf.keras.layers.LSTM(4, name='document')
    self.query = tf.keras.layers.LSTM(4, name='query')
    self.match = tf.keras.layers.Dense(2)

  def call(self, inputs, training=False):
    document = self.document(inputs['document'])
    return self.match(self.query(inputs['query']) * tf.nn.tanh(document))


def tf2_model():
  return Ported()


def inputs():
  generator = np.random.RandomState(4)
  return {name: generator.randn(2, 3, 6).astype('float32') for name in ('query', 'document')}
