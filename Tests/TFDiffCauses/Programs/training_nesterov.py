"""Nesterov's momentum, which the port leaves out."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 5, tf.nn.softplus, name='hidden'), 1, name='out')


def tf1_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf1_optimizer():
  return v1.train.MomentumOptimizer(0.03, 0.85, use_nesterov=True)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(5, 'softplus', name='hidden')
    self.out = tf.keras.layers.Dense(1, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.SGD(0.03, momentum=0.85)  # the mistake


def right_optimizer():
  return tf.keras.optimizers.legacy.SGD(0.03, momentum=0.85, nesterov=True)


def inputs():
  random = np.random.RandomState(48)
  return random.randn(6, 4).astype('float32'), random.randn(6, 1).astype('float32')
