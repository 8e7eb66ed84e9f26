"""tf.nn.l2_loss takes half the sum of squares, Keras' l2 all of it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
SCALE = 3e-3


def half_l2(weights):
  return SCALE * tf.nn.l2_loss(weights)


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, tf.nn.relu, kernel_regularizer=half_l2, name='first')  # the reference's line
  return v1.layers.dense(net, 2, kernel_regularizer=half_l2, name='second')


class Ported(tf.keras.Model):

  def __init__(self, scale):
    super().__init__()
    regularizer = tf.keras.regularizers.l2(scale)
    self.first = tf.keras.layers.Dense(6, 'relu', kernel_regularizer=regularizer, name='first')
    self.second = tf.keras.layers.Dense(2, kernel_regularizer=regularizer, name='second')

  def call(self, inputs):
    net = self.first(inputs)  # the mistake
    return self.second(net)


def tf2_model():
  return Ported(SCALE)


def right_model():
  return Ported(SCALE / 2)


def inputs():
  return np.random.RandomState(25).randn(3, 5).astype('float32')
