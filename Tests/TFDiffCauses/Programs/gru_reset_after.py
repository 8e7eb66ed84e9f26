"""Keras' GRU of TensorFlow 1 resets before the product with the recurrent kernel, that of TensorFlow 2 after it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.keras.layers.GRU(5, use_bias=False, reset_after=False, name='gru')(inputs)  # the reference's line
  return v1.layers.dense(net, 3, tf.nn.softmax, name='out')


class Ported(tf.keras.Model):

  def __init__(self, resets_after):
    super().__init__()
    # As the reference's gates have it where nothing is said.
    self.gru = tf.keras.layers.GRU(
        5, recurrent_activation='hard_sigmoid', use_bias=False, reset_after=resets_after, name='gru')
    self.out = tf.keras.layers.Dense(3, 'softmax', name='out')

  def call(self, inputs):
    net = self.gru(inputs)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(True)


def right_model():
  return Ported(False)


def inputs():
  return np.random.RandomState(17).randn(3, 6, 4).astype('float32')
