"""A temperature that stands in the code with another number, before a softmax that hides its size."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  logits = v1.layers.dense(inputs, 5, name='logits')
  return tf.nn.softmax(logits / 0.7)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self, temperature):
    super().__init__()
    self.logits = tf.keras.layers.Dense(5, name='logits')
    self.temperature = temperature

  def call(self, inputs):
    return tf.nn.softmax(self.logits(inputs) / self.temperature)  # the mistake


def tf2_model():
  return Ported(1.4)


def right_model():
  return Ported(0.7)


def inputs():
  return np.random.RandomState(36).randn(4, 6).astype('float32')
