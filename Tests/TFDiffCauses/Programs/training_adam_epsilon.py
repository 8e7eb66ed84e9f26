"""Adam as both worlds have it when they are left alone: an epsilon of 1e-8 in TensorFlow 1 and of 1e-7 in Keras. The loss is
small, and so are its gradients."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 6, tf.nn.tanh, name='hidden'), 2, name='out')


def tf1_loss(outputs, labels):
  return 1e-4 * tf.reduce_mean(tf.square(outputs - labels))


def tf1_optimizer():
  return v1.train.AdamOptimizer(1e-3)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, 'tanh', name='hidden')
    self.out = tf.keras.layers.Dense(2, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return 1e-4 * tf.reduce_mean(tf.square(outputs - labels))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.Adam(1e-3)  # the mistake


def right_optimizer():
  return tf.keras.optimizers.legacy.Adam(1e-3, epsilon=1e-8)


def inputs():
  random = np.random.RandomState(42)
  return random.randn(8, 3).astype('float32'), random.randn(8, 2).astype('float32')
