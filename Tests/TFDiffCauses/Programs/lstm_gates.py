"""An LSTM by hand, whose port splits the kernel in another order of gates; only the last state is used."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
UNITS = 4


def tf1_model(inputs, training):
  cell = v1.nn.rnn_cell.BasicLSTMCell(UNITS, forget_bias=0.0, name='cell')
  _, state = v1.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)  # the reference's line
  return v1.layers.dense(state.h, 2, name='out'), {'state': state.h}


class Ported(tf.keras.Model):

  def __init__(self, order):
    super().__init__()
    self.kernel = self.add_weight('rnn/cell/kernel', [3 + UNITS, 4 * UNITS])
    self.bias = self.add_weight('rnn/cell/bias', [4 * UNITS], initializer='zeros')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.order = order

  def call(self, inputs):
    carry = state = tf.zeros([inputs.shape[0], UNITS])
    for each in tf.unstack(inputs, axis=1):
      mixed = tf.matmul(tf.concat([each, state], 1), self.kernel) + self.bias
      gates = dict(zip(self.order, tf.split(mixed, 4, 1)))  # the mistake
      carry = tf.sigmoid(gates['f']) * carry + tf.sigmoid(gates['i']) * tf.tanh(gates['j'])  # the mistake
      state = tf.tanh(carry) * tf.sigmoid(gates['o'])  # the mistake
    return self.out(state), {'state': state}


def tf2_model():
  return Ported('ifjo')


def right_model():
  return Ported('ijfo')


def inputs():
  return np.random.RandomState(16).randn(3, 5, 3).astype('float32')
