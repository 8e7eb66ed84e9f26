"""BasicLSTMCell adds one to the forget gate; the port's own cell adds nothing."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
UNITS = 3


def tf1_model(inputs, training):
  cell = v1.nn.rnn_cell.BasicLSTMCell(UNITS, name='cell')
  states, _ = v1.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)  # the reference's line
  return tf.reduce_mean(states, 1), {'states': states}


class Ported(tf.keras.Model):

  def __init__(self, forget_bias):
    super().__init__()
    self.kernel = self.add_weight('rnn/cell/kernel', [2 + UNITS, 4 * UNITS])
    self.bias = self.add_weight('rnn/cell/bias', [4 * UNITS], initializer='zeros')
    self.forget_bias = forget_bias

  def call(self, inputs):
    carry = state = tf.zeros([inputs.shape[0], UNITS])
    states = []
    for each in tf.unstack(inputs, axis=1):
      mixed = tf.matmul(tf.concat([each, state], 1), self.kernel) + self.bias
      write, new, forget, read = tf.split(mixed, 4, 1)
      kept = tf.sigmoid(forget + self.forget_bias) * carry  # the mistake
      carry = kept + tf.sigmoid(write) * tf.tanh(new)
      state = tf.tanh(carry) * tf.sigmoid(read)
      states.append(state)
    states = tf.stack(states, 1)
    return tf.reduce_mean(states, 1), {'states': states}


def tf2_model():
  return Ported(0.0)


def right_model():
  return Ported(1.0)


def inputs():
  return np.random.RandomState(18).randn(4, 6, 2).astype('float32')
