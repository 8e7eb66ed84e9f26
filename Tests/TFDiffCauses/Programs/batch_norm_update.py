"""A hand-written batch norm that normalizes by the batch and forgets to update the moving averages."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, name='hidden')
  net = v1.layers.batch_normalization(net, momentum=0.8, training=training, name='norm')  # the reference's line
  return v1.layers.dense(net, 2, name='out')


class Normalization(tf.keras.layers.Layer):

  def __init__(self, updates):
    super().__init__(name='norm')
    self.keeps = updates

  def build(self, shape):
    self.gamma = self.add_weight('gamma', [shape[-1]], initializer='ones')
    self.beta = self.add_weight('beta', [shape[-1]], initializer='zeros')
    self.moving_mean = self.add_weight('moving_mean', [shape[-1]], initializer='zeros', trainable=False)
    self.moving_variance = self.add_weight('moving_variance', [shape[-1]], initializer='ones', trainable=False)

  def call(self, net, training=False):
    mean, variance = self.moving_mean, self.moving_variance
    if training:
      mean, variance = tf.nn.moments(net, [0])
      if self.keeps:
        self.moving_mean.assign_sub(0.2 * (self.moving_mean - mean))
        self.moving_variance.assign_sub(0.2 * (self.moving_variance - variance))
    return tf.nn.batch_normalization(net, mean, variance, self.beta, self.gamma, 1e-3)


class Ported(tf.keras.Model):

  def __init__(self, updates):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, name='hidden')
    self.norm = Normalization(updates)
    self.out = tf.keras.layers.Dense(2, name='out')

  def call(self, inputs, training=False):
    return self.out(self.norm(self.hidden(inputs), training=training))


def tf2_model():
  return Ported(updates=False)


def right_model():
  return Ported(updates=True)


def inputs():
  return np.random.RandomState(4).randn(10, 4).astype('float32')
