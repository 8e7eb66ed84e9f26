"""Keras' LSTM of TensorFlow 1 has hard sigmoids for gates, that of TensorFlow 2 sigmoids; a saturated layer comes after it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.keras.layers.LSTM(4, recurrent_activation='hard_sigmoid', name='lstm')(inputs)  # the reference's line
  return tf.tanh(3.0 * v1.layers.dense(net, 3, name='out'))


class Ported(tf.keras.Model):

  def __init__(self, activation):
    super().__init__()
    self.lstm = tf.keras.layers.LSTM(4, recurrent_activation=activation, name='lstm')
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs):
    net = self.lstm(inputs)  # the mistake
    return tf.tanh(3.0 * self.out(net))


def tf2_model():
  return Ported('sigmoid')


def right_model():
  return Ported('hard_sigmoid')


def inputs():
  return np.random.RandomState(19).randn(3, 5, 3).astype('float32')
