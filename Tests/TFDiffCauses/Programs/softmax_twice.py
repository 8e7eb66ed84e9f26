"""Probabilities to which the port applies softmax once more, and a logarithm after them."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 7, tf.nn.tanh, name='hidden')
  net = tf.nn.softmax(v1.layers.dense(net, 4, name='logits'))  # the reference's line
  return tf.math.log(net)


class Ported(tf.keras.Model):

  def __init__(self, repeats):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(7, 'tanh', name='hidden')
    self.logits = tf.keras.layers.Dense(4, name='logits')
    self.repeats = repeats

  def call(self, inputs):
    net = tf.nn.softmax(self.logits(self.hidden(inputs)))
    if self.repeats:
      net = tf.nn.softmax(net)  # the mistake
    return tf.math.log(net)


def tf2_model():
  return Ported(repeats=True)


def right_model():
  return Ported(repeats=False)


def inputs():
  return np.random.RandomState(24).randn(6, 5).astype('float32')
