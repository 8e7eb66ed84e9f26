"""Borders that the reference reflects and the port fills with zeros; the mean over the picture hides most of it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = tf.pad(inputs, [[0, 0], [2, 2], [2, 2], [0, 0]], 'REFLECT')  # the reference's line
  net = v1.layers.conv2d(net, 4, 5, padding='valid', name='conv')  # the reference's line
  return tf.reduce_mean(tf.nn.elu(net), [1, 2])


class Ported(tf.keras.Model):

  def __init__(self, reflects):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(4, 5, padding='valid' if reflects else 'same', name='conv')
    self.reflects = reflects

  def call(self, inputs):
    if self.reflects:
      inputs = tf.pad(inputs, [[0, 0], [2, 2], [2, 2], [0, 0]], 'REFLECT')
    net = self.conv(inputs)  # the mistake
    return tf.reduce_mean(tf.nn.elu(net), [1, 2])


def tf2_model():
  return Ported(reflects=False)


def right_model():
  return Ported(reflects=True)


def inputs():
  return np.random.RandomState(8).rand(2, 12, 12, 1).astype('float32')
