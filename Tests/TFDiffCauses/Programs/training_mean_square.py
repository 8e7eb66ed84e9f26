"""TensorFlow 1's RMSProp begins with a mean square of one, Keras' with zero."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 4, tf.nn.tanh, name='hidden'), 1, name='out')


def tf1_loss(outputs, labels):
  return tf.reduce_mean(tf.abs(outputs - labels))


def tf1_optimizer():
  return v1.train.RMSPropOptimizer(0.01, decay=0.95, epsilon=1e-7)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(4, 'tanh', name='hidden')
    self.out = tf.keras.layers.Dense(1, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_mean(tf.abs(outputs - labels))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.RMSprop(0.01, rho=0.95, epsilon=1e-7)  # the mistake


def inputs():
  random = np.random.RandomState(46)
  return random.randn(8, 3).astype('float32'), random.randn(8, 1).astype('float32')
