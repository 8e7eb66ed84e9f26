"""What is read backwards, and turned round again in the reference alone."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  ahead = v1.layers.conv1d(inputs, 4, 3, padding='same', name='ahead')
  back = v1.layers.conv1d(tf.reverse(inputs, [1]), 4, 3, padding='same', name='back')
  net = tf.concat([ahead, tf.reverse(back, [1])], 2)  # the reference's line
  return v1.layers.dense(net, 3, name='out')


class Ported(tf.keras.Model):

  def __init__(self, is_right):
    super().__init__()
    self.ahead = tf.keras.layers.Conv1D(4, 3, padding='same', name='ahead')
    self.back = tf.keras.layers.Conv1D(4, 3, padding='same', name='back')
    self.out = tf.keras.layers.Dense(3, name='out')
    self.is_right = is_right

  def call(self, inputs):
    back = self.back(tf.reverse(inputs, [1]))
    back = tf.reverse(back, [1]) if self.is_right else back
    net = tf.concat([self.ahead(inputs), back], 2)  # the mistake
    return self.out(net)


def tf2_model():
  return Ported(False)


def right_model():
  return Ported(True)


def inputs():
  return np.random.RandomState(79).randn(2, 8, 3).astype('float32')
