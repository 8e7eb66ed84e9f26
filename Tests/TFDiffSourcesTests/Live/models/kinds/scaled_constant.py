"""A constant that differs: a temperature of the softmax, far from the product that reads its result."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  logits = tf.compat.v1.layers.dense(inputs, 5, name='scores')
  weights = tf.nn.softmax(logits * 8.0)  # the reference's line
  return tf.matmul(weights, tf.compat.v1.get_variable('values', [5, 3]))


class Ported(tf.Module):

  def __init__(self, temperature):
    super().__init__()
    self.scores = tf.keras.layers.Dense(5)
    self.temperature = temperature
    self.values = tf.Variable(tf.zeros([5, 3]), name='values')

  def __call__(self, inputs, training=False):
    weights = tf.nn.softmax(self.scores(inputs) * self.temperature)  # the mistake
    return tf.matmul(weights, self.values)


def tf2_model():
  return Ported(0.125)


def right_model():
  return Ported(8.0)


def inputs():
  return np.random.RandomState(3).randn(4, 6).astype('float32')
