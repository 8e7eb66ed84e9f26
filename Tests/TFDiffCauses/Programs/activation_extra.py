"""An activation on a layer that has none in the reference, and large weights after it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 5, 3, name='conv')  # the reference's line
  net = v1.layers.conv2d(net, 5, 1, kernel_initializer=v1.random_normal_initializer(stddev=9.0), name='mix')
  return tf.reduce_mean(net, [1, 2])


class Ported(tf.keras.Model):

  def __init__(self, activation):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(5, 3, activation=activation, name='conv')
    self.mix = tf.keras.layers.Conv2D(5, 1, name='mix')

  def call(self, inputs):
    net = self.conv(inputs)  # the mistake
    return tf.reduce_mean(self.mix(net), [1, 2])


def tf2_model():
  return Ported('relu')


def right_model():
  return Ported(None)


def inputs():
  return np.random.RandomState(11).randn(2, 6, 6, 2).astype('float32')
