"""A strided convolution after an explicit padding, which the port leaves to SAME."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  with tf.compat.v1.variable_scope('net'):
    net = first = tf.compat.v1.layers.conv2d(inputs, 4, 3, padding='same', name='first')
    net = tf.pad(net, [[0, 0], [1, 1], [1, 1], [0, 0]])  # the reference's line
    second = tf.compat.v1.layers.conv2d(net, 4, 3, strides=2, padding='valid', name='second')
  return tf.reduce_mean(second, [1, 2]), {'first': first, 'second': second}


class Ported(tf.keras.Model):

  def __init__(self, pads):
    super().__init__(name='port')
    self.first = tf.keras.layers.Conv2D(4, 3, padding='same')
    self.second = tf.keras.layers.Conv2D(4, 3, strides=2, padding='valid' if pads else 'same')
    self.pads = pads

  def call(self, inputs, training=False):
    net = first = self.first(inputs)
    if self.pads:
      net = tf.pad(net, [[0, 0], [1, 1], [1, 1], [0, 0]])
    second = self.second(net)  # the mistake
    return tf.reduce_mean(second, [1, 2]), {'first': first, 'second': second}


def tf2_model():
  return Ported(pads=False)


def right_model():
  return Ported(pads=True)


def inputs():
  return np.random.RandomState(3).randn(2, 16, 16, 3).astype('float32')
