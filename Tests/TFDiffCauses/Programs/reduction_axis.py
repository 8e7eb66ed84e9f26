"""A mean over time that the port takes over the features, where both are as many."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 6, tf.nn.tanh, name='dense')
  net = tf.reduce_mean(net, axis=1)  # the reference's line
  return tf.nn.softmax(v1.layers.dense(net, 3, name='out'))


class Ported(tf.keras.Model):

  def __init__(self, axis):
    super().__init__()
    self.dense = tf.keras.layers.Dense(6, 'tanh', name='dense')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.axis = axis

  def call(self, inputs):
    net = tf.reduce_mean(self.dense(inputs), axis=self.axis)  # the mistake
    return tf.nn.softmax(self.out(net))


def tf2_model():
  return Ported(2)


def right_model():
  return Ported(1)


def inputs():
  return np.random.RandomState(31).randn(4, 6, 5).astype('float32')
