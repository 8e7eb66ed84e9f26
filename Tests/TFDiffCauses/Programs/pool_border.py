"""Average pooling counts what is there at a border under SAME, and zeros too where they were padded by hand."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 3, 3, padding='same', activation=tf.nn.sigmoid, name='conv')
  net = tf.nn.avg_pool2d(net, 3, 1, 'SAME')  # the reference's line
  return v1.layers.dense(tf.reduce_mean(net, [1, 2]), 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, pads):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(3, 3, padding='same', activation='sigmoid', name='conv')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.pads = pads

  def call(self, inputs):
    net = self.conv(inputs)
    if self.pads:
      net = tf.pad(net, [[0, 0], [1, 1], [1, 1], [0, 0]])  # the mistake
      net = tf.nn.avg_pool2d(net, 3, 1, 'VALID')  # the mistake
    else:
      net = tf.nn.avg_pool2d(net, 3, 1, 'SAME')
    return self.out(tf.reduce_mean(net, [1, 2]))


def tf2_model():
  return Ported(pads=True)


def right_model():
  return Ported(pads=False)


def inputs():
  return np.random.RandomState(27).rand(2, 7, 7, 2).astype('float32')
