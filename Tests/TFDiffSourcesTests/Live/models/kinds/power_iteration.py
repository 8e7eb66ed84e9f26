"""Spectral normalization: a loop that finds the greatest singular value, from a start that decays; with another epsilon."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
STEPS = 8


def unit(vector, epsilon):
  return vector / (tf.sqrt(tf.reduce_sum(tf.square(vector))) + epsilon)  # the reference's line


def singular_value(kernel, epsilon):
  def step(count, left, right):
    right = unit(tf.matmul(left, kernel, transpose_b=True), epsilon)
    left = unit(tf.matmul(right, kernel), epsilon)
    return count + 1, left, right

  start = tf.ones([1, 4]), tf.ones([1, 6])
  _, left, right = tf.while_loop(lambda count, *_: count < STEPS, step, (tf.constant(0),) + start)
  return tf.matmul(tf.matmul(right, kernel), left, transpose_b=True)


def tf1_model(inputs, training):
  kernel = v1.get_variable('kernel', [6, 4])
  sigma = singular_value(kernel, 1e-12)
  return tf.matmul(inputs, kernel / sigma), {'sigma': sigma}


class Ported(tf.Module):

  def __init__(self, epsilon):
    super().__init__(name='port')
    self.kernel = tf.Variable(tf.ones([6, 4]), name='kernel')
    self.epsilon = epsilon

  def __call__(self, inputs):
    sigma = singular_value(self.kernel, self.epsilon)
    return tf.matmul(inputs, self.kernel / sigma), {'sigma': sigma}


def tf2_model():
  return Ported(1e-3)


def right_model():
  return Ported(1e-12)


def inputs():
  return np.random.RandomState(5).randn(3, 6).astype('float32')
