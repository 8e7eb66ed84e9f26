"""An optimizer that decays the weights beside the gradient, which the reference's does not."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  return v1.layers.dense(v1.layers.dense(inputs, 6, tf.nn.relu, name='hidden'), 2, name='out')


def tf1_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf1_optimizer():
  return v1.train.GradientDescentOptimizer(0.1)  # the reference's line


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.hidden = tf.keras.layers.Dense(6, 'relu', name='hidden')
    self.out = tf.keras.layers.Dense(2, name='out')

  def call(self, inputs):
    return self.out(self.hidden(inputs))


def tf2_model():
  return Ported()


def tf2_loss(outputs, labels):
  return tf.reduce_mean(tf.square(outputs - labels))


def tf2_optimizer():
  return tf.keras.optimizers.SGD(0.1, weight_decay=0.03)  # the mistake


def right_optimizer():
  return tf.keras.optimizers.SGD(0.1)


def inputs():
  random = np.random.RandomState(47)
  return random.randn(8, 4).astype('float32'), random.randn(8, 2).astype('float32')
