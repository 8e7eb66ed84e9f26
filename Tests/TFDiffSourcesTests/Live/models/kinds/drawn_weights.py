"""Weights drawn before the variable is made of them, on both sides and at other times, with dropout in between."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = inputs
  for place, (rows, columns) in enumerate([(6, 8), (8, 8)]):
    weights = v1.Variable(v1.random_uniform([rows, columns], -1.0, 1.0) * 0.5, name='w%d' % place)
    net = v1.layers.dropout(tf.nn.relu(tf.matmul(net, weights)), 0.3, training=training)
  return net


class Drawn(tf.Module):
  """Draws all its weights when it is made."""

  def __init__(self):
    super().__init__()
    first, second = tf.random.uniform([6, 8]), tf.random.uniform([8, 8])
    self.weights = [tf.Variable(2.0 * first - 1.0, name='w0'), tf.Variable(2.0 * second - 1.0, name='w1')]

  def __call__(self, inputs, training=False):
    net = inputs
    for weights in self.weights:
      net = tf.nn.relu(tf.matmul(net, weights))
      net = tf.nn.dropout(net, 0.3) if training else net
    return net


class Lazy(tf.Module):
  """Draws each of its weights when it is first called, right before it is used."""

  def __init__(self):
    super().__init__()
    self.weights = {}

  def __call__(self, inputs, training=False):
    net = inputs
    for name, shape in (('w0', [6, 8]), ('w1', [8, 8])):
      if name not in self.weights:
        self.weights[name] = tf.Variable(tf.random.uniform(shape), name=name)
      net = tf.nn.relu(tf.matmul(net, self.weights[name]))
      net = tf.nn.dropout(net, 0.3) if training else net
    return net


def tf2_model():
  return Drawn()


def lazy_model():
  return Lazy()


def keras_model():
  layers = tf.keras.layers
  return tf.keras.Sequential([
      layers.Dense(8, 'relu', use_bias=False), layers.Dropout(0.3),
      layers.Dense(8, 'relu', use_bias=False), layers.Dropout(0.3)])


def inputs():
  return np.random.RandomState(2).randn(5, 6).astype('float32')
