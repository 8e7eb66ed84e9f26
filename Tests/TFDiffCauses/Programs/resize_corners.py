"""An enlargement with aligned corners, which became tf.image.resize."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 3, 3, padding='same', name='conv')
  net = v1.image.resize_bilinear(net, [11, 11], align_corners=True)  # the reference's line
  net = tf.nn.max_pool2d(net, 3, 2, 'VALID')
  return v1.layers.conv2d(net, 2, 1, name='out')


class Ported(tf.keras.Model):

  def __init__(self, aligns):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(3, 3, padding='same', name='conv')
    self.out = tf.keras.layers.Conv2D(2, 1, name='out')
    self.aligns = aligns

  def call(self, inputs):
    net = self.conv(inputs)
    if self.aligns:
      net = v1.image.resize_bilinear(net, [11, 11], align_corners=True)
    else:
      net = tf.image.resize(net, [11, 11])  # the mistake
    return self.out(tf.nn.max_pool2d(net, 3, 2, 'VALID'))


def tf2_model():
  return Ported(aligns=False)


def right_model():
  return Ported(aligns=True)


def inputs():
  return np.random.RandomState(20).rand(2, 6, 6, 2).astype('float32')
