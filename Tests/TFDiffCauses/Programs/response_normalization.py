"""Local response normalization whose alpha the port divides by the window's size, as Caffe does."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 8, 3, name='conv')
  net = tf.nn.lrn(net, 2, bias=1.0, alpha=0.2, beta=0.75)  # the reference's line
  return v1.layers.conv2d(net, 2, 1, name='out')


class Ported(tf.keras.Model):

  def __init__(self, alpha):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(8, 3, name='conv')
    self.out = tf.keras.layers.Conv2D(2, 1, name='out')
    self.alpha = alpha

  def call(self, inputs):
    net = self.conv(inputs)
    net = tf.nn.local_response_normalization(net, 2, 1.0, self.alpha, 0.75)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(0.2 / 5)


def right_model():
  return Ported(0.2)


def inputs():
  return np.random.RandomState(80).randn(2, 7, 7, 3).astype('float32')
