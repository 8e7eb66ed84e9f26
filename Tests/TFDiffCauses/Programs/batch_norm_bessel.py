"""The reference's fused batch norm averages the unbiased variance, the port's unfused one the biased; shows in training."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 5, 3, name='conv')
  net = v1.layers.batch_normalization(  # the reference's line
      net, momentum=0.7, fused=True, training=training, name='norm')
  return tf.reduce_max(net, [1, 2])


class Ported(tf.keras.Model):

  def __init__(self, fused):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(5, 3, name='conv')
    self.norm = v1.keras.layers.BatchNormalization(momentum=0.7, fused=fused, name='norm')

  def call(self, inputs, training=False):
    net = self.norm(self.conv(inputs), training=training)  # the mistake
    return tf.reduce_max(net, [1, 2])


def tf2_model():
  return Ported(fused=False)


def right_model():
  return Ported(fused=True)


def inputs():
  return np.random.RandomState(5).rand(2, 5, 5, 2).astype('float32')
