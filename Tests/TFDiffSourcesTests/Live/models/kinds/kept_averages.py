"""A batch norm by hand that keeps no moving averages, and Keras' layer that does the same and keeps them besides."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 4, 3, use_bias=False, name='conv')
  mean, variance = tf.nn.moments(net, [0, 1, 2])
  with v1.variable_scope('norm'):
    shift = v1.get_variable('beta', [4], initializer=v1.random_normal_initializer())
    scale = v1.get_variable('gamma', [4], initializer=v1.random_uniform_initializer(0.5, 1.5))
  return tf.nn.relu(tf.nn.batch_normalization(net, mean, variance, shift, scale, 1e-3))


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(4, 3, use_bias=False, name='conv')
    self.norm = tf.keras.layers.BatchNormalization(epsilon=1e-3, name='norm')

  def call(self, x, training=False):
    return tf.nn.relu(self.norm(self.conv(x), training=True))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(8).randn(4, 6, 6, 3).astype('float32')
