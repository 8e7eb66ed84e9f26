"""A convolution, and the sum of two over half of the channels each."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  kernel = v1.get_variable('kernel', [3, 3, 4, 6], initializer=v1.glorot_uniform_initializer())
  net = tf.nn.conv2d(inputs, kernel, 1, 'SAME')
  return tf.nn.sigmoid(net)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.kernel = self.add_weight('kernel', [3, 3, 4, 6])

  def call(self, inputs):
    first = tf.nn.conv2d(inputs[..., :2], self.kernel[:, :, :2], 1, 'SAME')
    second = tf.nn.conv2d(inputs[..., 2:], self.kernel[:, :, 2:], 1, 'SAME')
    return tf.nn.sigmoid(first + second)


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(62).rand(2, 8, 8, 4).astype('float32')
