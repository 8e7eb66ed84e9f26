"""First values that are tensors, drawn from other distributions on each side."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  table = v1.Variable(v1.truncated_normal([5, 3], stddev=0.25), name='table')  # the reference's line
  return tf.matmul(inputs, table)


class Ported(tf.Module):

  def __init__(self):
    super().__init__(name='ported')
    self.table = tf.Variable(tf.random.normal([5, 3], mean=1.0, stddev=0.5), name='table')  # the mistake

  def __call__(self, x):
    return tf.matmul(x, self.table)


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(10).randn(2, 5).astype('float32')
