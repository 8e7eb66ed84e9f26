"""A loss that is the mean over the batch in the reference, and the sum in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 6, tf.nn.relu, name='hidden'), 1, name='out')


def tf1_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs[:, 0] - labels))  # the reference's line


def tf1_optimizer():
  return v1.train.GradientDescentOptimizer(0.02)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, 'relu', name='hidden')
    self.out = tf.keras.layers.Dense(1, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_sum(tf.square(outputs[:, 0] - labels))  # the mistake


def right_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs[:, 0] - labels))


def tf2_optimizer():
  return tf.keras.optimizers.legacy.SGD(0.02)


def inputs():
  random = np.random.RandomState(40)
  return random.randn(12, 4).astype('float32'), random.randn(12).astype('float32')
