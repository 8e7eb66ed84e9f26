"""Colours that the reference takes as blue, green, red, and the port as they come."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = tf.reverse(inputs, [-1]) - [103.9, 116.8, 123.7]  # the reference's line
  return v1.layers.conv2d(net / 128.0, 4, 3, name='conv')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(4, 3, name='conv')
    self.is_right = is_right

  def call(self, inputs):
    net = tf.reverse(inputs, [-1]) if self.is_right else inputs
    net = net - [103.9, 116.8, 123.7]  # the mistake
    return self.conv(net / 128.0)


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(76).randint(0, 256, [2, 6, 6, 3]).astype('float32')
