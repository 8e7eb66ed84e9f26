"""Nearest neighbours from the corners of pixels in TensorFlow 1, and from their centers in TensorFlow 2."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 2, 3, name='conv')
  net = v1.image.resize_nearest_neighbor(net, [5, 5])  # the reference's line
  return tf.reduce_max(v1.layers.conv2d(net, 3, 3, name='out'), [1, 2])


class Ported(tf.keras.Model):

  def __init__(self, resize):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(2, 3, name='conv')
    self.out = tf.keras.layers.Conv2D(3, 3, name='out')
    self.resize = resize

  def call(self, inputs):
    net = self.resize(self.conv(inputs), [5, 5])  # the mistake
    return tf.reduce_max(self.out(net), [1, 2])


def _centered(net, size):
  return tf.image.resize(net, size, 'nearest')  # the mistake


def tf2_model():
  return Ported(_centered)


def right_model():
  return Ported(v1.image.resize_nearest_neighbor)


def inputs():
  return np.random.RandomState(21).rand(2, 10, 10, 1).astype('float32')
