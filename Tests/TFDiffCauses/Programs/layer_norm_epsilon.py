"""A layer norm written out with an epsilon of 1e-12, as BERT has it, and Keras' with its own; the signal is small."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 8, name='dense')
  mean, variance = tf.nn.moments(net, [-1], keepdims=True)
  gamma = v1.get_variable('norm/gamma', [8], initializer=v1.random_uniform_initializer(0.5, 1.5))
  beta = v1.get_variable('norm/beta', [8], initializer=v1.random_uniform_initializer(-0.1, 0.1))
  net = tf.nn.batch_normalization(net, mean, variance, beta, gamma, 1e-12)  # the reference's line
  return tf.nn.softmax(4.0 * net)


class Ported(tf.keras.Model):

  def __init__(self, epsilon):
    super().__init__()
    self.dense = tf.keras.layers.Dense(8, name='dense')
    self.norm = tf.keras.layers.LayerNormalization(epsilon=epsilon, name='norm')

  def call(self, inputs):
    net = self.norm(self.dense(inputs))  # the mistake
    return tf.nn.softmax(4.0 * net)


def tf2_model():
  return Ported(1e-3)


def right_model():
  return Ported(1e-12)


def inputs():
  return (0.2 * np.random.RandomState(22).randn(5, 6)).astype('float32')
