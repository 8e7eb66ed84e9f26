"""ELU where the reference has ReLU; a mean over the positions that follow hides some of it."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.conv1d(inputs, 6, 3, name='conv')
  net = tf.nn.relu(net)  # the reference's line
  return v1.layers.dense(tf.reduce_mean(net, 1), 2, name='out')


class Ported(tf.keras.Model):

  def __init__(self, activation):
    super().__init__()
    self.conv = tf.keras.layers.Conv1D(6, 3, name='conv')
    self.out = tf.keras.layers.Dense(2, name='out')
    self.activation = activation

  def call(self, inputs):
    net = self.activation(self.conv(inputs))  # the mistake
    return self.out(tf.reduce_mean(net, 1))


def tf2_model():
  return Ported(tf.nn.elu)


def right_model():
  return Ported(tf.nn.relu)


def inputs():
  return np.random.RandomState(12).randn(3, 8, 4).astype('float32')
