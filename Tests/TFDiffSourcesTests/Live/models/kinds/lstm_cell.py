"""A TensorFlow 1 LSTM cell in dynamic_rnn, and Keras' LSTM, whose gates are in another order."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  cell = tf.compat.v1.nn.rnn_cell.LSTMCell(6)
  sequence, _ = tf.compat.v1.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)  # the reference's line
  return tf.compat.v1.layers.dense(sequence[:, -1], 3, name='head'), {'sequence': sequence}


class Ported(tf.keras.Model):

  def __init__(self, activation):
    super().__init__(name='port')
    self.recurrent = tf.keras.layers.LSTM(6, activation=activation, return_sequences=True)
    self.head = tf.keras.layers.Dense(3)

  def call(self, inputs, training=False):
    sequence = self.recurrent(inputs)  # the mistake
    return self.head(sequence[:, -1]), {'sequence': sequence}


def tf2_model():
  return Ported('relu')


def right_model():
  return Ported('tanh')


def inputs():
  return np.random.RandomState(1).randn(2, 5, 4).astype('float32')
