"""A network and its port, for what is known of them before any run: what is executed leaves a mark in a file."""

import os

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
KERNEL = np.linspace(-1, 1, 108).reshape([3, 3, 3, 4]).astype(np.float32)


class AdamWeightDecay:
  """As the optimizer of BERT keeps what it leaves out."""

  def __init__(self, patterns):
    self.exclude_from_weight_decay = patterns

  def apply_gradients(self, gradients):
    raise NotImplementedError()


def inputs():
  return np.linspace(-1, 1, 108).reshape([1, 6, 6, 3]).astype(np.float32)


def _mark(value):
  with open(os.environ['PREFLIGHT_MARK'], 'a') as file:
    file.write('computed\n')
  return value


def tf1_model(inputs, training):
  inputs = v1.py_func(_mark, [inputs], tf.float32)
  inputs.set_shape([1, 6, 6, 3])
  kernel = v1.get_variable('conv/kernel', initializer=KERNEL)
  bias = v1.get_variable('conv/bias', [4], initializer=v1.zeros_initializer())
  conv = tf.nn.conv2d(inputs, kernel, strides=[1, 2, 2, 1], padding='SAME') + bias
  scale = v1.get_variable('norm/gamma', [4], initializer=v1.ones_initializer())
  offset = v1.get_variable('norm/beta', [4], initializer=v1.zeros_initializer())
  normalized, mean, _ = v1.nn.fused_batch_norm(conv, scale, offset, epsilon=1e-3, is_training=True)
  average = v1.get_variable('norm/moving_mean', [4], initializer=v1.zeros_initializer(), trainable=False)
  v1.add_to_collection(v1.GraphKeys.UPDATE_OPS, v1.assign_sub(average, (average - mean) * (1 - 0.99)))
  return {'net': tf.nn.dropout(normalized, rate=0.5)}


class Port(tf.Module):
  """The same, with what `options` say."""

  def __init__(self, epsilon=1e-3, padding='SAME', decay=0.99):
    super().__init__()
    self._options = epsilon, padding, decay
    with tf.name_scope('conv'):
      self.kernel = tf.Variable(KERNEL, name='kernel')
      self.bias = tf.Variable(tf.zeros([4]), name='bias')
    with tf.name_scope('norm'):
      self.gamma = tf.Variable(tf.ones([4]), name='gamma')
      self.beta = tf.Variable(tf.zeros([4]), name='beta')
      self.average = tf.Variable(tf.zeros([4]), name='moving_mean', trainable=False)

  def __call__(self, inputs, training=False):
    epsilon, padding, decay = self._options
    inputs = tf.ensure_shape(tf.numpy_function(_mark, [inputs], tf.float32), [1, 6, 6, 3])
    conv = tf.nn.conv2d(inputs, self.kernel, strides=2, padding=padding) + self.bias
    normalized, mean, _ = v1.nn.fused_batch_norm(conv, self.gamma, self.beta, epsilon=epsilon, is_training=True)
    if training:
      self.average.assign_sub((self.average - mean) * (1 - decay))
    return {'net': tf.nn.dropout(normalized, rate=0.5)}


def tf2_model():
  return Port()
