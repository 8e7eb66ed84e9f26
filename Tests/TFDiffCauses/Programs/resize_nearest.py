"""A resize that the port makes with UpSampling2D, which repeats pixels where the reference interpolates."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 3, 3, name='conv')
  net = tf.image.resize(net, [8, 8])  # the reference's line
  return v1.layers.conv2d(net, 2, 1, name='out')


class Ported(tf.keras.Model):

  def __init__(self, kind):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(3, 3, name='conv')
    self.larger = tf.keras.layers.UpSampling2D(2, interpolation=kind, name='larger')
    self.out = tf.keras.layers.Conv2D(2, 1, name='out')

  def call(self, inputs):
    net = self.conv(inputs)
    net = self.larger(net)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported('nearest')


def right_model():
  return Ported('bilinear')


def inputs():
  return np.random.RandomState(75).randn(2, 6, 6, 2).astype('float32')
