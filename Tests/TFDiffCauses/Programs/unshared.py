"""Two towers that share their weights in the reference, and have their own in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tower(inputs):
  with v1.variable_scope('tower', reuse=v1.AUTO_REUSE):
    net = v1.layers.dense(inputs, 7, tf.nn.relu, name='first')  # the reference's line
    return v1.layers.dense(net, 3, name='second')


def tf1_model(inputs, training):
  left, right = tf.split(inputs, 2, 1)
  return tf.reduce_sum(tower(left) * tower(right), 1)


class Tower(tf.keras.layers.Layer):

  def __init__(self, name):
    super().__init__(name=name)
    self.first = tf.keras.layers.Dense(7, 'relu', name='first')
    self.second = tf.keras.layers.Dense(3, name='second')

  def call(self, inputs):
    return self.second(self.first(inputs))  # the mistake


class Ported(tf.keras.Model):

  def __init__(self, is_shared):
    super().__init__()
    self.left = Tower('tower')
    self.right = self.left if is_shared else Tower('tower_1')

  def call(self, inputs):
    left, right = tf.split(inputs, 2, 1)
    return tf.reduce_sum(self.left(left) * self.right(right), 1)


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(68).randn(6, 8).astype('float32')
