"""Two branches that the port puts together the other way round, before a layer that mixes them."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  wide = v1.layers.dense(inputs, 4, tf.nn.relu, name='wide')
  deep = v1.layers.dense(inputs, 4, tf.nn.tanh, name='deep')
  net = tf.concat([wide, deep], 1)  # the reference's line
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_turned):
    super().__init__()
    self.wide = tf.keras.layers.Dense(4, 'relu', name='wide')
    self.deep = tf.keras.layers.Dense(4, 'tanh', name='deep')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.is_turned = is_turned

  def call(self, inputs):
    parts = [self.wide(inputs), self.deep(inputs)]
    net = tf.concat(parts[::-1] if self.is_turned else parts, 1)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(is_turned=True)


def right_model():
  return Ported(is_turned=False)


def inputs():
  return np.random.RandomState(33).randn(5, 6).astype('float32')
