"""Pixels that the reference brings to [0, 1] and the port to [-1, 1]."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = inputs / 255.0  # the reference's line
  net = v1.layers.conv2d(net, 4, 3, activation=tf.nn.relu, name='conv')
  return v1.layers.dense(tf.reduce_mean(net, [1, 2]), 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_centered):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(4, 3, activation='relu', name='conv')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.is_centered = is_centered

  def call(self, inputs):
    if self.is_centered:
      net = inputs / 127.5 - 1.0  # the mistake
    else:
      net = inputs / 255.0
    return self.out(tf.reduce_mean(self.conv(net), [1, 2]))


def tf2_model():
  return Ported(is_centered=True)


def right_model():
  return Ported(is_centered=False)


def inputs():
  return np.random.RandomState(35).randint(0, 256, [2, 6, 6, 3]).astype('float32')
