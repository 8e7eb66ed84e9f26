"""tf.layers' default padding is valid, and the port pads to the same size."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 4, 3, name='first')
  net = v1.layers.conv2d(tf.nn.relu(net), 4, 3, name='second')  # the reference's line
  return v1.layers.dense(tf.reduce_max(tf.nn.relu(net), [1, 2]), 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, padding):
    super().__init__()
    self.first = tf.keras.layers.Conv2D(4, 3, name='first')
    self.second = tf.keras.layers.Conv2D(4, 3, padding=padding, name='second')
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs):
    net = tf.nn.relu(self.first(inputs))
    net = tf.nn.relu(self.second(net))  # the mistake
    return self.out(tf.reduce_max(net, [1, 2]))


def tf2_model():
  return Ported('same')


def right_model():
  return Ported('valid')


def inputs():
  return np.random.RandomState(9).rand(2, 9, 9, 1).astype('float32')
