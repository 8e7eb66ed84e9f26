"""A dense layer whose activation was left behind, and two layers after it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 10, tf.nn.relu, name='first')
  net = v1.layers.dense(net, 10, tf.nn.relu, name='second')  # the reference's line
  net = v1.layers.dense(net, 10, tf.nn.relu, name='third')
  return v1.layers.dense(net, 2, name='out')


def ported(activation):
  layers = tf.keras.layers
  first, second = layers.Dense(10, 'relu', name='first'), layers.Dense(10, activation, name='second')
  third, out = layers.Dense(10, 'relu', name='third'), layers.Dense(2, name='out')

  class Ported(tf.keras.Model):

    def __init__(self):
      super().__init__()
      self.parts = [first, second, third, out]

    def call(self, inputs):
      net = first(inputs)
      net = second(net)  # the mistake
      return out(third(net))

  return Ported()


def tf2_model():
  return ported(None)


def right_model():
  return ported('relu')


def inputs():
  return np.random.RandomState(10).randn(5, 6).astype('float32')
