"""A transposed convolution that the port pads as VALID and cuts at its end."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d_transpose(inputs, 3, 4, 2, padding='same', name='larger')  # the reference's line
  return v1.layers.conv2d(net, 2, 1, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    padding = 'same' if is_right else 'valid'
    self.larger = tf.keras.layers.Conv2DTranspose(3, 4, 2, padding=padding, name='larger')
    self.out = tf.keras.layers.Conv2D(2, 1, name='out')

  def call(self, inputs):
    net = self.larger(inputs)  # the mistake
    return self.out(net[:, :10, :10])


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(81).randn(2, 5, 5, 2).astype('float32')
