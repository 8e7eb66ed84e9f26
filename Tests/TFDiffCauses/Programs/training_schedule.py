"""A learning rate that decays in stairs in the reference, and steadily in the port: the second step shows it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 5, tf.nn.relu, name='hidden'), 2, name='out')


def tf1_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf1_optimizer():
  step = v1.train.get_or_create_global_step()
  return v1.train.GradientDescentOptimizer(v1.train.exponential_decay(0.2, step, 4, 0.3, staircase=True))


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(5, 'relu', name='hidden')
    self.out = tf.keras.layers.Dense(2, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.SGD(tf.keras.optimizers.schedules.ExponentialDecay(0.2, 4, 0.3))


def right_optimizer():
  decay = tf.keras.optimizers.schedules.ExponentialDecay(0.2, 4, 0.3, staircase=True)
  return tf.keras.optimizers.legacy.SGD(decay)


def inputs():
  random = np.random.RandomState(49)
  return random.randn(8, 3).astype('float32'), random.randn(8, 2).astype('float32')
