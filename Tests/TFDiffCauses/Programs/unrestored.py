"""Weights loaded by name, of which one is misspelt and stays at zeros."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
RANDOM = np.random.RandomState(29)
SAVED = {
    'first/kernel': RANDOM.randn(6, 8).astype('float32'),
    'first/bias': RANDOM.randn(8).astype('float32'),
    'second/kernel': RANDOM.randn(8, 3).astype('float32'),
}


def tf1_model(inputs, training):
  kernel = v1.get_variable('first/kernel', initializer=SAVED['first/kernel'])
  bias = v1.get_variable('first/bias', initializer=SAVED['first/bias'])  # the reference's line
  net = tf.nn.relu(tf.matmul(inputs, kernel) + bias)
  return tf.matmul(net, v1.get_variable('second/kernel', initializer=SAVED['second/kernel']))


class Ported(tf.Module):

  def __init__(self, names):
    super().__init__()
    self.kernel = tf.Variable(tf.zeros([6, 8]), name='first/kernel')
    self.bias = tf.Variable(tf.zeros([8]), name='first/bias')  # the mistake
    self.out = tf.Variable(tf.zeros([8, 3]), name='second/kernel')
    for variable, name in zip([self.kernel, self.bias, self.out], names):
      if name in SAVED:
        variable.assign(SAVED[name])

  def __call__(self, inputs):
    net = tf.nn.relu(tf.matmul(inputs, self.kernel) + self.bias)
    return tf.matmul(net, self.out)


def tf2_model():
  return Ported(['first/kernel', 'first/biases', 'second/kernel'])


def right_model():
  return Ported(['first/kernel', 'first/bias', 'second/kernel'])


def inputs():
  return np.random.RandomState(30).randn(5, 6).astype('float32')
