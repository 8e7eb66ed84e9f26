"""A batch norm with another epsilon than the reference's, and layers after it that make the difference large."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv2d(inputs, 4, 3, name='conv')
  net = v1.layers.batch_normalization(  # the reference's line
      net, epsilon=1e-2, moving_mean_initializer=v1.random_normal_initializer(),
      moving_variance_initializer=v1.random_uniform_initializer(0.01, 0.3), training=training, name='norm')
  net = tf.exp(3.0 * net)
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, epsilon):
    super().__init__()
    self.conv = tf.keras.layers.Conv2D(4, 3, name='conv')
    self.norm = tf.keras.layers.BatchNormalization(epsilon=epsilon, name='norm')
    self.out = tf.keras.layers.Dense(3, name='out')

  def call(self, inputs, training=False):
    net = self.norm(self.conv(inputs), training=training)  # the mistake
    return self.out(tf.exp(3.0 * net))


def tf2_model():
  return Ported(1e-3)


def right_model():
  return Ported(1e-2)


def inputs():
  return np.random.RandomState(1).rand(3, 6, 6, 2).astype('float32')
