"""A strided convolution after a symmetric padding, which became SAME: at stride 2 that pads below and to the right alone."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 3, 3, padding='same', name='stem')
  net = tf.pad(net, [[0, 0], [1, 1], [1, 1], [0, 0]])  # the reference's line
  net = v1.layers.conv2d(net, 4, 3, strides=2, padding='valid', name='down')  # the reference's line
  net = tf.nn.relu(net)
  return v1.layers.dense(tf.reduce_mean(net, [1, 2]), 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, pads):
    super().__init__()
    self.stem = tf.keras.layers.Conv2D(3, 3, padding='same', name='stem')
    self.down = tf.keras.layers.Conv2D(4, 3, strides=2, padding='valid' if pads else 'same', name='down')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.pads = pads

  def call(self, inputs):
    net = self.stem(inputs)
    if self.pads:
      net = tf.pad(net, [[0, 0], [1, 1], [1, 1], [0, 0]])
    net = tf.nn.relu(self.down(net))  # the mistake
    return self.out(tf.reduce_mean(net, [1, 2]))


def tf2_model():
  return Ported(pads=False)


def right_model():
  return Ported(pads=True)


def inputs():
  return np.random.RandomState(7).rand(2, 10, 10, 2).astype('float32')
