"""Weights from a checkpoint of pictures with channels first, which the port flattens with channels last."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
KERNEL = np.random.RandomState(70).randn(3 * 4 * 4, 5).astype('float32')


def tf1_model(inputs, training):
  flat = tf.reshape(tf.transpose(inputs, [0, 3, 1, 2]), [-1, 48])
  return tf.matmul(flat, v1.get_variable('out/kernel', initializer=KERNEL))  # the reference's line


class Ported(tf.Module):

  def __init__(self, kernel):
    super().__init__()
    self.kernel = tf.Variable(kernel, name='out/kernel')

  def __call__(self, inputs):
    return tf.matmul(tf.reshape(inputs, [-1, 48]), self.kernel)  # the mistake


def tf2_model():
  return Ported(KERNEL)


def right_model():
  return Ported(KERNEL.reshape(3, 4, 4, 5).transpose(1, 2, 0, 3).reshape(48, 5))


def inputs():
  return np.random.RandomState(71).randn(4, 4, 4, 3).astype('float32')
