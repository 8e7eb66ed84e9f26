"""A convolution whose dilation the port leaves out."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 4, 3, padding='same', dilation_rate=2, name='wide')  # the reference's line
  return v1.layers.conv2d(net, 2, 1, name='out')


class Ported(tf.keras.Model):

  def __init__(self, rate):
    super().__init__()
    self.wide = tf.keras.layers.Conv2D(4, 3, padding='same', dilation_rate=rate, name='wide')
    self.out = tf.keras.layers.Conv2D(2, 1, name='out')

  def call(self, inputs):
    return self.out(self.wide(inputs))  # the mistake


def tf2_model():
  return Ported(1)


def right_model():
  return Ported(2)


def inputs():
  return np.random.RandomState(71).randn(2, 9, 9, 3).astype('float32')
