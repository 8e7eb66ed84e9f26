"""Two modules whose variables have the same names and shapes, which eager execution does not make unique."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  net = tf.compat.v1.layers.dense(inputs, 7, tf.nn.relu, name='first')
  return tf.compat.v1.layers.dense(net, 7, name='second')


class Linear(tf.Module):

  def __init__(self):
    super().__init__()
    self.w = tf.Variable(tf.zeros([7, 7]), name='w')
    self.b = tf.Variable(tf.zeros([7]), name='b')

  def __call__(self, inputs):
    return tf.matmul(inputs, self.w) + self.b


class Ported(tf.Module):

  def __init__(self):
    super().__init__()
    self.first, self.second = Linear(), Linear()

  def __call__(self, inputs, training=False):
    return self.second(tf.nn.relu(self.first(inputs)))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(6).randn(5, 7).astype('float32')
