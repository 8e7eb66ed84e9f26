"""A tower that the graph shares and the port makes twice, under other names."""

import numpy as np
import tensorflow as tf


def _tower(inputs):
  with tf.compat.v1.variable_scope('tower', reuse=tf.compat.v1.AUTO_REUSE):
    return tf.compat.v1.layers.dense(inputs, 4, name='embed')


def tf1_model(inputs, training):
  left, right = tf.split(inputs, 2, axis=1)
  return tf.reduce_sum(tf.square(_tower(left) - _tower(right)), 1)


class Ported(tf.Module):

  def __init__(self, shares):
    super().__init__()
    ones = tf.keras.initializers.Ones()
    self.left = tf.keras.layers.Dense(4, kernel_initializer=ones, name='embed')
    self.right = self.left if shares else tf.keras.layers.Dense(4, kernel_initializer=ones, name='other')

  def __call__(self, inputs, training=False):
    left, right = tf.split(inputs, 2, axis=1)
    return tf.reduce_sum(tf.square(self.left(left) - self.right(right)), 1)


def tf2_model():
  return Ported(shares=False)


def right_model():
  return Ported(shares=True)


def inputs():
  return np.random.RandomState(1).randn(3, 6).astype('float32')
